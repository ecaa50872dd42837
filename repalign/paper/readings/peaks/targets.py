"""What training on a source does for the 119 other peaks functions, on samples not trained on.

Gains and benefits are those over the inputs: in alignment, and in the lowest held-out loss of a
linear model, as a share of its start. They are of the last hidden layer of networks with one and
with three, unless a layer is named.
"""

import numpy as np

from repalign.paper.datasets.peaks import shared
from repalign.paper.results import Results
from repalign.paper.statistics import partial_spearman, spearman

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
    trained = _rows(stored, depth)[2][layer]
    return np.moveaxis(others(stored, values[:, trained] - values[:, 0]), 1, -1)


def _rows(stored, depth):
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
    before, after = (steps[:, row] for row in (0, _rows(stored, depth)[2][-1]))
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


def correlation(gains=gain):
    """Rank correlation of gains and benefits at each level and size, (S, levels, 2)."""
    return lambda stored, depth: spearman(
        gains(stored, depth)[:, :, None], benefit(stored, depth)[:, None]
    )


def beyond_counting(stored, depth):
    """`correlation` less that of the number of shared variables alone."""
    counts = spearman(in_common(stored)[:, None], benefit(stored, depth))
    return correlation()(stored, depth) - counts[:, None]


def same_sign(stored, depth):
    """Share of targets where gain and benefit have one sign, less that of always naming the
    commoner sign, (S, levels, 2)."""
    gains, good = gain(stored, depth)[:, :, None] > 0, benefit(stored, depth)[:, None] > 0
    commoner = np.maximum(good.mean(axis=-1), 1 - good.mean(axis=-1))
    return (gains == good).mean(axis=-1) - commoner


def transfer(stored, depth):
    """Benefits and savings, (S, 2 + goals, 119)."""
    return np.concatenate([benefit(stored, depth), saving(stored, depth)], axis=1)


def given_count(gains=gain):
    """Rank correlation of the gain at `LEVEL` with `transfer`, given the number of shared
    variables, (S, 2 + goals)."""
    return lambda stored, depth: partial_spearman(
        gains(stored, depth)[:, [LEVEL]], transfer(stored, depth), in_common(stored)[:, None]
    )


def among_two_shared(stored, depth):
    """Rank correlation of the gain at `LEVEL` with `transfer` among targets that share two
    variables, (S, 2 + goals)."""
    two = in_common(stored) == 2
    pairs = zip(gain(stored, depth)[:, [LEVEL]], transfer(stored, depth), two, strict=True)
    return np.array([spearman(gains[:, own], values[:, own]) for gains, values, own in pairs])


def scouted(stored, depth):
    """The gain at `LEVEL` on 100 labelled samples, (S, 119)."""
    return change(stored, depth, "scouted")


def probed(stored, depth):
    """The same of a probe's R^2 on the same samples."""
    return change(stored, depth, "probe")


def adds(first, second):
    """Rank correlation of a predictor with the benefits, given another one and the number of shared
    variables, (S, 2)."""
    return lambda stored, depth: partial_spearman(
        first(stored, depth)[:, None],
        benefit(stored, depth),
        second(stored, depth)[:, None],
        in_common(stored)[:, None],
    )


def given_reach(gains=gain):
    """Rank correlation of the gain at `LEVEL` with `transfer`, given how much more a linear model
    can reach at all and the number of shared variables, (S, 2 + goals)."""
    return lambda stored, depth: partial_spearman(
        gains(stored, depth)[:, [LEVEL]],
        transfer(stored, depth),
        change(stored, depth, "reach")[:, None],
        in_common(stored)[:, None],
    )


def over_layers(measure):
    """A measure (S, ..., 119) of the three trained layers side by side, (S, ..., 357)."""
    return lambda stored: np.concatenate(
        [measure(stored, "three", layer) for layer in range(3)], axis=-1
    )


def given_rank(gains=gain):
    """Over targets and layers: rank correlation of the gain at `LEVEL` with the benefits, given the
    layer's effective rank and the number of shared variables, (S, 2)."""

    def read(stored):
        ranks = stored["three_rank"][:, _rows(stored, "three")[2]].repeat(119, axis=1)
        counts = np.tile(in_common(stored), 3)
        return partial_spearman(
            over_layers(gains)(stored)[:, [LEVEL]],
            over_layers(benefit)(stored),
            ranks[:, None],
            counts[:, None],
        )

    return read


def helped(stored, layer):
    """How many targets a layer of the network with three serves better than the inputs, (S, 2)."""
    return (benefit(stored, "three", layer) > 0).sum(axis=-1)


def helped_by_training(stored, layer):
    """The same against the layer before training."""
    _, before, after, _ = _rows(stored, "three")
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
    _, before, after, pruned = _rows(stored, depth)
    values, strangers = stored[f"{depth}_lowest"], in_common(stored) == 0
    return [
        np.array(
            [
                own[none].mean(axis=0)
                for own, none in zip(
                    others(stored, values[:, rows[-1]] - values[:, before[-1]]),
                    strangers,
                    strict=True,
                )
            ]
        )
        for rows in (after, pruned)
    ]


def cost_unexplained(share):
    """A share of what training costs, less what idle units alone would, (S, 2)."""

    def measure(stored, depth):
        training, idle = costs(stored, depth)
        return share * training - idle

    return measure


def idle_units(stored, depth):
    """Units of each layer active on hardly any sample, before training and after: (S, 2, L)."""
    return (stored[f"{depth}_activity"] < stored["idle"]).sum(axis=-1)
