// Alignment from layer to layer and epoch to epoch, with neural collapse (Figure 7, section 9).

import { chart } from "./parts/chart.js";
import { choice, levelSlider, numbered, player, slider } from "./parts/controls.js";
import { explorer } from "./parts/explorer.js";
import {
  atEpoch,
  cursor,
  epochAxis,
  fractions,
  levelAxis,
  line,
  point,
  SHARES,
  share,
  step,
} from "./parts/marks.js";
import { indexOf, nearestOf, whole } from "./parts/state.js";
import { compact, percent, readouts, sentence } from "./parts/text.js";

const INTERVAL = 350; // ms a checkpoint while playing
const LAYER = "ra-c1";
const INPUTS = "ra-c2";
const START = "ra-c3";
const TRAINING = { [LAYER]: "now", [START]: "before training" };
const READOUTS = {
  epoch: "epoch",
  accuracy: "right sign",
  inputs: "inputs",
  start: "before",
  now: "now",
  collapse: "NC1",
};

export default explorer({
  title: "Layers explorer",
  limits: ({ data, splits, levels }) => ({
    dataset: indexOf(data),
    split: indexOf(splits),
    layer: whole(0, data[0].splits[0].layers[0].length),
    checkpoint: (state) => indexOf(data[state.get("dataset")].epochs),
    level: nearestOf(levels),
  }),
  state,
  panels: () => [
    panel(
      "Through depth",
      "Share of the labels at the threshold in the inputs and in each hidden layer, " +
        "now and before training",
      depthSpec,
      TRAINING,
    ),
    panel(
      "The chosen layer",
      "Alignment of the chosen layer against the threshold, now and before training, " +
        "and of the inputs",
      curveSpec,
      { ...TRAINING, [INPUTS]: "inputs" },
    ),
    panel(
      "Alignment while training",
      "Share of the labels at the threshold in the chosen layer against the epoch; " +
        "other layers fainter",
      shareSpec,
    ),
    panel(
      "Neural collapse (NC1) while training",
      "Spread within the classes beside that between them, in the chosen layer, " +
        "against the epoch; other layers fainter",
      collapseSpec,
    ),
  ],
  controls: ({ datasets, splits }) => [
    choice("dataset", "Data", numbered(datasets)),
    choice("split", "Samples", numbered(splits)),
    slider("layer", "Layer (0: inputs)", {
      say: (layer) => (layer ? `hidden layer ${layer}` : "inputs"),
    }),
    player("checkpoint", INTERVAL),
    slider("checkpoint", "Checkpoint", { say: (at) => `checkpoint ${at}` }),
    levelSlider(),
  ],
  foot: () => [readouts(READOUTS, texts), sentence(sentenceOf)],
});

const panel = (title, description, spec, legend) =>
  chart(title, description, spec, { legend, height: 220 });

/** Layer 0 is the inputs, so `all[checkpoint][layer]` are the curves. */
function state({ dataset, split, level }, { levels, data }) {
  const samples = data[dataset].splits[split];
  const all = samples.layers.map((layers) => [samples.inputs, ...layers]);
  return { ...samples, epochs: data[dataset].epochs, all, k: levels.indexOf(level) };
}

function depthSpec({ all, checkpoint, layer, k }) {
  const layers = all[0].map((_, l) => l);
  const [start, now] = [all[0], all[checkpoint]].map((curves) =>
    fractions(curves.map((curve) => curve[k])),
  );
  const dots = (values, color) => ({ ...line(layers, values, `ra-large ${color}`), type: "dots" });
  return {
    x: {
      label: "layer",
      domain: [-0.2, layers.length - 0.8],
      ticks: layers.map((l) => [l, l ? String(l) : "inputs"]),
    },
    y: SHARES,
    marks: [
      cursor(layer),
      line(layers, start, START),
      line(layers, now, LAYER),
      dots(start, START),
      dots(now, LAYER),
      point(layer, now[layer], LAYER),
    ],
  };
}

function curveSpec({ all, inputs, checkpoint, layer, level, k }, { levels }) {
  const [start, now] = [all[0][layer], all[checkpoint][layer]].map(fractions);
  return {
    x: levelAxis(levels),
    y: SHARES,
    marks: [
      cursor(level),
      step(levels, fractions(inputs), INPUTS),
      step(levels, start, START),
      step(levels, now, LAYER),
      point(level, now[k], LAYER),
    ],
  };
}

/** A line a hidden layer, the chosen one in front. curves[l]: of layer l, a value an epoch. */
function overEpochs({ epochs, layer, checkpoint }, curves) {
  const places = epochs.map(atEpoch);
  const at = places[checkpoint];
  const name = (l) => nameOf(l, places.at(-1), curves[l].at(-1));
  const others = curves.map((_, l) => l).filter((l) => l !== 0 && l !== layer);
  const chosen =
    layer === 0
      ? []
      : [
          line(places, curves[layer], LAYER),
          name(layer),
          point(at, curves[layer][checkpoint], LAYER),
        ];
  return [
    cursor(at),
    ...others.map((l) => line(places, curves[l], "ra-c1 ra-ghost")),
    ...others.map(name),
    ...chosen,
  ];
}

/** Names of layers stand side by side at the end of their lines. */
const nameOf = (layer, x, y) => ({ type: "text", x, y, text: String(layer), dx: 4 * layer, dy: 4 });

function shareSpec(now) {
  const { all, inputs, epochs, k } = now;
  const curves = all[0].map((_, l) => fractions(all.map((curves) => curves[l][k])));
  const ends = [0, epochs.at(-1)].map(atEpoch);
  return {
    x: epochAxis(epochs),
    y: SHARES,
    marks: [line(ends, fractions([inputs[k], inputs[k]]), INPUTS), ...overEpochs(now, curves)],
  };
}

function collapseSpec(now) {
  const { all, collapse, epochs } = now;
  const x = epochAxis(epochs);
  const y = { label: "NC1", log: true };
  if (!collapse.length) {
    const none = {
      type: "text",
      x: Math.sqrt(atEpoch(0) * epochs.at(-1)),
      y: 0.1,
      text: "no classes here, so no NC1",
      anchor: "middle",
    };
    return { x, y: { ...y, domain: [0.01, 1] }, marks: [none] };
  }
  const values = collapse.flat();
  const domain = [Math.min(...values) / 2, Math.max(...values) * 2];
  const curves = all[0].map((_, l) => collapse.map((layers) => layers[l - 1]));
  return { x, y: { ...y, domain }, marks: overEpochs(now, curves) };
}

function texts({ epochs, checkpoint, accuracy, all, inputs, layer, collapse, k }) {
  return {
    epoch: String(epochs[checkpoint]),
    accuracy: percent(accuracy[checkpoint]),
    inputs: share(inputs, k),
    start: share(all[0][layer], k),
    now: share(all[checkpoint][layer], k),
    collapse: layer && collapse.length ? compact(collapse[checkpoint][layer - 1]) : "–",
  };
}

function sentenceOf(now, { datasets, splits }) {
  const { all, layer, level, dataset, split, checkpoint, k } = now;
  const { epoch, start, now: reached } = texts(now);
  const shares = all[checkpoint].map((curve) => curve[k]);
  const rising = shares.every((value, l) => l === 0 || value >= shares[l - 1]);
  const who = layer ? `hidden layer ${layer} holds` : "the inputs hold";
  return (
    `${datasets[dataset]}, ${splits[split]}, epoch ${epoch}, τ = ${compact(level)} √n: ` +
    `${who} ${reached}, before training ${start}. ` +
    `The share ${rising ? "falls at no" : "does not rise at every"} step ` +
    `from the inputs to the last layer.`
  );
}
