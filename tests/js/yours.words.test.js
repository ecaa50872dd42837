// What stands beside charts of a result.

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawnOf, drawnSome, fixed } from "../../repalign/widgets/js/yours/words.js";

const layerOf = (name, share) => ({ name, sigma: [1], power: [share], residual: 1 - share });
const names = (layers) => layers.map(({ name }) => name);
const layers = [0.1, 0.2, 0.3, 0.9, 0.8, 0.7].map((share, i) => layerOf("abcdef"[i], share));

test("of many layers charts show those that are named and the best, in their order", () => {
  assert.deepEqual(names(drawnOf({ layers })), ["c", "d", "e", "f"]);
  const lead = { best: "d", rival: "a" };
  assert.deepEqual(names(drawnOf({ layers, lead })), ["a", "d", "e", "f"]);
  assert.deepEqual(names(drawnOf({ layers: layers.slice(0, 3), lead })), ["a", "b", "c"]);
});

test("that some are not shown is said", () => {
  const said = drawnSome({ layers, normalize: false });
  assert.match(said, /^Of 6 layers the charts show 4: .* names, and the best at τ = 0.1 ‖Φ‖\.$/);
  assert.equal(drawnSome({ layers: layers.slice(0, 4), normalize: true }), "");
});

test("a result alone says how it was measured", () => {
  assert.match(fixed({ normalize: true, bias: false }), /rows of length one, without a constant/);
  assert.match(fixed({ normalize: false, bias: true }), /rows as they are, with a constant/);
});
