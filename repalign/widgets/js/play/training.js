// Training by minibatches, as `repalign.paper.training.Trainer` does it.

import { backward, CHUNK, forward, workspace } from "./network.js";
import { optimizer } from "./optimizers.js";
import { STREAMS, shuffle, uniform } from "./random.js";

/** Losses of one output f, and their derivatives by it. */
const LOSSES = {
  // log(1 + exp(-y f)) of labels -1 and +1, without overflow for confident wrong outputs
  logistic: {
    value: (f, y) => Math.max(0, -y * f) + Math.log1p(Math.exp(-Math.abs(y * f))),
    slope: (f, y) => -y / (1 + Math.exp(y * f)),
  },
  squared: { value: (f, y) => (f - y) ** 2, slope: (f, y) => 2 * (f - y) },
};

/** Mean loss of outputs (n,) on targets (n,). */
export function meanLoss(loss, outputs, y) {
  const { value } = LOSSES[loss];
  return outputs.reduce((sum, f, i) => sum + value(f, y[i]), 0) / y.length;
}

/** Share of samples whose output has the sign of the label. */
export const accuracy = (outputs, y) =>
  outputs.reduce((right, f, i) => right + (f * y[i] > 0), 0) / y.length;

/** The order of the samples in an epoch: a permutation that (seed, epoch) alone decides. */
export const orderOf = (n, seed, epoch) =>
  shuffle(
    Uint32Array.from({ length: n }, (_, i) => i),
    uniform(seed, STREAMS.order, epoch),
  );

/**
 * A network, its optimiser and the epoch they have reached; the network changes in place.
 *
 * @param {object} network of `network`
 * @param {Float64Array} x (n, inputs)
 * @param {Float64Array} y (n,): -1 and +1 for the logistic loss, real for the squared one
 * @param {{ loss: "logistic" | "squared", optimizer: "sgd" | "momentum" | "adam",
 *   learningRate: number, batchSize?: number, seed?: number }} options full batch if no batchSize
 * @returns {{ step: (samples: Uint32Array) => number, epoch: () => number }} either returns the
 *   mean loss of its samples before the parameters moved; not finite once training has diverged
 */
export function trainer(network, x, y, options) {
  const { loss, learningRate, batchSize = y.length, seed = 0 } = options;
  const space = workspace(network);
  const update = optimizer(options.optimizer, network.parameters.length);
  const step = (samples) => {
    const mean = gradient(network, space, x, y, samples, LOSSES[loss]);
    update(network.parameters, space.gradient, learningRate);
    return mean;
  };
  let epochs = 0;
  const epoch = () => {
    const order = orderOf(y.length, seed, epochs++);
    let sum = 0;
    for (let start = 0; start < order.length; start += batchSize) {
      const samples = order.subarray(start, start + batchSize);
      sum += samples.length * step(samples);
    }
    return sum / order.length;
  };
  return { step, epoch };
}

/** Fill the workspace's gradient with that of the mean loss on some samples; return the loss. */
function gradient(network, space, x, y, samples, { value, slope }) {
  const d = network.widths[0];
  const [first, outputs, errors] = [space.values[0], space.values.at(-1), space.errors.at(-1)];
  let sum = 0;
  space.gradient.fill(0);
  for (let start = 0; start < samples.length; start += CHUNK) {
    const rows = Math.min(CHUNK, samples.length - start);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < d; j++) first[i * d + j] = x[samples[start + i] * d + j];
    forward(network, space, rows);
    for (let i = 0; i < rows; i++) {
      const target = y[samples[start + i]];
      sum += value(outputs[i], target);
      errors[i] = slope(outputs[i], target) / samples.length;
    }
    backward(network, space, rows);
  }
  return sum / samples.length;
}
