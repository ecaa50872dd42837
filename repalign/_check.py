"""Checks of what users pass: what came, what was expected, what to do."""

import numpy as np


def as_matrix(name, X):
    """X as a finite float64 array (n, d) with n, d >= 1."""
    X = _as_float(name, X)
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
    y = _as_float("y", y)
    if y.ndim not in (1, 2) or y.size == 0:
        raise ValueError(f"y must be (n,) or (n, k) and not empty; got shape {y.shape}")
    if len(y) != n_samples:
        raise ValueError(f"y has {len(y)} labels for {n_samples} samples; there must be one for each row of phi")
    return y


def as_labels(name, y):
    """y as a one-dimensional array of classes of any sortable kind, not empty, without NaN."""
    y = np.asarray(y)
    if y.ndim != 1 or y.size == 0:
        raise ValueError(f"{name} must be one-dimensional, a class a sample, and not empty; got shape {y.shape}")
    if y.dtype == object:
        raise ValueError(
            f"{name} must hold numbers, booleans or strings of one kind; got an object array, first {y[0]!r}"
        )
    if y.dtype.kind == "f" and not np.isfinite(y).all():
        raise ValueError(f"{name} has {np.count_nonzero(~np.isfinite(y))} labels that are NaN or infinite")
    return y


def _as_float(name, value):
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} is not an array: its rows have different lengths ({error})") from error
    if array.dtype.kind not in "buif":
        raise ValueError(f"{name} must hold real numbers; got an array of type {array.dtype}")
    array = array.astype(np.float64)
    if not np.isfinite(array).all():
        bad = np.argwhere(~np.isfinite(array))
        raise ValueError(
            f"{name} has {len(bad)} entries that are NaN or infinite, the first at {tuple(map(int, bad[0]))}; "
            "remove or impute them first"
        )
    return array
