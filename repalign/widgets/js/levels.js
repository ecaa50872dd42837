// What explorers of curves on a grid of thresholds share. A level is a threshold in units of sqrt(n); curves hold shares of
// ||y||^2 in whole thousandths, a number a level.

import { slider } from "./controls.js";
import { compact, percent } from "./explorer.js";

export const levelAxis = (levels) => ({ label: "threshold τ / √n", domain: [levels[0], levels.at(-1)], log: true });

/** A slider that rests on the levels; an arrow key moves it by one, since they lie in nearly equal ratios. */
export function levelSlider(levels, change) {
  return slider({
    label: "Threshold τ, in units of √n", name: "level", min: levels[0], max: levels.at(-1), log: true, places: levels.length,
    digits: 5, say: (value) => `${compact(value)} √n`, onInput: (value) => change({ level: value }),
  });
}

/** The mark of a curve. */
export const curve = (levels, shares, color) => ({ type: "step", class: color, points: shares.map((share, i) => [levels[i], share / 1000]) });

/** The mark of its value at the level k. */
export const dot = (levels, shares, color, k) => ({ type: "dots", class: `ra-point ${color}`, points: [[levels[k], shares[k] / 1000]] });

export const share = (shares, k) => percent(shares[k] / 1000);
