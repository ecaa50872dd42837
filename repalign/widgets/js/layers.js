// Alignment from layer to layer and epoch to epoch, with neural collapse (Figure 7, section 9).

import { chart, panel } from "./parts/chart.js";
import { choice, epochSlider, levelSlider, numbered, player } from "./parts/controls.js";
import { explorer } from "./parts/explorer.js";
import { group } from "./parts/folded.js";
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
import { kept } from "./parts/math.js";
import { layerName, network } from "./parts/network.js";
import { indexOf, nearestOf, whole } from "./parts/state.js";
import { compact, percent, readouts, sentence } from "./parts/text.js";

const INTERVAL = 350; // ms a checkpoint while playing
const LAYER = "ra-c1";
const INPUTS = "ra-c2";
const START = "ra-c3";
const LEGEND = { [LAYER]: "now", [START]: "before training", [INPUTS]: "inputs" };
const WHILE = { [LAYER]: "chosen layer", "ra-ghost ra-c1": "others" };
const NO_CLASSES = "a target that is a number has no classes, so no NC1";
const EPOCH = { x: "checkpoint", places: ({ epochs }) => placesOf(epochs) };
const READOUTS = {
  epoch: "epoch",
  accuracy: "right signs",
  inputs: "inputs",
  start: "before training",
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
  panels: (data) => [
    networkPanel(data),
    small(
      "The chosen layer",
      "Alignment of the chosen layer against the threshold, now and before training, " +
        "and of the inputs",
      curveSpec,
      { legend: LEGEND, drag: { x: "level" } },
    ),
    small(
      "Alignment while training",
      "Share of the labels at the threshold in the chosen layer against the epoch; " +
        "other layers fainter",
      shareSpec,
      { legend: { ...WHILE, [INPUTS]: "inputs" }, drag: EPOCH },
    ),
    small(
      "Neural collapse (NC1)",
      "Spread within the classes beside that between them, in the chosen layer, " +
        "against the epoch; other layers fainter",
      collapseSpec,
      { legend: WHILE, drag: EPOCH },
    ),
  ],
  controls: () => [
    player("checkpoint", INTERVAL),
    epochSlider(({ epochs }) => epochs),
    levelSlider(),
  ],
  foot: () => [readouts(READOUTS, texts), sentence(sentenceOf)],
});

const small = (title, description, spec, options) =>
  chart(title, description, spec, { height: 160, ...options });

/** The network, whose layers are there to choose, and what it saw. */
const networkPanel = (data) => (page) => {
  const depth = data.data[0].splits[0].layers[0].length;
  const parts = [
    choice("dataset", "Data", numbered(data.datasets)),
    choice("split", "Samples", numbered(data.splits)),
    network(depth, gaugesOf),
  ];
  const node = panel("The network", LEGEND);
  node.classList.add("ra-whole");
  const { node: inner, draw } = group("ra-choices", parts)(page);
  node.append(inner);
  return { node, draw };
};

/** Curves by checkpoint and layer, where layer 0 is the inputs. */
const withInputs = kept(({ inputs, layers }) => layers.map((each) => [inputs, ...each]));

function state({ dataset, split, level }, { levels, data }) {
  const samples = data[dataset].splits[split];
  const { epochs } = data[dataset];
  return { ...samples, epochs, all: withInputs(samples), k: levels.indexOf(level) };
}

function gaugesOf({ all, checkpoint, accuracy, k }) {
  const [start, now] = [all[0], all[checkpoint]].map((curves) =>
    curves.map((curve) => curve[k] / 1000),
  );
  return { start, now, right: accuracy[checkpoint] };
}

// Points of a line stay the same array while it does, which is not drawn again.

const curveOf = kept((thousandths, levels) => step(levels, fractions(thousandths)).points);

function curveSpec({ all, inputs, checkpoint, layer, level, k }, { levels }) {
  const curve = (values, color) => ({
    type: "step",
    class: color,
    points: curveOf(values, levels),
  });
  const now = all[checkpoint][layer];
  return {
    x: levelAxis(levels),
    y: SHARES,
    marks: [
      cursor(level),
      curve(inputs, INPUTS),
      curve(all[0][layer], START),
      curve(now, LAYER),
      point(level, now[k] / 1000, LAYER),
    ],
  };
}

const placesOf = kept((epochs) => epochs.map(atEpoch));

/** By hidden layer: points at the epochs. */
const linesOf = kept((all, epochs, k) =>
  all[0].map((_, l) => line(placesOf(epochs), fractions(all.map((curves) => curves[l][k]))).points),
);
const collapsesOf = kept((collapse, epochs) =>
  [0, ...collapse[0]].map((_, l) =>
    l
      ? line(
          placesOf(epochs),
          collapse.map((layers) => layers[l - 1]),
        ).points
      : [],
  ),
);

/** A line a hidden layer, the chosen one in front. */
function overEpochs({ epochs, layer, checkpoint }, lines) {
  const hidden = lines.map((_, l) => l).filter((l) => l > 0);
  const mark = (l, look) => ({ type: "line", class: look, points: lines[l], name: layerName(l) });
  const others = hidden.filter((l) => l !== layer).map((l) => mark(l, "ra-ghost ra-c1"));
  const chosen = layer ? [mark(layer, LAYER), point(...lines[layer][checkpoint], LAYER)] : [];
  const at = placesOf(epochs)[checkpoint];
  return [cursor(at), ...others, ...hidden.map((l) => numberAt(lines[l].at(-1), l)), ...chosen];
}

/** Numbers of layers stand side by side at the end of their lines. */
const numberAt = ([x, y], layer) => ({
  type: "text",
  x,
  y,
  text: String(layer),
  dx: 4 * layer,
  dy: 4,
});

function shareSpec(now) {
  const { all, inputs, epochs, k } = now;
  const ends = [0, epochs.at(-1)].map(atEpoch);
  return {
    x: epochAxis(epochs),
    y: SHARES,
    marks: [
      line(ends, fractions([inputs[k], inputs[k]]), INPUTS),
      ...overEpochs(now, linesOf(all, epochs, k)),
    ],
  };
}

function collapseSpec(now) {
  const { collapse, epochs } = now;
  const x = epochAxis(epochs);
  const y = { label: "NC1", log: true };
  if (!collapse.length) {
    const middle = Math.sqrt(atEpoch(0) * epochs.at(-1));
    const none = { type: "text", x: middle, y: 0.1, text: NO_CLASSES, anchor: "middle" };
    return { x, y: { ...y, domain: [0.01, 1] }, marks: [none] };
  }
  const values = collapse.flat();
  const domain = [Math.min(...values) / 2, Math.max(...values) * 2];
  return { x, y: { ...y, domain }, marks: overEpochs(now, collapsesOf(collapse, epochs)) };
}

function texts({ epochs, checkpoint, accuracy, all, inputs, layer, collapse, k }) {
  const spread = () => (layer ? compact(collapse[checkpoint][layer - 1]) : "not of inputs");
  return {
    epoch: String(epochs[checkpoint]),
    accuracy: percent(accuracy[checkpoint]),
    inputs: share(inputs, k),
    start: share(all[0][layer], k),
    now: share(all[checkpoint][layer], k),
    collapse: collapse.length ? spread() : "no classes",
  };
}

function sentenceOf(now, { datasets, splits }) {
  const { all, layer, level, dataset, split, checkpoint, k } = now;
  const { epoch, start, now: reached } = texts(now);
  const shares = all[checkpoint].map((curve) => curve[k]);
  const rising = shares.every((value, l) => l === 0 || value >= shares[l - 1]);
  const who = layer ? `${layerName(layer)} holds` : "the inputs hold";
  return (
    `${datasets[dataset]}, ${splits[split]}, epoch ${epoch}, τ = ${compact(level)} √n: ` +
    `${who} ${reached}, before training ${start}. ` +
    `The share ${rising ? "falls at no" : "does not rise at every"} step ` +
    `from the inputs to the last layer.`
  );
}
