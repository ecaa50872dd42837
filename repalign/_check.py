"""Checks of what users pass: what came, what was expected, what to do."""

from numbers import Integral, Real

import numpy as np

LARGEST_TARGET = 1e150  # beyond it ||y||^2 nears the end of float64


def as_array(name, value):
    """A numpy array of whatever type value has; ValueError where it is ragged."""
    if hasattr(value, "detach"):  # a torch tensor: it may require a gradient, live on a device, be half as precise
        value = value.detach().cpu()
        value = value.float() if value.element_size() < 4 and value.is_floating_point() else value
    try:
        return np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} is not an array: its rows have different lengths ({error})") from error


def as_matrix(name, X):
    """X as a finite float64 array (n, d) with n, d >= 1; not copied where it is one already."""
    X = as_real(name, X)
    if X.ndim != 2:
        raise ValueError(
            f"{name} must have two dimensions, samples x features; got shape {X.shape}; "
            "reshape it, for images with X.reshape(len(X), -1)"
        )
    if X.size == 0:
        raise ValueError(f"{name} is empty: shape {X.shape}; it needs at least one sample and one feature")
    return X


def as_targets(y, n_samples):
    """y as a finite float64 array (n,) or (n, k), n as many as the samples."""
    y = as_real("y", y)
    if y.ndim not in (1, 2) or y.size == 0:
        raise ValueError(f"y must have shape (n,) or (n, k) and not be empty; got shape {y.shape}")
    if len(y) != n_samples:
        raise ValueError(f"y has {len(y)} labels for {n_samples} samples; there must be one for each row of phi")
    if np.abs(y).max() > LARGEST_TARGET:
        raise ValueError(f"y reaches {np.abs(y).max():.3g}, whose square float64 cannot hold; divide it by a constant")
    return y


def as_labels(name, y):
    """y as a one-dimensional array of classes of any sortable kind, not empty, without NaN."""
    y = as_array(name, y)
    if y.ndim != 1 or y.size == 0:
        raise ValueError(f"{name} must be one-dimensional, a class a sample, and not empty; got shape {y.shape}")
    if y.dtype == object:
        raise ValueError(
            f"{name} must hold numbers, booleans or strings of one kind; got an object array, first {y[0]!r}; "
            "convert it, for strings with np.asarray(y, dtype=str)"
        )
    if y.dtype.kind == "f":
        _require_finite(name, y)
    return y


def as_real(name, value):
    """A finite float64 array of any shape."""
    array = as_array(name, value)
    if array.dtype.kind not in "buif":
        raise ValueError(f"{name} must hold real numbers; got an array of type {array.dtype}")
    array = array.astype(np.float64, copy=False)
    _require_finite(name, array)
    return array


def require_positive(name, value, *, integer=False):
    """ValueError unless value is one positive finite number, of integer type where asked."""
    if not isinstance(value, Integral if integer else Real) or isinstance(value, bool) or not 0 < value < np.inf:
        raise ValueError(f"{name} must be a positive {'integer' if integer else 'finite number'}; got {value!r:.80}")


def _require_finite(name, array):
    if not np.isfinite(array).all():
        bad = np.argwhere(~np.isfinite(array))
        raise ValueError(
            f"{name} has {len(bad)} entries that are NaN or infinite, the first at {tuple(map(int, bad[0]))}; "
            "remove or impute them first"
        )
