// Every setting of a sweep before and after training, and any two of them against each other (Figure 6).

import { createChart } from "./chart.js";
import { choice, element, key, readouts, summary } from "./controls.js";
import { compact, explorer, panel, percent } from "./explorer.js";
import { curve, dot, levelAxis, levelSlider, share } from "./levels.js";
import { menu } from "./menu.js";
import { indexOf, nearestOf } from "./state.js";

const COLORS = ["ra-c1", "ra-c3", "ra-c4", "ra-c5"];
const INPUTS = "ra-c2";
const COLUMNS = [
  ["start", "before"], ["trained", "after"], ["error", "± error"], ["null", "shuffled labels"],
  ["accuracy", "right sign"], ["epochs", "epochs"],
];
const AHEAD = 0.005; // shares that differ by less are called equal
const STATE = ["dataset", "split", "sweep", "first", "second", "level"];

export default explorer(limits, build);

function limits(model) {
  return {
    dataset: indexOf(model.get("datasets")),
    split: indexOf(model.get("splits")),
    sweep: indexOf(model.get("sweeps")),
    first: indexOf(model.get("settings")),
    second: indexOf(model.get("settings")),
    level: nearestOf(model.get("levels")),
  };
}

function build({ model, change }) {
  const data = Object.fromEntries(
    ["levels", "datasets", "splits", "settings", "sweeps", "data"].map((name) => [name, model.get(name)]),
  );
  const charts = {
    before: createChart(panel("Before training", [[INPUTS, "inputs"]]), {
      description: "Alignment of the final hidden layer against the threshold before training, a curve a setting, and of the inputs",
    }),
    after: createChart(panel("After training"), {
      description: "The same after training; the area at the bottom is what shuffled labels reach",
    }),
    difference: createChart(panel("A less B", [["ra-c1", "after"], ["ra-c3", "before"]]), {
      description: "Alignment of setting A less that of setting B against the threshold, after and before training, with standard errors",
    }),
  };
  const controls = makeControls(data, change);
  const facts = readouts([["tau", "threshold τ"], ["samples", "samples"], ["inputs", "share of the inputs"]]);
  const rows = table();
  const sentence = summary();
  function draw() {
    const now = state(model, data);
    charts.before.draw(curvesSpec(now, data.levels, "start"));
    charts.after.draw(curvesSpec(now, data.levels, "trained"));
    charts.difference.draw(differenceSpec(now, data.levels));
    controls.set(now);
    facts.set({ tau: compact(now.tau), samples: String(now.n), inputs: share(now.inputs, now.k) });
    rows.set(now);
    sentence.set(sentenceOf(now, data));
  }
  const list = Object.values(charts);
  return {
    title: "Networks explorer",
    panels: list.map((chart) => chart.node.closest(".ra-panel")),
    controls: controls.nodes,
    foot: [facts.node, rows.node, ...sentence.nodes],
    draw,
    destroy: () => list.forEach((chart) => chart.destroy()),
  };
}

/** Where the reader stands; every setting with its name and, in the sweep, its color. */
function state(model, { levels, sweeps, data }) {
  const at = Object.fromEntries(STATE.map((name) => [name, model.get(name)]));
  const k = levels.indexOf(at.level);
  const samples = data[at.dataset][at.split];
  const members = sweeps[at.sweep][1].map(([text, index], i) => ({
    ...samples.settings[index], text, color: COLORS[i], mark: markOf(at, index),
  }));
  const [A, B] = [at.first, at.second].map((index) => samples.settings[index]);
  return { ...at, k, tau: at.level * Math.sqrt(samples.n), ...samples, members, A, B };
}

const markOf = ({ first, second }, index) => `${index === first ? "A" : ""}${index === second ? "B" : ""}`;

function makeControls(data, change) {
  const set = (name) => (value) => change({ [name]: value });
  const numbered = (names) => names.map((name, i) => [i, name]);
  const controls = {
    dataset: choice({ label: "Data", name: "dataset", options: numbered(data.datasets), onInput: set("dataset") }),
    split: choice({ label: "Samples", name: "split", options: numbered(data.splits), onInput: set("split") }),
    sweep: choice({ label: "Sweep", name: "sweep", options: numbered(data.sweeps.map(([name]) => name)), onInput: set("sweep") }),
    level: levelSlider(data.levels, change),
    first: menu({ label: "Setting A", name: "first", options: numbered(data.settings), onInput: set("first") }),
    second: menu({ label: "Setting B", name: "second", options: numbered(data.settings), onInput: set("second") }),
  };
  return {
    nodes: Object.values(controls).map(({ node }) => node),
    set: (now) => Object.entries(controls).forEach(([name, control]) => control.set(now[name])),
  };
}

function curvesSpec({ inputs, members, A, k, level }, levels, when) {
  return {
    x: levelAxis(levels),
    y: { label: "share of ‖y‖² with σ ≥ τ", domain: [0, 1.05] },
    marks: [
      ...(when === "trained" ? [{ type: "band", points: levels.map((x, i) => [x, 0, A.null[i] / 1000]) }] : []),
      { type: "rule", class: "ra-cursor", x: level },
      curve(levels, inputs, INPUTS),
      ...members.map((each) => curve(levels, each[when], each.color)),
      ...members.map((each) => dot(levels, each[when], each.color, k)),
      ...members.filter(({ mark }) => mark).map((each) => letter(each.mark, level, each[when][k] / 1000)),
    ],
  };
}

/** A to the left of its dot, B to the right. */
function letter(mark, x, y) {
  const left = mark === "A";
  return { type: "text", x, y, text: mark, anchor: left ? "end" : "start", dx: left ? -8 : 8, dy: 4 };
}

function differenceSpec({ A, B, level, k }, levels) {
  const lines = [["start", "ra-c3"], ["trained", "ra-c1"]].map(([name, color]) => [name, color, A[name].map((value, i) => value - B[name][i])]);
  const band = ([name, , values]) => {
    const errors = A[`${name}_error`].map((error, i) => Math.hypot(error, B[`${name}_error`][i]));
    return { type: "band", points: levels.map((x, i) => [x, (values[i] - errors[i]) / 1000, (values[i] + errors[i]) / 1000]) };
  };
  return {
    x: levelAxis(levels),
    y: { label: "difference of the shares", domain: [-1.05, 1.05] },
    marks: [
      { type: "rule", y: 0 },
      { type: "rule", class: "ra-cursor", x: level },
      ...lines.map(band),
      ...lines.map(([, color, values]) => curve(levels, values, color)),
      ...lines.map(([, color, values]) => dot(levels, values, color, k)),
    ],
  };
}

/** A row a setting of the sweep, made anew when the sweep changes. */
function table() {
  const heads = ["setting", ...COLUMNS.map(([, text]) => text)].map((text) => element("th", { scope: "col" }, text));
  const body = element("tbody");
  const caption = element("caption", { style: "caption-side: top; text-align: left; color: inherit" }, "Shares of ‖y‖² with σ ≥ τ, means");
  const node = element("div", { className: "ra-table" }, element("table", {}, caption, element("thead", {}, element("tr", {}, ...heads)), body));
  const set = (now) => body.replaceChildren(...now.members.map((each) => row(each, now.k)));
  return { node, set };
}

function row({ text, color, mark, start, trained, trained_error, null: shuffled, accuracy, epochs }, k) {
  const shares = [start, trained, trained_error, shuffled].map((values) => share(values, k));
  const texts = [...shares, percent(accuracy), String(epochs)];
  const cells = COLUMNS.map(([name], i) => element("td", { "data-readout": name, style: "white-space: nowrap" }, texts[i]));
  const head = element("th", { scope: "row" }, key(color), ` ${text}${mark ? ` (${[...mark].join(", ")})` : ""}`);
  return element("tr", { "data-setting": text }, head, ...cells);
}

function sentenceOf({ inputs, k, level, A, B, first, second, dataset, split }, { datasets, splits, settings }) {
  const told = ([letter, name, each]) =>
    `${letter}, ${name}: ${share(each.start, k)} before, ${share(each.trained, k)} after training, ${side(each.trained[k], inputs[k])} the inputs.`;
  return [
    `${datasets[dataset]}, ${splits[split]}, τ = ${compact(level)} √n: the inputs hold ${share(inputs, k)}.`,
    ...[["A", settings[first], A], ["B", settings[second], B]].map(told),
  ].join(" ");
}

function side(share, inputs) {
  const ahead = (share - inputs) / 1000;
  return ahead > AHEAD ? "above" : ahead < -AHEAD ? "below" : "level with";
}
