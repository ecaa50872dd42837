// What a measurement says: a table of its layers, and sentences.

import { alignment, stepSize, stepsTo, targetNormSq } from "../parts/math.js";
import { percent } from "../parts/text.js";
import { MOST } from "./choice.js";
import { LEVELS, lengthOf, SAID } from "./measure.js";

const GOALS = [0.1, 0.01]; // of the loss, left
const HALF = 0.5; // of the largest step size that converges

const atLevel = (level, { normalize }) => `τ = ${level} ${normalize ? "√n" : "‖Φ‖"}`;

const headsOf = (result) => [
  "samples\u00a0× features",
  "rank",
  ...LEVELS.map((level) => atLevel(level, result)),
  "out of reach",
  ...GOALS.map((goal) => `steps to ${percent(1 - goal, 0)}`),
];

/** Rows as `table` of `text.js` takes them, with a column a layer: so they fit a narrow page. */
export function rowsOf(result) {
  const columns = result.layers.map((layer) => textsOf(layer, result));
  return headsOf(result).map((head, i) => ({
    head: [head],
    texts: columns.map((texts) => texts[i]),
  }));
}

/** Where the page is narrow, a line that ends here ends there too. */
const textsOf = (layer, { bias }) => [
  ["size", `${layer.n} ×\n${bias ? `${layer.d - 1} + 1` : layer.d}`],
  ["rank", String(layer.sigma.length)],
  ...LEVELS.map((level) => [`level-${level}`, aligned(shareAt(layer, level))]),
  ["residual", percent(layer.residual / targetNormSq(layer))],
  ...GOALS.map((goal) => [`goal-${goal}`, steps(layer, goal)]),
];

const aligned = ({ share, low, high }) =>
  low === undefined ? percent(share) : `${percent(share)}\n(${points(low)}–${points(high)})`;

/** One class after another against all others: rows as those of `rowsOf`. */
export const classRowsOf = ({ layers, classes }) =>
  classes.map(({ value, size, isBanded }, i) => ({
    head: [`${value} (${size})`],
    texts: layers.map((layer) => [`class-${value}`, ofClass(layer, i, isBanded)]),
  }));

function ofClass(layer, i, isBanded) {
  const { high } = shareAt(layer, LEVELS[SAID]);
  const share = percent(layer.others[i] / layer.n);
  return isBanded && high !== undefined ? `${share}\n(≤ ${points(high)})` : share;
}

export const classesCaption = (result) =>
  `Each class against all others: what is held at ${atLevel(LEVELS[SAID], result)}`;

const points = (share) => (100 * share).toFixed(1);

/** Of what the features can fit at all. */
const steps = (layer, goal) =>
  String(stepsTo({ ...layer, residual: 0 }, goal, stepSize(layer, HALF)) ?? "never");

/** Shares of the labels at a threshold: theirs, and the ends of the band of shuffled ones. */
function shareAt(layer, level) {
  const tau = level * lengthOf(layer.sigma);
  const norm = targetNormSq(layer);
  const { taus = [], low, high } = layer.band ?? {};
  const i = taus.findIndex((each) => Math.abs(each - tau) <= 1e-9 * tau);
  const share = alignment(layer, tau) / norm;
  return i < 0 ? { share } : { share, low: low[i] / norm, high: high[i] / norm };
}

/** Layers that charts can tell apart: those that the sentence names, and then the best. */
export function drawnOf({ layers, lead }) {
  const isNamed = ({ name }) => name === lead?.best || name === lead?.rival;
  const share = new Map(layers.map((layer) => [layer, shareAt(layer, LEVELS[SAID]).share]));
  const first = [...layers].sort((a, b) => isNamed(b) - isNamed(a) || share.get(b) - share.get(a));
  const drawn = first.slice(0, MOST);
  return layers.filter((layer) => drawn.includes(layer));
}

/** Which of many layers charts show. */
export const drawnSome = ({ layers, normalize }) =>
  layers.length > MOST
    ? `Of ${layers.length} layers the charts show ${MOST}: those that the sentence above names, ` +
      `and the best at ${atLevel(LEVELS[SAID], { normalize })}.`
    : "";

/** Which layer is aligned most, and how sure that is beside chance. */
export function verdict({ layers, labels, normalize }) {
  const found = layers
    .map((layer) => ({ name: layer.name, ...shareAt(layer, LEVELS[SAID]) }))
    .sort((a, b) => b.share - a.share);
  const [first, second] = found;
  const at = `At ${atLevel(LEVELS[SAID], { normalize })}`;
  const head = `${at} “${first.name}” holds ${percent(first.share)} of the labels (${labels})`;
  const sentences = [
    second ? `${head}, the most; ${ahead(first, second)}.` : `${head}.`,
    chance(found),
  ];
  return [...sentences, ...layers.map(uncertain)].filter(Boolean).join(" ");
}

/** Chance moves a layer's alignment by as much as its band is wide. */
function ahead(first, second) {
  const lead = first.share - second.share;
  const next = `“${second.name}” comes next with ${percent(second.share)}`;
  const width = Math.max(...[first, second].map(({ low, high }) => high - low));
  if (!(width >= 0)) return next;
  const [gap, chance] = [points(lead), points(width)];
  return lead > width
    ? `${next}, and that lead of ${gap} points is more than the ${chance} by which chance moves ` +
        "what shuffled labels get"
    : `${next}, a lead of ${gap} points that is too small to call: chance alone moves what ` +
        `shuffled labels get by ${chance} points`;
}

function chance(found) {
  const known = found.filter(({ high }) => high !== undefined);
  if (!known.length) return "";
  const below = known.filter(({ share, high }) => share <= high).map(({ name }) => `“${name}”`);
  if (below.length) return `No more than shuffled labels would get: ${below.join(", ")}.`;
  return found.length === 1
    ? "That is more than shuffled labels would get."
    : "Every layer holds more of them than of shuffled labels.";
}

function uncertain({ name, sigma, certain }) {
  if (certain >= sigma.length) return "";
  return (
    `Of “${name}”, what lies on the last ${sigma.length - certain} of ${sigma.length} directions ` +
    "is uncertain: their singular values are so small that rounding decides."
  );
}

/** What stands in place of options where there is a result alone. */
export const fixed = ({ normalize, bias }) =>
  "A result holds no features that could be measured otherwise: it is that of rows " +
  `${normalize ? "of length one" : "as they are"}, ${bias ? "with" : "without"} a constant ` +
  "feature. Choose features to measure them here.";

/** What will be done, as long as nothing is measured; a problem speaks for itself. */
export const intent = ({ normalize, bias, shuffles }, problem) =>
  problem
    ? "Nothing is measured."
    : "Nothing is measured yet: choose files, drop them, or try the sample. Rows " +
      `${normalize ? "will have length one" : "stay as they are"}, ` +
      `${bias ? "with" : "without"} a constant feature, and the band will be that of ` +
      `${shuffles} shuffled label vectors.`;
