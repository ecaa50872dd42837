// Every direction of a label vector as a process of its own: its share of the loss, its weight.

import { cursor } from "./marks.js";
import { forgettingRates, kept, learntShares } from "./math.js";
import { OWN } from "./own.js";

const CONVERGED = 0.01; // of a direction's share of the loss
const LARGEST = 4; // end of the axis, in units of the largest singular value
const HELD = 1e-12; // of ||y||^2: less is an error of rounding
const FAST = 10; // times slower than the fastest: the slowest of the fast phase
export const FLOOR = 1e-6; // smallest share shown
export const START = "at the start";
export const NEEDED = "needed in the end";

/** Whether some of the loss grows without bound: of a direction without a share nothing does. */
export const diverges = ({ sigma, power }, eta) =>
  sigma.some((each, i) => power[i] > 0 && eta * each ** 2 >= 2);

/** The singular value beyond which descent diverges. */
export const reachOf = ({ sigma }, eta) => Math.min(Math.sqrt(2 / eta), LARGEST * sigma[0]);

/** What a direction has left of ||y||^2, factor and rate of that; its weight, now and needed. */
export function directions({ sigma, power, norm }, step, eta) {
  const rates = forgettingRates(sigma, eta);
  const learnt = learntShares(sigma, step, eta);
  return sigma.map((s, i) => {
    const needed = Math.sqrt(power[i]) / s;
    const factor = Math.exp(2 * step * rates[i]);
    const left = (power[i] / norm) * factor;
    return { sigma: s, left, factor, rate: rates[i], weight: Math.abs(learnt[i]) * needed, needed };
  });
}

/** The directions that hold some of the labels: in the others nothing is to be learned. */
export const holding = ({ power, norm }, directions) =>
  directions.filter((_, i) => power[i] > HELD * norm);

/** Step at which the directions of the fast phase have lost 99 % of their share; null if never. */
export function fastPhaseEnd({ sigma }, eta) {
  if (eta * sigma[0] ** 2 >= 2) return null;
  const fast = sigma.filter((s) => s ** 2 >= sigma[0] ** 2 / FAST);
  return Math.max(
    1,
    Math.ceil(Math.log(CONVERGED) / (2 * Math.max(...forgettingRates(fast, eta)))),
  );
}

/** What does not move: [sigma, share at the start] and [sigma, weight needed] of each direction. */
const atRest = kept(({ sigma, power, norm }) => ({
  shares: {
    name: START,
    points: sigma.map((s, i) => [s, Math.max(power[i] / norm, FLOOR)]),
  },
  weights: {
    name: NEEDED,
    points: sigma.map((s, i) => [s, Math.sqrt(power[i]) / s]).filter(([, needed]) => needed > 0),
  },
}));

function sigmaAxis({ sigma }) {
  const [high, low] = [sigma[0], Math.max(sigma.at(-1), sigma[0] * 1e-4)];
  return { label: "singular value σ", short: "σ", domain: [low / 1.3, high * LARGEST], log: true };
}

const isGrowing = ({ rate }) => rate > 0;
export const isDone = ({ rate, factor }) => rate <= 0 && factor < CONVERGED;
const isActive = ({ rate, factor }) => rate <= 0 && factor >= CONVERGED;

/** A legend of the three, with a name for where they rest. */
export const becomes = (rest) => ({
  "ra-dots ra-large": "still learning",
  "ra-dots ra-done": "learned",
  "ra-dashes": rest,
});

/** A chart whose legend has the colour of the curve in focus. */
export const inItsColor = (make) => (page) => {
  const part = make(page);
  const legend = part.node.querySelector(".ra-legend");
  const draw = (now) => {
    legend.className = `ra-legend ${now.curve.color}`;
    part.draw(now);
  };
  return { ...part, draw };
};

/** Directions by what becomes of them, over where they rest, { name, points }. */
function directionMarks(directions, value, floor, rest, color) {
  const dots = (which, look, name) => {
    const points = directions
      .filter(which)
      .map((each) => [each.sigma, Math.max(each[value], floor)]);
    return { type: "dots", class: look, name, points };
  };
  return [
    { type: "dashes", ...rest },
    dots(isDone, "ra-done", "learned"),
    dots(isActive, `ra-large ${color}`, "still learning"),
    dots(isGrowing, "ra-large ra-growing", "growing without bound"),
  ];
}

export function sharesSpec({ directions, curve, reach, own, focus }) {
  const top = directions.some(isGrowing) ? 1e2 : 1.6;
  const limit = {
    type: "text",
    class: "ra-note",
    x: reach,
    y: top,
    dx: -12,
    dy: -5, // above the plot, where no direction is
    anchor: "end",
  };
  return {
    x: sigmaAxis(curve),
    y: { label: "share of ‖y‖²", short: "share", domain: [FLOOR, top], log: true },
    marks: [
      cursor(reach),
      { ...limit, text: "step size diverges beyond" },
      ...(focus === OWN ? [held(own, "ra-grips")] : []),
      ...directionMarks(directions, "left", FLOOR, atRest(curve).shares, curve.color),
      ...(focus === OWN ? [held(own, "ra-grip-areas")] : []),
    ],
  };
}

/** Where the reader takes hold of directions to drag them. */
function held(own, look) {
  const total = own.reduce((sum, [, power]) => sum + power, 0);
  const points = own.map(([sigma, power]) => [sigma, power / total]);
  return { type: "dots", class: look, name: "drag", points };
}

export function weightsSpec({ directions, curve }) {
  const needed = directions.filter((each) => each.needed > 0);
  const top = Math.max(...needed.map((each) => each.needed)) * 2;
  return {
    x: sigmaAxis(curve),
    y: { label: "|vᵢᵀw|", domain: [top * 1e-5, top], log: true },
    marks: directionMarks(needed, "weight", top * 1e-6, atRest(curve).weights, curve.color),
  };
}
