// What "Bring your own" measures and says: against tests/test_yours.py, on the page's sample.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { alignment } from "../../repalign/widgets/js/parts/math.js";
import {
  featuresOf,
  labelsOf,
  matrixOf,
  offered,
  targetOf,
} from "../../repalign/widgets/js/yours/arrays.js";
import { firstChoice, fitted } from "../../repalign/widgets/js/yours/choice.js";
import {
  amount,
  bytesOf,
  duration,
  secondsOf,
  sizeOf,
} from "../../repalign/widgets/js/yours/cost.js";
import { readFile } from "../../repalign/widgets/js/yours/file.js";
import { LEVELS, lengthOf, measure } from "../../repalign/widgets/js/yours/measure.js";
import { classRowsOf, intent, rowsOf, verdict } from "../../repalign/widgets/js/yours/words.js";

const FILE = new URL("../../repalign/widgets/sample.npz", import.meta.url);
const expected = JSON.parse(readFileSync(new URL("yours.json", import.meta.url))).sample;
const arrays = readFile("sample.npz", new Uint8Array(readFileSync(FILE)));
const OPTIONS = { bias: true, normalize: true, shuffles: 200 };

function finished(generator) {
  for (;;) {
    const { done, value } = generator.next();
    if (done) return value;
  }
}

const { rows, y } = targetOf(labelsOf(arrays)[0], { positive: 3, negative: 9 });
const layers = featuresOf(arrays).map((array) => {
  const matrix = { name: array.name, ...matrixOf(array, { pool: "flatten", rows }) };
  return finished(measure(matrix, y, OPTIONS));
});
const result = { labels: "digit, 3 against 9", bias: true, normalize: true, layers };

test("layers of the sample are measured as by the package", () => {
  assert.deepEqual(
    layers.map(({ name }) => name),
    Object.keys(expected),
  );
  for (const { name, n, d, sigma, ...found } of layers) {
    const python = expected[name];
    assert.deepEqual([n, sigma.length], [y.length, python.sigma.length], name);
    assert.ok(d > sigma.length);
    sigma.forEach((value, i) => assert.ok(Math.abs(value - python.sigma[i]) < 1e-9));
    LEVELS.forEach((level, i) => {
      const share = alignment({ sigma, ...found }, level * lengthOf(sigma));
      assert.ok(Math.abs(share - python.alignment[i]) < 1e-9 * n, `${name} at ${level}`);
    });
  }
});

test("the band is that of repalign.permutation_null", () => {
  for (const { name, n, sigma, band } of layers)
    LEVELS.forEach((level, i) => {
      const place = band.taus.findIndex((tau) => tau === level * lengthOf(sigma));
      const [low, high] = expected[name].null.map((values) => values[i]);
      // Quantiles of 200 shuffles beside those of 2000.
      const near = Math.max(0.35 * (high - low), 1e-9 * n);
      assert.ok(Math.abs(band.low[place] - low) < near, `${name}: ${band.low[place]}, ${low}`);
      assert.ok(Math.abs(band.high[place] - high) < near, `${name}: ${band.high[place]}, ${high}`);
    });
});

test("words say which layer is aligned most, and how that compares with chance", () => {
  const said = verdict(result);
  assert.match(said, /At τ = 0.1 √n “hidden_trained” holds 89.1 % of the labels/);
  assert.match(
    said,
    /“pixels” comes next with 81.0 %, a lead of 8.1 points that is too small to call/,
  );
  assert.match(said, /Every layer holds more/);
  const others = verdict({ ...result, layers: layers.slice(1) });
  assert.match(others, /“hidden_untrained” comes next .* lead of 25.9 points is more than/);
  const single = verdict({ ...result, layers: layers.slice(0, 1) });
  assert.match(single, /That is more than shuffled labels/);
  assert.doesNotMatch(single, /Every layer/);
});

test("rows of the table have a cell a layer, and tell the constant feature from the others", () => {
  const cells = (of) =>
    Object.fromEntries(rowsOf(of).map(({ texts: [[name, text]] }) => [name, text]));
  assert.ok(rowsOf(result).every(({ texts }) => texts.length === layers.length));
  assert.match(cells(result)["level-0.1"], /^81.0 %\n\(\d+\.\d–\d+\.\d\)$/);
  assert.equal(cells(result).size, `${y.length} ×\n64 + 1`);
  assert.equal(cells({ ...result, bias: false }).size, `${y.length} ×\n65`);
});

test("after a problem little is said", () => {
  assert.equal(intent(OPTIONS, "a: is empty."), "Nothing is measured.");
  assert.match(intent(OPTIONS, null), /choose files.* 200 shuffled/);
});

test("other classes are measured in the same reduction", () => {
  const [array] = featuresOf(arrays);
  const of = (positive) => targetOf(labelsOf(arrays)[0], { positive }).y;
  const matrix = { name: array.name, ...matrixOf(array, { pool: "flatten" }) };
  const options = { ...OPTIONS, shuffles: 20 };
  const both = finished(measure(matrix, of(3), options, [of(3), of(9)]));
  const alone = finished(measure(matrix, of(9), options));
  const at = (found) => alignment(found, LEVELS[1] * lengthOf(found.sigma));
  assert.ok(Math.abs(both.others[0] - at(both)) < 1e-9 * matrix.n);
  assert.ok(Math.abs(both.others[1] - at(alone)) < 1e-9 * matrix.n);
  const classes = [
    { value: 3, size: 51, isBanded: true },
    { value: 9, size: 50, isBanded: false },
  ];
  const rows = classRowsOf({ layers: [both], classes });
  assert.deepEqual(
    rows.map(({ head: [head] }) => head),
    ["3 (51)", "9 (50)"],
  );
  assert.match(rows[0].texts[0][1], /^\d+\.\d %\n\(≤ \d+\.\d\)$/);
  assert.match(rows[1].texts[0][1], /^\d+\.\d %$/);
  assert.equal(
    classRowsOf({ layers: [{ ...both, band: null }], classes })[0].texts[0][1].includes("≤"),
    false,
  );
});

test("labels of chance are named, and so is what rounding decides", () => {
  const [first] = layers;
  const { band } = first;
  const drowned = { ...first, band: { ...band, high: band.high.map(() => y.length) } };
  assert.match(
    verdict({ ...result, layers: [drowned] }),
    /No more than shuffled labels would get: “pixels”/,
  );
  assert.match(
    verdict({ ...result, layers: [{ ...first, certain: 3 }] }),
    /the last \d+ of \d+ directions is uncertain/,
  );
  const bare = verdict({ ...result, layers: layers.map((each) => ({ ...each, band: null })) });
  assert.doesNotMatch(bare, /chance|undefined|NaN/);
});

test("rows as they are have thresholds in units of the length of all features", () => {
  const matrix = { name: "a", features: Float64Array.of(3, 0, 0, 4, 0, 0), n: 3, d: 2 };
  const options = { bias: false, normalize: false, shuffles: 20 };
  const { sigma, n, d } = finished(measure(matrix, Float64Array.of(1, -1, 0), options));
  assert.deepEqual([n, d], [3, 2]);
  assert.ok(Math.abs(lengthOf(sigma) - 5) < 1e-12);
  assert.throws(
    () => finished(measure(matrix, y.slice(0, 3), { ...options, normalize: true })),
    /row 2 .*constant feature/,
  );
});

const deep = {
  name: "deep",
  shape: [2, 2, 3],
  values: Float64Array.from({ length: 12 }, (_, i) => i),
};

test("axes after the first are features, or averaged over places", () => {
  const of = (pool) => [...matrixOf(deep, { pool }).features];
  assert.deepEqual(of("flatten"), [...deep.values]);
  assert.deepEqual(of("last"), [1, 4, 7, 10]);
  assert.deepEqual(of("middle"), [1.5, 2.5, 3.5, 7.5, 8.5, 9.5]);
});

test("what is no number is refused with its row", () => {
  const values = Float64Array.from(deep.values, (value) => (value === 7 ? Number.NaN : value));
  assert.throws(
    () => matrixOf({ ...deep, values }, { pool: "flatten" }),
    /row 1 .* NaN in column 1/,
  );
  assert.throws(
    () => targetOf({ name: "y", values: Float64Array.of(1, Number.NaN) }, {}),
    /row 1 .*NaN/,
  );
});

test("labels are two classes, one against all others, or a number", () => {
  const values = ["a", "b", "c", "a"];
  assert.deepEqual(
    targetOf({ name: "y", values }, { positive: "a", negative: "c" }).rows,
    [0, 2, 3],
  );
  assert.deepEqual([...targetOf({ name: "y", values }, { positive: "b" }).y], [-1, 1, -1, -1]);
  assert.deepEqual(
    [...targetOf({ name: "y", values: Float64Array.of(1, 2, 6) }, {}).y],
    [-2, -1, 3],
  );
  assert.throws(
    () => targetOf({ name: "y", values: ["a", "a"] }, { positive: "a" }),
    /all 2 samples are of one class, “a”/,
  );
  assert.throws(() => targetOf({ name: "y", values: Float64Array.of(2, 2) }, {}), /same number/);
});

test("a word for what is missing is no class", () => {
  for (const cell of ["", " ", "NaN", "nan", "NA", "N/A", "null", "NULL", "None"]) {
    const text = `# pets\nx,kind\n1,cat\n2,dog\n3,${cell}\n4,cat\n`;
    const [, labels] = labelsOf(readFile("a.csv", new TextEncoder().encode(text)));
    assert.throws(
      () => targetOf(labels, { positive: "cat" }),
      /^Error: a: kind: line 5 is ".*", which is no label. Fill it in/,
    );
  }
  const array = { name: "y", values: ["a", "nan"] };
  assert.throws(() => targetOf(array, { positive: "a" }), /row 1 \(counted from 0\) is "nan"/);
});

test("a first choice has labels that fit, and at most four layers", () => {
  const found = offered(arrays);
  const choice = firstChoice(found);
  assert.deepEqual(
    choice.layers.map(({ name }) => name),
    ["pixels", "hidden_untrained", "hidden_trained"],
  );
  assert.deepEqual([choice.labels.name, choice.positive, choice.negative], ["digit", 0, undefined]);
  assert.equal(choice.said, "digit, 0 against all others");
  assert.equal(fitted({ ...choice, negative: 0 }).negative, undefined);
  const many = { ...found, features: [...found.features, ...found.features] };
  assert.equal(firstChoice(many).layers.length, 4);
  assert.equal(firstChoice({ features: found.features, labels: [] }).labels, undefined);
});

test("time and memory are said beforehand, of the samples that take part", () => {
  const [pixels] = offered(arrays).features;
  const choice = fitted({ ...firstChoice(offered(arrays)), positive: 3, negative: 9 });
  assert.deepEqual(sizeOf(pixels, choice, true), { n: y.length, d: 65 });
  assert.deepEqual(
    sizeOf(
      { shape: [9, 4, 5], deep: true },
      { ...choice, negative: undefined, pool: "middle" },
      false,
    ),
    { n: 9, d: 5 },
  );
  const once = secondsOf({ n: 20000, d: 512, labels: 100 });
  const twice = secondsOf({ n: 40000, d: 512, labels: 100 });
  assert.ok(Math.abs(twice.triangle / once.triangle - 2) < 1e-12);
  assert.equal(bytesOf({ n: 1e6, d: 2 }), 16e6);
  assert.deepEqual([duration(0.2), duration(45), duration(600)], ["1 s", "45 s", "10 min"]);
  assert.deepEqual([amount(5e6), amount(1.5e9)], ["5 MB", "1.5 GB"]);
});
