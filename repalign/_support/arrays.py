"""Checks of the arrays that users pass: what came, what was expected, what to do."""

import sys
from collections.abc import Sequence
from numbers import Integral, Number, Real
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from repalign._support.check import LARGEST_COUNT, LARGEST_REAL, shown
from repalign._support.typing import Floats

LARGEST_TARGET = 1e150  # beyond it ||y||^2 nears the end of float64


N = TypeVar("N", float, Floats, np.float64 | Floats)


def as_array(name: str, value: Any) -> NDArray[Any]:
    """A numpy array of whatever type value has; ValueError where it is ragged, masked or no array
    at all."""
    if isinstance(value, np.ma.MaskedArray) and np.ma.is_masked(value):
        raise ValueError(
            f"{name} has masked entries; drop those samples, or fill them: {name}.filled(...)"
        )
    if dense := _densely(value):
        raise ValueError(f"{name} is sparse, and would be copied whole: pass {name}.{dense}")
    try:
        return np.asarray(_on_cpu(value) if _is_tensor(value) else value)
    except ValueError as error:
        raise ValueError(
            f"{name} is not an array: its rows have different lengths ({error})"
        ) from error
    except (TypeError, RuntimeError, OverflowError) as error:
        raise ValueError(
            f"{name} must be an array; got {shown(value)}, of which none can be made: {error}"
        ) from error


def _densely(value: Any) -> str | None:
    """What makes a sparse matrix of SciPy's or a sparse tensor a dense one; None of others."""
    if _is_tensor(value):
        return "to_dense()" if value.is_sparse or value.is_sparse_csr else None
    return "toarray()" if hasattr(value, "toarray") and hasattr(value, "nnz") else None


def _is_tensor(value: object) -> bool:
    torch = sys.modules.get("torch")  # who passes a tensor has imported it
    return torch is not None and isinstance(value, torch.Tensor)


def _on_cpu(tensor: Any) -> Any:
    """It may require a gradient, live on a device, be half as precise."""
    tensor = tensor.detach().cpu()
    return tensor.float() if tensor.element_size() < 4 and tensor.is_floating_point() else tensor


def as_matrix(name: str, X: object) -> Floats:
    """X as a finite float64 array (n, d) with n, d >= 1; not copied where it is one already."""
    X = as_real(name, X)
    if X.ndim != 2:
        raise ValueError(
            f"{name} must have two dimensions, samples x features; got shape {X.shape}; reshape "
            "it, for images with X.reshape(len(X), -1)"
        )
    if X.size == 0:
        raise ValueError(
            f"{name} is empty: shape {X.shape}; it needs at least one sample and one feature"
        )
    return X


def as_targets(y: object, n_samples: int, name: str = "y") -> Floats:
    """y as a finite float64 array (n,) or (n, k), n as many as the samples."""
    y = as_real(name, y)
    if y.ndim not in (1, 2) or y.size == 0:
        raise ValueError(
            f"{name} must have shape (n,) or (n, k) and not be empty; got shape {y.shape}"
        )
    if len(y) != n_samples:
        raise ValueError(
            f"{name} has {len(y)} labels for {n_samples} samples; there must be one for each row "
            "of phi"
        )
    largest = np.abs(y).max()
    if largest > LARGEST_TARGET:
        raise ValueError(
            f"{name} reaches {largest:.3g}, whose square float64 cannot hold; divide it by a "
            "constant"
        )
    return y


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
        _require_finite(name, y)
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


def as_real(name: str, value: object) -> Floats:
    """A finite float64 array of any shape."""
    array = as_array(name, value)
    if array.dtype == object and array.ndim:
        array = _as_numbers(name, value, array)
    if array.dtype.kind not in "buif":
        came = f": {shown(value)}" if array.dtype == object else ""
        raise ValueError(f"{name} must hold real numbers; got an array of type {array.dtype}{came}")
    if array.dtype != np.float64:
        with np.errstate(
            over="ignore"
        ):  # what float64 cannot hold becomes infinite, and is refused
            array = array.astype(np.float64)
    _require_finite(name, array)
    return array


def _is_float(each: object) -> bool:
    """Whether float64 can hold it; an integer can have too many digits."""
    return isinstance(each, Real) and not (isinstance(each, int) and abs(each) > LARGEST_REAL)


def _as_numbers(name: str, value: object, array: NDArray[Any]) -> Floats:
    """Of objects that are all real numbers, as pandas' nullable columns give them."""
    odd = [at for at, each in np.ndenumerate(array) if not _is_float(each)]
    if not odd:
        return array.astype(np.float64)
    columns = getattr(value, "columns", None)
    place = f"at {int(odd[0][0])}"
    if array.ndim == 2:
        column = odd[0][1] if columns is None else columns[odd[0][1]]
        place = f"in column {column!r}, row {odd[0][0]}"
    raise ValueError(
        f"{name} must hold real numbers; got {shown(array[odd[0]])} {place}; leave it out, or make "
        "numbers of it"
    )


def as_vector(name: str, value: object, n: int | None = None) -> Floats:
    """A finite float64 array (n,), of any length where n is None."""
    array = as_real(name, value)
    if array.ndim != 1 or n not in (None, len(array)):
        raise ValueError(f"{name} must have shape ({'n' if n is None else n},); got {array.shape}")
    return array


def as_whole(name: str, value: object) -> list[int]:
    """A list of int, from a vector of whole numbers."""
    array = as_vector(name, value)
    if (array % 1).any() or (np.abs(array) > LARGEST_COUNT).any():
        raise ValueError(f"{name} must hold whole numbers; got {shown(value)}")
    return array.astype(int).tolist()


def as_ascending(name: str, value: object) -> Floats:
    """A finite float64 array (n,), n >= 1, that ascends."""
    array = as_vector(name, value)
    if not array.size or (np.diff(array) <= 0).any():
        raise ValueError(f"{name} must be at least one number, and ascend; got {shown(value)}")
    return array


def as_shaped(name: str, value: object, shape: Sequence[int]) -> Floats:
    """A finite float64 array of this shape."""
    array = as_real(name, value)
    if array.shape != tuple(shape):
        raise ValueError(f"{name} has shape {array.shape}; expected {tuple(shape)}")
    return array


def _require_finite(name: str, array: NDArray[Any]) -> None:
    if not np.isfinite(array).all():
        bad = np.argwhere(~np.isfinite(array))
        raise ValueError(
            f"{name} has {len(bad)} entries that are NaN or infinite, the first at "
            f"{tuple(map(int, bad[0]))}; remove or impute them first"
        )


def as_rng(name: str, value: Any) -> np.random.Generator:
    """A numpy Generator, from one or from a seed."""
    sources = (np.random.Generator, np.random.BitGenerator, np.random.SeedSequence, Integral)
    # Seen first, since numpy crashes at circular lists.
    seeds = [] if value is None or isinstance(value, sources) else as_array(name, value)
    try:
        if len(seeds) == 0 or seeds.dtype.kind in "iu":
            return np.random.default_rng(value)
    except (TypeError, ValueError):
        pass
    raise ValueError(
        f"{name} must be a numpy Generator or a seed, an integer >= 0; got {shown(value)}"
    )


def require_nonzero(norm: N) -> N:
    if not np.all(norm > 0):
        raise ValueError(
            "a target is zero everywhere, so that shares of ||y||^2 are not defined; drop it"
        )
    return norm
