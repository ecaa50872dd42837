// Several representations against one label vector: every direction, and the alignment curve (Equation 2).

import { createChart } from "./chart.js";
import { choice, element, key, slider, summary, toggles } from "./controls.js";
import { compact, explorer, panel, percent } from "./explorer.js";
import { alignmentCurve, countAtLeast, targetNormSq } from "./math.js";
import { between, oneOf, someOf } from "./state.js";

const COLORS = ["ra-c1", "ra-c2", "ra-c3", "ra-c4"];
const FLOOR = 1e-7; // smallest share shown; smaller ones lie on the axis
const SPAN = 1e-3; // smallest threshold shown, relative to the largest singular value

export default explorer(limits, build);

function limits(model) {
  return {
    threshold: between(...rangeOf(model)),
    normalized: oneOf([true, false]),
    shown: someOf(model.get("representations").map(({ name }) => name)),
  };
}

/** Of thresholds. */
function rangeOf(model) {
  const largest = Math.max(...model.get("representations").map(({ sigma }) => sigma[0]));
  return [largest * SPAN, largest * 1.05];
}

function build({ model, change }) {
  const all = model.get("representations").map((data, i) => representation(data, COLORS[i % COLORS.length]));
  const range = rangeOf(model);
  const charts = {
    directions: createChart(panel("Where the labels lie"), {
      description: "Squared projection of the labels on each left singular vector, against its index",
    }),
    sigmas: createChart(panel("Singular values"), { description: "Singular values against their index" }),
    curves: createChart(panel("Alignment curve"), {
      description: "Squared length of the labels in directions whose singular value reaches the threshold",
    }),
  };
  const controls = makeControls(all, range, change);
  const rows = table(all);
  const sentence = summary();

  function draw() {
    const now = {
      threshold: model.get("threshold"),
      normalized: model.get("normalized"),
      shown: all.filter(({ name }) => model.get("shown").includes(name)),
      range,
    };
    charts.directions.draw(directionsSpec(now, all));
    charts.sigmas.draw(sigmasSpec(now, all));
    charts.curves.draw(curvesSpec(now, all));
    controls.set({ ...now, shown: model.get("shown") });
    rows.set(now);
    sentence.set(sentenceOf(now));
  }
  const list = Object.values(charts);
  return {
    title: "Alignment explorer",
    panels: list.map((chart) => chart.node.closest(".ra-panel")),
    controls: controls.nodes,
    foot: [rows.node, ...sentence.nodes],
    draw,
    destroy: () => list.forEach((chart) => chart.destroy()),
  };
}

function representation(data, color) {
  const spectrum = { sigma: data.sigma, power: data.power, residual: data.residual };
  return { ...data, ...spectrum, spectrum, color, norm: targetNormSq(spectrum), steps: new Map() };
}

function makeControls(all, [low, high], change) {
  const threshold = slider({
    label: "Threshold τ", name: "threshold", min: low, max: high, log: true, digits: 3, say: compact,
    onInput: (value) => change({ threshold: value }),
  });
  const unit = choice({
    label: "Vertical scale", name: "normalized", options: [[true, "share of ‖y‖²"], [false, "absolute"]],
    onInput: (normalized) => change({ normalized }),
  });
  const shown = toggles({
    label: "Shown", name: "shown", options: all.map(({ name, color }) => [name, name, color]),
    onInput: (names) => change({ shown: names }),
  });
  return {
    nodes: [threshold.node, shown.node, unit.node],
    set: (now) => {
      threshold.set(now.threshold);
      unit.set(now.normalized);
      shown.set(now.shown);
    },
  };
}

const unitOf = ({ normalized }) => (normalized ? "share of ‖y‖²" : "squared length");
const scaleOf = ({ normalized }, { norm }) => (normalized ? 1 / norm : 1);
const tallest = ({ normalized }, all) => (normalized ? 1 : Math.max(...all.map(({ norm }) => norm)));
const indexAxis = (all) => ({
  label: "index of the singular value",
  domain: [0.8, 1.3 * Math.max(...all.map(({ sigma }) => sigma.length))],
  log: true,
});

function directionsSpec(now, all) {
  const top = tallest(now, all);
  const marks = now.shown.flatMap((item) => {
    const kept = countAtLeast(item.sigma, now.threshold);
    const scale = scaleOf(now, item);
    const points = item.power.map((p, i) => [i + 1, p * scale]);
    return [
      { type: "dots", class: "ra-faint", points: points.slice(kept) },
      { type: "dots", class: item.color, points: points.slice(0, kept) },
    ];
  });
  const uniform = now.shown.map((item) => ({ type: "rule", y: (item.norm * scaleOf(now, item)) / item.n }));
  return {
    x: indexAxis(all),
    y: { label: `(uᵢᵀy)², ${unitOf(now)}`, domain: [top * FLOOR, top * 1.5], log: true },
    marks: [...uniform.slice(0, 1), ...marks],
  };
}

function sigmasSpec(now, all) {
  return {
    x: indexAxis(all),
    y: { label: "σᵢ", domain: now.range, log: true },
    marks: [
      { type: "rule", class: "ra-cursor", y: now.threshold },
      ...now.shown.map(({ sigma, color }) => ({ type: "line", class: color, points: sigma.map((s, i) => [i + 1, s]) })),
    ],
  };
}

function curvesSpec(now, all) {
  const top = tallest(now, all);
  const bands = now.shown.filter(({ band }) => band).map((item) => {
    const scale = scaleOf(now, item);
    return { type: "band", points: item.band.taus.map((tau, i) => [tau, item.band.low[i] * scale, item.band.high[i] * scale]) };
  });
  const lines = now.shown.map((item) => ({ type: "step", class: item.color, points: stepPoints(item, now) }));
  const points = now.shown.map((item) => ({
    type: "dots",
    class: `ra-point ${item.color}`,
    points: [[now.threshold, alignmentCurve(item.spectrum, [now.threshold], now.normalized)[0]]],
  }));
  return {
    x: { label: "threshold τ", domain: now.range, log: true },
    y: { label: `${unitOf(now)} with σ ≥ τ`, domain: [0, top * 1.05] },
    marks: [...bands, { type: "rule", class: "ra-cursor", x: now.threshold }, ...lines, ...points],
  };
}

/** The curve's corners: it falls right behind every singular value. They depend on the unit alone, so they are kept. */
function stepPoints(item, { normalized, range }) {
  if (!item.steps.has(normalized)) {
    const taus = [range[0], ...item.sigma.filter((s) => s > range[0]).reverse(), range[1]];
    item.steps.set(normalized, alignmentCurve(item.spectrum, taus, normalized).map((value, i) => [taus[i], value]));
  }
  return item.steps.get(normalized);
}

/** What a reader reads off: one row a representation. */
function table(all) {
  const head = ["representation", "directions with σ ≥ τ", "alignment at τ", "shuffled labels, 95 %"];
  const rows = new Map(
    all.map((item) => {
      const cells = ["count", "alignment", "null"].map((name) => element("td", { "data-readout": name }));
      const title = element("th", { scope: "row" }, key(item.color), ` ${item.name}`);
      return [item, { node: element("tr", { "data-representation": item.name }, title, ...cells), cells }];
    }),
  );
  const header = element("tr", {}, ...head.map((text) => element("th", { scope: "col" }, text)));
  const body = element("tbody", {}, ...[...rows.values()].map(({ node }) => node));
  const inner = element("table", {}, element("thead", {}, header), body);
  const set = (now) =>
    rows.forEach(({ node, cells }, item) => {
      node.hidden = !now.shown.includes(item);
      const texts = rowTexts(item, now);
      cells.forEach((cell, i) => (cell.textContent = texts[i]));
    });
  return { node: element("div", { className: "ra-table" }, inner), set };
}

function rowTexts(item, now) {
  const show = (value) => (now.normalized ? percent(value / item.norm, 2) : compact(value));
  const value = alignmentCurve(item.spectrum, [now.threshold])[0];
  return [String(countAtLeast(item.sigma, now.threshold)), show(value), bandText(item, now.threshold, show)];
}

function bandText({ band, sigma }, threshold, show) {
  if (!band) return "not measured";
  const [low, high] = bandAt(band, sigma, threshold);
  return `${show(low)} to ${show(high)}`;
}

/** The band at any threshold: it depends on how many directions are left, so it is read between the grid's counts. */
function bandAt({ taus, low, high }, sigma, threshold) {
  const count = countAtLeast(sigma, threshold);
  const counts = taus.map((tau) => countAtLeast(sigma, tau));
  const after = counts.findIndex((each) => each <= count);
  if (after <= 0) return after === 0 ? [low[0], high[0]] : [low.at(-1), high.at(-1)];
  const part = (count - counts[after]) / (counts[after - 1] - counts[after]);
  return [low, high].map((values) => values[after] + part * (values[after - 1] - values[after]));
}

function sentenceOf({ shown, threshold }) {
  const parts = shown.map((item) => `${item.name} ${percent(alignmentCurve(item.spectrum, [threshold], true)[0])}`);
  return shown.length ? `Alignment at τ = ${compact(threshold)}, share of ‖y‖²: ${parts.join("; ")}.` : "Nothing is shown.";
}
