// What a network spends its time on: products of small matrices, row-major, that stay in the cache.

/**
 * C = A B^T, two rows by two, so that a number read serves two products.
 *
 * @param {Float64Array} A (m, k)
 * @param {Float64Array} B (n, k)
 * @param {Float64Array} C (m, n), overwritten
 */
export function timesTransposed(A, B, C, m, n, k) {
  for (let i = 0; i < m; i += 2) {
    const below = Math.min(i + 1, m - 1); // an odd last row is computed twice
    const a = i * k;
    const b = below * k;
    for (let j = 0; j < n; j += 2) {
      const right = Math.min(j + 1, n - 1);
      const c = j * k;
      const d = right * k;
      let [ac, ad, bc, bd] = [0, 0, 0, 0];
      for (let p = 0; p < k; p++) {
        ac += A[a + p] * B[c + p];
        ad += A[a + p] * B[d + p];
        bc += A[b + p] * B[c + p];
        bd += A[b + p] * B[d + p];
      }
      C[i * n + j] = ac;
      C[i * n + right] = ad;
      C[below * n + j] = bc;
      C[below * n + right] = bd;
    }
  }
}

/** T = A^T of A (m, n), both row-major. */
export function transpose(A, T, m, n) {
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) T[j * m + i] = A[i * n + j];
}
