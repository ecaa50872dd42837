"""What the stored experiment `similarity` says: differences with their errors, and which scores
rank networks.

Tasks of two classes that share a class are not independent, so errors do not come from the 21 tasks
but from leaving out one class after another; what the seeds differ by is added.
"""

from typing import NamedTuple

import numpy as np

from repalign import alignment_curve
from repalign.paper.transfer import spearman

LEVELS = np.array([float(f"{10 ** (k / 20):.2g}") for k in range(-20, 33)])
"""Thresholds for 2000 samples: round numbers in nearly equal ratios; with unit rows no sigma
exceeds 44.7."""


KINDS = ("artificial", "natural")


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


def at(taus, known, curves):
    """Curves (..., u) at the thresholds known (u,), linear between them: array (..., t)."""
    flat = curves.reshape(-1, len(known))
    between = [np.interp(np.log(taus), np.log(known), curve) for curve in flat]
    return np.reshape(between, (*curves.shape[:-1], len(taus)))


class Estimate(NamedTuple):
    """A mean over tasks and seeds, and its standard error; arrays of one shape."""

    mean: np.ndarray
    error: np.ndarray

    def side(self, errors=2):
        """1 where the mean is above zero by so many errors, -1 where below, else 0."""
        return np.where(np.abs(self.mean) > errors * self.error, np.sign(self.mean), 0).astype(int)


def shares(stored, taus=LEVELS):
    """Shares of ||y||^2 with the similar and with the dissimilar source: array (2, S, L, P, t),
    similar first."""
    kinds = stored["pair_kinds"]
    n_seeds = len(stored["source_accuracy"])
    curves = [
        [[_of_pair(stored, layer, seed, (kind, 1 - kind), pair, taus) for pair, kind in enumerate(kinds)]
         for layer in stored["layers"]]
        for seed in range(n_seeds)
    ]  # fmt: skip
    return np.moveaxis(np.array(curves), 3, 0)


def _of_pair(stored, layer, seed, sources, pair, taus):
    spectra = [stored.spectrum(str(layer), seed, int(source), pair) for source in sources]
    return [alignment_curve(spec, taus, normalized=True) for spec in spectra]


def over_tasks(stored, values, parts=None):
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
    return _with_seeds(by_seed, variance)


def _with_seeds(values, variance):
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


class Table1(NamedTuple):
    """Estimates of accuracies after fine-tuning (N, K), source by target, of what the similar
    source gains (K,), and of the mean of both gains (), in which cancels what one source is better
    at for both targets."""

    accuracy: Estimate
    gain: Estimate
    both: Estimate


def table_1(stored):
    """Means over the seeds, with errors from the seeds and from the number of test pictures:
    Table1.

    A gain is paired within a seed. The pictures count as if each network had its own, which makes
    its error too large rather than too small.
    """
    each = np.asarray(stored["tuned_accuracy"], dtype=np.float64)
    sampling = (each * (1 - each)).mean(axis=0) / stored["n_tested"]
    kinds = np.arange(len(stored["n_tested"]))
    gain = each[:, kinds, kinds] - each[:, 1 - kinds, kinds]
    of_gain = sampling[kinds, kinds] + sampling[1 - kinds, kinds]
    return Table1(
        _with_seeds(each, sampling),
        _with_seeds(gain, of_gain),
        _with_seeds(gain.mean(axis=1), of_gain.sum() / 4),
    )


def scores(stored):
    """What ranks networks and layers: dict of arrays (S, 2, L, P), sources artificial and natural.

    All but the linear probe's accuracy, which is on test pictures, know training pictures only.
    """
    aligned = {
        f"alignment, tau = {tau:g}": stored["alignment"][..., k]
        for k, tau in enumerate(stored["score_taus"])
    }
    named = aligned | {
        "kernel-target alignment": stored["kernel_target_alignment"],
        "LogME evidence": stored["log_evidence"],
        "linear probe": stored["probe_accuracy"],
    }
    return {name: values[:, :2] for name, values in named.items()}


def order_of_layers(score, outcome):
    """Spearman's correlation over the layers of each network: (S, 2, L, P) twice to (S, P), mean
    over both sources."""
    return _ordered(np.moveaxis(score, 2, -1), np.moveaxis(outcome, 2, -1)).mean(axis=1)


def order_of_all(score, outcome):
    """Spearman's correlation over all layers of both sources: (S, 2, L, P) twice to (S, P)."""
    return _ordered(_by_task(score), _by_task(outcome))


def _ordered(score, outcome):
    """Spearman's correlation over the last axis; 0 where all scores or all outcomes are equal."""
    found = [spearman(score[index], outcome[index]) for index in np.ndindex(score.shape[:-1])]
    return np.nan_to_num(found).reshape(score.shape[:-1])


def right_source(score, outcome):
    """1 where the source with the higher score has the better outcome, 1/2 for a tie: (S, 2, ...,
    P) to (S, ..., P)."""
    agreement = np.sign(score[:, 1] - score[:, 0]) * np.sign(outcome[:, 1] - outcome[:, 0])
    return (1 + agreement) / 2


def lost(score, outcome):
    """What the best of all layers of both sources is ahead of the best scored one: (S, 2, L, P)
    twice to (S, P)."""
    score, outcome = _by_task(score), _by_task(outcome)
    chosen = np.take_along_axis(outcome, score.argmax(axis=-1)[..., None], axis=-1)[..., 0]
    return outcome.max(axis=-1) - chosen


def _by_task(values):
    """All layers of both sources side by side: (S, 2, L, P) to (S, P, 2 L)."""
    return np.moveaxis(values, -1, 1).reshape(len(values), values.shape[-1], -1)
