"""Which of what was found are features, and their rows, a block at a time."""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from repalign.yours.found import Array, Table
from repalign.yours.refusal import refuse, value_text

POOLS = ("flatten", "last", "middle")
"""How the axes after the first become features: every entry, or averaged over the last axes
(channels first) or over the middle ones (channels last)."""


class Layer(NamedTuple):
    """Features of one representation: how many, their names, and what gives blocks of rows."""

    name: str
    n: int
    titles: Sequence[object]
    blocks: Callable[[int], Iterator[np.ndarray]]

    def rows(self, chosen: np.ndarray, size: int) -> Iterator[np.ndarray]:
        """The rows of samples that take part, ascending, in blocks of one to so many."""
        at = 0
        for i, block in enumerate(self.blocks(size)):
            start = i * size
            upto = at + int(np.searchsorted(chosen[at:], start + len(block)))
            if upto == at:
                continue
            part = block if upto - at == len(block) else block[chosen[at:upto] - start]
            yield self._checked(np.asarray(part, dtype=float), chosen[at:upto])
            at = upto

    def _checked(self, values: np.ndarray, places: np.ndarray) -> np.ndarray:
        if not np.isfinite(values).all():
            i, j = np.argwhere(~np.isfinite(values))[0]
            what = f"{value_text(values[i, j])} in column {self.titles[j]}"
            how = "Features must be finite: fill it in or leave that sample out"
            refuse(self.name, f"row {places[i]} (counted from 0) has {what}", how)
        return values


def layers_of(
    found: Sequence[Array | Table], left_out: dict[str, set[str]], pool: str = "flatten"
) -> list[Layer]:
    """Arrays of numbers with more than one a sample, and tables of more than one column of numbers
    beside what only counts the rows.

    Parameters
    ----------
    found : list of Array or Table
    left_out : dict of str -> set of str
        Columns of tables that are no features, such as labels.
    pool : str
        One of `POOLS`.
    """
    layers = []
    for each in found:
        if isinstance(each, Table):
            kept = [name for name in each.numeric if name not in left_out.get(each.name, ())]
            if kept and len(each.numeric) - len(each.counting) > 1:
                layers.append(_of_table(each, kept))
        elif each.is_numeric and not each.is_flat:
            layers.append(_of_array(each, pool))
    return layers


def _of_table(table: Table, kept: list[str]) -> Layer:
    def blocks(size: int) -> Iterator[np.ndarray]:
        for start in range(0, table.n, size):
            yield np.column_stack([table.columns[name][start : start + size] for name in kept])

    return Layer(table.name, table.n, kept, blocks)


def _of_array(array: Array, pool: str) -> Layer:
    n, *rest = array.shape
    pooled = len(rest) > 1 and pool != "flatten"
    last = pool == "last"
    d = (rest[0] if last else rest[-1]) if pooled else math.prod(rest)

    def blocks(size: int) -> Iterator[np.ndarray]:
        for rows in array.blocks(size):
            if not pooled:
                yield rows.reshape(len(rows), d)
            elif last:
                yield rows.reshape(len(rows), d, -1).mean(axis=2, dtype=float)
            else:
                yield rows.reshape(len(rows), -1, d).mean(axis=1, dtype=float)

    return Layer(array.name, n, range(d), blocks)
