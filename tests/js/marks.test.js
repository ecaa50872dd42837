// Axes and marks that explorers share.

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  epochAxis,
  fractions,
  levelAxis,
  point,
  share,
  step,
} from "../../repalign/widgets/js/parts/marks.js";

const LEVELS = [0.1, 0.2, 0.5];

test("marks are in shares, not in thousandths", () => {
  const shares = fractions([900, 850, 0]);
  const corners = [
    [0.1, 0.9],
    [0.2, 0.85],
    [0.5, 0],
  ];
  assert.deepEqual(step(LEVELS, shares, "ra-c1").points, corners);
  assert.deepEqual(point(LEVELS[1], shares[1], "ra-c1").points, [corners[1]]);
  assert.equal(share([900, 850, 0], 1), "85.0 %");
});

test("axes end where the curves do", () => {
  assert.deepEqual(levelAxis(LEVELS).domain, [0.1, 0.5]);
  assert.deepEqual(epochAxis([0, 3, 30]).domain, [0.5, 30]);
  assert.deepEqual(
    epochAxis([0, 3, 30]).ticks.map(([, text]) => text),
    ["0", "1", "10"],
  );
});
