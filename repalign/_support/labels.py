"""Checks of labels: classes of any kind, as what people have holds them."""

import sys
from numbers import Number
from typing import Any

import numpy as np
from numpy.typing import NDArray

from repalign._support.arrays import as_array, require_finite
from repalign._support.check import shown


def as_labels(name: str, y: object) -> NDArray[Any]:
    """y as a one-dimensional array of classes of any sortable kind, not empty, without NaN.

    Of a column (n, 1) its entries; of indicator columns (n, k), a 1 a row, the columns' indices.
    """
    y = as_array(name, y)
    if y.ndim == 2 and y.size:
        y = y[:, 0] if y.shape[1] == 1 else _indicated(y)
    if y.ndim != 1 or y.size == 0:
        raise ValueError(
            f"{name} must be one-dimensional, a class a sample, and not empty; got shape {y.shape}"
        )
    if y.dtype == object:
        y = _of_one_kind(name, y)
    if y.dtype.kind in "OV":
        raise ValueError(
            f"{name} must hold numbers, booleans or strings of one kind; got an {y.dtype.name} "
            f"array, first {shown(y[0])}; convert it, for strings with np.asarray(y, dtype=str)"
        )
    if y.dtype.kind in "fcmM":
        require_finite(name, y)
    return y


def _indicated(y: NDArray[Any]) -> NDArray[Any]:
    """The columns of the ones where every row has a single one; y itself where it is not so."""
    if y.dtype.kind not in "buif" or not np.isin(y, (0, 1)).all() or (y.sum(axis=1) != 1).any():
        return y
    return y.argmax(axis=1)


def _of_one_kind(name: str, y: NDArray[Any]) -> NDArray[Any]:
    """What pandas holds as objects, as an array of strings or numbers; y itself where kinds mix."""
    missing = [i for i, each in enumerate(y) if _is_missing(each)]
    if missing:
        raise ValueError(
            f"{name} has {len(missing)} samples without a label, the first at {missing[0]}; leave "
            "them out"
        )
    one = len({type(each) for each in y}) == 1 and isinstance(y[0], str | Number | np.generic)
    return np.array(y.tolist()) if one else y


def _is_missing(each: object) -> bool:
    """None, NaN, or pandas' sign of it, which cannot be compared."""
    pandas = sys.modules.get("pandas")
    return each is None or (pandas and each is pandas.NA) or (type(each) is float and each != each)
