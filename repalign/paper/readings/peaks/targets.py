"""What training on a source does for the 119 other peaks functions, on samples not trained on.

Of a network of depth "one" or "three" measured is the last hidden layer, where nothing else is said.
Gains and benefits are those over the inputs: in alignment, and in the lowest held-out loss of a
linear model, as a share of its start.
"""

import numpy as np

from repalign.paper.datasets.peaks import shared
from repalign.paper.results import Results
from repalign.paper.statistics import partial_spearman, spearman

FEW, MANY = range(2)  # samples that linear models are trained on: 100, 1000
DEPTHS = ("one", "three")
LEVEL = 1  # of `levels`: tau = 2 of 10000 samples


def shuffled_source(read):
    """A reader on the networks trained on a shuffled source, measured in the same way."""
    prefix = "shuffled_"

    def of_null(stored):
        null = {
            name.removeprefix(prefix): np.array(stored[name])
            for name in stored
            if name.startswith(prefix)
        }
        return read(Results({name: np.array(stored[name]) for name in stored} | null, {}))

    return of_null


def others(stored, values):
    """Of values (S, 120, ...) those of all functions but the source itself, (S, 119, ...)."""
    own = stored["targets"] != stored["functions"][:, :1]
    return np.array([of_one[keep] for of_one, keep in zip(values, own, strict=True)])


def in_common(stored):
    """How many variables each of the others shares with the source, (S, 119)."""
    counts = [
        [shared(own, name) for name in stored["targets"]] for own in stored["functions"][:, 0]
    ]
    return others(stored, np.array(counts))


def depth_of(stored, depth):
    return stored[f"{depth}_activity"].shape[2]


def trained(stored, depth, layer=None):
    """Row of a layer after training, 1 the first, on the axis of representations."""
    L = depth_of(stored, depth)
    return L + (layer or L)


def change(stored, depth, name, layer=None):
    """Of values (S, R, 120, ...) those of a trained layer less those of the inputs, (S, 119,
    ...)."""
    values = stored[f"{depth}_{name}"]
    return others(stored, values[:, trained(stored, depth, layer)] - values[:, 0])


def gain(stored, depth, layer=None):
    """In alignment at `levels`, (S, 119, levels)."""
    return change(stored, depth, "alignment", layer)


def benefit(stored, depth, layer=None):
    """Held-out loss saved with few samples and with many, (S, 119, 2)."""
    return -change(stored, depth, "lowest", layer)


def saving(stored, depth):
    """How many times fewer steps bring the held-out loss down to a goal, (S, 119, goals): 1 where
    neither ever gets there."""
    steps = stored[f"{depth}_steps"]
    before, after = (others(stored, 1.0 + steps[:, row]) for row in (0, trained(stored, depth)))
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(before) & np.isinf(after), 1.0, before / after)
