// What three explorers say and draw, from closed forms.

import assert from "node:assert/strict";
import { test } from "node:test";

import { comparisonRows, differenceSpec } from "../../repalign/widgets/js/parts/comparison.js";
import { directions, fastPhaseEnd, reachOf } from "../../repalign/widgets/js/parts/directions.js";
import { lossSpec } from "../../repalign/widgets/js/parts/learning.js";

const LEVELS = [0.1, 0.5];
const chosen = {
  index: 3,
  start: [0, 0],
  start_error: [0, 0],
  trained: [900, 800],
  trained_error: [30, 0],
};
const compared = {
  index: 1,
  start: [115, 0],
  start_error: [5, 0],
  trained: [700, 0],
  trained_error: [40, 0],
};

test("a difference of shares is in points, its error the root of both squared", () => {
  const rows = (other) => comparisonRows({ chosen, compared: other, k: 0 });
  const [after, before] = rows(compared).map(({ texts }) => texts);
  assert.deepEqual(Object.fromEntries(after), {
    chosen: "90.0 %",
    compared: "70.0 %",
    difference: "+20.0 ± 5.0",
  });
  assert.equal(Object.fromEntries(before).difference, "−11.5 ± 0.5");
  assert.equal(Object.fromEntries(rows(chosen)[0].texts).difference, "+0.0 ± 0.0", "of itself");
});

test("the chart of differences is in points too", () => {
  const { y, marks } = differenceSpec({ chosen, compared, level: 0.5, k: 1 }, { levels: LEVELS });
  const [after] = marks.filter(({ type }) => type === "step");
  assert.deepEqual(after.points, [
    [0.1, 20],
    [0.5, 80],
  ]);
  assert.equal(y.say(80), "+80.0 points");
});

const spectrum = { sigma: [4, 2], power: [1, 3], residual: 0, norm: 4 };

test("a step size diverges beyond the singular value at which eta sigma^2 is 2", () => {
  assert.equal(reachOf(spectrum, 0.125), 4);
  assert.equal(reachOf(spectrum, 0.5), 2);
  assert.equal(reachOf(spectrum, 1e-6), 16, "the end of the axis");
  assert.ok(directions(spectrum, 3, 0.5)[0].rate > 0, "a larger one grows");
  assert.equal(fastPhaseEnd(spectrum, 0.5), null);
});

test("a learning curve ends where it leaves the chart", () => {
  const loss = [0.5, 1e-3, 1e-9, 1e-12];
  const computed = [{ curve: { ...spectrum, name: "one", color: "ra-c1" }, eta: 0.1, loss }];
  const now = { computed, step: 1, curve: spectrum, eta: 0.1 };
  const { marks } = lossSpec(now, { steps: [1, 2, 3, 4], max_steps: 4 });
  const { points } = marks.find(({ name }) => name === "one");
  assert.deepEqual(points, [
    [1, 0.5],
    [2, 1e-3],
    [Math.sqrt(2 * 3), 1e-6],
  ]);
});
