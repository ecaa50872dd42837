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
from itertools import chain, pairwise
from threading import Lock

import numpy as np
from threadpoolctl import ThreadpoolController

from repalign._support import tensors
from repalign._support.arrays import as_float64

PARTS = 16  # processors that can find work at once
ROWS = 8  # of a block, in columns, at most; two are the least
LEAST, MOST = 2**16, 2**23  # numbers in a block
SMALL, NARROW = 2**16, 2**13  # numbers of which numpy's own QR, and its SVD, are as fast

_alone = Lock()


def triangle(pieces):
    """R (c, c) of rows that lie in pieces; (n, c) where there are fewer rows than columns.

    Parameters
    ----------
    pieces : list of tuples of arrays (m, c_j)
        The arrays of a piece stand side by side, the pieces on top of each other. Of any real
        dtypes; they may be mapped from files, or tensors, in which case all of it is done on their
        device.

    Returns
    -------
    array, or tensor on the device, float64
        Its entries are not finite where entries of the pieces are not, or lengths of their columns
        exceed float64.
    """
    if any(map(tensors.is_tensor, chain(*pieces))):
        return tensors.triangle(pieces)
    n = sum(len(arrays[0]) for arrays in pieces)
    columns = sum(array.shape[1] for array in pieces[0])
    blocks = _blocks(n, columns)
    if blocks == 1:
        return _factored(pieces, columns, 0, n)
    edges = np.linspace(0, n, blocks + 1).astype(int)
    with _one_thread_each() as count, ThreadPoolExecutor(count) as pool:
        triangles = list(pool.map(lambda edge: _factored(pieces, columns, *edge), pairwise(edges)))
        while len(triangles) > 1:
            triangles = list(pool.map(_lapack().joined, triangles[::2], triangles[1::2]))
    return triangles[0]


def _blocks(n, columns):
    """How many, a power of two, for as many processors to have equal shares."""
    most, count = min(ROWS * columns, MOST // columns), 1
    least = 2 * max(2 * columns, LEAST // columns)  # of two halves
    while n >= least * count and (count < PARTS or n > most * count):
        count *= 2
    return count


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
    return np.linalg.qr(block, mode="r") if block.size < SMALL else _lapack().qr(block)


def projected(A, c):
    """What A = U S V^T says of columns c: sigma (r,), U^T c (r, k), and the squared lengths (k,) of
    what lies outside of U, with A (m, n), c (m, k) and r = min(m, n)."""
    if A.size >= NARROW:
        with _one_thread_each():
            return _lapack().projected(A, c)
    U, sigma, _ = np.linalg.svd(A, full_matrices=False)
    along = U.T @ c
    return sigma, along, np.square(c - U @ along).sum(axis=0) if len(U) > len(sigma) else 0.0


@contextmanager
def _one_thread_each():
    """How many threads may work in this block, BLAS using one in each.

    The limit is the whole process's: who comes while another is here works alone.
    """
    if not _alone.acquire(blocking=False):
        yield 1
        return
    try:
        count = max((library["num_threads"] for library in _blas().info()), default=1)
        with _blas().limit(limits=1):
            yield count
    finally:
        _alone.release()


@cache
def _blas():
    return ThreadpoolController().select(user_api="blas")


def _lapack():
    """Imported late: what it takes is worth it for large arrays only."""
    from repalign._support import lapack

    return lapack
