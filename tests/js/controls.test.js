// Where sliders rest: an arrow key leads from each rest to another value of the state.

import assert from "node:assert/strict";
import { test } from "node:test";

import { restsOf } from "../../repalign/widgets/js/parts/controls.js";
import { between, indexOf, nearestOf, whole } from "../../repalign/widgets/js/parts/state.js";

const LEVELS = [0.01, 0.014, 0.02, 5];
const linear = { step: 1, log: false, digits: 2 };
const logarithmic = { log: true, places: 101, digits: 2 };
const SLIDERS = [
  [between(0, 1), { ...linear, step: 0.01 }],
  [between(0.01, 1.2), { ...linear, step: 0.01 }],
  [between(0.0361, 38.42), logarithmic],
  [between(3, 3), logarithmic],
  [whole(1, 100_000), logarithmic],
  [whole(1, 1e12), { ...logarithmic, places: 49 }],
  [whole(20, 1000), { ...linear, step: 20 }],
  [indexOf([1]), linear],
  [nearestOf(LEVELS), linear],
];

test("rests ascend from one end of the rule to the other, and the state holds each of them", () => {
  for (const [rule, options] of SLIDERS) {
    const rests = restsOf(rule, options);
    assert.deepEqual(
      rests,
      [...new Set(rests)].sort((a, b) => a - b),
    );
    assert.deepEqual(rests.map(rule.fit), rests);
    for (const [rest, end] of [
      [rests[0], rule.low],
      [rests.at(-1), rule.high],
    ])
      assert.ok(Math.abs(rest - end) <= 0.005, `${rest} is not the end ${end}`);
  }
});

test("a slider rests on the values of its rule, and on whole numbers where only they count", () => {
  assert.equal(restsOf(nearestOf(LEVELS), logarithmic), LEVELS);
  assert.deepEqual(
    restsOf(whole(1, 1e12), { ...logarithmic, places: 49 }).slice(0, 5),
    [1, 2, 3, 6, 10],
  );
  assert.equal(restsOf(whole(20, 1000), { ...linear, step: 20 }).length, 50);
});
