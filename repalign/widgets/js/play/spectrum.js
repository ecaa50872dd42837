// Spectra of features in the page, as `repalign.spectrum(repalign.prepare(features), labels)`.

import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { triangle } from "./triangle.js";

const CLOSE = 1e-9; // of ||y||^2

const sum = (numbers) => numbers.reduce((all, x) => all + x, 0);

/**
 * Singular values of features and squared projections of label columns.
 *
 * Rounding may move a share of up to eps sigma_1 / sigma_i of ||y||^2 between the directions down
 * to sigma_i and the others: `certain` counts the first directions, where that is less than 1e-9.
 * Of singular values as close to each other as that, only the sum of projections is certain.
 *
 * A generator, so that a worker can stop it between blocks of rows; only the singular value
 * decomposition of a triangle as wide as the features comes in one piece, at the end.
 *
 * @param {Float64Array} features (n, d), row after row; without `normalize`, the largest between
 *   1e-150 and 1e150, since they are squared
 * @param {ArrayLike<number>[]} labels columns of length n
 * @param {{ bias?: boolean, normalize?: boolean, vectors?: number }} options the first two as those
 *   of `repalign.prepare`; how many of the right singular vectors are wanted
 * @returns {Generator<number, { sigma: Float64Array, power: Float64Array, residual: number,
 *   certain: number, vectors: Float64Array[] }[]>} yields the share of rows done; returns a
 *   spectrum a label column, as `parts/math.js` takes them, with the same vectors (d,) in each
 * @throws {RangeError} a row is not finite, or is zero and must have length one
 */
export function* spectra(features, labels, options = {}) {
  const { vectors: wanted = 0, ...preparation } = options;
  const n = labels[0].length;
  const entry = prepared(features, n, preparation);
  const d = entry.width;
  const { rows, coordinates, outside, across } =
    n < d ? yield* wide(entry.at, n, d, labels) : yield* tall(entry.at, n, d, labels);
  const svd = new SingularValueDecomposition(new Matrix(rows), {
    computeRightSingularVectors: wanted > 0,
  });
  const { diagonal, leftSingularVectors: U } = svd;
  const least = Math.max(n, d) * Number.EPSILON * diagonal[0];
  const sigma = Float64Array.from(diagonal.filter((value) => value > least));
  const certain = sigma.filter((value) => value * CLOSE > Number.EPSILON * sigma[0]).length;
  const vectors = Array.from({ length: Math.min(wanted, sigma.length) }, (_, i) =>
    across(U.getColumn(i), svd.rightSingularVectors.getColumn(i), sigma[i]),
  );
  const toDirections = U.transpose();
  return coordinates.map((c, k) => {
    const projections = toDirections.mmul(Matrix.columnVector(c)).to1DArray();
    const squares = Float64Array.from(projections, (p) => p * p);
    const power = squares.slice(0, sigma.length);
    return {
      sigma,
      power,
      residual: outside[k] + sum(squares.subarray(sigma.length)),
      certain,
      vectors,
    };
  });
}

/**
 * Features with a bias in front and rows of length one, where that is asked for.
 *
 * @param {Float64Array} features (n, d), row after row
 * @returns {{ at: (i: number, j: number) => number, width: number }} the entry of row i and column
 *   j, and how many columns there are
 * @throws {RangeError} a row is not finite, or is zero and must have length one
 */
export function prepared(features, n, { bias = true, normalize = true } = {}) {
  const d = features.length / n;
  const lengths = Float64Array.from({ length: n }, (_, i) =>
    rowLength(features.subarray(i * d, (i + 1) * d), bias),
  );
  const wrong = lengths.findIndex((length) => !Number.isFinite(length) || (normalize && !length));
  if (wrong >= 0) throw new RangeError(`row ${wrong} of the features is zero or not finite`);
  const at = (i, j) =>
    (bias && j === 0 ? 1 : features[i * d + j - bias]) / (normalize ? lengths[i] : 1);
  return { at, width: d + bias };
}

/** Divided by the largest entry first: the square of a huge feature must not overflow. */
function rowLength(row, bias) {
  const largest = row.reduce((most, x) => Math.max(most, Math.abs(x)), Number(bias));
  if (largest === 0) return 0;
  return largest * Math.sqrt(sum(row.map((x) => (x / largest) ** 2)) + (bias / largest) ** 2);
}

/** With [Phi Y] = Q R, R holds the singular values of Phi, Q^T Y, and what lies outside of Q. */
function* tall(entry, n, d, labels) {
  const { R, stride } = yield* triangle(n, d + labels.length, (i, j) =>
    j < d ? entry(i, j) : labels[j - d][i],
  );
  const column = (j, from, to) =>
    Float64Array.from({ length: to - from }, (_, i) => R[(from + i) * stride + j]);
  return {
    rows: Array.from({ length: d }, (_, i) => R.subarray(i * stride, i * stride + d)),
    coordinates: labels.map((_, k) => column(d + k, 0, d)),
    outside: labels.map((_, k) => sum(column(d + k, d, d + k + 1).map((x) => x * x))),
    across: (_u, v) => Float64Array.from(v),
  };
}

/**
 * Fewer samples than features: Phi = R^T Q^T, where the triangle is as wide as the samples. A right
 * singular vector is then Phi^T u / sigma.
 */
function* wide(entry, n, d, labels) {
  const { R, stride } = yield* triangle(d, n, (i, j) => entry(j, i));
  return {
    rows: Array.from({ length: n }, (_, i) =>
      Float64Array.from({ length: n }, (_, j) => R[j * stride + i]),
    ),
    coordinates: labels,
    outside: labels.map(() => 0),
    across: (u, _v, sigma) =>
      Float64Array.from(
        { length: d },
        (_, j) => sum(u.map((each, i) => each * entry(i, j))) / sigma,
      ),
  };
}
