// The mathematics of the explorers: pure functions, held equal to the Python package by
// tests/js/fixtures.json.

import { paintedLabel } from "./painted.js";

/** n numbers from `low` to `high` in equal ratios. */
export const geometric = (low, high, n) =>
  Array.from({ length: n }, (_, i) => low * (high / low) ** (i / (n - 1)));

/** Steps from 1 to `most` in nearly equal ratios: at most n whole numbers. */
export const wholeSteps = (most, n) => [...new Set(geometric(1, most, n).map(Math.round))];

/** A function of an object and of values that keeps, for every object, what it made last. */
export function kept(make) {
  const known = new WeakMap();
  return (object, ...values) => {
    const last = known.get(object);
    if (last && values.every((value, i) => value === last.values[i])) return last.made;
    const made = make(object, ...values);
    known.set(object, { values, made });
    return made;
  };
}

/** Numbers from `differences` of whole parts of one, at the ends of nested lists. */
export function summed(differences, partsOfOne) {
  if (Array.isArray(differences[0])) return differences.map((each) => summed(each, partsOfOne));
  let sum = 0;
  return differences.map((difference) => {
    sum += difference;
    return sum / partsOfOne;
  });
}

/** Sums of the first 0, 1, ... r entries. */
function cumulative(power) {
  const sums = new Float64Array(power.length + 1);
  power.forEach((p, i) => {
    sums[i + 1] = sums[i] + p;
  });
  return sums;
}

/** How many of the descending singular values reach tau. */
export function countAtLeast(sigma, tau) {
  let low = 0;
  let high = sigma.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sigma[middle] >= tau) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** ||y||^2: all squared projections and the residual. */
export function targetNormSq({ power, residual }) {
  return cumulative(power)[power.length] + residual;
}

/** Equation 2 at every threshold: y on sigma >= tau; the residual counts if tau <= 0. */
export function alignmentCurve(spectrum, taus, normalized = false) {
  const sums = cumulative(spectrum.power);
  const norm = sums[sums.length - 1] + spectrum.residual;
  const scale = normalized ? 1 / norm : 1;
  return Array.from(
    taus,
    (tau) => scale * (tau <= 0 ? norm : sums[countAtLeast(spectrum.sigma, tau)]),
  );
}

export const alignment = (spectrum, tau, normalized = false) =>
  alignmentCurve(spectrum, [tau], normalized)[0];

/** n angles, every other one around pi/4 and -3 pi/4, from standard normal deviates (Figure 4). */
export function circleAngles(noise, n, spread) {
  return Array.from({ length: n }, (_, i) => (i % 2 ? -0.75 : 0.25) * Math.PI + spread * noise[i]);
}

/** +1 on the side that `direction` (radians) points to, else -1; painted labels take precedence. */
export function circleLabels(angles, direction, painted = "") {
  return angles.map((angle, i) => {
    return paintedLabel(painted, i, Math.cos(angle - direction) >= 0 ? 1 : -1);
  });
}

/**
 * Spectrum of points on the unit circle, without bias, in closed form.
 *
 * With C = sum cos 2a and S = sum sin 2a: sigma^2 = (n +- sqrt(C^2 + S^2)) / 2, and v_1 lies at
 * half the angle of (C, S).
 */
export function circleSpectrum(angles, labels) {
  const n = angles.length;
  const C = angles.reduce((sum, a) => sum + Math.cos(2 * a), 0);
  const S = angles.reduce((sum, a) => sum + Math.sin(2 * a), 0);
  const first = Math.atan2(S, C) / 2;
  const directions = [first, first + Math.PI / 2];
  const along = directions.map((v) => angles.map((a) => Math.cos(a - v)));
  // As the length of the coordinates: (n - sqrt(C^2 + S^2)) / 2 would lose digits where the points
  // hardly spread.
  const lengths = along.map((coordinates) => Math.hypot(...coordinates));
  const kept = [0, 1].filter((k) => lengths[k] > 1e-12 * lengths[0]);
  const power = kept.map(
    (k) => (along[k].reduce((sum, c, i) => sum + c * labels[i], 0) / lengths[k]) ** 2,
  );
  const inside = power.reduce((sum, p) => sum + p, 0);
  return {
    sigma: kept.map((k) => lengths[k]),
    power,
    residual: Math.max(0, n - inside),
    directions,
  };
}

// ---- gradient descent in closed form (Proposition 1)

/** Step sizes are in units of each representation's own limit, 2 / sigma_1^2. */
export const stepSize = ({ sigma }, ratio) => (ratio * 2) / sigma[0] ** 2;

/** Below, e^x is less than 3e-10 beside 1, and its square less than rounding. */
const NEGLIGIBLE = -22;

/** Up to here, 1 - e^x is its series: exact to 1e-13, without cancellation, and faster. */
const SERIES = 1e-2;
const seriesOf = (x) => -x * (1 + (x / 2) * (1 + (x / 3) * (1 + (x / 4) * (1 + x / 5))));

/** log |1 - eta sigma^2| a direction: what it keeps of its share a step. */
export function forgettingRates(sigma, stepSize) {
  return Float64Array.from(sigma, (s) => {
    const x = stepSize * s * s;
    return Math.log1p(x < 1 ? -x : x - 2);
  });
}

/**
 * 1 - (1 - eta sigma^2)^t a direction: how much of its weight it has reached after t steps; beyond
 * 1 it overshoots.
 *
 * From x = t log |1 - eta sigma^2|; a series for tiny x, where 1 - e^x would cancel, and nothing to
 * compute where e^x is 0.
 */
function learntShare(x, flipped) {
  if (x < NEGLIGIBLE) return 1;
  if (flipped) return 1 + Math.exp(x);
  return x > -SERIES && x < SERIES ? seriesOf(x) : 1 - Math.exp(x);
}

/** Whether (1 - eta sigma^2)^t is negative. */
const flips = (sigma, stepSize, t) => t % 2 === 1 && stepSize * sigma * sigma > 1;

export function learntShares(sigma, t, stepSize) {
  if (t === 0) return new Float64Array(sigma.length);
  const rates = forgettingRates(sigma, stepSize);
  return Float64Array.from(sigma, (s, i) => learntShare(t * rates[i], flips(s, stepSize, t)));
}

/**
 * ||Phi w_t - y||^2 and ||w_t|| at every step; Infinity where they exceed the range of numbers.
 *
 * One exponential a direction and step at most, written out for speed: as `learntShare`, and what
 * is left is e^2x.
 */
export function learningCurves({ sigma, power, residual }, steps, stepSize) {
  const rates = forgettingRates(sigma, stepSize);
  const squares = Float64Array.from(power, (p, i) => p / (sigma[i] * sigma[i]));
  const loss = new Float64Array(steps.length).fill(residual);
  const norms = new Float64Array(steps.length);
  for (let i = 0; i < power.length; i++) {
    if (power[i] === 0) continue;
    const overshoots = stepSize * sigma[i] * sigma[i] > 1;
    for (let j = 0; j < steps.length; j++) {
      const x = steps[j] === 0 ? 0 : steps[j] * rates[i];
      let left = 0;
      let learnt = 1;
      if (x > -SERIES && x < SERIES) {
        learnt = seriesOf(x);
        left = 1 - learnt;
      } else if (x > NEGLIGIBLE) {
        left = Math.exp(x);
        learnt = 1 - left;
      }
      if (overshoots && steps[j] % 2 === 1) learnt = 1 + left;
      loss[j] += power[i] * left * left;
      norms[j] += squares[i] * learnt * learnt;
    }
  }
  return { loss, norms: norms.map(Math.sqrt) };
}

export const trainingLoss = (spectrum, steps, stepSize) =>
  Array.from(learningCurves(spectrum, steps, stepSize).loss);
export const weightNorm = (spectrum, steps, stepSize) =>
  Array.from(learningCurves(spectrum, steps, stepSize).norms);

/** First step with a loss of at most `goal` times ||y||^2, by bisection; null beyond `most`. */
export function stepsTo(spectrum, goal, stepSize, most = 1e9) {
  const target = goal * targetNormSq(spectrum);
  const rates = forgettingRates(spectrum.sigma, stepSize);
  const left = (t) =>
    spectrum.power.reduce(
      (sum, p, i) => sum + (p && p * Math.exp(2 * t * rates[i])),
      spectrum.residual,
    );
  const reached = (t) => t > 0 && left(t) <= target;
  if (goal >= 1) return 0;
  if (stepSize * spectrum.sigma[0] ** 2 >= 2 || !reached(most)) return null;
  let [low, high] = [0, 1];
  while (!reached(high)) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * ||Phi' w_t - y'||^2 on held-out samples at every step; of `held_out`'s triangle, each row from
 * its diagonal on.
 */
export function testLoss({ sigma, coefficients, factor, target, outside }, steps, stepSize) {
  const rates = forgettingRates(sigma, stepSize);
  const needed = Float64Array.from(sigma, (s, i) => coefficients[i] / s);
  const weights = new Float64Array(sigma.length);
  return Array.from(steps, (t) => {
    for (let i = 0; i < sigma.length; i++) {
      const share = t && learntShare(t * rates[i], flips(sigma[i], stepSize, t));
      weights[i] = share * needed[i];
    }
    let loss = outside;
    for (let q = 0; q < factor.length; q++) {
      const row = factor[q];
      let value = -target[q];
      for (let i = 0; i < row.length; i++) value += row[i] * weights[q + i];
      loss += value * value;
    }
    return loss;
  });
}
