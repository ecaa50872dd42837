// The playground's networks against PyTorch: play.json is written by tests/test_play.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { CHUNK, layerOutputs, network } from "../../repalign/widgets/js/play/network.js";
import { timesTransposed } from "../../repalign/widgets/js/play/products.js";
import { STREAMS, uniform } from "../../repalign/widgets/js/play/random.js";
import { accuracy, meanLoss, orderOf, trainer } from "../../repalign/widgets/js/play/training.js";

const fixtures = JSON.parse(readFileSync(new URL("play.json", import.meta.url)));
const TOLERANCE = 1e-12;

function close(actual, expected, what, tolerance = TOLERANCE) {
  assert.equal(actual.length, expected.length, `${what}: lengths`);
  actual.forEach((value, i) => {
    const apart = Math.abs(value - expected[i]);
    assert.ok(apart <= tolerance, `${what}[${i}]: ${value} is not ${expected[i]}`);
  });
}

/** A network at given parameters. */
function at(parameters, options) {
  const made = network(options);
  made.parameters.set(parameters);
  return made;
}

function task(n, d, seed = 1) {
  const draw = uniform(seed, STREAMS.data);
  const x = Float64Array.from({ length: n * d }, () => 2 * draw() - 1);
  return { x, y: Float64Array.from({ length: n }, (_, i) => (x[i * d] > 0 ? 1 : -1)) };
}

const all = (n) => Uint32Array.from({ length: n }, (_, i) => i);

test("layers and outputs equal PyTorch's", () => {
  for (const { x, start, layers, outputs, ...options } of fixtures.trainings) {
    const some = x.slice(0, outputs.length * options.inputs);
    const found = layerOutputs(at(start, options), Float64Array.from(some));
    close(found.at(-1), outputs, "outputs");
    found.slice(0, -1).forEach((layer, l) => {
      close(layer, layers[l], `hidden layer ${l + 1}`);
    });
  }
});

test("fifty steps of every optimiser lead to PyTorch's parameters", () => {
  assert.equal(fixtures.trainings.length, 8);
  for (const { start, batch, steps, loss, optimizers, ...rest } of fixtures.trainings) {
    const [x, y] = [rest.x, rest.y].map((numbers) => Float64Array.from(numbers));
    for (const { optimizer, learning_rate: learningRate, last_loss: last, end } of optimizers) {
      const what = `${rest.hidden} ${rest.activation}, ${optimizer}`;
      const trained = at(start, rest);
      const { step } = trainer(trained, x, y, { loss, optimizer, learningRate });
      const found = Array.from({ length: steps }, (_, t) =>
        step(all(batch).map((i) => (t * batch + i) % y.length)),
      );
      close(found.slice(-1), [last], `${what}: last loss`);
      close(trained.parameters, end, `${what}: parameters`);
    }
  }
});

test("gradients are what finite differences say", () => {
  const options = { inputs: 2, hidden: [5, 3], activation: "tanh", seed: 4, scale: 2 };
  const { x, y } = task(7, 2);
  for (const loss of ["logistic", "squared"]) {
    const [moved, probe] = [network(options), network(options)];
    trainer(moved, x, y, { loss, optimizer: "sgd", learningRate: 1 }).step(all(7));
    const gradient = probe.parameters.map((value, i) => value - moved.parameters[i]);
    const value = (i, by) => {
      probe.parameters[i] += by;
      const mean = meanLoss(loss, layerOutputs(probe, x).at(-1), y);
      probe.parameters[i] -= by;
      return mean;
    };
    const h = 1e-5;
    const slopes = gradient.map((_, i) => (value(i, h) - value(i, -h)) / (2 * h));
    close(slopes, gradient, loss, 1e-8);
  }
});

test("a batch of many chunks is the mean of its parts", () => {
  const n = 2 * CHUNK + 3;
  const { x, y } = task(n, 3);
  const options = { inputs: 3, hidden: [4], activation: "relu" };
  const step = (samples) => {
    const moved = network(options);
    const sgd = { loss: "squared", optimizer: "sgd", learningRate: 1 };
    const loss = trainer(moved, x, y, sgd).step(samples);
    return [loss, ...moved.parameters].map((value) => value * samples.length);
  };
  const parts = [all(CHUNK - 1), all(n).slice(CHUNK - 1)].map(step);
  close(
    step(all(n)),
    parts[0].map((value, i) => value + parts[1][i]),
    "sums",
    1e-9,
  );
  const outputs = layerOutputs(network(options), x).at(-1);
  close([meanLoss("squared", outputs, y)], [step(all(n))[0] / n], "mean loss");
});

test("a seed reproduces a run, another makes another one", () => {
  const { x, y } = task(50, 2);
  const run = (seed) => {
    const trained = network({ inputs: 2, hidden: [8], activation: "relu", seed });
    const options = {
      loss: "logistic",
      optimizer: "adam",
      learningRate: 0.05,
      batchSize: 16,
      seed,
    };
    const { epoch } = trainer(trained, x, y, options);
    const losses = Array.from({ length: 60 }, epoch);
    return { losses, parameters: [...trained.parameters], trained };
  };
  const { losses, parameters, trained } = run(3);
  assert.deepEqual([losses, parameters], [run(3).losses, run(3).parameters]);
  assert.notDeepEqual(losses, run(4).losses);
  assert.ok(losses.at(-1) < losses[0] / 2);
  assert.ok(accuracy(layerOutputs(trained, x).at(-1), y) > 0.9);
});

test("parameters start as PyTorch's do, times a scale", () => {
  const options = { inputs: 16, hidden: [64, 64], activation: "relu", seed: 2 };
  const { layers } = network(options);
  for (const { inputs, weight, bias } of layers.slice(0, -1)) {
    const bound = 1 / Math.sqrt(inputs);
    assert.ok([...weight, ...bias].every((value) => Math.abs(value) <= bound));
    const variance = weight.reduce((sum, value) => sum + value * value, 0) / weight.length;
    assert.ok(Math.abs(variance / (bound * bound) - 1 / 3) < 0.05);
  }
  const scaled = network({ ...options, scale: 3 }).layers;
  close(
    scaled[1].weight,
    layers[1].weight.map((value) => 3 * value),
    "scaled",
  );
});

test("an epoch takes every sample once, in an order that (seed, epoch) decides", () => {
  const order = orderOf(100, 5, 2);
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    [...all(100)],
  );
  assert.deepEqual(order, orderOf(100, 5, 2));
  for (const other of [orderOf(100, 5, 3), orderOf(100, 6, 2)]) assert.notDeepEqual(order, other);
});

test("confident wrong outputs have a finite loss, and divergence shows", () => {
  assert.equal(meanLoss("logistic", [-2000], [1]), 2000);
  assert.ok(Math.abs(meanLoss("logistic", [0], [-1]) - Math.log(2)) < 1e-15);
  const { x, y } = task(20, 2);
  const diverging = network({ inputs: 2, hidden: [8, 8], activation: "relu" });
  const options = { loss: "squared", optimizer: "sgd", learningRate: 100 };
  const { epoch } = trainer(diverging, x, y, options);
  assert.ok(Array.from({ length: 30 }, epoch).some((loss) => !(loss < 1e6)));
});

test("products of matrices of any size", () => {
  for (const [m, n, k] of [
    [1, 1, 1],
    [2, 3, 4],
    [5, 1, 3],
    [3, 4, 1],
  ]) {
    const [A, B] = [task(m, k).x, task(n, k, 2).x];
    const C = new Float64Array(m * n);
    timesTransposed(A, B, C, m, n, k);
    const entry = (i, j) => all(k).reduce((sum, _, p) => sum + A[i * k + p] * B[j * k + p], 0);
    close(
      C,
      [...C].map((_, at) => entry(Math.floor(at / n), at % n)),
      `${m} x ${n}`,
    );
  }
});
