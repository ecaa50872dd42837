"""What is read off accuracies after fine-tuning in the stored experiment `similarity`: Table 1."""

from typing import NamedTuple

import numpy as np

from repalign.paper.datasets.kinds import KINDS
from repalign.paper.readings.similarity import with_seeds
from repalign.paper.statistics import Estimate

PAPER = np.array([[97.14, 90.49], [95.70, 94.55]])
"""Table 1, per cent: source by target, artificial first."""


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
    gain = estimated_gains(stored, gains(stored))
    return Table1(
        with_seeds(each, (_sampling(stored), np.inf)),
        Estimate(*(part[:-1] for part in gain)),
        Estimate(*(part[-1] for part in gain)),
    )


def gains(stored):
    """Accuracy with the similar source less that with the other, on artificial classes, on natural
    ones, and the mean of both: (S, 3)."""
    return gains_of(np.asarray(stored["tuned_accuracy"], dtype=np.float64))


def gains_of(accuracy):
    """The same of any accuracies, source by target: (..., N, 2) to (..., 3)."""
    kinds = np.arange(len(KINDS))
    of_targets = accuracy[..., kinds, kinds] - accuracy[..., 1 - kinds, kinds]
    return np.concatenate([of_targets, of_targets.mean(axis=-1, keepdims=True)], axis=-1)


def estimated_gains(stored, values):
    """How `gains` (S, 3) are estimated, as `table_1` says: Estimate (3,)."""
    sampling = _sampling(stored)[: len(KINDS)].sum(axis=0)
    return with_seeds(values, (np.append(sampling, sampling.sum() / 4), np.inf))


def _sampling(stored):
    """Variance of each accuracy that comes from the number of test pictures: (N, K)."""
    each = np.asarray(stored["tuned_accuracy"], dtype=np.float64)
    return (each * (1 - each)).mean(axis=0) / stored["n_tested"]


def similar_on_pairs(stored):
    """Accuracy of the same networks between two classes, similar source less the other: (S, P,
    1)."""
    kinds, tasks = stored["pair_kinds"], np.arange(len(stored["pair_kinds"]))
    by_task = np.moveaxis(stored["tuned_pairs"], 2, 0)
    return np.swapaxes(by_task[tasks, :, kinds] - by_task[tasks, :, 1 - kinds], 0, 1)[..., None]
