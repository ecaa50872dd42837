"""Layers measured in one pass over their rows, with shuffled labels, and with each group of samples
left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

from repalign.accumulate import SpectrumAccumulator
from repalign.decomposition import Spectrum
from repalign.features import prepare
from repalign.yours.layers import Layer
from repalign.yours.refusal import Refusal, refuse

GROUPS = 10
FEWEST = 3  # groups: the error of fewer is hardly known
FEWEST_SHUFFLES = 20  # the ends of a band of fewer say nothing
SHUFFLED = 100e6  # bytes of shuffled labels
BLOCK = 2**24  # bytes of rows at once
STATES = 2**28  # bytes of what is known of all groups
STATE = 4e9  # bytes of what is known of a layer at all
NUMBER = 8
SINGLE = (1e-30, 1e30)  # sizes of labels that float32 holds, and smaller ones beside them


class Options(NamedTuple):
    """As of `prepare`; how many shuffles of the labels, and from which seed."""

    bias: bool = True
    normalize: bool = True
    shuffles: int = 100
    seed: int = 0


class Measured(NamedTuple):
    """Spectra of one layer: of the labels, of shuffled ones, and of the labels with each group of
    samples left out."""

    spec: Spectrum
    null: Spectrum | None
    without: list[Spectrum]


def shuffled(y: np.ndarray, count: int, seed: int) -> np.ndarray:
    """Labels (n,) or (n, k) shuffled as often as asked for, (n, shuffles k), or less often, where
    more than 100 MB were needed; a byte a label of two classes, else four, or eight
    of extreme size."""
    columns = y.reshape(len(y), -1)
    kind = _smallest(columns)
    count = min(count, int(SHUFFLED // (columns.size * kind.itemsize)))
    if count < FEWEST_SHUFFLES:
        count = 0
    rng = np.random.default_rng(seed)
    k = columns.shape[1]
    made = np.empty((len(columns), count * k), dtype=kind, order="F")
    for i in range(count):
        made[:, i * k : (i + 1) * k] = rng.permutation(columns.astype(kind))
    return made


def _smallest(columns: np.ndarray) -> np.dtype:
    if np.isin(columns, (-1, 1)).all():
        return np.dtype(np.int8)
    largest = np.abs(columns).max(axis=0)
    low, high = SINGLE
    return np.dtype(np.float32 if ((largest > low) & (largest < high)).all() else np.float64)


def dealt(n: int, count: int, seed: int) -> np.ndarray:
    """The group of each of n samples, of equal size and by chance: labels often come in turn."""
    return np.random.default_rng(seed).permutation(n) % count


def group_count(n: int, columns: int) -> int:
    """How many groups of n samples are left out in turn; 0 where what is known of them would not
    fit, with so many columns of features and labels."""
    room = STATES // (2 * NUMBER * columns**2)
    if NUMBER * columns * n <= STATES:  # every row fits
        room = GROUPS
    count = min(GROUPS, n, room)
    return count if count >= FEWEST else 0


def measured(
    layer: Layer,
    y: np.ndarray,
    rows: np.ndarray,
    null: np.ndarray,
    groups: int,
    options: Options,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Measured:
    """One layer, in one pass.

    Parameters
    ----------
    layer : Layer
    y : array (m,) or (m, k)
        Of the samples that take part.
    rows : array (m,)
        Their places among all, ascending.
    null : array (m, j)
        Shuffled labels, of `shuffled`.
    groups : int
        How many, of `dealt`; 0 leaves none out.
    options : Options
    progress : callable of how much is done and of how much, optional

    Raises
    ------
    Refusal
    """
    labels = y.reshape(len(y), -1)
    k = labels.shape[1]
    states = [SpectrumAccumulator() for _ in range(max(groups, 1))]
    # Leaving groups out may take as long as reading.
    whole = len(y) * (2 if groups else 1)
    with _refusing(layer.name):
        for done in _feed(states, layer, [labels, null], rows, options):
            progress(done, whole)
        spec, null_ = _parted(merged(states), y.ndim, k)
        if not spec.rank:
            refuse(layer.name, "is zero everywhere", "Choose another layer")
        without = []
        for others in left_out(states) if groups else ():
            without.append(_parted(others, y.ndim, k)[0])
            progress(len(y) + len(y) * len(without) // groups, whole)
    return Measured(spec, null_, without)


@contextmanager
def _refusing(name: str) -> Iterator[None]:
    """What the package refuses is a file's fault."""
    try:
        yield
    except ValueError as error:
        raise (error if isinstance(error, Refusal) else Refusal(f"{name}: {error}")) from error


def _feed(
    states: Sequence[SpectrumAccumulator],
    layer: Layer,
    targets: Sequence[np.ndarray],
    rows: np.ndarray,
    options: Options,
) -> Iterator[int]:
    """Deal samples out to the states, with several columns of targets; after each block, how many
    were dealt."""
    columns = len(layer.titles) + options.bias + sum(each.shape[1] for each in targets)
    _require_room(layer.name, len(rows), columns)
    group = dealt(len(rows), len(states), options.seed)
    at = 0
    for block in layer.rows(rows, max(1, BLOCK // (NUMBER * columns))):
        phi = _prepared(layer.name, block, rows[at:], options)
        y = np.column_stack([each[at : at + len(phi)] for each in targets])
        for g, state in enumerate(states):
            own = group[at : at + len(phi)] == g
            state.update(phi[own], y[own])
        at += len(phi)
        yield at


def _parted(state: SpectrumAccumulator, ndim: int, k: int) -> tuple[Spectrum, Spectrum | None]:
    """Of the first k targets, one alone where y had one axis; and of those that were shuffled."""
    spec = state.compute()
    null = spec.target(slice(k, None)) if len(spec.residual) > k else None
    return spec.target(0 if ndim == 1 else slice(k)), null


def merged(states: Sequence[SpectrumAccumulator]) -> SpectrumAccumulator:
    """One that has seen all that these have."""
    together = SpectrumAccumulator()
    for state in states:
        together.merge(state)
    return together


def left_out(
    states: Sequence[SpectrumAccumulator], others: SpectrumAccumulator | None = None
) -> Iterator[SpectrumAccumulator]:
    """For each of them, all others merged; by halves, so that few are held at a time."""
    others = SpectrumAccumulator() if others is None else others
    if len(states) == 1:
        yield others
        return
    half = len(states) // 2
    first, second = states[:half], states[half:]
    yield from left_out(first, merged([others, *second]))
    yield from left_out(second, merged([others, *first]))


def _require_room(name: str, n: int, columns: int) -> None:
    needed = NUMBER * columns * min(n, 2 * columns)
    if needed > STATE:
        came = f"would take {needed / 1e9:.1f} GB of memory, more than {STATE / 1e9:g}"
        refuse(name, came, "Average it over places with --pool, or take fewer features or shuffles")


def _prepared(name: str, block: np.ndarray, places: np.ndarray, options: Options) -> np.ndarray:
    if options.normalize and not options.bias:
        zero = np.flatnonzero(~block.any(axis=1))
        if zero.size:
            what = f"row {places[zero[0]]} (counted from 0) is zero and cannot have length one"
            refuse(name, what, "Add the constant feature, or leave rows as they are")
    return prepare(block, bias=options.bias, normalize=options.normalize)
