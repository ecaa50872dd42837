// The explorers' mathematics against the Python package: fixtures.json is written by
// tests/test_fixtures.py from it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import {
  alignment,
  alignmentCurve,
  circleAngles,
  circleLabels,
  circleSpectrum,
  countAtLeast,
  learningCurves,
  learntShares,
  stepsTo,
  targetNormSq,
  testLoss,
  trainingLoss,
} from "../../repalign/widgets/js/parts/math.js";

const fixtures = JSON.parse(readFileSync(new URL("fixtures.json", import.meta.url)));
const TOLERANCE = 1e-9;

function close(actual, expected, what) {
  assert.equal(actual.length, expected.length, `${what}: lengths`);
  actual.forEach((value, i) => {
    const bound = TOLERANCE * Math.max(1, Math.abs(expected[i]));
    assert.ok(
      Math.abs(value - expected[i]) <= bound,
      `${what}[${i}]: ${value} is not ${expected[i]}`,
    );
  });
}

test("alignment curves equal Python's", () => {
  assert.ok(fixtures.curves.length >= 3);
  for (const { name, spectrum, taus, curve, share } of fixtures.curves) {
    close(alignmentCurve(spectrum, taus), curve, `${name}, absolute`);
    close(alignmentCurve(spectrum, taus, true), share, `${name}, share`);
    close([alignment(spectrum, taus[3])], [curve[3]], `${name}, one threshold`);
    close([targetNormSq(spectrum)], [curve[0]], `${name}, at threshold zero`);
  }
});

test("a threshold equal to a singular value counts it", () => {
  assert.equal(countAtLeast([3, 2, 2, 1], 2), 3);
  assert.equal(countAtLeast([3, 2, 2, 1], 2 + 1e-12), 1);
  assert.equal(countAtLeast([], 1), 0);
});

test("the circle's closed form equals Python's SVD", () => {
  assert.ok(fixtures.circles.length >= 5);
  for (const circle of fixtures.circles) {
    const { noise, n, spread, direction, painted } = circle;
    const angles = circleAngles(noise, n, spread);
    const labels = circleLabels(angles, (direction * Math.PI) / 180, painted);
    const spectrum = circleSpectrum(angles, labels);
    close(labels, circle.labels, `${circle.name}: labels`);
    close(spectrum.sigma, circle.sigma, `${circle.name}: sigma`);
    close(spectrum.power, circle.power, `${circle.name}: power`);
    close([spectrum.residual], [circle.residual], `${circle.name}: residual`);
  }
});

test("descent equals Python's closed form, also beyond the limit", () => {
  assert.ok(fixtures.descents.length >= 15);
  for (const { name, spectrum, step_size, steps, loss, norms } of fixtures.descents) {
    const found = learningCurves(spectrum, steps, step_size);
    close(Array.from(found.loss), loss, `${name}: loss`);
    close(Array.from(found.norms), norms, `${name}: norms`);
  }
});

test("test loss equals Python's", () => {
  assert.ok(fixtures.held_out.length >= 3);
  for (const { step_size, steps, loss, ...both } of fixtures.held_out)
    close(testLoss(both, steps, step_size), loss, "test loss");
});

test("small shares of a weight keep their digits", () => {
  const [share] = learntShares([1e-5], 3, 0.5); // 1 - (1 - 5e-11)^3
  assert.ok(Math.abs(share / 1.5e-10 - 1) < 1e-9);
});

test("the first step at which a goal is reached", () => {
  const spectrum = { sigma: [2, 0.3], power: [3, 1], residual: 0 };
  const steps = stepsTo(spectrum, 0.01, 0.2);
  const [before, at] = trainingLoss(spectrum, [steps - 1, steps], 0.2);
  assert.ok(before > 0.04 && at <= 0.04);
  assert.equal(stepsTo(spectrum, 1, 0.2), 0);
  assert.equal(stepsTo(spectrum, 0.01, 0.6), null, "beyond the limit");
  assert.equal(stepsTo({ ...spectrum, residual: 1 }, 0.01, 0.2), null, "the residual stays");
});

test("divergence is infinite, not NaN", () => {
  const { loss, norms } = learningCurves(
    { sigma: [2, 1], power: [1, 0], residual: 1 },
    [0, 1e5],
    5,
  );
  assert.deepEqual([loss[0], loss[1], norms[0], norms[1]], [2, Infinity, 0, Infinity]);
});
