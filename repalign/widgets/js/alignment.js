// Several representations against one label vector: every direction, and the curve of Equation 2.

import { chart } from "./parts/chart.js";
import { choice, slider, toggles } from "./parts/controls.js";
import { key } from "./parts/elements.js";
import { explorer } from "./parts/explorer.js";
import { band, cursor, line, point, thresholdAxis } from "./parts/marks.js";
import { alignment, alignmentCurve, countAtLeast, kept, targetNormSq } from "./parts/math.js";
import { between, oneOf, someOf } from "./parts/state.js";
import { compact, percent, sentence, table } from "./parts/text.js";

const COLORS = ["ra-c1", "ra-c2", "ra-c3", "ra-c4"];
const FLOOR = 1e-7; // smallest share shown; smaller ones lie on the axis
const SPAN = 1e-3; // smallest threshold shown, relative to the largest singular value
const HEADS = [
  "representation",
  "directions with σ ≥ τ",
  "alignment at τ",
  "shuffled labels, 95 %",
];

export default explorer({
  title: "Alignment explorer",
  data: ({ representations }) => {
    const largest = Math.max(...representations.map(({ sigma }) => sigma[0]));
    const all = representations.map((each, i) => ({
      ...each,
      color: COLORS[i],
      norm: targetNormSq(each),
    }));
    return { all, range: [largest * SPAN, largest * 1.05] };
  },
  limits: ({ all, range }) => ({
    threshold: between(...range),
    normalized: oneOf([true, false]),
    shown: someOf(all.map(({ name }) => name)),
  }),
  state,
  panels: () => [
    chart(
      "Where the labels lie",
      "Squared projection of the labels on each left singular vector, against its index",
      directionsSpec,
    ),
    chart("Singular values", "Singular values against their index", sigmasSpec, {
      drag: { y: "threshold" },
    }),
    chart(
      "Alignment curve",
      "Squared length of the labels in directions whose singular value reaches the threshold",
      curvesSpec,
      { drag: { x: "threshold" } },
    ),
  ],
  controls: ({ all }) => [
    slider("threshold", "Threshold τ", { log: true, digits: 3, say: compact }),
    toggles(
      "shown",
      "Shown",
      all.map(({ name, color }) => [name, name, color]),
    ),
    choice("normalized", "Vertical scale", [
      [true, "share of ‖y‖²"],
      [false, "absolute"],
    ]),
  ],
  foot: () => [
    table(HEADS, (now) => now.items.map((item) => row(item, now))),
    sentence(sentenceOf),
  ],
});

/** With the representations that are shown, and the unit of squared lengths. */
function state({ shown, normalized }, { all }) {
  return {
    items: all.filter(({ name }) => shown.includes(name)),
    unit: normalized ? "share of ‖y‖²" : "squared length",
    tallest: normalized ? 1 : Math.max(...all.map(({ norm }) => norm)),
    scaleOf: ({ norm }) => (normalized ? 1 / norm : 1),
  };
}

const indexAxis = (all) => ({
  label: "index of the singular value",
  short: "direction",
  domain: [0.8, 1.3 * Math.max(...all.map(({ sigma }) => sigma.length))],
  log: true,
});

function directionsSpec({ items, threshold, unit, tallest, scaleOf }, { all }) {
  const dots = items.flatMap((item) => {
    const kept = countAtLeast(item.sigma, threshold);
    const points = item.power.map((p, i) => [i + 1, p * scaleOf(item)]);
    return [
      { type: "dots", class: "ra-faint", name: item.name, points: points.slice(kept) },
      { type: "dots", class: item.color, name: item.name, points: points.slice(0, kept) },
    ];
  });
  const uniform = items
    .slice(0, 1)
    .map((item) => ({ type: "rule", y: (item.norm * scaleOf(item)) / item.n }));
  return {
    x: indexAxis(all),
    y: {
      label: `(uᵢᵀy)², ${unit}`,
      short: "",
      domain: [tallest * FLOOR, tallest * 1.5],
      log: true,
    },
    marks: [...uniform, ...dots],
  };
}

function sigmasSpec({ items, threshold }, { all, range }) {
  return {
    x: indexAxis(all),
    y: { label: "σᵢ", short: "σ", domain: range, log: true },
    marks: [
      { type: "rule", class: "ra-cursor", y: threshold },
      ...items.map(({ name, sigma, color }) => ({
        name,
        ...line(
          sigma.map((_, i) => i + 1),
          sigma,
          color,
        ),
      })),
    ],
  };
}

function curvesSpec({ items, threshold, normalized, unit, tallest, scaleOf }, { range }) {
  const bands = items
    .filter(({ band }) => band)
    .map((item) => {
      const [low, high] = [item.band.low, item.band.high].map((values) =>
        values.map((value) => value * scaleOf(item)),
      );
      return band(item.band.taus, low, high);
    });
  return {
    x: thresholdAxis(range),
    y: { label: `${unit} with σ ≥ τ`, short: "", domain: [0, tallest * 1.05] },
    marks: [
      ...bands,
      cursor(threshold),
      ...items.map((item) => ({
        type: "step",
        class: item.color,
        name: item.name,
        points: corners(item, normalized, range),
      })),
      ...items.map((item) => point(threshold, alignment(item, threshold, normalized), item.color)),
    ],
  };
}

/** The curve's corners: it falls right behind every singular value. */
const corners = kept((item, normalized, [low, high]) => {
  const taus = [low, ...item.sigma.filter((s) => s > low).reverse(), high];
  return alignmentCurve(item, taus, normalized).map((value, i) => [taus[i], value]);
});

/** What a reader reads off. */
function row(item, { threshold, normalized }) {
  const show = (value) => (normalized ? percent(value / item.norm, 2) : compact(value));
  const texts = {
    count: countAtLeast(item.sigma, threshold),
    alignment: show(alignment(item, threshold)),
    null: item.band ? bandAt(item, threshold).map(show).join(" to ") : "not measured",
  };
  return {
    "data-representation": item.name,
    head: [key(item.color), ` ${item.name}`],
    texts: Object.entries(texts),
  };
}

/** The band depends on how many directions are left: it is read between the counts of its grid. */
function bandAt({ band: { taus, low, high }, sigma }, threshold) {
  const count = countAtLeast(sigma, threshold);
  const counts = taus.map((tau) => countAtLeast(sigma, tau));
  const after = counts.findIndex((each) => each <= count);
  if (after <= 0) return after === 0 ? [low[0], high[0]] : [low.at(-1), high.at(-1)];
  const part = (count - counts[after]) / (counts[after - 1] - counts[after]);
  return [low, high].map((values) => values[after] + part * (values[after - 1] - values[after]));
}

function sentenceOf({ items, threshold }) {
  const parts = items.map((item) => `${item.name} ${percent(alignment(item, threshold, true))}`);
  return items.length
    ? `Alignment at τ = ${compact(threshold)}, share of ‖y‖²: ${parts.join("; ")}.`
    : "Nothing is shown.";
}
