"""Rows = Q R: the triangle R stands for the rows once it no longer matters which sample is which.

The one reduction of `spectrum`, of the accumulator and of dask's blocks. Rows are cut into blocks
of a few times as many rows as columns, whose triangles are stacked and reduced in their turn. A
block fits into the processor's caches, blocks are factored side by side, and nothing is copied to
float64 but the blocks at work: n d^2 products at nearly the speed of a Gram matrix, to the accuracy
of LAPACK's QR. How the rows are cut follows from their number alone, so that numbers do not depend
on how many processors there are.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from threading import Lock

import numpy as np
from threadpoolctl import ThreadpoolController

from repalign._support import lapack
from repalign._support.arrays import as_float64

ROWS = 8  # of a block, in columns: the triangles add an eighth of the work
MOST_BYTES = 2**26  # of a block, unless it has twice as many rows as columns

_alone = Lock()


def triangle(pieces):
    """R (c, c) of rows that lie in pieces; (n, c) where there are fewer rows than columns.

    Parameters
    ----------
    pieces : list of tuples of arrays (m, c_j)
        The arrays of a piece stand side by side, the pieces on top of each other. Of any real
        dtypes; they may be mapped from files.

    Returns
    -------
    array, float64
        Its entries are not finite where entries of the pieces are not, or lengths of their columns
        exceed float64.
    """
    n = sum(len(arrays[0]) for arrays in pieces)
    columns = sum(array.shape[1] for array in pieces[0])
    rows = max(2 * columns, min(ROWS * columns, MOST_BYTES // (8 * columns)))
    edges = np.linspace(0, n, max(1, round(n / rows)) + 1).astype(int)
    with _workers(len(edges) - 1) as each:
        triangles = each(lambda edge: _factored(pieces, columns, *edge), list(pairwise(edges)))
        while len(triangles) > 1:
            pairs = [triangles[i : i + 2] for i in range(0, len(triangles), 2)]
            triangles = each(lambda pair: lapack.joined(*pair) if pair[1:] else pair[0], pairs)
    return triangles[0]


def _factored(pieces, columns, start, stop):
    """R of the rows from `start` to `stop`."""
    block = np.empty((stop - start, columns), order="F")  # as LAPACK has it
    at = -start
    for arrays in pieces:
        first, last = max(-at, 0), min(stop - start - at, len(arrays[0]))
        if first < last:
            parts = [as_float64(array[first:last]) for array in arrays]
            np.concatenate(parts, axis=1, out=block[at + first : at + last])
        at += len(arrays[0])
    return lapack.qr(block)


@contextmanager
def _workers(n_items):
    """A map over as many threads as BLAS would use, which uses one in each meanwhile.

    The limit is the whole process's: who comes while another is here works alone.
    """
    if n_items == 1 or not _alone.acquire(blocking=False):
        yield lambda function, items: [function(item) for item in items]
        return
    try:
        count = max((library["num_threads"] for library in _blas().info()), default=1)
        with _blas().limit(limits=1), ThreadPoolExecutor(count) as pool:
            yield lambda function, items: list(pool.map(function, items))
    finally:
        _alone.release()


@cache
def _blas():
    return ThreadpoolController().select(user_api="blas")
