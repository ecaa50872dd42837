// A linear model on frozen features: transfer as it is done, step by step.

import { stepSize } from "../parts/math.js";
import { prepared } from "./spectrum.js";

/**
 * Gradient descent from zero weights on ||Phi w - y||^2, where Phi are the features with a bias and
 * rows of length one.
 *
 * @param {Float64Array} features (n, d)
 * @param {Float64Array} y (n,)
 * @param {{ sigma: number[], ratio: number, steps: number[] }} options the features' singular
 *   values, the step size in units of the limit 2 / sigma_1^2, and ascending steps to be told
 * @returns {Generator<number[], number[]>} yields, and returns at the end, the losses so far as
 *   shares of ||y||^2
 */
export function* probe(features, y, { sigma, ratio, steps }) {
  const n = y.length;
  const { at, width } = prepared(features, n);
  const phi = Float64Array.from({ length: n * width }, (_, i) =>
    at(Math.floor(i / width), i % width),
  );
  const eta = stepSize({ sigma }, ratio);
  const total = y.reduce((sum, value) => sum + value * value, 0);
  const [weights, gradient] = [new Float64Array(width), new Float64Array(width)];
  const losses = [];
  for (let t = 0; losses.length < steps.length; t++) {
    gradient.fill(0);
    let loss = 0;
    for (let i = 0, row = 0; i < n; i++, row += width) {
      let error = -y[i];
      for (let j = 0; j < width; j++) error += phi[row + j] * weights[j];
      loss += error * error;
      for (let j = 0; j < width; j++) gradient[j] += error * phi[row + j];
    }
    if (t === steps[losses.length]) losses.push(loss / total);
    for (let j = 0; j < width; j++) weights[j] -= eta * gradient[j];
    yield losses;
  }
  return losses;
}
