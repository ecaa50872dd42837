"""LAPACK's blocked QR, and that of two triangles, as SciPy carries them.

SciPy's own wrappers hold Python's lock while LAPACK works; called through ctypes, as many threads
factor at once as there are processors.
"""

import ctypes

import numpy as np
from scipy.linalg import cython_lapack

BLOCK = 64  # columns that are eliminated together
POINTER = ctypes.c_void_p


def _routine(name, n_arguments):
    """A routine of Fortran's, whose arguments are all pointers."""
    capsule = cython_lapack.__pyx_capi__[name]
    name_of, pointer_of = ctypes.pythonapi.PyCapsule_GetName, ctypes.pythonapi.PyCapsule_GetPointer
    name_of.restype, name_of.argtypes = ctypes.c_char_p, [ctypes.py_object]
    pointer_of.restype, pointer_of.argtypes = POINTER, [ctypes.py_object, ctypes.c_char_p]
    address = pointer_of(capsule, name_of(capsule))
    return ctypes.CFUNCTYPE(None, *[POINTER] * n_arguments)(address)


geqrt, tpqrt = _routine("dgeqrt", 9), _routine("dtpqrt", 12)


def qr(A):
    """R (min(m, n), n) of A (m, n); both are in Fortran's order, and A is overwritten."""
    m, n = A.shape
    rank = min(m, n)
    block = min(BLOCK, rank)
    T, work = np.empty((rank, block)), np.empty((n, block))
    _call(geqrt, m, n, block, A, m, T, block, work)
    return np.asfortranarray(np.triu(A[:rank]))


def joined(R, S):
    """The triangle (n, n) of two, stacked; both are in Fortran's order and overwritten."""
    n = len(R)
    block = min(BLOCK, n)
    T, work = np.empty((n, block)), np.empty((n, block))
    _call(tpqrt, n, n, n, block, R, n, S, n, T, block, work)
    return R


def _call(routine, *arguments):
    held = [each if isinstance(each, np.ndarray) else ctypes.c_int(each) for each in arguments]
    info = ctypes.c_int()
    routine(
        *(
            each.ctypes.data if isinstance(each, np.ndarray) else ctypes.addressof(each)
            for each in held
        ),
        ctypes.addressof(info),
    )
    if info.value:
        raise ValueError(f"LAPACK refuses argument {-info.value}")
