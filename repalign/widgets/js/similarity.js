// What the source that resembles a task is ahead of the other one, in each layer and each task (Figure 14, Appendix D).

import { createChart } from "./chart.js";
import { readouts, slider, summary } from "./controls.js";
import { compact, explorer, panel, percent } from "./explorer.js";
import { menu } from "./menu.js";
import { indexOf, nearestOf } from "./state.js";

const WHOLE = 10_000; // shares travel as whole numbers
const MEAN = "ra-c1";
const CHOSEN = "ra-c4";
const RUNS = "ra-c4 ra-thin";
const KINDS = ["ra-c2 ra-thin", "ra-c3 ra-thin"]; // of the other tasks, by kind
const CURVES = [["similar", "ra-c1", "similar source"], ["dissimilar", "ra-c2", "other source"], ["start", "ra-c3", "not trained"]];

export default explorer(limits, build);

function limits(model) {
  return {
    layer: indexOf(model.get("layers")),
    pair: indexOf(model.get("pairs")),
    threshold: nearestOf(model.get("taus")),
  };
}

function build({ model, change }) {
  const data = readData(model);
  const legend = [[MEAN, "mean of all"], [CHOSEN, "chosen task"], ...data.names.map((kind, i) => [KINDS[i], kind])];
  const charts = {
    difference: createChart(panel("Similar less other source", legend), {
      description: "Share with the similar source less share with the other, against the threshold: every task, their mean, the chosen one", height: 260,
    }),
    depth: createChart(panel("Layer by layer"), {
      description: "The same difference at the chosen threshold in each of the layers", height: 260,
    }),
    curve: createChart(panel("The chosen task and layer", CURVES.map(([, color, text]) => [color, text])), {
      description: "Alignment curves of the chosen task: both sources, and the network before training", height: 260,
    }),
  };
  const controls = makeControls(data, change);
  const facts = readouts([
    ["similar", "similar source"], ["dissimilar", "other source"], ["difference", "difference"], ["runs", "run by run"],
    ["mean", "mean of all"], ...data.names.map((kind) => [kind, `mean of ${kind}`]),
  ]);
  const sentence = summary();
  function draw() {
    const now = state(model, data);
    charts.difference.draw(differenceSpec(now, data));
    charts.depth.draw(depthSpec(now, data));
    charts.curve.draw(curveSpec(now, data));
    controls.set(now);
    const texts = textsOf(now);
    facts.set(texts);
    sentence.set(sentenceOf(now, data, texts));
  }
  const list = Object.values(charts);
  return {
    title: "Similarity explorer",
    panels: list.map((chart) => chart.node.closest(".ra-panel")),
    controls: controls.nodes,
    foot: [facts.node, ...sentence.nodes],
    draw,
    destroy: () => list.forEach((chart) => chart.destroy()),
  };
}

const average = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const averages = (curves) => curves[0].map((_, i) => average(curves.map((curve) => curve[i])));
const minus = (first, second) => first.map((value, i) => value - second[i]);

/** Shares as numbers, and the differences: means over the runs `tasks[layer][pair]`, single `runs[run][layer][pair]`. */
function readData(model) {
  const data = Object.fromEntries(["taus", "layers", "pairs", "kinds"].map((name) => [name, model.get(name)]));
  const [similar, dissimilar, start, null_] = ["similar", "dissimilar", "start", "null"].map((name) => scaled(model.get(name)));
  const each = (make) => data.layers.map((_, l) => data.pairs.map((_, p) => make(l, p)));
  const runs = similar.map((run, s) => each((l, p) => minus(run[l][p], dissimilar[s][l][p])));
  const tasks = each((l, p) => averages(runs.map((run) => run[l][p])));
  const curves = {
    similar: each((l, p) => averages(similar.map((run) => run[l][p]))),
    dissimilar: each((l, p) => averages(dissimilar.map((run) => run[l][p]))),
    start,
  };
  const domain = around(runs.flat(3));
  const names = [...new Set(data.kinds)];
  const colors = data.kinds.map((kind) => KINDS[names.indexOf(kind) % KINDS.length]);
  return { ...data, null: null_, names, colors, runs, tasks, means: tasks.map(averages), curves, domain };
}

/** An axis that holds all values and zero. */
const around = (values) => [Math.min(0, ...values), Math.max(0.01, ...values)].map((value) => 1.05 * value);

const scaled = (values) => (Array.isArray(values) ? values.map(scaled) : values / WHOLE);

/** Where the reader stands, and the differences there. */
function state(model, { taus, pairs, kinds, names, tasks, means, runs, curves }) {
  const [layer, pair, threshold] = ["layer", "pair", "threshold"].map((name) => model.get(name));
  const k = taus.indexOf(threshold);
  const here = (every) => every[layer][pair][k];
  const values = tasks[layer].map((task) => task[k]);
  return {
    layer, pair, k, threshold,
    similar: here(curves.similar), dissimilar: here(curves.dissimilar), difference: here(tasks), single: runs.map(here),
    mean: means[layer][k], ofKind: names.map((name) => [name, average(values.filter((_, p) => kinds[p] === name))]),
    ahead: `${values.filter((value) => value > 0).length} of ${pairs.length}`,
  };
}

function makeControls({ taus, layers, pairs }, change) {
  const set = (name) => (value) => change({ [name]: value });
  const layer = slider({
    label: `Layer (${layers.length} is next to the output)`, name: "layer", min: 1, max: layers.length, step: 1, digits: 0,
    say: (value) => layers[value - 1], onInput: (value) => change({ layer: value - 1 }),
  });
  const threshold = slider({
    label: "Threshold τ", name: "threshold", min: taus[0], max: taus.at(-1), log: true, places: taus.length, digits: 2,
    say: compact,
    onInput: (value) => change({ threshold: value }),
  });
  const pair = menu({ label: "Task", name: "pair", options: pairs.map((name, i) => [i, name]), onInput: set("pair") });
  return {
    nodes: [pair.node, layer.node, threshold.node],
    set: (now) => {
      pair.set(now.pair);
      layer.set(now.layer + 1);
      threshold.set(now.threshold);
    },
  };
}

const xAxis = (taus) => ({ label: "threshold τ", domain: [taus[0], taus.at(-1)], log: true });
const step = (taus, values, color) => ({ type: "step", class: color, points: values.map((value, i) => [taus[i], value]) });

function differenceSpec({ layer, pair, k, threshold, mean, difference }, { taus, tasks, means, runs, domain, colors, null: shuffled }) {
  const [low, high] = shuffled[layer];
  return {
    x: xAxis(taus),
    y: { label: "difference of the shares", domain },
    marks: [
      { type: "band", points: taus.map((tau, i) => [tau, low[i], high[i]]) },
      { type: "rule", y: 0 },
      { type: "rule", class: "ra-cursor", x: threshold },
      ...tasks[layer].map((task, p) => step(taus, task, colors[p])),
      ...runs.map((run) => step(taus, run[layer][pair], RUNS)),
      step(taus, means[layer], MEAN),
      step(taus, tasks[layer][pair], CHOSEN),
      { type: "dots", class: `ra-point ${MEAN}`, points: [[taus[k], mean]] },
      { type: "dots", class: `ra-point ${CHOSEN}`, points: [[taus[k], difference]] },
    ],
  };
}

function depthSpec({ layer, pair, k }, { tasks, means, layers, colors }) {
  const line = (value, color) => ({ type: "line", class: color, points: layers.map((_, l) => [l + 1, value(l)]) });
  const mean = (l) => means[l][k];
  const chosen = (l) => tasks[l][pair][k];
  return {
    x: { label: "layer", domain: [0.8, layers.length + 0.2], ticks: layers.map((_, l) => [l + 1, String(l + 1)]) },
    y: { label: "difference of the shares", domain: around(tasks.flat().map((task) => task[k])) },
    marks: [
      { type: "rule", y: 0 },
      { type: "rule", class: "ra-cursor", x: layer + 1 },
      ...colors.map((color, p) => line((l) => tasks[l][p][k], color)),
      line(mean, MEAN),
      line(chosen, CHOSEN),
      { type: "dots", class: `ra-point ${MEAN}`, points: [[layer + 1, mean(layer)]] },
      { type: "dots", class: `ra-point ${CHOSEN}`, points: [[layer + 1, chosen(layer)]] },
    ],
  };
}

function curveSpec({ layer, pair, k, threshold }, { taus, curves }) {
  return {
    x: xAxis(taus),
    y: { label: "share of ‖y‖² with σ ≥ τ", domain: [0, 1.05] },
    marks: [
      { type: "rule", class: "ra-cursor", x: threshold },
      ...CURVES.map(([name, color]) => step(taus, curves[name][layer][pair], color)),
      ...CURVES.map(([name, color]) => ({ type: "dots", class: `ra-point ${color}`, points: [[threshold, curves[name][layer][pair][k]]] })),
    ],
  };
}

const signed = (value) => `${value < 0 ? "−" : "+"}${percent(Math.abs(value))}`;

function textsOf({ similar, dissimilar, difference, single, mean, ofKind }) {
  return {
    similar: percent(similar),
    dissimilar: percent(dissimilar),
    difference: signed(difference),
    runs: single.map(signed).join(", "),
    mean: signed(mean),
    ...Object.fromEntries(ofKind.map(([kind, value]) => [kind, signed(value)])),
  };
}

function sentenceOf({ layer, pair, threshold, ahead }, { layers, pairs, kinds, names }, texts) {
  const other = names.find((kind) => kind !== kinds[pair]) ?? "other";
  return (
    `${pairs[pair]}, ${layers[layer]}, τ = ${compact(threshold)}: ${texts.similar} of the labels after training on ${kinds[pair]} things, ` +
    `${texts.dissimilar} after training on ${other} ones. The difference is above zero in ${ahead} tasks, and ${texts.mean} in the mean.`
  );
}
