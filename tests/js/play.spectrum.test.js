// Spectra computed in the page against repalign.spectrum: tests/test_play.py writes play.json.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { alignmentCurve, targetNormSq } from "../../repalign/widgets/js/parts/math.js";
import { normal, STREAMS, uniform } from "../../repalign/widgets/js/play/random.js";
import { spectra } from "../../repalign/widgets/js/play/spectrum.js";

const fixtures = JSON.parse(readFileSync(new URL("play.json", import.meta.url)));
const TOLERANCE = 1e-9; // of ||y||^2
const ROUNDING = 1e-12;

/** What a generator returns once it has yielded all its progress. */
function finished(generator) {
  for (;;) {
    const { done, value } = generator.next();
    if (done) return value;
  }
}

const sum = (numbers) => numbers.reduce((all, x) => all + x, 0);

/** Sums of squared projections down to each direction: single ones may depend on the basis. */
const sums = (power) => Array.from(power, (_, i) => sum(power.slice(0, i + 1)));

function assertSame(found, { name, sigma, power, residual }, k) {
  const norm = targetNormSq({ power: power[k], residual: residual[k] });
  assert.equal(found.sigma.length, sigma.length, `${name}: rank`);
  found.sigma.forEach((value, i) => {
    assert.ok(Math.abs(value - sigma[i]) <= ROUNDING * sigma[0], `${name}: sigma ${i}`);
  });
  const expected = sums(power[k]);
  sums(found.power).forEach((value, i) => {
    const uncertain = (Number.EPSILON * sigma[0]) / sigma[i];
    const bound = i < found.certain ? TOLERANCE : uncertain;
    const apart = Math.abs(value - expected[i]);
    assert.ok(apart <= bound * norm, `${name}: ${apart / norm} of the label at direction ${i}`);
  });
  assert.ok(Math.abs(targetNormSq(found) - norm) <= ROUNDING * norm, `${name}: ||y||^2`);
}

test("spectra equal Python's, whatever the features", () => {
  assert.ok(fixtures.spectra.length >= 10);
  for (const { features, prepared, labels, ...expected } of fixtures.spectra) {
    const options = { bias: prepared, normalize: prepared };
    const found = finished(spectra(Float64Array.from(features), labels, options));
    assert.equal(found.length, labels.length);
    for (const k of labels.keys()) assertSame(found[k], expected, k);
  }
});

test("single projections equal Python's where singular values are apart", () => {
  const { features, labels, power } = fixtures.spectra[0];
  const [first] = finished(spectra(Float64Array.from(features), labels));
  first.power.forEach((value, i) => {
    assert.ok(Math.abs(value - power[0][i]) < TOLERANCE * labels[0].length);
  });
});

test("what rounding decides is said", () => {
  const certain = (least) => {
    const { features, labels } = fixtures.spectra.find(({ name }) => name.endsWith(least));
    const raw = { bias: false, normalize: false };
    return finished(spectra(Float64Array.from(features), labels, raw))[0].certain;
  };
  assert.equal(certain("1e-07"), 7);
  assert.equal(certain("1e-10"), 5);
});

function features(n, d) {
  const draw = normal(uniform(1, STREAMS.data));
  return Float64Array.from({ length: n * d }, draw);
}

test("squares of singular values add up to n, and projections to the labels", () => {
  const n = 500;
  const y = Float64Array.from({ length: n }, (_, i) => (i % 3 ? 1 : -1));
  const [found] = finished(spectra(features(n, 21), [y]));
  assert.ok(Math.abs(sum(found.sigma.map((s) => s * s)) - n) < 1e-9);
  assert.ok(Math.abs(targetNormSq(found) - n) < 1e-9);
  const [none, every] = alignmentCurve(found, [found.sigma[0] * 2, 0]);
  assert.deepEqual([none, every], [0, targetNormSq(found)]);
  assert.equal(found.certain, 22);
});

test("progress rises to one, and every share comes before more work", () => {
  for (const [n, d] of [
    [700, 5],
    [3, 400],
  ]) {
    const shares = [...spectra(features(n, d), [new Float64Array(n).fill(1)])];
    assert.ok(shares.length > 3);
    assert.deepEqual(
      shares,
      [...shares].sort((a, b) => a - b),
    );
    assert.equal(shares.at(-1), 1);
  }
});

test("rows of any length become one; zero ones and what is no number are refused", () => {
  const y = [[1, -1]];
  const raw = (normalize) => ({ bias: false, normalize });
  const of = (numbers, options) => finished(spectra(Float64Array.from(numbers), y, options));
  assert.throws(() => of([0, 1], raw(true)), /row 0/);
  assert.throws(() => of([1, Number.NaN]), /row 1/);
  assert.throws(() => of([1, Number.POSITIVE_INFINITY]), /row 1/);
  assert.deepEqual([...of([0, 2], raw(false))[0].sigma], [2]);
  assert.deepEqual([...of([0, 0], raw(false))[0].sigma], []);
  for (const [size, bias] of [
    [1e300, true],
    [1e-300, false],
  ]) {
    const [{ sigma }] = of([size, -size], { bias });
    assert.ok(Math.abs(sum(sigma.map((s) => s * s)) - 2) < ROUNDING);
  }
});
