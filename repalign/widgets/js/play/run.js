// A run: a network that learns a task, and what is measured of it on the way. All of it follows
// from its settings, so that a link reproduces it.

import { wholeSteps } from "../parts/math.js";
import { layerOutputs, network } from "./network.js";
import { prepared, spectra } from "./spectrum.js";
import { isPlanar, paintedOn, taskOf } from "./tasks.js";
import { accuracy, meanLoss, trainer } from "./training.js";

export const MOST_EPOCHS = 10_000;
/** Epochs at which layers are measured whatever the machine's speed, in nearly equal ratios. */
const CHECKPOINTS = new Set([0, ...wholeSteps(MOST_EPOCHS, 100)]);
export const SECONDS = ["related", "unrelated", "painted"];
/** Label vectors in the order of their spectra. */
export const LABELS = ["first", ...SECONDS];

export const VECTORS = 4; // singular vectors that are drawn
const HOPELESS = 1e6; // times the loss at the start: no training comes back from there
const HOLDS = 0.02; // of the labels: from here on a vector is drawn with their sign
export const SIDE = 36; // cells of a picture of the plane, either way
export const REACH = 1.15; // of the picture: the plane from -REACH to REACH

/** The middles of a picture's cells, row after row from the top left: (SIDE^2, 2). */
const CELLS = Float64Array.from({ length: 2 * SIDE * SIDE }, (_, i) => {
  const cell = i >> 1;
  const place = i % 2 ? SIDE - 1 - Math.floor(cell / SIDE) : cell % SIDE;
  return REACH * ((2 * place + 1) / SIDE - 1);
});

/** All of a generator at once. */
function whole(generator) {
  for (;;) {
    const { done, value } = generator.next();
    if (done) return value;
  }
}

/** Share of the variance of targets that outputs explain. */
function explained(outputs, y) {
  const error = outputs.map((f, i) => f - y[i]);
  return 1 - dot(error, error) / dot(y, y);
}

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Label vectors in the order of `LABELS`. */
export const labelsOf = (task, letters) => [
  task.y,
  ...SECONDS.map((name) => (name === "painted" ? paintedOn(task, letters) : task.seconds[name])),
];

const plain = ({ sigma, power, residual }) => ({ sigma, power, residual });

/** A network, the task it learns, and how far it has come. */
export class Run {
  epoch = 0;
  diverged = false;
  #drawn = { layer: 0, vectors: [] };

  /**
   * @param {object} settings those of `taskOf`, and { depth, width, activation, scale, optimizer,
   *   rate, batch, seed }; batch 0 is the full batch
   * @param {string} letters of the painted second labels
   */
  constructor(settings, letters = "") {
    const { depth, width, activation, scale, optimizer, rate, batch, seed } = settings;
    this.settings = settings;
    this.task = taskOf(settings);
    const { inputs, x, y, loss } = this.task;
    const n = y.length;
    this.labels = labelsOf(this.task, letters);
    const hidden = Array(depth).fill(width);
    this.network = network({ inputs, hidden, activation, scale, seed });
    const batchSize = Math.min(batch || n, n);
    this.trainer = trainer(this.network, x, y, {
      loss,
      optimizer,
      learningRate: rate,
      batchSize,
      seed,
    });
    this.start = layerOutputs(this.network, x).slice(0, -1);
    /** What the labels are on the inputs, and at the checkpoints so far. */
    this.inputs = this.spectra(x);
    this.checkpoints = [this.measured()];
  }

  /**
   * Other second labels by hand: a question that the network is not asked, so that it trains on.
   * Of the checkpoints in between nothing is known of them.
   */
  paint(letters) {
    this.labels = labelsOf(this.task, letters);
    this.inputs = this.spectra(this.task.x);
    const [first, ...others] = this.checkpoints;
    const layers = this.start.map((each) => this.spectra(each));
    const known = LABELS.length - 1;
    const unpainted = (each) => ({
      ...each,
      layers: each.layers.map((all) => all.slice(0, known)),
    });
    this.checkpoints = [{ ...first, layers }, ...others.map(unpainted)];
  }

  /** Whether it trains no longer. */
  get ended() {
    return this.diverged || this.epoch >= MOST_EPOCHS;
  }

  train() {
    const loss = this.trainer.epoch();
    this.epoch += 1;
    const isSane = loss <= HOPELESS * this.checkpoints[0].loss;
    this.diverged = !(isSane && this.network.parameters.every(Number.isFinite));
    if (!this.diverged && CHECKPOINTS.has(this.epoch)) this.checkpoints.push(this.measured());
  }

  /** A layer's outputs, (n, width) row after row; the inputs are layer 0. */
  features(layer, x = this.task.x) {
    return layer ? layerOutputs(this.network, x)[layer - 1] : x;
  }

  /** A spectrum a label vector, in the order of `LABELS`. */
  spectra(features) {
    return whole(spectra(features, this.labels)).map(plain);
  }

  measured() {
    const { x, y, loss } = this.task;
    const layers = layerOutputs(this.network, x);
    const outputs = layers.pop();
    const fit = loss === "logistic" ? accuracy : explained;
    return {
      epoch: this.epoch,
      loss: meanLoss(loss, outputs, y),
      fit: fit(outputs, y),
      layers: layers.map((each) => this.spectra(each)),
    };
  }

  /**
   * The network's outputs and a layer's singular vectors, times sqrt(n), on the samples and, where
   * these are points, on the plane.
   */
  pictured(layer) {
    const { x, y } = this.task;
    const options = { vectors: VECTORS };
    const [spectrum] = whole(spectra(this.features(layer), [y], options));
    const samples = this.#said(layer, x, spectrum);
    const signs = samples.map((each, k) => this.#sign(layer, each, spectrum.power[k], k));
    const signed = (all) => all.map((each, k) => each.map((value) => signs[k] * value));
    this.#drawn = { layer, vectors: signed(samples) };
    const plane = () => ({
      outputs: this.#outputs(CELLS),
      vectors: signed(this.#said(layer, CELLS, spectrum)),
    });
    return {
      layer,
      samples: { outputs: this.#outputs(x), vectors: this.#drawn.vectors },
      plane: isPlanar(this.settings.data) ? plane() : null,
    };
  }

  #outputs(x) {
    return Float32Array.from(layerOutputs(this.network, x).at(-1));
  }

  /** phi(x)^T v / sigma of every singular vector, times sqrt(n): on the samples that is u. */
  #said(layer, x, { sigma, vectors }) {
    const count = x.length / this.task.inputs;
    const { at, width } = prepared(this.features(layer, x), count);
    const unit = Math.sqrt(this.task.y.length);
    return vectors.map((vector, k) =>
      Float32Array.from({ length: count }, (_, i) => {
        let value = 0;
        for (let j = 0; j < width; j++) value += at(i, j) * vector[j];
        return (unit * value) / sigma[k];
      }),
    );
  }

  /** That of the labels where a vector holds some of them, else that with which it was drawn. */
  #sign(layer, vector, power, k) {
    const { y } = this.task;
    const before = this.#drawn.layer === layer && this.#drawn.vectors[k];
    const like = before && power < HOLDS * dot(y, y) ? before : y;
    return Math.sign(dot(vector, like)) || 1;
  }
}
