// Pretrained networks beside untrained ones and hand-made features: alignment, and what gradient descent makes of it
// (Figure 13).

import { createChart } from "./chart.js";
import { choice, element, key, slider, summary, toggles } from "./controls.js";
import { compact, explorer, panel, percent } from "./explorer.js";
import { alignmentCurve, stepsTo, trainingLoss } from "./math.js";
import { menu } from "./menu.js";
import { between, indexOf, nearestOf, someOf, whole } from "./state.js";

const COLORS = { after: "ra-c1", before: "ra-c3", pixels: "ra-c2", sift: "ra-c4", hog: "ra-c5", rbf: "ra-c6" };
const MOST_STEPS = 1e12;
const GOAL = 0.1;
const RESTS = 49; // four a decade: 1, 2, 3, 6, 10, ...
const STEPS = Array.from({ length: 97 }, (_, i) => Math.round(10 ** (i / 8)));
const COLUMNS = [
  ["share", "σ ≥ τ"], ["left", "left after t"], ["goal", "steps to 10 %"], ["fit", "least squares leaves"], ["accuracy", "test accuracy"],
];
const MOST_SHOWN = 1e3;
const STATE = ["dataset", "pair", "network", "layer", "shown", "level", "step", "ratio"];
const NONE = "–";

export default explorer(limits, build);

function limits(model) {
  const [networks, tasks] = [model.get("networks"), model.get("tasks")];
  return {
    dataset: indexOf(model.get("datasets")),
    pair: (state) => indexOf(pairsOf(tasks, state.get("dataset"))),
    network: indexOf(networks),
    layer: (state) => indexOf(networks[state.get("network")][1]),
    shown: someOf(model.get("kinds").map(([kind]) => kind)),
    level: nearestOf(levelsOf(model)),
    step: whole(1, MOST_STEPS),
    ratio: between(0.01, 1.1),
  };
}

const levelsOf = (model) => model.get("levels").filter((level) => level >= model.get("shown_from"));

function build({ model, change }) {
  const data = Object.fromEntries(["kinds", "datasets", "tasks", "networks"].map((name) => [name, model.get(name)]));
  data.levels = levelsOf(model);
  const curves = createChart(panel("Alignment"), {
    description: "Share of the squared labels on singular values of at least the threshold, a curve a representation",
  });
  const errors = createChart(panel("Linear model: training error"), {
    description: "Squared training error of gradient descent against the number of steps, as a share of its start, a curve a representation",
  });
  const controls = makeControls(data, change);
  const rows = table();
  const sentence = summary();
  const known = new Map();
  /** Training errors of one representation at one step size. */
  const lossOf = (spectrum, eta) => {
    if (known.get(spectrum)?.eta !== eta) known.set(spectrum, { eta, loss: trainingLoss(spectrum, STEPS, eta), goal: stepsTo(spectrum, GOAL, eta, MOST_STEPS) });
    return known.get(spectrum);
  };
  function draw() {
    const now = state(model, data, lossOf);
    curves.draw(curveSpec(now, data.levels));
    errors.draw(errorSpec(now));
    controls.set(now);
    rows.set(now);
    sentence.set(sentenceOf(now, data));
  }
  return {
    title: "Pretrained networks explorer",
    panels: [curves, errors].map((chart) => chart.node.closest(".ra-panel")),
    controls: controls.nodes,
    foot: [rows.node, ...sentence.nodes],
    draw,
    destroy: () => [curves, errors].forEach((chart) => chart.destroy()),
  };
}

const pairsOf = (tasks, dataset) => tasks.filter((task) => task.dataset === dataset);

/** Where the reader stands, and a row for every kind of representation that is shown. */
function state(model, data, lossOf) {
  const { kinds, networks } = data;
  const [dataset, pair, network, layer, shown, level, step, ratio] = STATE.map((name) => model.get(name));
  const pairs = pairsOf(data.tasks, dataset);
  const [name, layers] = networks[network];
  const [, before, after] = layers[layer];
  const names = { before, after };
  const rows = kinds.filter(([kind]) => shown.includes(kind)).map(([kind, text]) => {
    const spectrum = pairs[pair].data[kind in names ? names[kind] : kind];
    return { kind, text, color: COLORS[kind], ...(spectrum && measures(spectrum, { level, step, ratio, lossOf })) };
  });
  return { dataset, pairs, pair, network, name, layers, layer, shown, level, step, ratio, rows };
}

function measures(spectrum, { level, step, ratio, lossOf }) {
  const eta = (ratio * 2) / spectrum.sigma[0] ** 2;
  const [share] = alignmentCurve(spectrum, [level], true);
  const [left] = trainingLoss(spectrum, [step], eta);
  return { spectrum, share, left, ...lossOf(spectrum, eta) };
}

function makeControls(data, change) {
  const set = (name) => (value) => change({ [name]: value });
  const numbered = (texts) => texts.map((text, i) => [i, text]);
  const [low, high] = [data.levels[0], data.levels.at(-1)];
  const fixed = {
    dataset: choice({ label: "Data", name: "dataset", options: numbered(data.datasets), onInput: set("dataset") }),
    network: menu({ label: "Network", name: "network", options: numbered(data.networks.map(([text]) => text)), onInput: set("network") }),
    shown: toggles({ label: "Representations", name: "shown", options: data.kinds.map(([kind, text]) => [kind, text, COLORS[kind]]), onInput: set("shown") }),
    level: slider({
      label: "Threshold τ", name: "level", min: low, max: high, log: true, places: data.levels.length, digits: 5, say: compact,
      onInput: (value) => change({ level: value }),
    }),
    step: slider({
      label: "Steps t of gradient descent", name: "step", min: 1, max: MOST_STEPS, log: true, places: RESTS, digits: 0, say: compact,
      onInput: set("step"),
    }),
    ratio: slider({ label: "Step size, in units of the limit 2/σ₁²", name: "ratio", min: 0.01, max: 1.1, step: 0.01, onInput: set("ratio") }),
  };
  const pair = changing((options) => menu({ label: "Pair", name: "pair", options: numbered(options), onInput: set("pair") }));
  const layer = changing((options) => menu({ label: "Layer", name: "layer", options: numbered(options), onInput: set("layer") }));
  const { dataset, network, ...others } = fixed;
  return {
    nodes: [dataset.node, pair.node, network.node, layer.node, ...Object.values(others).map(({ node }) => node)],
    set: (now) => {
      pair.set(now.pairs.map(({ classes }) => classes.join(", ")), now.pair);
      layer.set(now.layers.map(([text]) => text), now.layer);
      Object.entries(fixed).forEach(([name, control]) => control.set(now[name]));
    },
  };
}

/** A menu made anew when its options change. */
function changing(make) {
  const node = element("div", { style: "display: contents" });
  let shown = "";
  let current = null;
  const set = (options, value) => {
    if (shown !== options.join("\n")) {
      shown = options.join("\n");
      current = make(options);
      node.replaceChildren(current.node);
    }
    current.set(value);
  };
  return { node, set };
}

const measured = ({ rows }) => rows.filter(({ spectrum }) => spectrum);

function curveSpec(now, levels) {
  const rows = measured(now);
  return {
    x: { label: "threshold τ", domain: [levels[0], levels.at(-1)], log: true },
    y: { label: "share of ‖y‖² with σ ≥ τ", domain: [0, 1.05] },
    marks: [
      { type: "rule", class: "ra-cursor", x: now.level },
      ...rows.map(({ spectrum, color }) => ({
        type: "step", class: color, points: alignmentCurve(spectrum, levels, true).map((share, i) => [levels[i], share]),
      })),
      ...rows.map(({ share, color }) => ({ type: "dots", class: `ra-point ${color}`, points: [[now.level, share]] })),
    ],
  };
}

function errorSpec(now) {
  const rows = measured(now);
  const low = (value) => value < 1.05;
  return {
    x: { label: "step", domain: [1, MOST_STEPS], log: true },
    y: { label: "error, share of its start", domain: [0, 1.05] },
    marks: [
      { type: "rule", class: "ra-cursor", x: now.step },
      ...rows.map(({ loss, color }) => ({ type: "line", class: color, points: STEPS.map((t, i) => [t, loss[i]]).filter(([, value]) => low(value)) })),
      ...rows.filter(({ left }) => low(left)).map(({ left, color }) => ({ type: "dots", class: `ra-point ${color}`, points: [[now.step, left]] })),
    ],
  };
}

/** A row a representation, made anew at every change. */
function table() {
  const heads = ["representation", ...COLUMNS.map(([, text]) => text)].map((text) => element("th", { scope: "col" }, text));
  const body = element("tbody");
  const node = element("div", { className: "ra-table" }, element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body));
  return { node, set: (now) => body.replaceChildren(...now.rows.map(row)) };
}

function row(each) {
  const texts = each.spectrum ? textsOf(each) : {};
  const cells = COLUMNS.map(([name]) => element("td", { "data-readout": name, style: "white-space: nowrap" }, texts[name] ?? NONE));
  const head = element("th", { scope: "row" }, key(each.color), ` ${each.text}`);
  return element("tr", { "data-representation": each.kind }, head, ...cells);
}

function textsOf({ spectrum, share, left, goal }) {
  return {
    share: percent(share),
    left: left > MOST_SHOWN ? "diverges" : percent(left),
    goal: goal === null ? "never" : compact(goal),
    fit: percent(spectrum.fit),
    accuracy: percent(spectrum.accuracy),
  };
}

function sentenceOf(now, data) {
  const { pairs, pair, level, step, rows, name, layers, layer } = now;
  const shares = measured(now).map(({ text, share }) => `${text} ${percent(share, 0)}`).join(", ");
  const where = `${data.datasets[now.dataset]}, ${pairs[pair].classes.join(" and ")}; ${name}, ${layers[layer][0]}`;
  const missing = rows.filter(({ spectrum }) => !spectrum).map(({ text }) => text);
  const slow = measured(now).reduce((worst, each) => (each.left > (worst?.left ?? -1) ? each : worst), null);
  return [
    `${where}. At τ = ${compact(level)}: ${shares || "nothing is shown"}.`,
    ...(slow ? [`After ${compact(step)} steps the largest training error is that on ${slow.text}: ${slow.left > MOST_SHOWN ? "it diverges" : `${percent(slow.left)} of its start`}.`] : []),
    ...(missing.length ? [`Not measured here: ${missing.join(", ")}${others(now, data)}.`] : []),
  ].join(" ");
}

/** Which pairs the network was measured on, where this is none of them. */
function others({ name, network, rows }, { networks, tasks, datasets }) {
  const before = networks[network][1].at(-1)[1];
  if (rows.some(({ kind, spectrum }) => kind === "before" && spectrum)) return "";
  const there = tasks.filter(({ data }) => data[before]).map(({ dataset, classes }) => `${classes.join(" and ")} (${datasets[dataset]})`);
  return `; ${name} was measured on ${there.join(", ")}`;
}
