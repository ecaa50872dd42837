// What a network in the page learns: inputs, labels, and second labels to transfer to.

import { paintedLabel } from "../parts/painted.js";
import { partlyShuffled, peaksInputs, peaksTargets, planeTask } from "./data.js";
import digits from "./digits.json" with { type: "json" };
import { STREAMS, uniform } from "./random.js";

const INK = 16; // of a pixel, at most
const SIDE = 8; // of a digit, in pixels
const VARIABLES = 6;

// Second labels of points: [what they ask, whether a point (x, y) with a first label is +1]. The
// related ones agree with the first labels on three quarters of the plane; the unrelated ones
// cannot be told from them, since the classes of a task are each other's mirror pictures there.
const RELATED = [
  "the same, but flipped up on the right",
  (x, y, label) => (x > 0 && y > 0 ? label < 0 : label > 0),
];
const ABOVE = ["above or below the middle", (_x, y) => y > 0];
const INSIDE = ["near the middle or far", (x, y) => Math.hypot(x, y) < 0.5];
const PLANES = {
  circles: ["outer ring or inner", RELATED, ABOVE],
  moons: ["lower moon or upper", RELATED, INSIDE],
  spirals: ["one arm or the other", RELATED, ABOVE],
  stripes: ["one stripe or the next", RELATED, ABOVE],
  drawn: ["as you drew them", RELATED, ABOVE],
};

const PEAKS = { first: "ABC", related: "ABD", unrelated: "DEF" };
const reads = ([condition, high, low]) => `${high} where ${condition} > ½, else ${low}`;

// Of digits: whether one is in the first class; what the labels ask.
const ODD = ["odd or even", (digit) => digit % 2 === 1];
const PRIME = ["prime or not", (digit) => [2, 3, 5, 7].includes(digit)];

/** The names of the tasks. */
export const TASKS = ["circles", "moons", "spirals", "stripes", "drawn", "peaks", "digits"];

/** Whether a task's inputs are points of the plane, which a reader can paint. */
export const isPlanar = (name) => name in PLANES;

/** The largest number of samples of a task. */
export const mostSamples = (name) => (name === "digits" ? digits.classes.length : 1000);

const sign = (isFirst) => (isFirst ? 1 : -1);

/**
 * A task.
 *
 * @param {{ data: string, samples: number, noise: number, seed: number, points: number[][],
 *   shuffled: number, painted: string }} settings `points` are those of the task "drawn",
 *   [x, y, label] each; `shuffled` is a share of the labels, painted ones letters of `painted.js`
 * @returns {{ inputs: number, x: Float64Array, y: Float64Array, true: Float64Array, seconds: {
 *   related: Float64Array, unrelated: Float64Array }, words: object, loss: "logistic" | "squared"
 *   }} x is (n, inputs); labels are +1 and -1 for the logistic loss, targets less their mean for
 *   the squared one, `true` before they were shuffled or painted; `words` say what they ask
 */
export function taskOf(settings) {
  const made = MAKE[settings.data](settings);
  const { painted, shuffled, seed } = settings;
  return { ...made, true: made.y, y: over(partlyShuffled(made.y, shuffled, seed), painted) };
}

const over = (y, letters) => y.map((label, i) => paintedLabel(letters, i, label));

/** The true labels of a task, painted over by hand. */
export const paintedOn = (task, letters) => over(task.true, letters);

const planar = (settings) => {
  const { x, y } = pointsOf(settings);
  const [first, related, unrelated] = PLANES[settings.data];
  const of = ([, rule]) => y.map((label, i) => sign(rule(x[2 * i], x[2 * i + 1], label)));
  return {
    inputs: 2,
    x,
    y,
    seconds: { related: of(related), unrelated: of(unrelated) },
    words: { first, related: related[0], unrelated: unrelated[0] },
    loss: "logistic",
  };
};

function pointsOf({ data, samples, noise, seed, points }) {
  if (data !== "drawn") return planeTask(data, { n: samples, noise, seed });
  const column = (k) => Float64Array.from(points, (point) => point[k]);
  const [left, up, y] = [0, 1, 2].map(column);
  const x = Float64Array.from({ length: 2 * y.length }, (_, i) =>
    i % 2 ? up[(i - 1) / 2] : left[i / 2],
  );
  return { x, y };
}

function peaks({ samples, seed }) {
  const draw = uniform(seed, STREAMS.data);
  const variables = Float64Array.from({ length: VARIABLES * samples }, draw);
  const of = (name) => centred(peaksTargets(name, variables));
  const { first, related, unrelated } = PEAKS;
  const x = peaksInputs(variables);
  return {
    inputs: x.length / samples,
    x,
    y: of(first),
    seconds: { related: of(related), unrelated: of(unrelated) },
    words: { first: reads(first), related: reads(related), unrelated: reads(unrelated) },
    loss: "squared",
  };
}

function centred(values) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/** Unrelated to what a digit says is how much ink it takes. */
function handwritten({ samples }) {
  const n = Math.min(samples, digits.classes.length);
  const pixels = SIDE * SIDE;
  const x = Float64Array.from(digits.pixels.slice(0, n * pixels), (letter) => inkOf(letter) / INK);
  const asks = ([, rule]) =>
    Float64Array.from(digits.classes.slice(0, n), (digit) => sign(rule(+digit)));
  const ink = Float64Array.from({ length: n }, (_, i) =>
    x.subarray(i * pixels, (i + 1) * pixels).reduce((sum, value) => sum + value, 0),
  );
  const median = Float64Array.from(ink).sort()[n >> 1];
  return {
    inputs: pixels,
    x,
    y: asks(ODD),
    seconds: { related: asks(PRIME), unrelated: ink.map((each) => sign(each > median)) },
    words: { first: ODD[0], related: PRIME[0], unrelated: "bold or thin" },
    loss: "logistic",
  };
}

const inkOf = (letter) => letter.charCodeAt(0) - "a".charCodeAt(0);

const MAKE = {
  ...Object.fromEntries(Object.keys(PLANES).map((name) => [name, planar])),
  peaks,
  digits: handwritten,
};
