"""Rows = Q R: the triangle R stands for the rows once it no longer matters which sample is which.

The one reduction of `spectrum`, of the accumulator and of dask's blocks. Rows are cut into blocks
of a few times as many rows as columns, whose triangles are joined two by two. A block fits into the
processor's caches, blocks are factored side by side, and nothing is copied to float64 but the
blocks at work; few triangles wait to be joined. It is as accurate as LAPACK's QR, in the time of a
few Gram matrices. How rows are cut follows from their number alone, so that no digit depends on how
many processors there are.
"""

from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import cache
from itertools import chain, pairwise
from threading import Lock
from typing import Any

import numpy as np

from repalign._support import tensors
from repalign._support.arrays import as_float64, as_real
from repalign._support.scale import power_of_two
from repalign._support.tensors import on_host
from repalign._support.typing import Floats

TALL = 1.5  # from this n / d (or d / n) on, reducing to a triangle first is faster than phi's SVD
PARTS = 16  # processors that can find work at once
ROWS = 8  # of a block, in columns, at most; two are the least
LEAST, MOST = 2**16, 2**23  # numbers in a block
SMALL, NARROW = 2**16, 2**12  # numbers of which numpy's own QR, and its SVD, are as fast
WIDE = 25_000  # directions, beyond which SciPy's LAPACK, of 32-bit indices, loses count of entries
MANY = 4  # targets, in features, from which on Q is formed and they are projected


def reduced(phi: Any, targets: Floats) -> tuple[float, Floats, Floats, Any]:
    """(scale, A, c, outside): Phi / scale = Q A W^T with orthonormal Q and W, c = Q^T y, and what
    of ||y||^2 lies outside of Q.

    A has the singular values of Phi / scale, and U_A^T c are the projections. The scale is a power
    of two, mostly 1. What is too large or too small to square, or at fault, shows in A, so that
    nobody need look through phi before.
    """
    A, c, outside = _reduced(phi, targets)
    if power_of_two(np.abs(A).max()) == 1:
        return 1.0, A, c, outside
    phi = as_real("phi", phi)
    scale = power_of_two(np.abs(phi).max())
    return scale, *_reduced(phi / scale, targets)


def _reduced(phi: Any, targets: Floats) -> tuple[Floats, Floats, Any]:
    n, d = phi.shape
    if d > TALL * n:
        return on_host(triangle([(phi.T,)])).T, targets, 0.0
    if n < TALL * d:
        return as_float64(on_host(phi)), targets, 0.0
    if targets.shape[1] > MANY * d and not tensors.is_tensor(phi):
        with _one_thread_each():  # for the same digits on any number of processors
            Q, R = np.linalg.qr(as_float64(phi))
            c = Q.T @ targets
            return R, c, np.square(targets - Q @ c).sum(axis=0)
    R = on_host(triangle([(phi, targets)]))
    return R[:d, :d], R[:d, d:], np.square(R[d:, d:]).sum(axis=0)


def triangle(pieces: Sequence[tuple[Any, ...]]) -> Any:
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
    if n * columns < SMALL:
        return _factored(pieces, columns, 0, n)
    with _one_thread_each() as count:
        blocks = _blocks(n, columns)
        if blocks == 1:
            return _factored(pieces, columns, 0, n)
        edges = list(pairwise(np.linspace(0, n, blocks + 1).astype(int)))
        with ThreadPoolExecutor(count) as pool:
            each = pool.map if count > 1 else map
            return _joined(each, lambda edge: _factored(pieces, columns, *edge), edges)


def _joined(each: Any, factored: Any, edges: Sequence[Any]) -> Any:
    """The triangle of a power of two of blocks; `each` is a map of functions over blocks."""
    if len(edges) > PARTS:  # of what waits for its partner there is one a level
        half = len(edges) // 2
        first, second = (_joined(each, factored, some) for some in (edges[:half], edges[half:]))
        return _lapack().joined(first, second)
    triangles = list(each(factored, edges))
    while len(triangles) > 1:
        triangles = list(each(_lapack().joined, triangles[::2], triangles[1::2]))
    return triangles[0]


def _blocks(n: int, columns: int) -> int:
    """How many, a power of two, for as many processors to have equal shares."""
    most, count = min(ROWS * columns, MOST // columns), 1
    least = 2 * max(2 * columns, LEAST // columns)  # of two halves
    while n >= least * count and (count < PARTS or n > most * count):
        count *= 2
    return count


def _factored(pieces: Sequence[tuple[Any, ...]], columns: int, start: int, stop: int) -> Any:
    """R of the rows from `start` to `stop`."""
    block = np.empty((stop - start, columns), order="F")  # as LAPACK has it
    at = -start
    for arrays in pieces:
        first, last = max(-at, 0), min(stop - start - at, len(arrays[0]))
        if first < last:
            parts = [as_float64(array[first:last]) for array in arrays]
            np.concatenate(parts, axis=1, out=block[at + first : at + last])
        at += len(arrays[0])
    if block.size < SMALL:
        return np.asfortranarray(np.linalg.qr(block, mode="r"))
    return _lapack().qr(block)


def projected(A: Floats, c: Floats, size: int) -> tuple[Floats, Floats, Floats]:
    """What A = U S V^T says of columns c: sigma (r,), U^T c (r, k), and the squared lengths (k,) of
    what lies outside of U, with A (m, n), c (m, k) and r = min(m, n); A is what is left of features
    of `size` numbers."""
    large = A.size >= NARROW
    # Also a small A of many samples: BLAS cuts sums for its threads, and rounds them otherwise.
    with _one_thread_each() if large or size >= SMALL else nullcontext():
        if large and min(A.shape) < WIDE:
            return _lapack().projected(A, c)
        U, sigma, _ = np.linalg.svd(A, full_matrices=False)
        along = U.T @ c
        outside = c - U @ along if len(U) > len(sigma) else np.zeros_like(c)
        return sigma, along, np.square(outside).sum(axis=0)


class _Limit:
    """Of BLAS to one thread, for as long as anybody works here: it is the whole process's."""

    def __init__(self) -> None:
        self.lock, self.here = Lock(), 0
        self.limiter: Any = None

    def enter(self) -> int:
        """How many threads may work: BLAS' for who comes first, one for who comes beside."""
        with self.lock:
            threads = 1
            if not self.here:
                threads = max((each["num_threads"] for each in _blas().info()), default=1)
                _take_control()
                self.limiter = _blas().limit(limits=1)
            self.here += 1  # last: who could not set the limit is not here
            return threads

    def leave(self) -> None:
        with self.lock:
            self.here -= 1
            if not self.here:
                _take_control()
                self.limiter.restore_original_limits()
                _take_control()  # and leave it to whoever wants it next


_limit = _Limit()


@contextmanager
def _one_thread_each() -> Generator[int, None, None]:
    """How many threads may work in this block, BLAS using one in each."""
    count = _limit.enter()
    try:
        yield count
    finally:
        _limit.leave()


@cache
def _blas() -> Any:
    """Numpy's, and SciPy's, which is another."""
    from threadpoolctl import ThreadpoolController  # which large features need, and nothing else

    _lapack()
    return ThreadpoolController().select(user_api="blas")


def _take_control() -> None:
    """From version 3.8 on threadpoolctl lets one thread set OpenBLAS' limit, the first that did,
    and ignores all others; who leaves last here may be another than who came first."""
    for kind in {type(library) for library in _blas().lib_controllers}:
        if hasattr(kind, "clear_controlling_thread"):
            kind.clear_controlling_thread(force=True)


def _lapack() -> Any:
    """Imported late: what it takes is worth it for large arrays only."""
    from repalign._support import lapack

    return lapack
