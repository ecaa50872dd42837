"""What was found in files: arrays, tables, and vectors that may be labels."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np


class Array(NamedTuple):
    """An array of which only the shape is known until it is loaded, each time from the disk."""

    name: str
    shape: tuple[int, ...]
    is_numeric: bool
    load: Callable[[], np.ndarray]

    @property
    def is_flat(self) -> bool:
        return all(length == 1 for length in self.shape[1:])

    def blocks(self, size: int) -> Iterator[np.ndarray]:
        """So many rows after another."""
        values = self.load()
        for start in range(0, self.shape[0], size):
            yield values[start : start + size]
            if isinstance(values, np.memmap):  # what was read of it counts as memory until it goes
                values = self.load()


class Table(NamedTuple):
    """Columns of one length: numbers (n,), or words (n,); and the lines of a text that they stand
    in."""

    name: str
    columns: dict[str, np.ndarray]
    lines: Sequence[int] = ()

    @property
    def n(self) -> int:
        return len(next(iter(self.columns.values())))

    @property
    def numeric(self) -> list[str]:
        return [name for name, values in self.columns.items() if are_numbers(values)]

    @property
    def counting(self) -> list[str]:
        """Columns that only number the rows, and are larger than all else."""
        return [name for name in self.numeric if _counts(self.columns[name])]


def are_numbers(values: np.ndarray) -> bool:
    """Whether an array does not hold words."""
    return values.dtype.kind != "U"


def _counts(values: np.ndarray) -> bool:
    return len(values) > 2 and values[0] % 1 == 0 and bool((np.diff(values) == 1).all())


def named(things: Iterable[Any]) -> list[Any]:
    """Things whose names stand for one of them each."""
    seen: Counter[str] = Counter()
    told = []
    for thing in things:
        seen[thing.name] += 1
        count = seen[thing.name]
        told.append(thing if count == 1 else thing._replace(name=f"{thing.name} ({count})"))
    return told
