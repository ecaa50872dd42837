"""What the checks of E1 read: the network, the RBF network and sparse coding, their curves and
spectra; and random networks."""

from itertools import pairwise

import numpy as np

from repalign import Spectrum, max_step_size
from repalign.paper.measures.transfer import steps_to_reach
from repalign.paper.readings.common import (
    cases,
    height_curve,
    minus,
    over_seeds,
    share,
    stored_height,
    times,
)

REPRESENTATIONS = ("inputs", "network", "rbf_network", "sparse_coding", "wide_rbf_network")
"""The order on their axis."""
NEAR_LIMIT = 5
"""Index of the step size at 0.99 of the largest stable one."""
LEARNT = ("network", "rbf_network", "sparse_coding")
TAU = 8
"""The paper's threshold, which belongs to its 1000 samples."""


DATASETS = ("ct_slices", "mnist", "peaks")
WIDTHS, DEPTH, TRAINED_WIDTH = (64, 256, 1024, 4096), 4, 1024
RANDOM_TAUS = (0.5, 2.0, 5.0, 8.0)
"""Thresholds of 1000 samples."""
HIDDEN_LAYERS = ("inputs", *(f"random_{width}" for width in WIDTHS), "random_deep", "trained")
"""What `random_features` measures, in the order on its axis."""


def at(name):
    return REPRESENTATIONS.index(name)


def of(array, name):
    """Values stored for a representation, (S, ...)."""
    return lambda stored: stored[array][:, at(name)]


def curve(part, name, choice="best_of_paper"):
    """Mean squared errors (S, T), at the step size that was best of those that the paper sweeps
    unless told."""

    def read(stored):
        chosen = (
            stored[choice][:, at(name)]
            if isinstance(choice, str)
            else [choice] * len(stored["best"])
        )
        return np.array(
            [own[at(name), each] for own, each in zip(stored[part], chosen, strict=True)]
        )

    return read


def steps(name, choice="best_of_paper", goal=0.01):
    """The first stored step at which the training error is down to a share of its start."""

    def read(stored):
        train = curve("train", name, choice)(stored)
        return stored["steps"][np.argmax(train <= goal * train[:, :1], axis=1)]

    return read


def steps_of_even_labels(name, goal=0.01):
    """The same for labels that lie evenly on all directions, as shuffled ones do in the mean, at
    the same step size."""

    def read(stored):
        found = []
        for seed, chosen in enumerate(stored["best_of_paper"][:, at(name)]):
            own = stored.spectrum(name, seed)
            even = Spectrum(
                own.singular_values, np.ones(own.rank), 0.0, own.n_samples, own.n_features
            )
            factor = stored["step_sizes"][seed, at(name), chosen] / max_step_size(even)
            found.append(steps_to_reach(even, goal, factor=factor))
        return np.array(found)

    return read


def error_at(name, step):
    return lambda stored: curve("train", name)(stored)[:, np.searchsorted(stored["steps"], step)]


def lowest_test(name):
    return lambda stored: curve("test", name, "best")(stored).min(axis=1)


def lowest_test_by_patient(name):
    """Trained on slices of one half of the patients and tested on the other, and the other way
    round: (S, 2)."""
    return lambda stored: stored["test_by_patient"][:, :, at(name)].min(axis=-1)


def last_test(name):
    return lambda stored: curve("test", name, "best")(stored)[:, -1]


def shuffled_share(name, stored):
    """Median over shuffled targets, share of ||y||^2 at each stored threshold: (S, t)."""
    norms = [stored.spectrum(name, seed).target_norm_sq for seed in range(len(stored["best"]))]
    return stored["null"][:, at(name), 1] / np.array(norms)[:, None]


def shuffled_height(name):
    """Height of that median curve: reader of (S,)."""
    return lambda stored: stored_height(
        stored.spectrum(name, 0).n_samples, stored["taus"], shuffled_share(name, stored)
    )


def curves_apart(first, second):
    """Mean distance of two alignment curves, as shares, over `height_thresholds`."""
    difference = minus(over_seeds(height_curve, first), over_seeds(height_curve, second))
    return lambda stored: np.abs(difference(stored)).mean(axis=1)


def apart_at(tau, first, second):
    shares = minus(share(first, tau, per=1000), share(second, tau, per=1000))
    return lambda stored: np.abs(shares(stored))


def norm(name):
    return lambda stored: np.array(
        [stored.spectrum(name, seed).target_norm_sq for seed in range(len(stored["best"]))]
    )


def residual(name):
    return lambda stored: stored[f"{name}.residual"] / norm(name)(stored)


def from_200(stored):
    """||y||^2 of 1000 samples, relative to the 200 that the paper prints."""
    return np.abs(
        norm("network")(stored) * 1000 / stored.spectrum("network", 0).n_samples / 200 - 1
    )


def gap(read):
    """The network's value less that of the RBF network, and the RBF network's less that of sparse
    coding."""
    return cases(*(minus(read(a), read(b)) for a, b in pairwise(LEARNT)))


def over_network(read):
    """Values of RBF network and sparse coding over the network's, `times`."""
    return cases(*(times(read(other), read("network")) for other in LEARNT[1:]))


def random_of(array, name, *index):
    """What `random_features` stored of one of `HIDDEN_LAYERS`, a case for each of `DATASETS`: (S,
    3)."""
    return lambda stored: stored[array][(..., HIDDEN_LAYERS.index(name), *index)].T


def random_height(name):
    """Mean of the alignment curve, (S, 3)."""
    return lambda stored: stored["curves"][:, :, HIDDEN_LAYERS.index(name)].mean(axis=-1).T
