// PyTorch's optimisers, their settings but the learning rate as PyTorch has them; `momentum` is SGD
// with 0.9, as in `repalign.paper.training`.

const MOMENTUM = 0.9;
const [BETA_1, BETA_2, EPSILON] = [0.9, 0.999, 1e-8];

const OPTIMIZERS = { sgd: () => sgd, momentum, adam };

/**
 * @param {"sgd" | "momentum" | "adam"} name
 * @param {number} size of the parameters
 * @returns {(parameters: Float64Array, gradient: Float64Array, learningRate: number) => void} a
 *   step in place; what it remembers of earlier ones is its own
 */
export const optimizer = (name, size) => OPTIMIZERS[name](size);

function sgd(parameters, gradient, learningRate) {
  for (let i = 0; i < parameters.length; i++) parameters[i] -= learningRate * gradient[i];
}

function momentum(size) {
  const velocity = new Float64Array(size);
  return (parameters, gradient, learningRate) => {
    for (let i = 0; i < size; i++) {
      velocity[i] = MOMENTUM * velocity[i] + gradient[i];
      parameters[i] -= learningRate * velocity[i];
    }
  };
}

function adam(size) {
  const [mean, square] = [new Float64Array(size), new Float64Array(size)];
  let steps = 0;
  return (parameters, gradient, learningRate) => {
    steps += 1;
    const step = learningRate / (1 - BETA_1 ** steps);
    const scale = 1 / Math.sqrt(1 - BETA_2 ** steps);
    for (let i = 0; i < size; i++) {
      const g = gradient[i];
      mean[i] = BETA_1 * mean[i] + (1 - BETA_1) * g;
      square[i] = BETA_2 * square[i] + (1 - BETA_2) * g * g;
      parameters[i] -= (step * mean[i]) / (scale * Math.sqrt(square[i]) + EPSILON);
    }
  };
}
