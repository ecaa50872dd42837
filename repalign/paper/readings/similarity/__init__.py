"""What is read off the stored experiment `similarity`: differences between sources, with errors.

Tasks of two classes that share a class are not independent, so errors do not come from the 21 tasks
but from leaving out one class after another; what the seeds differ by is added.
"""

from functools import partial

import numpy as np

from repalign import alignment_curve
from repalign._support.levels import round_levels
from repalign.paper.datasets.kinds import ARTIFICIAL, KINDS, NATURAL
from repalign.paper.readings import depth
from repalign.paper.readings.common import height_of, share_of
from repalign.paper.statistics import pooled, spearman, standard_error

LEVELS = round_levels(-20, 32)
"""Thresholds for 2000 samples, of which no singular value exceeds 44.7 with unit rows."""
TAUS = (0.1, 0.5, 2.0, 8.0)
WAYS = {
    "artificial pairs": (1, 0),
    "natural pairs": (0, 1),
    "equal parts": (0.5, 0.5),
    "natural better": (-0.5, 0.5),
}
"""What artificial and natural tasks count for in a mean; with the last, the lead of the natural
source, whatever the task."""


def layer_names(stored):
    """Of the stored residual blocks: list of L str; ``blocks.7`` is the eighth."""
    names = depth.layer_names(stored)
    return [f"{name} of {names[-1].removeprefix('block ')}" for name in names]


def task_names(stored):
    """The tasks and their kinds: dict of P str -> str."""
    return {
        " or ".join(pair): KINDS[kind]
        for pair, kind in zip(stored["pairs"], stored["pair_kinds"], strict=True)
    }


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


def differences(stored, taus=LEVELS):
    """Shares of ||y||^2 with the similar source less those with the other: (S, L, t, P)."""
    similar, other = shares(stored, taus)
    return np.moveaxis(similar - other, 2, -1)


def held(stored, least=0.01):
    """At which of `LEVELS` the layers still hold so much of the labels with one of the sources,
    mean over seeds and tasks: bool (L, t)."""
    return shares(stored).max(axis=0).mean(axis=(0, 2)) > least


def mean_over_tasks(stored, values, parts=None):
    """Mean over seeds and tasks of values (S, ..., P), tasks last: Estimate (...).

    The error is the root of the sum of two squares: the standard error over the seeds, and the
    jackknife's over the classes of each kind. With n classes of a kind, m_c the mean of its tasks
    without class c, and w the kind's part of all tasks, that is w^2 (n - 1)/n sum_c (m_c - mean of
    m)^2, summed over both kinds, with n - 1 degrees of freedom each.

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
    overall = values.mean(axis=0)
    spread = [
        (part**2 * (count - 1) * np.var(without, axis=0), count - 1)
        for kind, part in enumerate(parts)
        for without in [_means_without(stored, kind, overall)]
        for count in [len(without)]
        if part
    ]
    return with_seeds(by_seed, *spread)


def with_seeds(values, *others):
    """Mean over the seeds of values (S, ...): the Estimate (...) whose variance is theirs, which
    one seed does not show, and others, given with their degrees of freedom."""
    if len(values) > 1:
        others = ((values.var(axis=0, ddof=1) / len(values), len(values) - 1), *others)
    variances, freedoms = zip(*others, strict=True)
    return pooled(values.mean(axis=0), variances, freedoms)


def _means_without(stored, kind, values):
    """Means over the tasks of a kind, its classes left out one by one: (..., P) to (n, ...)."""
    own = stored["pair_kinds"] == kind
    pairs, own_values = stored["pairs"][own], values[..., own]
    return np.array(
        [own_values[..., (pairs != name).all(axis=1)].mean(axis=-1) for name in np.unique(pairs)]
    )


def over_tasks(*parts):
    """How a check of values (S, P, m) is estimated: `mean_over_tasks`, with these parts."""
    return lambda stored, values: mean_over_tasks(stored, np.moveaxis(values, 1, -1), *parts)


def last_layer_ahead(stored, tau=2.0):
    """Share of ||y||^2 of the last layer at a threshold, similar less dissimilar source: (S, P)."""
    return differences(stored, [tau])[:, -1, 0]


def error_by_classes(stored):
    """The error over classes of the natural tasks' mean of `last_layer_ahead`, over that of as many
    independent tasks; of the mean over the runs."""
    ahead = last_layer_ahead(stored).mean(axis=0)
    natural = ahead[stored["pair_kinds"] == NATURAL]
    return mean_over_tasks(stored, ahead[None], (0, 1)).error / standard_error(natural)


def similar_minus(*measures):
    """Measure of the similar source's layer less that of the other's: reader of (S, P, L m), the
    measures of one layer side by side."""

    def read(stored):
        similar, other = np.stack([of_sources(stored, measure) for measure in measures], axis=-1)
        by_task = np.moveaxis(similar - other, 2, 1)
        return by_task.reshape(*by_task.shape[:2], -1)

    return read


def up(*measures):
    """The difference in each layer less that in the layer before: reader of (S, P, (L - 1) m)."""
    return lambda stored: _steps(stored, measures, lambda values: np.diff(values, axis=2))


def last_minus_first(*measures):
    """The difference in the last layer less that in the first: reader of (S, P, m)."""
    return lambda stored: _steps(
        stored, measures, lambda values: values[:, :, -1] - values[:, :, 0]
    )


def _steps(stored, measures, step):
    values = similar_minus(*measures)(stored)
    by_layer = values.reshape(*values.shape[:2], len(stored["layers"]), len(measures))
    return step(by_layer).reshape(*values.shape[:2], -1)


def side(stored):
    """Of each task: 1 where the artificial source is the similar one, -1 where the natural one is,
    (P,)."""
    return np.where(stored["pair_kinds"] == ARTIFICIAL, 1, -1)


def leads(stored, measure=height_of):
    """Of each task: how far the artificial source's last layer is ahead of the natural one's in a
    measure, and the network fine-tuned from it in accuracy on the pair; (S, P, 2)."""
    aligned = similar_minus(measure)(stored)[..., -1] * side(stored)
    tuned = stored["tuned_pairs"][:, ARTIFICIAL] - stored["tuned_pairs"][:, NATURAL]
    return np.stack([aligned, tuned], axis=-1)


def leads_at(tau):
    """The same of the share at a threshold."""
    return lambda stored: leads(stored, partial(share_of, tau=tau))


def agreement(stored, values):
    """Rank correlation over the tasks of two leads (S, P, 2), of all tasks and within each kind,
    mean over the seeds: Estimate (3,), its errors by leaving classes out and over the seeds."""
    kinds = stored["pair_kinds"]
    parts = [np.isin(kinds, own) for own in ((ARTIFICIAL, NATURAL), ARTIFICIAL, NATURAL)]

    def read(kept):
        chosen = [part & kept for part in parts]
        return np.stack([spearman(values[:, own, 0], values[:, own, 1]) for own in chosen], axis=-1)

    spread = []
    for kind in (ARTIFICIAL, NATURAL):
        names = np.unique(stored["pairs"][kinds == kind])
        without = [read((stored["pairs"] != name).all(axis=1)).mean(axis=0) for name in names]
        spread.append(((len(names) - 1) * np.var(without, axis=0), len(names) - 1))
    return with_seeds(read(np.ones(len(kinds), dtype=bool)), *spread)
