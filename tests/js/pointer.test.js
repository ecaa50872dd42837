// What the pointer means in a chart: the value that a handle sets, the point that is named.

import assert from "node:assert/strict";
import { test } from "node:test";

import { scaleLinear, scaleLog } from "d3-scale";
import { valueAt } from "../../repalign/widgets/js/parts/handles.js";
import { nearest } from "../../repalign/widgets/js/parts/hover.js";

const log = scaleLog().domain([0.01, 100]).range([0, 400]);
const linear = scaleLinear().domain([0, 10]).range([0, 100]);

test("a handle sets an index, one of its rule's values, or any value to three digits", () => {
  assert.equal(valueAt(190, log, [0.1, 1, 10]), 1);
  assert.equal(valueAt(-50, log, [0.1, 1, 10]), 0);
  // Nearest where the reader sees it: 3.5 is nearer to 10 than to 1 on this axis.
  assert.equal(valueAt(log(3.5), log, undefined, [1, 10]), 10);
  assert.equal(valueAt(33.333, linear), 3.33);
});

const marks = [
  { type: "rule", x: 5 },
  {
    type: "line",
    name: "line",
    points: [
      [0, 1],
      [5, 5],
      [10, 1],
    ],
  },
  {
    type: "step",
    name: "step",
    points: [
      [0, 9],
      [4, 9],
      [10, 7],
    ],
  },
  { type: "bars", name: "bars", width: 1, points: [[8, 3]] },
  { type: "dots", name: "dots", points: [] },
];

test("what is near is found, and nothing beyond reach", () => {
  const scales = { x: linear, y: scaleLinear().domain([0, 10]).range([100, 0]) };
  const at = (left, top) => nearest(marks, scales, [left, top]);
  assert.deepEqual([at(52, 48).mark.name, at(52, 48).point], ["line", [5, 5]]);
  assert.deepEqual([at(70, 29).mark.name, at(70, 29).point], ["step", [7, 7]]);
  assert.deepEqual(at(78, 69).point, [8, 3]);
  assert.equal(at(20, 50), undefined);
});
