"""LAPACK's QR in blocks, that of two triangles, and the singular values with what they say of y, as
SciPy carries them.

SciPy's own wrappers hold Python's lock while LAPACK works; called through ctypes, as many threads
factor at once as there are processors.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.linalg import cython_lapack

from repalign._support.typing import Floats

BLOCK = 64  # columns that are eliminated together
POINTER = ctypes.c_void_p
LARGEST = np.iinfo(np.intc).max

_name_of = ctypes.PYFUNCTYPE(ctypes.c_char_p, ctypes.py_object)(
    ("PyCapsule_GetName", ctypes.pythonapi)
)
_pointer_of = ctypes.PYFUNCTYPE(POINTER, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)


def _routine(name: str, n_arguments: int) -> Callable[..., None]:
    """A routine of Fortran's, whose arguments are all pointers, the last one to an integer that
    says what went wrong."""
    capsule = cython_lapack.__pyx_capi__[name]
    address = _pointer_of(capsule, _name_of(capsule))
    routine = ctypes.CFUNCTYPE(None, *[POINTER] * n_arguments)(address)

    def call(*arguments: Any) -> None:
        info = ctypes.c_int()
        held = [*map(_held, arguments), info]  # until LAPACK has done
        routine(*map(_address, held))
        if info.value:
            raise np.linalg.LinAlgError(f"LAPACK's {name} stopped: {info.value}")

    return call


def _held(argument: Any) -> Any:
    if isinstance(argument, str):
        return ctypes.c_char(argument.encode())
    if not isinstance(argument, np.ndarray):
        if argument > LARGEST:
            raise ValueError(f"LAPACK counts to {LARGEST}; got {argument}: take fewer features")
        return ctypes.c_int(argument)
    if not argument.flags.f_contiguous:
        raise ValueError(f"LAPACK reads columns; this array {argument.shape} has other strides")
    return argument


def _address(held: Any) -> int:
    return held.ctypes.data if isinstance(held, np.ndarray) else ctypes.addressof(held)


_geqrt, _tpqrt = _routine("dgeqrt", 9), _routine("dtpqrt", 12)
_gebrd, _ormbr, _bdsdc = _routine("dgebrd", 11), _routine("dormbr", 14), _routine("dbdsdc", 14)


def qr(A: Floats) -> Floats:
    """R (min(m, n), n) of A (m, n); both are in Fortran's order, and A is overwritten."""
    m, n = A.shape
    rank = min(m, n)
    block = min(BLOCK, rank)
    _geqrt(m, n, block, A, m, np.empty(rank * block), block, np.empty(n * block))
    return np.asfortranarray(np.triu(A[:rank]))


def joined(R: Floats, S: Floats) -> Floats:
    """The triangle (n, n) of two, stacked; both are in Fortran's order and overwritten."""
    n = len(R)
    block = min(BLOCK, n)
    _tpqrt(n, n, n, block, R, n, S, n, np.empty(n * block), block, np.empty(n * block))
    return R


def projected(A: Floats, c: Floats) -> tuple[Floats, Floats, Floats]:
    """As `repalign.reduction.projected`: V is never formed, and U only that of the bidiagonal
    matrix in between. Both A and c are copied."""
    A, c = np.array(A, order="F"), np.array(c, order="F")
    (m, n), k = A.shape, c.shape[1]
    rank = min(m, n)
    sigma, beside, left, right = (np.empty(rank) for _ in range(4))
    work = np.empty(BLOCK * (m + n + k) + 65 * BLOCK)
    _gebrd(m, n, A, m, sigma, beside, left, right, work, work.size)
    _ormbr("Q", "L", "T", m, k, n, A, m, left, c, m, work, work.size)
    U, V = np.empty((rank, rank), order="F"), np.empty((rank, rank), order="F")
    work, whole = np.empty(3 * rank**2 + 4 * rank), np.empty(8 * rank, dtype=np.intc)
    shape = "U" if m >= n else "L"
    _bdsdc(shape, "I", rank, sigma, beside, U, rank, V, rank, work, whole, work, whole)
    return sigma, U.T @ c[:rank], np.square(c[rank:]).sum(axis=0)
