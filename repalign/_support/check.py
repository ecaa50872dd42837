"""Checks of what users pass: what came, what was expected, what to do."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from numbers import Integral, Real
from os import PathLike
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar, overload

import numpy as np

from repalign._support.typing import Floats

LARGEST_COUNT = 2**53  # beyond it float64 skips integers
LARGEST_REAL = float(np.finfo(np.float64).max)
HOW = {"Spectrum": "; make one with spectrum(phi, y)"}  # what to do where another type came

T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])


class HasTargets(Protocol):
    """A Spectrum, of which nothing more is known down here."""

    @property
    def residual(self) -> Floats: ...


M = TypeVar("M", bound=HasTargets)


def shown(value: object) -> str:
    """What came, in a short line."""
    try:
        text = " ".join(repr(value).split())
    except Exception:  # an integer of too many digits, or an object that cannot say what it is
        text = object.__repr__(value)
    return f"{text[:77]}..." if len(text) > 80 else text


@overload
def require_positive(name: str, value: object, *, integer: Literal[False] = False) -> float: ...
@overload
def require_positive(name: str, value: object, *, integer: Literal[True]) -> int: ...
def require_positive(name: str, value: object, *, integer: bool = False) -> float:
    """The value as a positive finite float, or int where asked; ValueError for everything else."""
    number = _number(value, Integral, int) if integer else _number(value, Real, float)
    if not 0 < number <= (LARGEST_COUNT if integer else LARGEST_REAL):
        raise ValueError(
            f"{name} must be a positive {'integer' if integer else 'finite number'}; got "
            f"{shown(value)}"
        )
    return number


def _number(value: Any, kind: type, builtin: type[float]) -> float:
    """As Python's own type; NaN where it is no such number."""
    try:
        return builtin(value) if isinstance(value, kind) and not isinstance(value, bool) else np.nan
    except OverflowError:
        return np.nan


def as_share(name: str, value: object) -> float:
    """The value as a float above 0 and at most 1."""
    share = _number(value, Real, float)
    if not 0 < share <= 1:
        raise ValueError(f"{name} is a share, above 0 and at most 1; got {shown(value)}")
    return share


def checked_rtol(rtol: float | None, default: T) -> float | T:
    if rtol is None:
        return default
    if not isinstance(rtol, Real) or not 0 <= rtol < 1:
        raise ValueError(f"rtol must be at least 0 and below 1; got {shown(rtol)}")
    return rtol


def require_index(name: str, value: int, n: int) -> int:
    """ValueError unless value is an integer from -n to n - 1, as Python counts."""
    if not isinstance(value, Integral) or not -n <= value < n:
        raise ValueError(
            f"{name} must be an integer from 0 to {n - 1}, or from -{n} to -1; got {shown(value)}"
        )
    return value


def as_flag(name: str, value: object) -> bool:
    """True or False, also from 1 or 0."""
    if not isinstance(value, bool | np.bool_ | Integral) or value not in (0, 1):
        raise TypeError(f"{name} must be True or False; got {shown(value)}")
    return bool(value)


def as_path(name: str, value: object) -> Path:
    """A Path that can name a file."""
    if not isinstance(value, str | PathLike) or not str(value) or "\0" in str(value):
        raise TypeError(
            f"{name} must be the path of a file, as a string or a Path; got {shown(value)}"
        )
    return Path(value)


def require_callable(name: str, value: F) -> F:
    """TypeError unless value can be called."""
    if not callable(value):
        raise TypeError(f"{name} must be a function; got {shown(value)}")
    return value


def require_type(name: str, value: object, kind: type[T]) -> T:
    """TypeError unless value is of this class."""
    if not isinstance(value, kind):
        article = "an" if kind.__name__[0] in "AEIOU" else "a"
        how = HOW.get(kind.__name__, "")
        raise TypeError(f"{name} must be {article} {kind.__name__}; got {shown(value)}{how}")
    return value


def require_one_target(name: str, spec: M) -> M:
    """ValueError where a Spectrum holds several targets."""
    if spec.residual.ndim:
        raise ValueError(
            f"{name!r} holds {len(spec.residual)} targets; pass one, with spec.target(index)"
        )
    return spec


def require_direction(name: str, spec: M) -> M:
    """ValueError unless a Spectrum is of one target and has a direction."""
    if require_one_target(name, spec).rank == 0:
        raise ValueError(f"{name!r} has no singular value above zero, so there is nothing to show")
    return spec


@overload
def as_list(name: str, values: object) -> list[Any]: ...
@overload
def as_list(name: str, values: object, kind: type[T]) -> list[T]: ...
def as_list(name: str, values: Any, kind: type = object) -> list[Any]:
    """A list, all of this class; TypeError for text, sets and what cannot be gone through."""
    try:
        items = None if isinstance(values, str | bytes | Mapping | Set) else list(values)
    except TypeError:
        items = None
    if items is None:
        raise TypeError(f"{name} must be a sequence; got {shown(values)}")
    return [require_type(f"{name}[{i}]", item, kind) for i, item in enumerate(items)]


def as_iterable(name: str, values: Iterable[T], of: str) -> Iterator[T]:
    """An iterator; TypeError for what cannot be gone through."""
    try:
        return iter(values)
    except TypeError as error:
        raise TypeError(f"{name} must be an iterable {of}; got {shown(values)}") from error


@overload
def as_dict(name: str, value: object, *, empty: bool = False) -> dict[str, Any]: ...
@overload
def as_dict(name: str, value: object, kind: type[T], *, empty: bool = False) -> dict[str, T]: ...
def as_dict(name: str, value: Any, kind: type = object, *, empty: bool = False) -> dict[str, Any]:
    """A dict of str, not empty unless it may be, its values all of this class."""
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise TypeError(f"{name} must be a dict by name; got {shown(value)}")
    if not value and not empty:
        raise ValueError(f"{name} is empty; it must hold at least one entry")
    return {key: require_type(f"{name}[{key!r}]", item, kind) for key, item in value.items()}
