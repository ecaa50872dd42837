"""What is read off accuracies after fine-tuning in the stored experiment `similarity`: Table 1."""

from typing import NamedTuple

import numpy as np

from repalign.paper.datasets.kinds import KINDS
from repalign.paper.readings.similarity import ARTIFICIAL, NATURAL, Estimate, with_seeds


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
        with_seeds(each, sampling),
        with_seeds(gain, of_gain),
        with_seeds(gain.mean(axis=1), of_gain.sum() / 4),
    )


def artificial_minus_natural(stored):
    """Accuracy after fine-tuning with either source: (S, targets)."""
    return stored["tuned_accuracy"][:, ARTIFICIAL] - stored["tuned_accuracy"][:, NATURAL]


def similar_is_better(stored):
    """The same of the similar source less the other."""
    return artificial_minus_natural(stored) * [1, -1]


def better_anyway(stored):
    """The same, were the better source equally better on both targets, whichever it resembles."""
    return artificial_minus_natural(stored).mean(axis=1, keepdims=True) * [1, -1]


def by_seed(read):
    """Seeds as cases instead: reader of (1, S m)."""
    return lambda stored: np.reshape(read(stored), (1, -1))


def seeds(stored):
    """Their names, as cases."""
    return [f"seed {seed}" for seed in range(len(stored["tuned_accuracy"]))]


def targets(stored):
    """The kinds of each seed, as cases."""
    return [f"{kind} classes, {seed}" for seed in seeds(stored) for kind in KINDS]


def similar_on_pairs(kind):
    """Accuracy of the same networks between two classes, similar source less the other: reader of
    (pairs,)."""

    def read(stored):
        similar, other = (
            stored["tuned_pairs"][:, source].mean(axis=0) for source in (kind, 1 - kind)
        )
        return (similar - other)[stored["pair_kinds"] == kind]

    return read
