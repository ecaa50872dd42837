// What may come from outside, and what becomes of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  between,
  bounded,
  follow,
  indexOf,
  nearest,
  nearestOf,
  oneOf,
  someOf,
  whole,
} from "../../repalign/widgets/js/parts/state.js";

const JUNK = [
  undefined,
  null,
  NaN,
  Infinity,
  "1e999",
  "NaN",
  "",
  " ",
  "fast",
  {},
  [],
  [3],
  "[3]",
  true,
];
const LEVELS = [0.1, 0.2, 0.5];

/** A model without a page or a kernel. */
function modelOf(traits) {
  return { traits, get: (name) => traits[name], set: (name, value) => (traits[name] = value) };
}

test("the nearest level, also of a number far outside", () => {
  assert.deepEqual(
    [0, 0.14, 0.16, 1e300, -5].map((value) => nearest(LEVELS, value)),
    [0, 0, 1, 2, 0],
  );
});

test("numbers, and the texts of numbers, stay within their limits", () => {
  const cases = { "-1e300": 1, "-0": 1, 2.4: 2.4, 2.6: 2.6, 1e300: 3, 7: 3 };
  for (const [value, fitted] of Object.entries(cases))
    assert.equal(between(1, 3).fit(value), fitted);
  assert.deepEqual([2.6, "0x2", -9].map(whole(1, 3).fit), [3, 2, 1]);
  assert.deepEqual([-1, 1.4, 99].map(indexOf(LEVELS).fit), [0, 1, 2]);
  assert.deepEqual([-1, "0.16", 99].map(nearestOf(LEVELS).fit), [0.1, 0.2, 0.5]);
});

test("choices are as they were declared", () => {
  assert.deepEqual(["true", false, 1, "yes"].map(oneOf([true, false]).fit), [
    true,
    false,
    undefined,
    undefined,
  ]);
  const fit = someOf(["a", "b"]).fit;
  assert.deepEqual(['["b","a","c"]', ["b", "b"], "[]"].map(fit), [["a", "b"], ["b"], []]);
  assert.deepEqual(['["c"]', '[["a"]]', "a", "[", 3].map(fit), Array(5).fill(undefined));
});

test("what makes no sense is no value, and leaves the last one standing", () => {
  for (const rule of [between(1, 3), whole(1, 3), indexOf(LEVELS), nearestOf(LEVELS)])
    assert.deepEqual(
      JUNK.map(rule.fit),
      JUNK.map(() => undefined),
    );
  const model = modelOf({ ratio: NaN });
  const state = bounded(model, { ratio: between(1, 3) });
  assert.equal(state.get("ratio"), 1);
  for (const [value, shown] of [
    [2, 2],
    ["NaN", 2],
    [99, 3],
  ]) {
    model.traits.ratio = value;
    assert.equal(state.get("ratio"), shown);
  }
});

test("limits may depend on another trait, which is within its own", () => {
  const last = [2, 5];
  const rules = {
    dataset: indexOf(last),
    checkpoint: (state) => whole(0, last[state.get("dataset")]),
  };
  const model = modelOf({ dataset: 99, checkpoint: 99 });
  assert.equal(bounded(model, rules).get("checkpoint"), 5);
  model.traits.dataset = -1;
  assert.equal(bounded(model, rules).get("checkpoint"), 2);
});

test("an address sets what it names, resets the rest, and reaches nothing else", () => {
  const rules = {
    n: whole(0, 9),
    ratio: between(0, 1),
    shown: someOf(["a", "b"]),
    secret: whole(0, 9),
  };
  const initial = { n: 4, ratio: 0.5, shown: ["a", "b"], secret: 7 };
  const model = modelOf({
    ...initial,
    ratio: 0.9,
    page_state: ["n", "ratio", "shown", "unruled"],
    unruled: 1,
  });
  follow({ model, query: 'n=-50&shown=["b"]&secret=1&unruled=2&n=3', initial }, rules);
  assert.deepEqual(model.traits, {
    ...model.traits,
    n: 0,
    ratio: 0.5,
    shown: ["b"],
    secret: 7,
    unruled: 1,
  });
  follow({ model, query: "n=fast&shown=%5B&ratio=1e999", initial }, rules);
  assert.deepEqual(model.traits, { ...model.traits, ...initial });
});
