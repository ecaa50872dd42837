// A small network that trains in the page, and what its layers say of the labels meanwhile.

import { setter, slider } from "./parts/controls.js";
import { button, write } from "./parts/elements.js";
import { explorer } from "./parts/explorer.js";
import { group } from "./parts/folded.js";
import { alignment, stepSize, trainingLoss } from "./parts/math.js";
import { letters } from "./parts/painted.js";
import { between, list, nearestOf, oneOf, whole } from "./parts/state.js";
import { compact, readouts, sentence, table } from "./parts/text.js";
import { inWorker } from "./parts/worker.js";
import { BRUSHES } from "./play/brush.js";
import { challenged, challenges, Judge } from "./play/challenges.js";
import { charts, RATIO, STEPS } from "./play/charts.js";
import { Client, SPEED_NAMES } from "./play/client.js";
import { SHOWN, samples, vectors } from "./play/panels.js";
import { LABELS, MOST_EPOCHS, SECONDS } from "./play/run.js";
import { ACTIVATIONS, BATCHES, OPTIMIZERS, setup } from "./play/setup.js";
import { mostSamples, TASKS } from "./play/tasks.js";
import { CAPTION, HEADS, READOUTS, rows, SOME, sentenceOf, texts } from "./play/words.js";
import { listen } from "./play/worker.js";

if (inWorker) listen(globalThis);

const CALM = 300; // ms
const TRANSFER = 5; // the panel's place

export default explorer({
  title: "Playground",
  data: ({ points }) => ({ client: new Client(), judge: new Judge(), points }),
  limits: ({ points }) => ({
    data: oneOf(TASKS),
    samples: (state) => whole(50, mostSamples(state.get("data"))),
    noise: between(0, 0.5),
    shuffled: between(0, 1),
    painted: letters(1000),
    painted_second: letters(1000),
    points: pointsLike(points),
    second: oneOf(SECONDS),
    showing: oneOf(SHOWN),
    brush: oneOf(Object.keys(BRUSHES)),
    depth: whole(1, 4),
    width: whole(4, 64),
    activation: oneOf(ACTIVATIONS),
    scale: between(0.1, 10),
    optimizer: oneOf(OPTIMIZERS),
    rate: between(1e-4, 1),
    batch: nearestOf(BATCHES),
    seed: whole(0, 999),
    speed: oneOf(SPEED_NAMES),
    epoch: whole(0, MOST_EPOCHS),
    layer: (state) => whole(1, state.get("depth")),
    threshold: between(0.1, 32),
  }),
  state,
  ready: ({ client }) => client.ready,
  head: () => setup,
  panels: () => [samples, vectors, ...charts],
  controls: () => [
    group("ra-run", [
      training,
      step,
      setter("reset", "Reset", { epoch: 0 }, ({ epoch }) => epoch > 0),
      transferring,
    ]),
    slider("layer", "Layer"),
    slider("threshold", "Threshold τ", { log: true, digits: 3, say: compact }),
    readouts(READOUTS, texts),
    challenged,
  ],
  foot: () => [table(HEADS, rows, CAPTION), sentence(sentenceOf), challenges].map(calm),
});

/** The rule of the reader's own points, [x, y, label] each. */
const pointsLike = (start) => ({
  otherwise: start,
  fit: (value) => {
    const inside = between(-1.1, 1.1);
    const read = list(value)?.map((each) => {
      const [x, y, label] = list(each) ?? [];
      return [inside.fit(x), inside.fit(y), label === 1 || label === -1 ? label : undefined];
    });
    const isGood = read?.length >= 2 && !read.flat().includes(undefined);
    return isGood ? read.slice(-200) : undefined;
  },
});

/** With what is known of the run that is drawn. */
function state({ layer: asked, second: name, threshold }, { client }) {
  const { shown, isTraining } = client;
  const second = LABELS.indexOf(name);
  if (!shown?.now) return { shown: null, isTraining, second: name };
  const { task, labels, inputs, history, now, settings } = shown;
  const layer = Math.min(asked, settings.depth);
  const norms = labels.map((y) => y.reduce((sum, value) => sum + value * value, 0));
  const three = {
    inputs,
    before: history[0].layers[layer - 1],
    now: now.layers[layer - 1],
  };
  const of = (measure) =>
    Object.fromEntries(Object.entries(three).map(([name, spectra]) => [name, measure(spectra)]));
  const leftOn = (spectra) => spectra.map((each, k) => leftAfter(each, SOME) / norms[k]);
  return {
    shown,
    isTraining,
    norms,
    n: task.y.length,
    leftOn: (l) => leftOn(now.layers[l]),
    firstLeft: () => leftOn(history[0].layers.at(-1)),
    shares: of((spectra) => [0, second].map((k) => alignment(spectra[k], threshold, true))),
    left: of(leftOn),
    index: second,
    drawn: layer,
  };
}

const leftAfter = (spectrum, steps) =>
  trainingLoss(spectrum, [steps], stepSize(spectrum, RATIO))[0];

/** A part that is drawn a few times a second while the network trains: nobody reads faster. */
const calm = (make) => (page) => {
  const part = make(page);
  let next = 0;
  const draw = (now) => {
    if (now.isTraining && performance.now() < next) return;
    next = performance.now() + CALM;
    part.draw(now);
  };
  return { ...part, draw };
};

/** The button that trains; what comes back from the worker is drawn, and moves the epoch. */
function training(page) {
  const { client } = page.data;
  const node = button("train", "▶ Train", () => toggle(!client.isTraining));
  const toggle = (isOn) => {
    client.isTraining = isOn;
    if (!isOn) page.change({}); // the address is that of the epoch at which it stopped
    page.redraw();
  };
  const hear = () => {
    const { shown } = client;
    if (shown.epoch > page.state.get("epoch")) page.set({ epoch: shown.epoch });
    page.redraw();
  };
  client.start(import.meta.url, page.model, hear);
  const draw = (now) => {
    node.closest(".repalign").classList.add("ra-play");
    client.follow(now);
    write(node, now.isTraining ? "❚❚ Pause" : "▶ Train");
    node.disabled = now.epoch >= MOST_EPOCHS;
  };
  return { node, draw, destroy: () => client.stop() };
}

function step({ data: { client }, state, change }) {
  const node = button("step", "Step", () => {
    client.isTraining = false;
    change({ epoch: state.get("epoch") + 1 });
  });
  return { node };
}

/** Freezes the layer and trains the linear model. */
function transferring({ data: { client }, now }) {
  const node = button("transfer", "Transfer it", () => {
    const { drawn: layer, index: second } = now();
    client.isTraining = false;
    client.transfer({ layer, second, ratio: RATIO, steps: STEPS });
    // Where one panel is shown at a time, the one with the dots.
    node.closest(".repalign").querySelector(`[data-control="panel-${TRANSFER}"]`).click();
  });
  const draw = ({ shown }) => {
    node.disabled = !shown;
  };
  return { node, draw };
}
