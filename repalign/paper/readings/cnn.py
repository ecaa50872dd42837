"""What is read off the stored experiment `cnn`: representations and pairs of classes."""

from itertools import pairwise

import numpy as np

from repalign import alignment_curve, max_step_size, training_error
from repalign.paper.datasets.kinds import TITLES
from repalign.paper.readings.common import at, cases, height, height_of, minus, share
from repalign.paper.statistics import spearman

DATASETS = {name: TITLES[name] for name in ("cifar100", "cifar10")}
NETWORKS = {
    "squeezenet1_1": "SqueezeNet 1.1",
    "vgg16": "VGG16",
    **{f"resnet{depth}": f"ResNet{depth}" for depth in (18, 34, 50, 101, 152)},
}
"""As their authors spell them; ResNets by depth."""

START, TRAINED = "squeezenet1_1/random", "squeezenet1_1/imagenet"
LAYERS = ("features.2", "features.5", "features.8", "features.10")
"""Of SqueezeNet, before the last hidden one."""
RESNETS = tuple(name for name in NETWORKS if name.startswith("resnet"))
BY_HAND = {"sift": "SIFT", "hog": "HOG", "rbf": "RBF"}
OTHERS = {"pixels": "pixels", **BY_HAND, START: "network at initialisation"}
LOSSES = {"squared": "squared error", "logistic": "logistic loss"}
TAUS = (0.1, 0.5, 1.0, 2.0, 5.0)
FEW, MANY = 100, 1000
"""Steps of gradient descent."""


def shares(name, others, taus=TAUS):
    """Share of ||y||^2 with one representation less that with each of the others, at each
    threshold."""
    return cases(*(minus(share(name, tau), share(other, tau)) for other in others for tau in taus))


def heights(name, others):
    return cases(*(minus(height(name), height(other)) for other in others))


def shuffled(name, others, taus=TAUS):
    """What `shares` reads, of shuffled labels: the medians, linear between the thresholds that are
    stored."""

    def median(stored, name, tau):
        return at(tau, stored["taus"], stored["null"][:, _index(stored, name), 1])

    def read(stored):
        differences = [
            np.subtract(median(stored, name, tau), median(stored, other, tau))
            for other in others
            for tau in taus
        ]
        return np.column_stack(differences)

    return read


def steps_up(measure):
    """At initialisation, each layer of SqueezeNet less the one before it."""
    names = [*(f"{START}/{layer}" for layer in LAYERS), START]
    return cases(*(minus(measure(after), measure(before)) for before, after in pairwise(names)))


def deeper(stored):
    """Two networks each, the second one deeper: ResNets measured on several pairs, the paper's step
    from VGG16."""
    count = dict(zip(stored["representations"], stored["measured"].sum(axis=0), strict=True))
    there = [name for name in (*RESNETS, "vgg16") if count.get(f"{name}/random", 0) > 1]
    paper = [("vgg16", "resnet50")] if "vgg16" in there else []
    return [*pairwise(name for name in there if name in RESNETS), *paper]


def height_of_deeper(stored):
    """log10 of the height at initialisation of each of them over that of the other, on pairs of
    classes with all."""
    steps = deeper(stored)
    columns = [_index(stored, f"{name}/random") for step in steps for name in step]
    found = np.flatnonzero(stored["measured"][:, columns].all(axis=1))

    def level(name):
        return np.array([height_of(stored.spectrum(f"{name}/random", pair)) for pair in found])

    return np.column_stack([np.log10(level(after) / level(before)) for before, after in steps])


def network_names(stored):
    """Of the same, in words."""
    return [f"{NETWORKS[deep]} over {NETWORKS[other]}" for other, deep in deeper(stored)]


def after(key, step):
    """What linear models come to after some steps, both losses: (P, R, 2), NaN where not
    measured."""
    return lambda stored: np.stack(
        [
            stored[f"{loss}_at_{key}"][..., stored[f"{loss}_at"].tolist().index(step)]
            for loss in LOSSES
        ],
        axis=-1,
    )


def minus_others(key, step, first, others):
    """Of what `after` reads: one representation less each of the others, with both losses, (P, 2 an
    other)."""

    def read(stored):
        values = after(key, step)(stored)
        own = values[:, _index(stored, first)]
        return np.hstack([own - values[:, _index(stored, other)] for other in others])

    return read


def correlation(key, step, order=lambda levels: levels):
    """Spearman's, over representations, of the height of the curve and what `after` reads, (P, 2).

    Of all representations that every pair has; `order` may put their heights (P, R) in another one.
    """

    def read(stored):
        found = np.flatnonzero(stored["measured"].all(axis=0))
        levels = order(
            np.column_stack([height(stored["representations"][r])(stored) for r in found])
        )
        both = zip(levels, after(key, step)(stored)[:, found], strict=True)
        return [[spearman(level, each) for each in values.T] for level, values in both]

    return read


def by_lot(levels):
    return np.random.default_rng(0).permuted(levels, axis=1)


def left(name):
    """Training error after `MANY` steps over that at the start, where all outputs are zero: both
    losses, (P, 2)."""
    return lambda stored: (
        after("train_error", MANY)(stored)[:, _index(stored, name)] / [1, np.log(2)]
    )


def least_squares(key):
    return lambda stored: stored[f"least_squares_{key}"][:, _index(stored, "rbf")]


def _index(stored, name):
    return stored["representations"].tolist().index(name)


def words_ahead(stored):
    """The largest threshold up to 3 at which SIFT beats SqueezeNet's ImageNet weights, mean over
    pairs of CIFAR-100."""
    taus = np.arange(1, 61) / 20
    pairs = np.flatnonzero(stored["datasets"] == "cifar100")
    words, network = (
        np.mean(
            [alignment_curve(stored.spectrum(name, p), taus, normalized=True) for p in pairs],
            axis=0,
        )
        for name in ("sift", TRAINED)
    )
    return float(taus[np.flatnonzero(words > network)[-1]])


def error_left(stored, steps=1000):
    """Squared training error on RBF features over that on ImageNet's, first pair of CIFAR-100, at
    the step size 1 / sigma_1^2."""
    pair = np.argmax(stored["datasets"] == "cifar100")
    spectra = [stored.spectrum(name, pair) for name in ("rbf", TRAINED)]
    rbf, network = (
        training_error(spec, [steps], step_size=0.5 * max_step_size(spec))[0] ** 2
        for spec in spectra
    )
    return float(rbf / network)
