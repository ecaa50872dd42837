"""Phi and y made ready: bias, unit rows, signed labels, one-hot."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from repalign._support.arrays import as_features
from repalign._support.check import as_flag
from repalign._support.labels import as_labels
from repalign._support.tensors import module_of, on_host
from repalign._support.typing import Floats


def prepare(X: ArrayLike, *, bias: bool = True, normalize: bool = True) -> Floats:
    """Features as the paper measures them: a constant feature first, then rows of length one.

    With unit rows the squared singular values add up to n exactly, so that spectra of different
    representations can be compared (section 4 of the paper; the order of the two steps is the
    authors' demo's).

    Parameters
    ----------
    X : array (n, d)
        Finite real numbers, samples x features.
    bias : bool
        Put the constant feature 1 in front.
    normalize : bool
        Divide every row by its Euclidean length.

    Returns
    -------
    array (n, d + 1), or (n, d) without bias, float64; a tensor on a GPU stays there

    Raises
    ------
    ValueError
        X is not a finite numeric matrix; or a row is zero (possible only without bias) and cannot
        have length one.

    Examples
    --------
    >>> prepare([[0.0, 0.0], [2.0, 2.0]])
    array([[1.        , 0.        , 0.        ],
           [0.33333333, 0.66666667, 0.66666667]])
    """
    phi = as_features("X", X)
    bias, normalize = as_flag("bias", bias), as_flag("normalize", normalize)
    xp = module_of(phi)
    phi = xp.concatenate([xp.ones_like(phi[:, : int(bias)]), phi], axis=1)
    if not normalize:
        return phi
    # Scaled by the largest entry first: the square of a huge feature must not overflow.
    scale = xp.amax(abs(phi), axis=1, keepdims=True)
    if not (scale > 0).all():
        zero = np.flatnonzero(on_host(scale) == 0)
        raise ValueError(
            f"X has {len(zero)} rows that are all zero (the first is row {zero[0]}), which cannot "
            "have length one; use bias=True, drop those rows, or pass normalize=False"
        )
    phi /= scale  # in place: features may be most of the memory
    phi /= xp.linalg.norm(phi, axis=1, keepdims=True)
    return phi


def signed_labels(y: ArrayLike) -> Floats:
    """Labels of two classes as -1 and +1, the smaller class first.

    Parameters
    ----------
    y : array (n,)
        Integers, booleans, strings or floats with exactly two different values; also (n, 1), or
        two indicator columns, of which the second is +1. pandas' columns of any kind.

    Returns
    -------
    array (n,) of -1.0 and +1.0

    Raises
    ------
    ValueError
        There are not exactly two classes.

    Examples
    --------
    >>> signed_labels(["cat", "dog", "cat"])
    array([-1.,  1., -1.])
    """
    classes, index = _classes(y)
    if len(classes) != 2:
        raise ValueError(
            f"signed labels need exactly two classes, got {len(classes)}: {_some(classes)}; select "
            "two of them, or use one_hot for more"
        )
    return np.where(index == 1, 1.0, -1.0)


def one_hot(y: ArrayLike) -> Floats:
    """One indicator column a class, classes in sorted order.

    Parameters
    ----------
    y : array (n,)
        Integers, booleans, strings or floats.

    Returns
    -------
    array (n, k) of 0.0 and 1.0, rows adding up to one

    Raises
    ------
    ValueError
        y is empty, not one-dimensional, or has NaN.

    Examples
    --------
    >>> one_hot([3, 1, 3])
    array([[0., 1.],
           [1., 0.],
           [0., 1.]])
    """
    classes, index = _classes(y)
    return (index[:, None] == np.arange(len(classes))).astype(float)


def _classes(y: ArrayLike) -> tuple[NDArray[Any], NDArray[np.intp]]:
    return np.unique(as_labels("y", y), return_inverse=True)


def _some(values: NDArray[Any], limit: int = 5) -> str:
    shown = ", ".join(str(value) for value in values[:limit])
    return shown + (", ..." if len(values) > limit else "")
