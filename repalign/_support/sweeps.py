"""What a sweep sends to its workers: functions that answer with an error, or with a file."""

import traceback
from dataclasses import asdict, dataclass, is_dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from repalign._support.check import shown
from repalign._support.once import once, path_of


class Error(NamedTuple):
    """Text, which travels between processes where some exceptions cannot."""

    error: str
    traceback: str


def reason(outcome: Error | Exception) -> Error:
    return (
        outcome if isinstance(outcome, Error) else Error(f"{type(outcome).__name__}: {outcome}", "")
    )


@dataclass(frozen=True)
class Guarded:
    fn: object

    def __call__(self, item):
        try:
            return self.fn(item)
        except Exception as error:
            return Error(f"{type(error).__name__}: {error}", traceback.format_exc())


@dataclass(frozen=True)
class Cached:
    fn: object

    def __call__(self, item):
        path, config = item
        once(path, lambda: _arrays(self.fn(config)))


def _arrays(result):
    if not isinstance(result, dict):
        raise ValueError(
            f"the function must return a dict of arrays to be cached; got {type(result).__name__}"
        )
    arrays = {name: np.asarray(value) for name, value in result.items()}
    for name, array in arrays.items():
        if array.dtype.hasobject:
            raise ValueError(
                f"{name!r} is an array of Python objects, which a cache cannot hold; give numbers "
                "or text"
            )
    return arrays


def cache_path(fn: Any, config: Any, folder: Path) -> Path:
    name, bound = _content_of(fn)
    content = [name, bound, asdict(config) if is_dataclass(config) else config]
    try:
        return path_of(name.rpartition(".")[2], content, folder)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(
            f"{shown(config)} cannot name a file, since JSON cannot hold it: {error}"
        ) from error


def _content_of(fn):
    """What a function is called, and the arguments bound to it."""
    if isinstance(fn, partial):
        name, bound = _content_of(fn.func)
        return name, [*bound, fn.args, fn.keywords]
    name = getattr(fn, "__qualname__", "<object>")
    if "<" in name:
        raise ValueError(
            f"{fn!r} has no name of its own to name files by; define it with def at the top of a "
            "module, and bind "
            "further arguments with functools.partial"
        )
    return f"{fn.__module__}.{name}", []
