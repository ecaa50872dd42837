// Alignment from layer to layer and from epoch to epoch, with neural collapse beside it (Figure 7, section 9).

import { createChart } from "./chart.js";
import { choice, element, player, readouts, slider, summary } from "./controls.js";
import { compact, explorer, panel } from "./explorer.js";
import { curve, dot, levelAxis, levelSlider, share } from "./levels.js";
import { indexOf, nearestOf, whole } from "./state.js";

const INTERVAL = 350; // ms a checkpoint while playing
const FIRST_EPOCH_AT = 0.5; // where a logarithmic axis shows epoch 0
const LAYER = "ra-c1";
const INPUTS = "ra-c2";
const START = "ra-c3";
const STATE = ["dataset", "split", "layer", "checkpoint", "level"];

export default explorer(limits, build);

function limits(model) {
  const data = model.get("data");
  return {
    dataset: indexOf(data),
    split: indexOf(model.get("splits")),
    layer: whole(0, depthOf(data)),
    checkpoint: (state) => indexOf(data[state.get("dataset")].epochs),
    level: nearestOf(model.get("levels")),
  };
}

const depthOf = (data) => data[0].splits[0].layers[0].length;

function build({ model, change }) {
  const data = Object.fromEntries(["levels", "datasets", "splits", "data"].map((name) => [name, model.get(name)]));
  const depth = depthOf(data.data);
  const legend = [[LAYER, "now"], [START, "before training"], [INPUTS, "inputs"]];
  const charts = {
    depth: createChart(panel("Through depth", [[LAYER, "now"], [START, "before training"]]), {
      description: "Share of the labels at the threshold in the inputs and in each hidden layer, now and before training", height: 220,
    }),
    curve: createChart(panel("The chosen layer", legend), {
      description: "Alignment of the chosen layer against the threshold, now and before training, and of the inputs", height: 220,
    }),
    share: createChart(panel("Alignment while training"), {
      description: "Share of the labels at the threshold in the chosen layer against the epoch; other layers fainter", height: 220,
    }),
    collapse: createChart(panel("Neural collapse (NC1) while training"), {
      description: "Spread within the classes beside that between them, in the chosen layer, against the epoch; other layers fainter", height: 220,
    }),
  };
  const controls = makeControls({ model, data, change, depth });
  const facts = readouts([
    ["epoch", "epoch"], ["accuracy", "right sign"], ["inputs", "inputs"], ["start", "before"], ["now", "now"], ["collapse", "NC1"],
  ]);
  const sentence = summary();
  function draw() {
    const now = state(model, data, depth);
    charts.depth.draw(depthSpec(now));
    charts.curve.draw(curveSpec(now, data.levels));
    charts.share.draw(shareSpec(now));
    charts.collapse.draw(collapseSpec(now));
    controls.set(now);
    facts.set(textsOf(now));
    sentence.set(sentenceOf(now, data));
  }
  const list = Object.values(charts);
  return {
    title: "Layers explorer",
    panels: list.map((chart) => chart.node.closest(".ra-panel")),
    controls: controls.nodes,
    foot: [facts.node, ...sentence.nodes],
    draw,
    destroy: () => {
      controls.stop();
      list.forEach((chart) => chart.destroy());
    },
  };
}

/** Where the reader stands. Layer 0 is the inputs, so `all[checkpoint][layer]` are the curves. */
function state(model, { levels, data }, depth) {
  const [dataset, split, layer, checkpoint, level] = STATE.map((name) => model.get(name));
  const { epochs } = data[dataset];
  const samples = data[dataset].splits[split];
  const k = levels.indexOf(level);
  const all = samples.layers.map((layers) => [samples.inputs, ...layers]);
  return { ...samples, dataset, split, layer, epochs, checkpoint, depth, all, k, level, tau: level * Math.sqrt(samples.n) };
}

function makeControls({ model, data, change, depth }) {
  const set = (name) => (value) => change({ [name]: value });
  const numbered = (names) => names.map((name, i) => [i, name]);
  const last = () => data.data[model.get("dataset")].epochs.length - 1;
  const layer = slider({ label: "Layer (0: inputs)", name: "layer", min: 0, max: depth, step: 1, digits: 0, say: nameOf, onInput: set("layer") });
  const checkpoint = slider({
    label: "Checkpoint", name: "checkpoint", min: 0, max: last(), step: 1, digits: 0, say: (value) => `checkpoint ${value}`, onInput: set("checkpoint"),
  });
  const play = player({
    name: "play", interval: INTERVAL, atEnd: () => model.get("checkpoint") >= last(), rewind: () => change({ checkpoint: 0 }),
    advance: () => change({ checkpoint: model.get("checkpoint") + 1 }),
  });
  const dataset = choice({ label: "Data", name: "dataset", options: numbered(data.datasets), onInput: set("dataset") });
  const split = choice({ label: "Samples", name: "split", options: numbered(data.splits), onInput: set("split") });
  const level = levelSlider(data.levels, change);
  const controls = { dataset, split, layer, checkpoint, level };
  return {
    nodes: [dataset.node, split.node, layer.node, element("div", { className: "ra-control-button" }, play.node), checkpoint.node, level.node],
    stop: play.stop,
    set: (now) => {
      checkpoint.limits(0, now.epochs.length - 1);
      Object.entries(controls).forEach(([name, control]) => control.set(now[name]));
    },
  };
}

const nameOf = (layer) => (layer ? `hidden layer ${layer}` : "inputs");

function depthSpec({ all, checkpoint, layer, depth, k }) {
  const points = (c) => all[c].map((shares, l) => [l, shares[k] / 1000]);
  return {
    x: { label: "layer", domain: [-0.2, depth + 0.2], ticks: all[0].map((_, l) => [l, l ? String(l) : "inputs"]) },
    y: { label: "share of ‖y‖² with σ ≥ τ", domain: [0, 1.05] },
    marks: [
      { type: "rule", class: "ra-cursor", x: layer },
      { type: "line", class: START, points: points(0) },
      { type: "line", class: LAYER, points: points(checkpoint) },
      { type: "dots", class: `ra-large ${START}`, points: points(0) },
      { type: "dots", class: `ra-large ${LAYER}`, points: points(checkpoint) },
      { type: "dots", class: `ra-point ${LAYER}`, points: [points(checkpoint)[layer]] },
    ],
  };
}

function curveSpec({ all, inputs, checkpoint, layer, level, k }, levels) {
  return {
    x: levelAxis(levels),
    y: { label: "share of ‖y‖² with σ ≥ τ", domain: [0, 1.05] },
    marks: [
      { type: "rule", class: "ra-cursor", x: level },
      curve(levels, inputs, INPUTS),
      curve(levels, all[0][layer], START),
      curve(levels, all[checkpoint][layer], LAYER),
      dot(levels, all[checkpoint][layer], LAYER, k),
    ],
  };
}

const place = (epoch) => epoch || FIRST_EPOCH_AT;

function epochAxis(epochs) {
  const ticks = [[FIRST_EPOCH_AT, "0"]];
  for (let epoch = 1; epoch <= epochs.at(-1); epoch *= 10) ticks.push([epoch, String(epoch)]);
  return { label: "epoch", domain: [FIRST_EPOCH_AT, Math.max(2, epochs.at(-1))], log: true, ticks };
}

/** A line a hidden layer over the epochs, the chosen one in front. value(c, l): of checkpoint c and layer l, from 1. */
function overEpochs({ epochs, depth, layer, checkpoint }, value) {
  const points = (l) => epochs.map((epoch, c) => [place(epoch), value(c, l)]);
  const others = Array.from({ length: depth }, (_, l) => l + 1).filter((l) => l !== layer);
  const name = (l) => ({ type: "text", x: place(epochs.at(-1)), y: value(epochs.length - 1, l), text: String(l), dx: 4 * l, dy: 4 });
  return [
    { type: "rule", class: "ra-cursor", x: place(epochs[checkpoint]) },
    ...others.map((l) => ({ type: "line", class: "ra-c1 ra-ghost", points: points(l) })),
    ...others.map(name),
    ...(layer ? [{ type: "line", class: LAYER, points: points(layer) }, name(layer)] : []),
    ...(layer ? [{ type: "dots", class: `ra-point ${LAYER}`, points: [points(layer)[checkpoint]] }] : []),
  ];
}

function shareSpec(now) {
  const { all, inputs, epochs, k } = now;
  return {
    x: epochAxis(epochs),
    y: { label: "share of ‖y‖² with σ ≥ τ", domain: [0, 1.05] },
    marks: [
      { type: "line", class: INPUTS, points: [0, epochs.at(-1)].map((epoch) => [place(epoch), inputs[k] / 1000]) },
      ...overEpochs(now, (c, l) => all[c][l][k] / 1000),
    ],
  };
}

function collapseSpec(now) {
  const { collapse, epochs } = now;
  const values = collapse.flat();
  const domain = values.length ? [Math.min(...values) / 2, Math.max(...values) * 2] : [0.01, 1];
  const none = { type: "text", x: Math.sqrt(FIRST_EPOCH_AT * epochs.at(-1)), y: 0.1, text: "no classes here, so no NC1", anchor: "middle" };
  return {
    x: epochAxis(epochs),
    y: { label: "NC1", domain, log: true },
    marks: values.length ? overEpochs(now, (c, l) => collapse[c][l - 1]) : [none],
  };
}

function textsOf({ epochs, checkpoint, accuracy, all, inputs, layer, collapse, k }) {
  return {
    epoch: String(epochs[checkpoint]),
    accuracy: `${(100 * accuracy[checkpoint]).toFixed(1)} %`,
    inputs: share(inputs, k),
    start: share(all[0][layer], k),
    now: share(all[checkpoint][layer], k),
    collapse: layer && collapse.length ? compact(collapse[checkpoint][layer - 1]) : "–",
  };
}

function sentenceOf(now, { datasets, splits }) {
  const { all, layer, level, dataset, split, checkpoint, k } = now;
  const { epoch, start, now: reached } = textsOf(now);
  const shares = all[checkpoint].map((curve) => curve[k]);
  const rising = shares.every((value, l) => l === 0 || value >= shares[l - 1]);
  const who = layer ? `hidden layer ${layer} holds` : "the inputs hold";
  return (
    `${datasets[dataset]}, ${splits[split]}, epoch ${epoch}, τ = ${compact(level)} √n: ${who} ${reached}, before training ${start}. ` +
    `The share ${rising ? "falls at no" : "does not rise at every"} step from the inputs to the last layer.`
  );
}
