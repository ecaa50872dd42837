// Runs of the playground. What they compute is held against Python in
// tests/book/test_playground.py; here is what follows from definitions.

import assert from "node:assert/strict";
import { test } from "node:test";
import { alignment, stepSize, trainingLoss } from "../../repalign/widgets/js/parts/math.js";
import { probe } from "../../repalign/widgets/js/play/probe.js";
import { labelsOf, MOST_EPOCHS, Run, VECTORS } from "../../repalign/widgets/js/play/run.js";
import { isPlanar, mostSamples, TASKS, taskOf } from "../../repalign/widgets/js/play/tasks.js";

const SETTINGS = {
  data: "circles",
  samples: 60,
  noise: 0.05,
  shuffled: 0,
  painted: "",
  points: [
    [-0.5, 0.2, 1],
    [0.4, -0.3, -1],
    [0.1, 0.9, 1],
    [0.7, 0.8, 1],
    [0.2, -0.6, 1],
  ],
  depth: 2,
  width: 8,
  activation: "relu",
  scale: 1,
  optimizer: "adam",
  rate: 0.01,
  batch: 0,
  seed: 1,
};

const runOf = (settings, epochs = 0) => {
  const run = new Run({ ...SETTINGS, ...settings });
  while (run.epoch < epochs && !run.ended) run.train();
  return run;
};
const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
const near = (a, b, tolerance = 1e-6) => assert.ok(Math.abs(a - b) <= tolerance, `${a}, not ${b}`);

test("every task has as many labels as samples, and second labels that differ", () => {
  for (const data of TASKS) {
    const { inputs, x, y, seconds, loss } = taskOf({ ...SETTINGS, data });
    assert.equal(x.length, inputs * y.length, data);
    assert.equal(isPlanar(data), inputs === 2);
    assert.ok(y.length <= mostSamples(data));
    for (const name of ["related", "unrelated"]) assert.notDeepEqual(seconds[name], y, data);
    assert.deepEqual(labelsOf(taskOf({ ...SETTINGS, data }), "").at(-1), y);
    if (loss === "logistic") assert.ok(y.every((label) => label === 1 || label === -1));
    else near(dot(y, y.map(Math.abs).fill(1)), 0, 1e-9);
  }
});

test("related second labels agree with the first on most of the plane, unrelated on half", () => {
  for (const data of TASKS.filter((name) => isPlanar(name) && name !== "drawn")) {
    const { y, seconds } = taskOf({ ...SETTINGS, data, samples: 1000 });
    const agreement = (name) => dot(seconds[name], y) / y.length;
    assert.ok(Math.abs(agreement("related") - 0.5) < 0.2, `${data}: ${agreement("related")}`);
    assert.ok(Math.abs(agreement("unrelated")) < 0.15, `${data}: ${agreement("unrelated")}`);
  }
});

test("drawn vectors are the layer's left singular vectors, with the sign of the labels", () => {
  // Also with fewer samples than features, where they come from the transposed problem.
  for (const settings of [{}, { data: "drawn", width: 16 }]) {
    const run = runOf(settings, 30);
    const { y } = run.task;
    const [{ sigma, power }] = run.measured().layers.at(-1);
    const { vectors } = run.pictured(2).samples;
    assert.equal(vectors.length, Math.min(VECTORS, sigma.length));
    vectors.forEach((vector, k) => {
      const u = vector.map((value) => value / Math.sqrt(y.length));
      near(dot(u, u), 1);
      near(dot(u, y) ** 2, power[k], 1e-4);
      for (const other of vectors.slice(0, k)) near(dot(other, vector) / y.length, 0, 1e-5);
      if (power[k] > 0.02 * dot(y, y)) assert.ok(dot(u, y) > 0);
    });
  }
});

test("on the plane a vector says at a sample's place what it says of the sample", () => {
  const points = [
    [0.031944, 0.031944, 1],
    [-0.5, 0.3, -1],
    [0.6, 0.6, -1],
    [0.4, -0.8, 1],
  ];
  const run = runOf({ data: "drawn", points }, 3);
  const { samples, plane } = run.pictured(1);
  const cell = 17 * 36 + 18; // right above the middle: half a cell of 2.3 / 36 either way
  samples.vectors.forEach((vector, k) => near(vector[0], plane.vectors[k][cell], 1e-3));
});

test("a run is measured at the same epochs however fast it goes, and ends where it says", () => {
  const { checkpoints } = runOf({}, 50);
  const epochs = checkpoints.map(({ epoch }) => epoch);
  assert.deepEqual(epochs.slice(0, 6), [0, 1, 2, 3, 4, 5]);
  assert.ok(epochs.every((epoch, i) => i === 0 || epoch > epochs[i - 1]));
  const run = runOf({ width: 4, depth: 1, samples: 50 });
  run.epoch = MOST_EPOCHS - 1;
  run.train();
  assert.ok(run.ended && !run.diverged);
});

test("training that goes astray is told from training", () => {
  const run = runOf({ data: "peaks", optimizer: "momentum", rate: 1, scale: 10 }, 300);
  assert.ok(run.diverged && run.ended && run.epoch < 300);
  assert.ok(run.checkpoints.every(({ loss }) => Number.isFinite(loss)));
});

test("a linear model that is trained goes the way that its spectrum foretells", () => {
  const run = runOf({}, 40);
  const features = run.features(2);
  const spectrum = run.spectra(features)[1];
  const steps = [0, 1, 10, 100, 500];
  const norm = dot(run.labels[1], run.labels[1]);
  const expected = trainingLoss(spectrum, steps, stepSize(spectrum, 0.5));
  let losses = [];
  for (losses of probe(features, run.labels[1], { sigma: spectrum.sigma, ratio: 0.5, steps }));
  losses.forEach((loss, i) => near(loss, expected[i] / norm, 1e-9));
  near(alignment(spectrum, 0, true), 1, 1e-12);
});

test("second labels painted in the middle of a run are measured as if painted at its start", () => {
  const letters = "mm..ppp";
  const [early, late] = [new Run(SETTINGS, letters), new Run(SETTINGS)];
  for (const run of [early, late]) while (run.epoch < 4) run.train();
  late.paint(letters);
  assert.deepEqual(late.measured(), early.measured());
  assert.deepEqual(late.inputs, early.inputs);
  assert.deepEqual(late.checkpoints[0], early.checkpoints[0]);
  assert.ok(
    late.checkpoints.slice(1).every(({ layers }) => layers.every((all) => all.length === 3)),
  );
  late.train();
  assert.equal(late.checkpoints.at(-1).layers[0].length, 4);
});
