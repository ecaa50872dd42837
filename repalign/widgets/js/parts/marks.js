// Axes and marks that charts of several explorers share.

import { compact, percent } from "./text.js";

export const SHARES = {
  label: "share of ‖y‖² with σ ≥ τ",
  short: "",
  say: percent,
  domain: [0, 1.05],
};

/** Shares whose lengths are those of the labels' parts: a whole of two is a quarter of a circle. */
export const ROOTS = {
  short: "",
  say: (value) => percent(value, value < 0.01 ? 3 : 1),
  domain: [0, 1],
  root: true,
  ticks: [0, 0.01, 0.1, 0.25, 0.5, 1].map((value) => [value, value ? percent(value, 0) : "0"]),
};

export const thresholdAxis = (taus) => ({
  label: "threshold τ",
  short: "τ",
  domain: [taus[0], taus.at(-1)],
  log: true,
});

/** A level is a threshold in units of sqrt(n). */
export const levelAxis = (levels) => ({
  ...thresholdAxis(levels),
  label: "threshold τ / √n",
  say: (level) => `${compact(level)} √n`,
});

const FIRST_EPOCH_AT = 0.5; // where a logarithmic axis shows epoch 0
export const atEpoch = (epoch) => epoch || FIRST_EPOCH_AT;

export function epochAxis(epochs) {
  const ticks = [[FIRST_EPOCH_AT, "0"]];
  const last = epochs.at(-1);
  for (let epoch = 1; epoch <= last; epoch *= 10) ticks.push([epoch, String(epoch)]);
  return { label: "epoch", domain: [FIRST_EPOCH_AT, Math.max(2, last)], log: true, ticks };
}

/** Where a control stands on an axis. */
export const cursor = (x) => ({ type: "rule", class: "ra-cursor", x });

/** Of a type: through the points whose y `isShown`. */
const through =
  (type) =>
  (xs, ys, color, isShown = () => true) => ({
    type,
    class: color,
    points: ys.map((y, i) => [xs[i], y]).filter(([, y]) => isShown(y)),
  });
export const line = through("line");
export const step = through("step");

export const band = (xs, lows, highs) => ({
  type: "band",
  points: xs.map((x, i) => [x, lows[i], highs[i]]),
});

/** The value of a curve at the cursor. */
export const point = (x, y, color) => ({
  type: "dots",
  class: `ra-point ${color}`,
  points: [[x, y]],
});

// Shares that travel as whole thousandths.

export const fractions = (thousandths) => thousandths.map((each) => each / 1000);

/** The share at index k, as text. */
export const share = (thousandths, k) => percent(thousandths[k] / 1000);
