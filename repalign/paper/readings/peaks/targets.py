"""What training on a source does for the 119 other peaks functions, on samples not trained on.

Gains and benefits are those over the inputs: in alignment, and in the lowest held-out loss of a
linear model, as a share of its start. They are of the last hidden layer of networks with one and
with three, unless a layer is named.
"""

import numpy as np

from repalign.paper.datasets.peaks import shared
from repalign.paper.results import Results

DEPTHS = ("one", "three")
LEVEL = 1  # of `levels`: tau = 2 of 10000 samples


def shuffled_source(read):
    """A reader on the networks trained on a shuffled source, measured in the same way."""

    def of_null(stored):
        arrays = {name: np.array(stored[name]) for name in stored}
        for name in stored:
            own = name.removeprefix("shuffled_")
            if own != name and stored[own].ndim > 1:
                # Only what training has changed is stored: the last entries.
                arrays[own][:, -stored[name].shape[1] :] = stored[name]
        return read(Results(arrays, stored.provenance))

    return of_null


def others(stored, values):
    """Of values (S, 120, ...) those of all functions but the source itself, (S, 119, ...)."""
    other = stored["targets"] != stored["functions"][:, :1]
    return np.array([of_one[keep] for of_one, keep in zip(values, other, strict=True)])


def in_common(stored):
    """How many variables each of the others shares with the source, (S, 119)."""
    sources = stored["functions"][:, 0]
    counts = [[shared(source, name) for name in stored["targets"]] for source in sources]
    return others(stored, np.array(counts))


def change(stored, depth, name, layer=-1):
    """Of stored values (S, R, 120, ...) those of a trained layer less those of the inputs, the
    targets last: (S, ..., 119)."""
    values = stored[f"{depth}_{name}"]
    trained = rows(stored, depth)[2][layer]
    return np.moveaxis(others(stored, values[:, trained] - values[:, 0]), 1, -1)


def rows(stored, depth):
    """Of the inputs, the layers before training, after it, and before it without idle units."""
    L = stored[f"{depth}_activity"].shape[2]
    return [[0], *np.arange(1, 1 + 3 * L).reshape(3, L)]


def gain(stored, depth, layer=-1):
    """In alignment at `levels`, (S, levels, 119)."""
    return change(stored, depth, "alignment", layer)


def benefit(stored, depth, layer=-1):
    """Held-out loss saved with 100 training samples and with 1000, (S, 2, 119)."""
    return -change(stored, depth, "lowest", layer)


def saving(stored, depth):
    """How many times fewer steps bring the held-out loss down to a goal, (S, goals, 119): 1 where
    neither ever gets there."""
    steps = 1.0 + stored[f"{depth}_steps"]
    before, after = (steps[:, row] for row in (0, rows(stored, depth)[2][-1]))
    with np.errstate(invalid="ignore"):
        factor = np.where(np.isinf(before) & np.isinf(after), 1.0, before / after)
    return np.moveaxis(others(stored, factor), 1, -1)


def at_depths(measure):
    """A reader of (S, m) from a measure (S, ...) of stored results and a depth."""

    def read(stored):
        found = [measure(stored, depth) for depth in DEPTHS]
        return np.concatenate([values.reshape(len(values), -1) for values in found], axis=1)

    return read


def of_shuffled(measure):
    """The measure on the networks trained on a shuffled source."""
    return lambda stored, depth: shuffled_source(lambda null: measure(null, depth))(stored)


def helped(stored, layer):
    """How many targets a layer of the network with three serves better than the inputs, (S, 2)."""
    return (benefit(stored, "three", layer) > 0).sum(axis=-1)


def related_benefit(stored, layer):
    """Held-out loss that a layer of the network with three saves on T1, (S, 2)."""
    lowest, trained = stored["three_lowest"], rows(stored, "three")[2][layer]
    return (lowest[:, 0] - lowest[:, trained])[stored["targets"] == stored["functions"][:, [1]]]


def helped_by_training(stored, layer):
    """The same against the layer before training."""
    _, before, after, _ = rows(stored, "three")
    values = stored["three_lowest"]
    better = values[:, after[layer]] < values[:, before[layer]]
    return others(stored, better).sum(axis=1)


def aligned(stored, layer):
    """How many targets a layer is better aligned with than the inputs at `LEVEL`, (S, 1)."""
    return (gain(stored, "three", layer)[:, [LEVEL]] > 0).sum(axis=-1)


def upwards(count):
    """What a count loses from the first layer to the second, and to the third, (S, m)."""
    return lambda stored: np.concatenate(
        [count(stored, layer) - count(stored, layer + 1) for layer in (0, 1)], axis=1
    )


def costs(stored, depth):
    """What training, and its idle units alone, cost targets that share no variable: held-out loss
    over that of the layer before, two arrays (S, 2)."""
    before, after, pruned = _strangers(stored, depth)
    return tuple(
        np.array([np.mean(own - first, axis=0) for own, first in zip(values, before, strict=True)])
        for values in (after, pruned)
    )


def cost_unexplained(stored, depth):
    """Half of what training costs, less what idle units alone would, (S, 2)."""
    training, idle = costs(stored, depth)
    return training / 2 - idle


def hurt_beyond_idle(stored, depth):
    """Share of targets without a shared variable that the trained layer serves worse than the layer
    before without the idle units, (S, 2)."""
    _, after, pruned = _strangers(stored, depth)
    pairs = zip(after, pruned, strict=True)
    return np.array([np.mean(own > without, axis=0) for own, without in pairs])


def _strangers(stored, depth):
    """Held-out losses of targets that share no variable, on the last layer before training, after
    it, and before it without idle units: three lists of S arrays (targets, 2)."""
    losses = others(stored, stored[f"{depth}_lowest"].swapaxes(1, 2))
    own = [values[none] for values, none in zip(losses, in_common(stored) == 0, strict=True)]
    return [[values[:, layers[-1]] for values in own] for layers in rows(stored, depth)[1:]]


def idle_units(stored, depth):
    """Units of each layer active on hardly any sample, before training and after: (S, 2, L)."""
    idle = stored["idle"].astype(stored[f"{depth}_activity"].dtype)  # a share may be just that
    return (stored[f"{depth}_activity"] < idle).sum(axis=-1)
