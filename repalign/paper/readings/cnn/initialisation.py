"""What is read off the stored experiment `initialisation`: networks at random."""

from itertools import pairwise

import numpy as np

from repalign.paper.readings.cnn import NETWORKS, index
from repalign.paper.readings.common import height, over_seeds

EVALUATION, BATCH, LAYER, GLOROT = "random", "random+batch", "layer", "glorot"
WEIGHTS = {
    EVALUATION: "own",
    BATCH: "own, batch statistics",
    LAYER: "PyTorch's default",
    GLOROT: "Glorot's",
}
"""How a network is initialised: as its own code does it, or otherwise. In evaluation mode, if
nothing else is said."""
OTHERS = (LAYER, GLOROT)
RESNETS = ("resnet18", "resnet50", "resnet101")
DEEPER = tuple(pairwise(RESNETS))
"""Two networks each, the second the deeper."""


def networks(stored, weights):
    """Those that were measured with such weights: list of names."""
    split = (str(name).partition("/") for name in stored["representations"])
    return [network for network, _, found in split if found == weights]


def beyond_shuffled(name):
    """Height of the curve less that for shuffled labels: reader of (P,)."""
    return lambda stored: height(name)(stored) - column("shuffled_height")(name)(stored)


def column(key):
    """Of a stored array (P, R): by a representation's name, a reader of (P,)."""
    return lambda name: lambda stored: stored[key][:, index(stored, name)]


def spread(name):
    """The part of Phi that is not on its first direction, 1 - sigma_1^2 / n: reader of (P,)."""
    return over_seeds(lambda spec: np.square(spec.singular_values[1:]).sum() / spec.n_samples, name)


def less(measure, weights, other):
    """What `measure` reads of each network with some weights, less that of another representation,
    or of the same network with other weights: (P, m)."""

    def read(stored):
        names = [(f"{network}/{weights}", network) for network in networks(stored, weights)]
        pairs = [(name, other.format(network=network)) for name, network in names]
        there = [each for each in pairs if each[1] in stored["representations"]]
        return np.column_stack([measure(one)(stored) - measure(two)(stored) for one, two in there])

    return read


def network_names(*all_weights):
    """Of networks that were measured with each of some weights."""

    def names(stored):
        first, *others = (networks(stored, weights) for weights in all_weights)
        return [NETWORKS[name] for name in first if all(name in other for other in others)]

    return names


def own_less_others(measure, network):
    """What `measure` reads of a network with its code's initialisation, less that with `OTHERS`:
    (P, m)."""
    return lambda stored: np.column_stack(
        [
            measure(f"{network}/{EVALUATION}")(stored) - measure(f"{network}/{other}")(stored)
            for other in OTHERS
        ]
    )


def deeper(measure, weights, steps=DEEPER):
    """What `measure` reads of the deeper network less that of the other: (P, m)."""
    return lambda stored: np.column_stack(
        [
            measure(f"{deep}/{weights}")(stored) - measure(f"{other}/{weights}")(stored)
            for other, deep in steps
        ]
    )


def deeper_names(steps=DEEPER):
    """Of the same, in words."""
    return lambda stored: [f"{NETWORKS[deep]} over {NETWORKS[other]}" for other, deep in steps]
