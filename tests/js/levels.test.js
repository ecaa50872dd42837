// What explorers of curves on levels share.

import assert from "node:assert/strict";
import { test } from "node:test";

import { curve, dot, levelAxis, share } from "../../repalign/widgets/js/levels.js";

const LEVELS = [0.1, 0.2, 0.5];

test("marks are in shares, not in thousandths", () => {
  assert.deepEqual(curve(LEVELS, [900, 850, 0], "ra-c1").points, [[0.1, 0.9], [0.2, 0.85], [0.5, 0]]);
  assert.deepEqual(dot(LEVELS, [900, 850, 0], "ra-c1", 1).points, [[0.2, 0.85]]);
  assert.equal(share([900, 850, 0], 1), "85.0 %");
  assert.deepEqual(levelAxis(LEVELS).domain, [0.1, 0.5]);
});
