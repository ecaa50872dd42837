// The triangle R of rows = Q R: what stands for tall features once it no longer matters which
// sample is which. Householder's reflections keep the digits of small singular values, half of
// which a Gram matrix loses. One block of rows after another is folded into the triangle, so that
// memory stays small and a worker can stop between any two.

const ROWS = 128; // of a block: its columns in use stay in the cache

/**
 * Fold rows into the triangle of their QR factorisation; yields the share of rows done.
 *
 * @param {number} n rows
 * @param {number} m columns, any number of them
 * @param {(i: number, j: number) => number} entry of row i and column j
 * @returns {Generator<number, { R: Float64Array, stride: number }>} R, upper triangular, (m, m) in
 *   rows of length `stride`
 */
export function* triangle(n, m, entry) {
  // A column of zeros where m is odd: it changes nothing, and reflections come in pairs.
  const stride = m + (m % 2);
  const R = new Float64Array(stride * stride);
  const block = new Float64Array(stride * ROWS);
  for (let start = 0; start < n; start += ROWS) {
    const rows = Math.min(ROWS, n - start);
    block.fill(0);
    for (let j = 0; j < m; j++)
      for (let i = 0; i < rows; i++) block[j * ROWS + i] = entry(start + i, j);
    for (let k = 0; k < stride; k += 2) eliminate(R, block, stride, k);
    yield (start + rows) / n;
  }
  return { R, stride };
}

/** Columns k and k + 1 of the block become zero, by two reflections. */
function eliminate(R, block, stride, k) {
  const [u, v] = [k * ROWS, (k + 1) * ROWS];
  const [top, next] = [k * stride, (k + 1) * stride];
  const first = reflection(R, top + k, block, u);
  const along = first * (R[top + k + 1] + dot(block, u, v));
  R[top + k + 1] -= along;
  for (let i = 0; i < ROWS; i++) block[v + i] -= along * block[u + i];
  const second = reflection(R, next + k + 1, block, v);
  const both = { u, v, top, next, first, second, between: dot(block, u, v) };
  for (let c = k + 2; c < stride; c += 2) reflect(R, block, c, both);
}

/** Both reflections, of columns c and c + 1 at once: a number read serves two products. */
function reflect(R, block, c, { u, v, top, next, first, second, between }) {
  const a = c * ROWS;
  const b = a + ROWS;
  let ua = R[top + c];
  let ub = R[top + c + 1];
  let va = R[next + c];
  let vb = R[next + c + 1];
  for (let i = 0; i < ROWS; i++) {
    ua += block[u + i] * block[a + i];
    ub += block[u + i] * block[b + i];
    va += block[v + i] * block[a + i];
    vb += block[v + i] * block[b + i];
  }
  ua *= first;
  ub *= first;
  va = second * (va - ua * between);
  vb = second * (vb - ub * between);
  R[top + c] -= ua;
  R[top + c + 1] -= ub;
  R[next + c] -= va;
  R[next + c + 1] -= vb;
  for (let i = 0; i < ROWS; i++) {
    block[a + i] -= ua * block[u + i] + va * block[v + i];
    block[b + i] -= ub * block[u + i] + vb * block[v + i];
  }
}

/**
 * Make the reflection 1 - tau (1, w) (1, w)^T that takes a column of the block into the diagonal of
 * R: w replaces the column; returns tau.
 */
function reflection(R, diagonal, block, column) {
  const square = dot(block, column, column);
  if (square === 0) return 0;
  const alpha = R[diagonal];
  const beta = (alpha > 0 ? -1 : 1) * Math.sqrt(alpha * alpha + square);
  for (let i = 0; i < ROWS; i++) block[column + i] /= alpha - beta;
  R[diagonal] = beta;
  return (beta - alpha) / beta;
}

function dot(block, a, b) {
  let sum = 0;
  for (let i = 0; i < ROWS; i++) sum += block[a + i] * block[b + i];
  return sum;
}
