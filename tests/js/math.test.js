// The explorers' mathematics against the Python package: fixtures.json is written by tests/test_fixtures.py from it.

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
  targetNormSq,
} from "../../repalign/widgets/js/math.js";

const fixtures = JSON.parse(readFileSync(new URL("fixtures.json", import.meta.url)));
const TOLERANCE = 1e-9;

function close(actual, expected, what) {
  assert.equal(actual.length, expected.length, `${what}: lengths`);
  actual.forEach((value, i) => {
    const bound = TOLERANCE * Math.max(1, Math.abs(expected[i]));
    assert.ok(Math.abs(value - expected[i]) <= bound, `${what}[${i}]: ${value} is not ${expected[i]}`);
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
