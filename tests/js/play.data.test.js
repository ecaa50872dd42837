// The playground's tasks: what they are made of, and that seeds reproduce them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  PLANE_TASKS,
  partlyShuffled,
  peaksInputs,
  peaksTargets,
  peaksTask,
  planeTask,
} from "../../repalign/widgets/js/play/data.js";
import { normal, STREAMS, uniform } from "../../repalign/widgets/js/play/random.js";

const fixtures = JSON.parse(readFileSync(new URL("play.json", import.meta.url)));
const options = { n: 400, noise: 0, seed: 11 };
const points = ({ x, y }) => Array.from(y, (label, i) => ({ x: x[2 * i], y: x[2 * i + 1], label }));

test("tasks in the plane are balanced, within the square, and follow their seed", () => {
  assert.deepEqual(PLANE_TASKS, ["circles", "moons", "spirals", "stripes"]);
  for (const name of PLANE_TASKS) {
    const task = planeTask(name, options);
    assert.ok(task.x.every((value) => Math.abs(value) <= 1));
    assert.equal(
      task.y.reduce((sum, label) => sum + label, 0),
      0,
    );
    assert.deepEqual(task, planeTask(name, options));
    assert.notDeepEqual(task.x, planeTask(name, { ...options, seed: 12 }).x);
    assert.notDeepEqual(task.x, planeTask(name, { ...options, noise: 0.1 }).x);
  }
});

test("each task is what its name says", () => {
  for (const { x, y, label } of points(planeTask("circles", options)))
    assert.ok(Math.abs(Math.hypot(x, y) - (label > 0 ? 0.8 : 0.4)) < 1e-12);
  for (const { x, label } of points(planeTask("stripes", options)))
    assert.equal(Math.floor(2 * (x + 1)) % 2, label > 0 ? 0 : 1);
  for (const { x, y, label } of points(planeTask("spirals", options))) {
    const turned = Math.atan2(y, x) - (2 * Math.PI * 1.25 * (Math.hypot(x, y) - 0.1)) / 0.8;
    assert.ok(Math.cos(turned) * label > 1 - 1e-9);
  }
  for (const { x, y, label } of points(planeTask("moons", options))) {
    const distance = Math.hypot(x - 0.325 * label, y - 0.1625 * label);
    assert.ok(Math.abs(distance - 0.65) < 1e-12);
  }
});

test("peaks tasks are Python's", () => {
  const { name, variables, inputs, targets } = fixtures.peaks;
  const found = peaksInputs(Float64Array.from(variables));
  assert.equal(found.length, inputs.length);
  found.forEach((value, i) => {
    assert.ok(Math.abs(value - inputs[i]) < 1e-14);
  });
  assert.deepEqual([...peaksTargets(name, variables)], targets);
  const { x, y } = peaksTask(name, { n: 30, seed: 1 });
  assert.deepEqual([x.length, y.length], [1800, 30]);
  assert.ok(y.every((value) => value >= 0 && value < 1));
});

test("a share of the labels is shuffled, and no label comes or goes", () => {
  const y = Float64Array.from({ length: 1000 }, (_, i) => i);
  assert.deepEqual(partlyShuffled(y, 0, 1), y);
  const half = partlyShuffled(y, 0.5, 1);
  const moved = half.filter((label, i) => label !== y[i]).length;
  assert.ok(moved > 480 && moved <= 500);
  assert.deepEqual(half.toSorted(), y);
  assert.deepEqual(half, partlyShuffled(y, 0.5, 1));
  assert.notDeepEqual(half, partlyShuffled(y, 0.5, 2));
});

test("random numbers have the moments of their distributions, and streams are their own", () => {
  const draws = Array.from({ length: 20000 }, uniform(0, STREAMS.data));
  const deviates = Array.from({ length: 20000 }, normal(uniform(0, STREAMS.data)));
  const mean = (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  assert.ok(draws.every((value) => value >= 0 && value < 1));
  assert.ok(Math.abs(mean(draws) - 0.5) < 0.01);
  assert.ok(Math.abs(mean(deviates)) < 0.03);
  assert.ok(Math.abs(mean(deviates.map((value) => value * value)) - 1) < 0.04);
  assert.notEqual(uniform(0, STREAMS.data)(), uniform(0, STREAMS.order)());
  assert.notEqual(uniform(0, STREAMS.data)(), uniform(1, STREAMS.data)());
});
