"""Whether alignment foretells transfer to the 119 other peaks functions, and whether anything
simpler does.

A gain in alignment is at `LEVEL` where levels are not an axis; transfer is measured on samples that
neither alignment nor the network have seen.
"""

import numpy as np

from repalign.paper.readings.peaks.targets import (
    LEVEL,
    benefit,
    change,
    gain,
    in_common,
    rows,
    saving,
)
from repalign.paper.statistics import partial_spearman, spearman


def correlation(stored, depth):
    """Rank correlation of gains and benefits at each level and size, (S, levels, 2)."""
    return spearman(gain(stored, depth)[:, :, None], benefit(stored, depth)[:, None])


def beyond_counting(stored, depth):
    """`correlation` less that of the number of shared variables alone."""
    counts = spearman(in_common(stored)[:, None], benefit(stored, depth))
    return correlation(stored, depth) - counts[:, None]


def same_sign(stored, depth):
    """Share of targets where gain and benefit have one sign, less that of always naming the
    commoner sign, (S, levels, 2)."""
    gains, good = gain(stored, depth)[:, :, None] > 0, benefit(stored, depth)[:, None] > 0
    commoner = np.maximum(good.mean(axis=-1), 1 - good.mean(axis=-1))
    return (gains == good).mean(axis=-1) - commoner


def transfer(stored, depth):
    """Benefits and savings, (S, 2 + goals, 119)."""
    return np.concatenate([benefit(stored, depth), saving(stored, depth)], axis=1)


def given_count(to=transfer):
    """Rank correlation of the gain at `LEVEL` with transfer, given the number of shared variables,
    (S, m)."""
    return lambda stored, depth: partial_spearman(
        gain(stored, depth)[:, [LEVEL]], to(stored, depth), in_common(stored)[:, None]
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


def given_reach(to=transfer):
    """Rank correlation of the gain at `LEVEL` with transfer, given how much more a linear model can
    reach at all and the number of shared variables, (S, m)."""
    return lambda stored, depth: partial_spearman(
        gain(stored, depth)[:, [LEVEL]],
        to(stored, depth),
        reached(stored, depth)[:, None],
        in_common(stored)[:, None],
    )


def ahead(first, second, to=benefit):
    """Rank correlation of a predictor with transfer less that of another, (S, m)."""

    def measure(stored, depth):
        own, other = (each(stored, depth)[:, None] for each in (first, second))
        return spearman(own, to(stored, depth)) - spearman(other, to(stored, depth))

    return measure


def at_level(stored, depth):
    """The gain at `LEVEL`, (S, 119)."""
    return gain(stored, depth)[:, LEVEL]


def reached(stored, depth):
    """The same of what a linear model can reach at all."""
    return change(stored, depth, "reach")


def over_layers(measure):
    """A measure (S, ..., 119) of the three trained layers, (S, ..., 119, 3)."""
    return lambda stored: np.stack([measure(stored, "three", layer) for layer in range(3)], axis=-1)


def layer_ranks(stored):
    """Effective ranks of the three trained layers, the same for every target: (S, 1, 1, 3)."""
    return stored["three_rank"][:, None, None, rows(stored, "three")[2]]


def order_of_layers(stored, level=LEVEL):
    """For each target: rank correlation, over the three layers, of the gain at a level with the
    benefits less that of the effective rank; mean over the targets, (S, 2)."""
    benefits, gains = (over_layers(measure)(stored) for measure in (benefit, gain))
    ranked = [
        np.nan_to_num(spearman(scores, benefits))
        for scores in (gains[:, [level]], np.broadcast_to(layer_ranks(stored), benefits.shape))
    ]
    return np.subtract(*ranked).mean(axis=-1)


def order_of_layers_at(levels):
    """The same at several levels, side by side: reader of (S, 2 l)."""
    return lambda stored: np.hstack([order_of_layers(stored, level) for level in levels])
