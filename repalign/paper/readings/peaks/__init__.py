"""What the checks of E7 read: layers and linear models for the source, the related and the
unrelated task."""

import numpy as np

from repalign.generalisation import HeldOut
from repalign.paper.readings.common import cases, height, minus, share

TASKS = ("source", "related", "unrelated")
SOURCE, RELATED, UNRELATED = range(3)
INPUTS, BEFORE, AFTER = range(3)
"""The order of functions and of representations on their axes, as in the experiment."""
TAUS = (1.0, 2.0, 4.0, 8.0)
TAU = 2.0
STEP = 1000  # of gradient descent, when the fast phase is over
REDUCED = (0.5, 0.7)  # shares of the loss
GAP = 0.1  # of the loss at the start


def one(read, when, target, **options):
    """Of the hidden layer before (0) or after (-1) training, (S,)."""
    return read("one_layers", when, 0, target=target, **options)


def inputs(read, target, **options):
    return read("inputs", target=target, **options)


def layer(read, number, target, **options):
    """Of the trained network with three hidden layers: 0 for the inputs, 1 to 3."""
    return (
        read("three_ends", 1, number - 1, target=target, **options)
        if number
        else inputs(read, target, **options)
    )


def at_all(read):
    """A reader made for a threshold, at all of `TAUS` as cases."""
    return cases(*(read(tau) for tau in TAUS))


def gain(target, over, sign=1):
    """Share after training less that of the inputs, or of the layer before, at `TAUS`."""

    def at(tau):
        other = inputs(share_at(tau), target) if over == INPUTS else one(share_at(tau), 0, target)
        return minus(one(share_at(tau), -1, target), other)

    return at_all(at)


def share_at(tau):
    return lambda name, *index, target: share(name, tau, *index, target=target)


def height_gain(target):
    """The height of the curve after training less that of the inputs, and of the layer before."""
    after = one(height, -1, target)
    return cases(minus(after, inputs(height, target)), minus(after, one(height, 0, target)))


def relative(part, target):
    """Mean squared errors of a linear model on 100 samples over their start, (S, 3, T)."""
    return lambda stored: (
        stored[f"few_{part}"][:, :, target] / stored[f"few_{part}"][:, :, target, :1]
    )


def others_minus_trained(read):
    """Of (S, 3) values: inputs and layer before, less the trained layer, (S, 2)."""

    def cases_of(stored):
        values = read(stored)
        return values[:, [INPUTS, BEFORE]] - values[:, [AFTER]]

    return cases_of


def on_trained(read):
    """Of (S, 3) values those of the trained layer, (S,)."""
    return lambda stored: read(stored)[:, AFTER]


def lowest_test(target):
    return lambda stored: relative("test", target)(stored).min(axis=2)


def train_after(target, step):
    return lambda stored: relative("train", target)(stored)[
        :, :, np.searchsorted(stored["steps"], step)
    ]


def cheap(target):
    """Largest share of the training loss reduced before test and training loss part by `GAP`, (S,
    3)."""

    def read(stored):
        train, test = relative("train", target)(stored), relative("test", target)(stored)
        upto = np.cumprod(np.abs(test - train) <= GAP, axis=2).sum(axis=2, keepdims=True) - 1
        return 1 - np.take_along_axis(train, upto, axis=2)[..., 0]

    return read


def dearer(target, reduced):
    """log10 of the norms that reduce a share of the loss: inputs, layer before, over the trained
    one, (S, 2).

    Where that is never reached, the norm in the end, which is less than what it would take.
    """

    def read(stored):
        hit = relative("train", target)(stored) <= 1 - reduced
        at = np.where(hit.any(axis=2), hit.argmax(axis=2), hit.shape[2] - 1)
        norms = np.log10(
            np.take_along_axis(stored["few_weights"][:, :, target], at[..., None], axis=2)[..., 0]
        )
        return norms[:, [INPUTS, BEFORE]] - norms[:, [AFTER]]

    return read


def price(target):
    return lambda stored: np.concatenate(
        [dearer(target, reduced)(stored) for reduced in REDUCED], axis=1
    )


def negative(read):
    return lambda stored: -read(stored)


def steps_up(read, target):
    """From the inputs to the first layer, from there to the second, to the third: differences (S,
    3)."""
    return cases(*(minus(layer(read, k, target), layer(read, k - 1, target)) for k in (1, 2, 3)))


def last_minus_first(read, target):
    return minus(layer(read, 3, target), layer(read, 1, target))


def few_samples(stored, member, representation, target):
    """The `HeldOut` that the experiment `peaks` stored of 100 training points and 1000 test points.

    Parameters
    ----------
    stored : Results
    member : int
    representation : int
        0 inputs, 1 hidden layer at the start, 2 hidden layer trained on S.
    target : int
        0 for S, 1 for T1, 2 for T2.
    """
    index = (member, representation)
    spec = stored.spectrum("few", *index).target(target)
    return HeldOut(
        spectrum=spec,
        coefficients=stored["few_coefficients"][index][: spec.rank, target].astype(np.float64),
        factor=stored["few_factor"][index][: spec.rank, : spec.rank].astype(np.float64),
        target=stored["few_target"][index][: spec.rank, target].astype(np.float64),
        outside=float(stored["few_outside"][*index, target]),
        n_samples=int(stored["few_test_samples"]),
    )
