// What of arrays is features and what labels: columns of tables, classes, one-hot arrays.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  featuresOf,
  labelsOf,
  matrixOf,
  offered,
  withOneHot,
} from "../../repalign/widgets/js/yours/arrays.js";
import { besides, columnsOf, firstChoice, fitted } from "../../repalign/widgets/js/yours/choice.js";
import { leftOut } from "../../repalign/widgets/js/yours/columns.js";
import { sizeOf } from "../../repalign/widgets/js/yours/cost.js";
import { readFile } from "../../repalign/widgets/js/yours/file.js";

const read = (text) => readFile("t.csv", new TextEncoder().encode(text));
const TABLE = read("id,x,y,x\n17,1,0,4\n18,2,1,5\n19,4,1,7\n20,8,0,6");

test("columns of one name are told apart", () => {
  assert.deepEqual(
    TABLE[0].columns.map(({ name }) => name),
    ["id", "x", "y", "x (2)"],
  );
});

test("a column that counts the rows is left out at first, and the labels always", () => {
  const found = offered(TABLE);
  const choice = firstChoice(found);
  const [table] = found.features;
  assert.deepEqual(table.counting, ["id"]);
  assert.deepEqual(columnsOf(table, choice), { all: ["id", "x", "x (2)"], kept: ["x", "x (2)"] });
  assert.deepEqual(sizeOf(table, choice, true), { n: 4, d: 3 });
  assert.match(leftOut(table, table.counting), /^Left out of “t”: “id”, whole numbers/);
  const all = fitted({ ...choice, left: { t: [] } });
  assert.deepEqual(columnsOf(table, all).kept, ["id", "x", "x (2)"]);
  const { features, d } = matrixOf(TABLE[0], { columns: ["x", "x (2)"] });
  assert.deepEqual([d, [...features.subarray(0, 4)]], [2, [1, 4, 2, 5]]);
  assert.throws(() => matrixOf(TABLE[0], { columns: [] }), /no column of numbers left/);
});

test("numbers of rows beside labels are no features", () => {
  assert.deepEqual(featuresOf(read("id,y\n0,1\n1,0\n2,1")), []);
  const [steps] = offered(read("a,b,c\n1,2,1\n2,4,1\n4,6,3\n")).features;
  assert.deepEqual(steps.counting, [], "neither steps of two nor of any size");
});

const layer = { name: "layer", shape: [3, 2], values: Float64Array.of(1, 2, 3, 4, 5, 6) };
const hot = { name: "hot", shape: [3, 2], values: Uint8Array.of(0, 1, 1, 0, 0, 1) };
const named = (list) => list.map(({ name }) => name);

test("an array with one 1 a row is labels where there are no others", () => {
  const arrays = withOneHot([layer, hot]);
  assert.deepEqual(named(featuresOf(arrays)), ["layer"]);
  const [{ name, values, oneHot }] = labelsOf(arrays);
  assert.deepEqual([name, [...values], oneHot], ["hot", [1, 0, 1], true]);
  assert.ok(firstChoice(offered(arrays)).labels.oneHot);
  const y = { name: "y", shape: [3], values: Int8Array.of(0, 1, 1) };
  assert.deepEqual(named(featuresOf(withOneHot([layer, hot, y]))), ["layer", "hot"]);
});

test("neither two ones a row, other numbers nor an identity matrix are one-hot", () => {
  for (const values of [
    [1, 1, 1, 0, 0, 1],
    [0, 0, 1, 1, 0, 1],
    [0, 2, 1, 0, 0, 1],
    [0, Number.NaN, 1, 0, 0, 1],
  ])
    assert.deepEqual(labelsOf(withOneHot([{ ...hot, values: Float64Array.from(values) }])), []);
  const identity = { name: "i", shape: [2, 2], values: Uint8Array.of(1, 0, 0, 1) };
  assert.deepEqual(named(featuresOf(withOneHot([identity]))), ["i"]);
});

test("three to twenty classes are measured besides, where all samples take part", () => {
  const labelled = (count) => ({
    classes: Array.from({ length: count }, (_, value) => [value, 5]),
  });
  const counts = [2, 3, 20, 21].map((count) => besides({ labels: labelled(count) }).length);
  assert.deepEqual(counts, [0, 3, 20, 0]);
  assert.deepEqual(besides({ labels: labelled(3), negative: 1 }), []);
  assert.deepEqual(besides({ labels: { classes: null } }), []);
});
