// A fully connected network as `repalign.paper.networks.mlp` makes it: forward and backward, with
// no allocation in a step. In float64, as JavaScript computes: float32 would be no faster, and
// equal to PyTorch in few digits.

import { timesTransposed, transpose } from "./products.js";
import { STREAMS, uniform } from "./random.js";

/** Samples that go through all layers at once: few enough for their values to stay in the cache. */
export const CHUNK = 256;

const RELU = {
  value: (z) => (z > 0 ? z : 0),
  slope: (h) => (h > 0 ? 1 : 0),
};
const TANH = { value: Math.tanh, slope: (h) => 1 - h * h };
const ACTIVATIONS = { relu: RELU, tanh: TANH };

/**
 * A network with one output, its parameters from PyTorch's default initialisation: uniform within
 * 1 / sqrt(inputs of the layer).
 *
 * @param {{ inputs: number, hidden: number[], activation: "relu" | "tanh", scale?: number,
 *   seed?: number }} options `scale` multiplies weights and biases
 * @returns {{ widths: number[], activation: string, parameters: Float64Array, layers: object[] }}
 *   layers hold views of `parameters`: weight (outputs, inputs) and bias, as PyTorch orders them
 */
export function network({ inputs, hidden, activation, scale = 1, seed = 0 }) {
  const widths = [inputs, ...hidden, 1];
  const sizes = hidden.concat(1).map((width, l) => width * (widths[l] + 1));
  const parameters = new Float64Array(sizes.reduce((sum, size) => sum + size, 0));
  const layers = views(widths, parameters);
  const draw = uniform(seed, STREAMS.parameters);
  for (const { weight, bias, inputs: n } of layers)
    for (const part of [weight, bias])
      for (let i = 0; i < part.length; i++) part[i] = (scale * (2 * draw() - 1)) / Math.sqrt(n);
  return { widths, activation, parameters, layers };
}

/** Weight and bias of every layer in one flat array of parameters, or of their gradient. */
function views(widths, flat) {
  let end = 0;
  return widths.slice(1).map((outputs, l) => {
    const [start, inputs] = [end, widths[l]];
    const middle = start + outputs * inputs;
    end = middle + outputs;
    const [weight, bias] = [flat.subarray(start, middle), flat.subarray(middle, end)];
    return { inputs, outputs, weight, bias };
  });
}

/**
 * What passes of a chunk need: `values[l]` are the outputs of layer l (chunk, width), the inputs
 * first; `gradient` is as flat as the parameters.
 */
export function workspace({ widths, parameters }) {
  const room = (width) => new Float64Array(width * CHUNK);
  const widest = Math.max(...widths);
  const gradient = new Float64Array(parameters.length);
  return {
    values: widths.map(room),
    errors: widths.map(room),
    gradient,
    layers: views(widths, gradient),
    turned: [room(widest), room(widest), new Float64Array(widest * widest)],
    product: new Float64Array(widest * widest),
  };
}

/** Fill `values` of a workspace from the first `n` rows of its inputs. */
export function forward({ activation, layers }, { values }, n) {
  const { value } = ACTIVATIONS[activation];
  layers.forEach(({ inputs, outputs, weight, bias }, l) => {
    const out = values[l + 1];
    const bent = l + 1 < layers.length;
    timesTransposed(values[l], weight, out, n, outputs, inputs);
    for (let i = 0, at = 0; i < n; i++)
      for (let j = 0; j < outputs; j++, at++) {
        const z = out[at] + bias[j];
        out[at] = bent ? value(z) : z;
      }
  });
}

/**
 * Add to `gradient` what `n` samples contribute, after `forward`; the last of `errors` holds the
 * derivatives of the loss by the outputs.
 */
export function backward({ activation, layers }, space, n) {
  const { slope } = ACTIVATIONS[activation];
  const { values, errors, turned, product } = space;
  for (let l = layers.length - 1; l >= 0; l--) {
    const { inputs, outputs, weight } = layers[l];
    const gradient = space.layers[l];
    const [error, before] = [errors[l + 1], errors[l]];
    transpose(error, turned[0], n, outputs);
    transpose(values[l], turned[1], n, inputs);
    timesTransposed(turned[0], turned[1], product, outputs, inputs, n);
    for (let p = 0; p < weight.length; p++) gradient.weight[p] += product[p];
    for (let i = 0, at = 0; i < n; i++)
      for (let j = 0; j < outputs; j++, at++) gradient.bias[j] += error[at];
    if (l === 0) return;
    transpose(weight, turned[2], outputs, inputs);
    timesTransposed(error, turned[2], before, n, inputs, outputs);
    for (let at = 0; at < n * inputs; at++) before[at] *= slope(values[l][at]);
  }
}

/**
 * Outputs of every hidden layer and of the network, for many samples.
 *
 * @param {Float64Array} x (n, inputs)
 * @returns {Float64Array[]} (n, width) each, first hidden layer first, the outputs (n,) last
 */
export function layerOutputs(network, x) {
  const { widths } = network;
  const n = x.length / widths[0];
  const space = workspace(network);
  const all = widths.slice(1).map((width) => new Float64Array(n * width));
  for (let start = 0; start < n; start += CHUNK) {
    const rows = Math.min(CHUNK, n - start);
    space.values[0].set(x.subarray(start * widths[0], (start + rows) * widths[0]));
    forward(network, space, rows);
    all.forEach((out, l) => {
      const width = widths[l + 1];
      out.set(space.values[l + 1].subarray(0, rows * width), start * width);
    });
  }
  return all;
}
