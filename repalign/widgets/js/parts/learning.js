// Learning curves of label vectors, and what they cost in weights.

import { diverges, FLOOR, fastPhaseEnd } from "./directions.js";
import { band, cursor, line, point } from "./marks.js";
import { kept, trainingLoss, weightNorm } from "./math.js";

const HIGHEST = 1e6; // share of the loss: what diverges is drawn up to there
const SLOW = { type: "text", class: "ra-note", dx: 4, dy: -6, text: "slow phase" };

export function lossSpec({ computed, step, curve, eta }, { steps, max_steps }) {
  const top = computed.some((each) => diverges(each.curve, each.eta)) ? 1e4 : 1.6;
  const lowest = 0.5 * Math.min(1, ...computed.map(({ loss }) => loss.at(-1)));
  const low = Math.max(FLOOR, 10 ** Math.floor(Math.log10(lowest)));
  const end = fastPhaseEnd(curve, eta);
  const fast = end !== null && end < max_steps;
  return {
    x: { label: "step", domain: [1, max_steps], log: true },
    y: { label: "‖Φw − y‖² / ‖y‖²", short: "loss left", domain: [low, top], log: true },
    marks: [
      ...(fast ? [{ ...band([1, end], [low, low], [top, top]), class: "ra-fast" }] : []),
      cursor(step),
      ...computed.map((each) => ({
        type: "line",
        class: each.curve.color,
        name: each.curve.name,
        points: within(each.loss, steps, low),
      })),
      ...(fast ? [{ ...SLOW, x: end, y: low }] : []),
    ],
  };
}

/** Of a curve, what lies in the chart, up to where it leaves it. */
const within = kept((loss, steps, low) => {
  const all = line(
    steps,
    loss.map((value) => Math.min(value, HIGHEST)),
  ).points;
  const end = loss.findIndex((value) => value < low);
  return end < 1 ? all : [...all.slice(0, end), crossing(all[end - 1], all[end], low)];
});

/** Where the line between two points is at a height, on logarithmic axes. */
function crossing([x, y], [next, below], height) {
  return [x * (next / x) ** (Math.log(height / y) / Math.log(below / y)), height];
}

/** The next of 1, 2, 5, 10, ...: axes stand still while a control moves. */
function roundUp(value) {
  const decade = 10 ** Math.floor(Math.log10(value));
  return decade * [1, 2, 5, 10].find((step) => step * decade >= value);
}

export function normsSpec({ computed, step }) {
  const finite = computed.flatMap(({ norms, loss }) =>
    norms.filter((value, i) => loss[i] <= 1 && value > 0),
  );
  const points = ({ loss, norms }) =>
    loss.map((left, i) => [1 - left, norms[i]]).filter(([reduced]) => reduced >= 0);
  const dot = ({ curve, eta }) => {
    const left = trainingLoss(curve, [step], eta)[0] / curve.norm;
    return left <= 1 ? [point(1 - left, weightNorm(curve, [step], eta)[0], curve.color)] : [];
  };
  return {
    x: { label: "share of the loss reduced", short: "reduced", domain: [0, 1] },
    y: { label: "‖w‖", domain: [0, roundUp(Math.max(1e-6, ...finite))] },
    marks: [
      ...computed.map((each) => ({
        type: "line",
        class: each.curve.color,
        name: each.curve.name,
        points: points(each),
      })),
      ...computed.flatMap(dot),
    ],
  };
}
