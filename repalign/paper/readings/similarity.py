"""What is read off the stored experiment `similarity`: differences between sources, with errors.

Tasks of two classes that share a class are not independent, so errors do not come from the 21 tasks
but from leaving out one class after another; what the seeds differ by is added.
"""

from typing import NamedTuple

import numpy as np

from repalign import alignment_curve
from repalign._support.levels import round_levels
from repalign.paper.datasets.kinds import KINDS
from repalign.paper.readings.common import at, height_thresholds
from repalign.paper.statistics import standard_error

ARTIFICIAL, NATURAL = range(len(KINDS))
"""The order of networks and of kinds of classes on their axes, as in the experiment."""
LEVELS = round_levels(-20, 32)
"""Thresholds for 2000 samples, of which no singular value exceeds 44.7 with unit rows."""
TAUS = (0.1, 0.5, 2.0, 8.0)
UPPER, MEDIAN = 2, 1
"""Of the quantiles over shuffles of the labels."""


def layer_names(stored):
    """Of the stored residual blocks: list of L str; ``blocks.7`` is the eighth."""
    numbers = [int(str(name).rsplit(".", 1)[1]) + 1 for name in stored["layers"]]
    return [f"block {number} of {numbers[-1]}" for number in numbers]


def task_names(stored):
    """The tasks and their kinds: dict of P str -> str."""
    return {
        " or ".join(pair): KINDS[kind]
        for pair, kind in zip(stored["pairs"], stored["pair_kinds"], strict=True)
    }


class Estimate(NamedTuple):
    """A mean over tasks and seeds, and its standard error; arrays of one shape."""

    mean: np.ndarray
    error: np.ndarray

    def side(self, errors=2):
        """1 where the mean is above zero by so many errors, -1 where below, else 0."""
        return np.where(np.abs(self.mean) > errors * self.error, np.sign(self.mean), 0).astype(int)


def of_sources(stored, measure):
    """A measure of the Spectrum of each pair, with the similar and with the dissimilar source:
    array (2, S, L, P, ...), similar first."""
    kinds = stored["pair_kinds"]
    seeds = range(len(stored["source_accuracy"]))
    values = [
        [
            [
                [
                    measure(stored.spectrum(str(layer), seed, int(source), pair))
                    for pair, source in own
                ]
                for layer in stored["layers"]
            ]
            for seed in seeds
        ]
        for own in (list(enumerate(kinds)), list(enumerate(1 - kinds)))
    ]
    return np.array(values)


def shares(stored, taus=LEVELS):
    """The same of the shares of ||y||^2 at thresholds: array (2, S, L, P, t)."""
    return of_sources(stored, lambda spec: alignment_curve(spec, taus, normalized=True))


def mean_over_tasks(stored, values, parts=None):
    """Mean over seeds and tasks of values (S, ..., P), tasks last: Estimate (...).

    The error is the root of the sum of two squares: the standard error over the seeds, and the
    jackknife's over the classes of each kind. With n classes of a kind, m_c the mean of its tasks
    without class c, and w the kind's part of all tasks, that is w^2 (n - 1)/n sum_c (m_c - mean of
    m)^2, summed over both kinds.

    Parameters
    ----------
    stored : Results
    values : array (S, ..., P)
    parts : two floats, optional
        What artificial and natural tasks count for; default: every task the same. (0.5, 0.5)
        cancels what one source is better at for all tasks, whatever their kind.
    """
    values, kinds = np.asarray(values, dtype=np.float64), stored["pair_kinds"]
    parts = np.bincount(kinds) / len(kinds) if parts is None else parts
    by_seed = sum(
        part * values[..., kinds == kind].mean(axis=-1) for kind, part in enumerate(parts)
    )
    variance = sum(
        part**2 * _jackknife(stored, kind, values.mean(axis=0)) for kind, part in enumerate(parts)
    )
    return with_seeds(by_seed, variance)


def with_seeds(values, variance):
    """Mean over the seeds, and the root of a variance and of theirs, which one seed does not show:
    (S, ...) to (...)"""
    if len(values) > 1:
        variance = variance + values.var(axis=0, ddof=1) / len(values)
    return Estimate(values.mean(axis=0), np.sqrt(variance))


def _jackknife(stored, kind, values):
    """Variance of the mean over the tasks of a kind, its classes left out one by one: (..., P) to
    (...)."""
    own = stored["pair_kinds"] == kind
    pairs, own_values = stored["pairs"][own], values[..., own]
    without = [
        own_values[..., (pairs != name).all(axis=1)].mean(axis=-1) for name in np.unique(pairs)
    ]
    return (len(without) - 1) * np.var(without, axis=0)


def last_layer_ahead(stored, tau=2.0):
    """Share of ||y||^2 of the last layer at a threshold, similar less dissimilar source: (S, P)."""
    similar, dissimilar = shares(stored, [tau])[..., -1, :, 0]
    return similar - dissimilar


def error_by_classes(stored):
    """The error over classes of the natural tasks' mean of `last_layer_ahead`, over that of as many
    independent tasks; of the mean over the runs."""
    ahead = last_layer_ahead(stored).mean(axis=0)
    natural = ahead[stored["pair_kinds"] == NATURAL]
    return mean_over_tasks(stored, ahead[None], (0, 1)).error / standard_error(natural)


def similar_minus(*measures, kinds=(ARTIFICIAL, NATURAL)):
    """Measure of the similar source's layer less that of the other's, mean over the seeds, for each
    layer and measure: reader of (pairs, L m)."""

    def read(stored):
        values = np.stack([of_sources(stored, measure) for measure in measures], axis=-1)
        similar, other = values[..., np.isin(stored["pair_kinds"], kinds), :]
        by_pair = np.swapaxes((similar - other).mean(axis=0), 0, 1)
        return by_pair.reshape(len(by_pair), -1)

    return read


def shuffled(taus, quantile=UPPER):
    """A quantile, over shuffled labels, of the mean difference over the pairs: reader of layers and
    thresholds, (1, L t)."""

    def read(stored):
        curves = stored["null_difference"][:, :, quantile].mean(axis=0)
        return at(taus, stored["taus"], curves).reshape(1, -1)

    return read


def shuffled_up(stored):
    """Of the medians, the mean over the thresholds of `height_of`, each layer less the one before:
    (1, L - 1)."""
    first, *_ = layers = [str(name) for name in stored["layers"]]
    heights = shuffled(height_thresholds(stored[f"{first}.shape"][0]), MEDIAN)(stored)
    return np.diff(np.reshape(heights, (len(layers), -1)).mean(axis=1))[None]


def lowest_mean(stored):
    """Of each layer the lowest mean difference, over pairs and seeds, at any threshold up to the
    last of `TAUS`: (1, L)."""
    curves = stored["difference"][..., stored["taus"] <= TAUS[-1]].mean(axis=(0, 2))
    return [curves.min(axis=1)]


def up(*measures):
    """The difference in each layer less that in the layer before: reader of (pairs, (L - 1) m)."""
    return lambda stored: _steps(stored, measures, lambda values: np.diff(values, axis=1))


def last_minus_first(*measures):
    """The difference in the last layer less that in the first: reader of (pairs, m)."""
    return lambda stored: _steps(stored, measures, lambda values: values[:, -1] - values[:, 0])


def _steps(stored, measures, step):
    values = similar_minus(*measures)(stored)
    by_layer = values.reshape(len(values), len(stored["layers"]), len(measures))
    return step(by_layer).reshape(len(values), -1)
