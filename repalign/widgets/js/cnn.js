// Pretrained networks beside untrained ones and hand-made features: alignment, and what gradient
// descent makes of it (Figure 13).

import { chart } from "./parts/chart.js";
import { choice, menu, numbered, ratioSlider, slider, toggles } from "./parts/controls.js";
import { key } from "./parts/elements.js";
import { explorer } from "./parts/explorer.js";
import { group } from "./parts/folded.js";
import { gallery } from "./parts/gallery.js";
import { cursor, line, point, SHARES, step, thresholdAxis } from "./parts/marks.js";
import {
  alignment,
  alignmentCurve,
  kept,
  stepSize,
  stepsTo,
  summed,
  trainingLoss,
  wholeSteps,
} from "./parts/math.js";
import { between, indexOf, nearestOf, someOf, whole } from "./parts/state.js";
import { compact, percent, sentence, table } from "./parts/text.js";

const COLORS = {
  after: "ra-c1",
  before: "ra-c3",
  pixels: "ra-c2",
  sift: "ra-c4",
  hog: "ra-c5",
  rbf: "ra-c6",
};
const MOST_STEPS = 1e12;
const GOAL = 0.1;
const RESTS = 49; // four a decade: 1, 2, 3, 6, 10, ...
const STEPS = wholeSteps(MOST_STEPS, 97);
const HEADS = [
  "representation",
  "σ ≥ τ",
  "left after t",
  "steps to 10 %",
  "least squares leaves",
  "test accuracy",
];
const MOST_SHOWN = 1e3;
const [PARTS, PLACES] = [10_000, 36]; // of shares, and between two levels: what spectra travel in
const HIGHEST = 1.05; // error in the chart

export default explorer({
  title: "Pretrained networks explorer",
  data: ({ kinds, datasets, tasks, networks, levels, shown_from }) => ({
    kinds,
    datasets,
    tasks: tasks.map(({ data, ...task }) => ({ ...task, data: unpackedAll(data, levels) })),
    networks,
    levels: levels.filter((level) => level >= shown_from),
  }),
  limits: ({ datasets, tasks, networks, kinds, levels }) => ({
    dataset: indexOf(datasets),
    pair: (state) => indexOf(pairsOf(tasks, state.get("dataset"))),
    network: indexOf(networks),
    layer: (state) => indexOf(networks[state.get("network")][1]),
    shown: someOf(kinds.map(([kind]) => kind)),
    level: nearestOf(levels),
    step: whole(1, MOST_STEPS),
    ratio: between(0.01, 1.1),
  }),
  state,
  head: ({ datasets, networks }) => [
    group("ra-chooser", [
      menu("network", "Network", () => networks.map(([name]) => name)),
      menu("layer", "Layer", ({ layers }) => layers.map(([name]) => name)),
      choice("dataset", "Classes of", numbered(datasets)),
    ]),
  ],
  panels: () => [
    gallery("pair", "Two classes", ({ pairs }) => pairs.map(({ classes }) => classes)),
    chart(
      "Alignment",
      "Share of the squared labels on singular values of at least the threshold, " +
        "a curve a representation",
      curveSpec,
      { drag: { x: "level" } },
    ),
    chart(
      "Training error",
      "Squared training error of gradient descent against the number of steps, " +
        "as a share of its start, a curve a representation",
      errorSpec,
      { drag: { x: "step" } },
    ),
  ],
  controls: ({ kinds }) => [
    slider("level", "Threshold τ", { digits: 5, say: compact }),
    slider("step", "Steps t of gradient descent", { log: true, places: RESTS, say: compact }),
    ratioSlider(),
    toggles(
      "shown",
      "Representations",
      kinds.map(([kind, text]) => [kind, text, COLORS[kind]]),
    ),
  ],
  foot: () => [table(HEADS, ({ rows }) => rows.map(row)), sentence(sentenceOf)],
});

const unpackedAll = (data, levels) =>
  Object.fromEntries(Object.entries(data).map(([name, each]) => [name, unpacked(each, levels)]));

/** A spectrum, of where its singular values lie between levels. */
function unpacked({ ends: [first, last], sigma, power, ...rest }, levels) {
  const edges = [last, ...levels, first].map((edge) => Math.min(first, Math.max(last, edge)));
  const placed = summed(sigma, PLACES).map((place) => {
    const group = Math.floor(place);
    return edges[group] * (edges[group + 1] / edges[group]) ** (place - group + 0.5 / PLACES);
  });
  const sums = summed(power, PARTS);
  return {
    ...rest,
    sigma: [first, ...placed],
    power: power.map((_, i) => (i ? sums[i] - sums[i - 1] : sums[0])),
    residual: Math.max(0, 1 - sums.at(-1)),
  };
}

const pairsOf = (tasks, dataset) => tasks.filter((task) => task.dataset === dataset);

/** With a row a kind of representation shown; `measured` are those that have a spectrum here. */
function state({ dataset, pair, network, layer, shown, ...at }, { kinds, networks, tasks }) {
  const pairs = pairsOf(tasks, dataset);
  const [name, layers] = networks[network];
  const [, before, after] = layers[layer];
  const names = { before, after };
  const rows = kinds
    .filter(([kind]) => shown.includes(kind))
    .map(([kind, text]) => {
      const spectrum = pairs[pair].data[kind in names ? names[kind] : kind];
      return { kind, text, color: COLORS[kind], ...(spectrum && measures(spectrum, at)) };
    });
  return { pairs, name, layers, rows, measured: rows.filter(({ spectrum }) => spectrum) };
}

function measures(spectrum, { level, step, ratio }) {
  const eta = stepSize(spectrum, ratio);
  const [left] = trainingLoss(spectrum, [step], eta);
  return { spectrum, share: alignment(spectrum, level, true), left, ...descent(spectrum, eta) };
}

const descent = kept((spectrum, eta) => ({
  loss: trainingLoss(spectrum, STEPS, eta),
  goal: stepsTo(spectrum, GOAL, eta, MOST_STEPS),
}));

const curveOf = kept((spectrum, levels) => alignmentCurve(spectrum, levels, true));

function curveSpec({ measured, level }, { levels }) {
  return {
    x: thresholdAxis(levels),
    y: SHARES,
    marks: [
      cursor(level),
      ...measured.map(({ spectrum, color, text }) => ({
        ...step(levels, curveOf(spectrum, levels), color),
        name: text,
      })),
      ...measured.map(({ share, color }) => point(level, share, color)),
    ],
  };
}

const isShown = (error) => error < HIGHEST;

function errorSpec({ measured, step }) {
  return {
    x: { label: "step", domain: [1, MOST_STEPS], log: true },
    y: { label: "error, share of its start", short: "error", say: percent, domain: [0, HIGHEST] },
    marks: [
      cursor(step),
      ...measured.map(({ loss, color, text }) => ({
        ...line(STEPS, loss, color, isShown),
        name: text,
      })),
      ...measured
        .filter(({ left }) => isShown(left))
        .map(({ left, color }) => point(step, left, color)),
    ],
  };
}

/** Of the table. */
function row({ kind, text, color, spectrum, share, left, goal }) {
  const texts = spectrum && {
    share: percent(share),
    left: left > MOST_SHOWN ? "diverges" : percent(left),
    goal: goal === null ? "never" : compact(goal),
    fit: percent(spectrum.fit),
    accuracy: percent(spectrum.accuracy),
  };
  const none = { share: "–", left: "–", goal: "–", fit: "–", accuracy: "–" };
  return {
    "data-representation": kind,
    head: [key(color), ` ${text}`],
    texts: Object.entries(texts ?? none),
  };
}

function sentenceOf(now, data) {
  const { pairs, pair, level, measured, name, layers, layer, dataset } = now;
  const shares = measured.map(({ text, share }) => `${text} ${percent(share, 0)}`).join(", ");
  const classes = pairs[pair].classes.join(" and ");
  const where = `${data.datasets[dataset]}, ${classes}; ${name}, ${layers[layer][0]}`;
  const said = [
    `${where}. At τ = ${compact(level)}: ${shares || "nothing is shown"}.`,
    slowest(now),
    missing(now),
  ];
  return said.filter(Boolean).join(" ");
}

function slowest({ measured, step }) {
  if (!measured.length) return "";
  const { text, left } = measured.reduce((worst, each) => (each.left > worst.left ? each : worst));
  const error = left > MOST_SHOWN ? "it diverges" : `${percent(left)} of its start`;
  return `After ${compact(step)} steps the largest training error is that on ${text}: ${error}.`;
}

function missing({ rows }) {
  const names = rows.filter(({ spectrum }) => !spectrum).map(({ text }) => text);
  return names.length ? `Not measured here: ${names.join(", ")}.` : "";
}
