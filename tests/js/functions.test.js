// What is drawn of peaks functions is what they are: fixtures.json holds Python's values.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { readingOf } from "../../repalign/widgets/js/parts/functions.js";
import { summed } from "../../repalign/widgets/js/parts/math.js";

const fixtures = JSON.parse(readFileSync(new URL("fixtures.json", import.meta.url)));

test("a peaks function takes the variable that the definition names", () => {
  assert.ok(fixtures.peaks.length);
  for (const { name, samples, values } of fixtures.peaks) {
    samples.forEach((sample, i) => {
      const letters = [..."ABCDEF"].map((letter, k) => [letter, sample[k]]);
      const { condition, read, unread, value } = readingOf(name, Object.fromEntries(letters));
      assert.equal(value, values[i], `${name} of sample ${i}`);
      assert.deepEqual([condition, read, unread].sort(), [...name].sort());
    });
  }
});

test("at one half the third variable is taken", () => {
  assert.equal(readingOf("ABC", { A: 0.5, B: 1, C: 0 }).read, "C");
});

test("differences add up, at the ends of nested lists", () => {
  assert.deepEqual(
    summed(
      [
        [500, -100],
        [0, 250],
      ],
      1000,
    ),
    [
      [0.5, 0.4],
      [0, 0.25],
    ],
  );
  assert.deepEqual(summed([], 1000), []);
});
