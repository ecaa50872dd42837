"""What is read off the stored experiment `cnn`: representations and pairs of classes."""

from itertools import pairwise

import numpy as np

from repalign import alignment_curve, max_step_size, training_error
from repalign.paper.datasets.kinds import TITLES
from repalign.paper.readings.common import (
    HEIGHT_POINTS,
    HEIGHT_RANGE,
    at,
    cases,
    height,
    height_curve,
    height_thresholds,
    minus,
    over_seeds,
    stored_height,
)
from repalign.paper.statistics import spearman

DATASETS = {name: TITLES[name] for name in ("cifar100", "cifar10")}
NETWORKS = {
    "squeezenet1_1": "SqueezeNet 1.1",
    "mobilenet_v2": "MobileNetV2",
    **{f"efficientnet_lite{number}": f"EfficientNet-Lite {number}" for number in range(3)},
    "vgg16": "VGG16",
    **{f"resnet{depth}": f"ResNet{depth}" for depth in (18, 34, 50, 101, 152)},
}
"""As their authors spell them; ResNets by depth."""

START, TRAINED = "squeezenet1_1/random", "squeezenet1_1/imagenet"
LAYERS = ("features.2", "features.5", "features.8", "features.10")
"""Of SqueezeNet, before the last hidden one."""
BY_HAND = {"sift": "SIFT", "hog": "HOG", "rbf": "RBF"}
OTHERS = {"pixels": "pixels", **BY_HAND, START: "SqueezeNet 1.1 at initialisation"}
LOSSES = {"squared": "squared error", "logistic": "logistic loss"}
TAUS = (0.1, 0.5, 1.0, 2.0, 5.0)
FEW, MANY = 100, 1000
"""Steps of gradient descent."""
OCTAVE = round(np.log(2) / np.log(HEIGHT_RANGE) * (HEIGHT_POINTS - 1))
"""Points of `height_thresholds` that make a factor of two."""


def trained(stored):
    """The last hidden layers with ImageNet weights that were measured: list of names."""
    names = map(str, stored["representations"])
    return [name for name in names if name.partition("/")[2] == "imagenet"]


def said(name):
    """A representation in words."""
    network = name.partition("/")[0]
    return OTHERS.get(name) or NETWORKS.get(network, network)


def shares(name):
    """Shares of ||y||^2 at `TAUS`: reader of (P, t)."""
    return over_seeds(lambda spec: alignment_curve(spec, TAUS, normalized=True), name)


def on_pairs(stored, name, taus, dataset=None):
    """Shares of ||y||^2 at thresholds on those pairs, of one data set or of both, where a
    representation was measured: (P, t)."""
    there = stored["measured"][:, index(stored, name)]
    if dataset:
        there = there & (stored["datasets"] == dataset)
    spectra = [stored.spectrum(name, p) for p in np.flatnonzero(there)]
    return np.array([alignment_curve(spec, taus, normalized=True) for spec in spectra])


def shuffled_shares(name):
    """Shares at `TAUS` of shuffled labels: medians, linear between the thresholds that are
    stored."""
    return lambda stored: at(TAUS, stored["taus"], _shuffled(stored, name))


def shuffled_height(name):
    """Height of the median curve of shuffled labels: reader of (P,)."""
    return lambda stored: stored_height(
        stored.spectrum(name, 0).n_samples, stored["taus"], _shuffled(stored, name)
    )


def _shuffled(stored, name):
    """Medians over shuffled labels, shares at the thresholds that are stored: (P, t)."""
    return stored["null"][:, index(stored, name), 1]


def ahead(measure, others):
    """What `measure` of each trained layer reads, less that of each of the others: (P, m)."""

    def read(stored):
        own = trained(stored)
        found = {name: measure(name)(stored) for name in (*own, *others)}
        columns = [found[name] - found[other] for name in own for other in others]
        return np.column_stack(columns)

    return read


def of_trained(measure):
    """What `measure` of each trained layer reads: (P, m)."""
    return lambda stored: np.column_stack([measure(name)(stored) for name in trained(stored)])


def ahead_names(others, words=("",)):
    """Of the same, where each is read at as many places as there are words."""
    return lambda stored: [
        ", ".join(filter(None, [said(name), *([said(other)] if len(others) > 1 else []), word]))
        for name in trained(stored)
        for other in others
        for word in words
    ]


def largest_fall(name):
    """Of the alignment curve, within a factor of two in the threshold: reader of (P,)."""
    return over_seeds(lambda spec: _falls(height_curve(spec)).max(), name)


def shuffled_fall(name):
    """The same of the median curve of shuffled labels: reader of (P,)."""

    def read(stored):
        taus = height_thresholds(stored.spectrum(name, 0).n_samples)
        return _falls(at(taus, stored["taus"], _shuffled(stored, name))).max(axis=-1)

    return read


def lost_before_the_fall(name):
    """Share of ||y||^2 that is not on the curve where its largest fall begins: reader of (P,)."""

    def of(spec):
        curve = height_curve(spec)
        return 1 - curve[_falls(curve).argmax()]

    return over_seeds(of, name)


def _falls(curves):
    """Of curves (..., t), the fall from each threshold until twice that threshold."""
    return curves[..., :-OCTAVE] - curves[..., OCTAVE:]


def by_dataset(read):
    """The rows (P, m) of a reader, those of each data set beside each other: (P / 2, 2 m)."""

    def beside(stored):
        values = np.reshape(read(stored), (len(stored["datasets"]), -1))
        return np.hstack([values[stored["datasets"] == name] for name in DATASETS])

    return beside


def on_each(names):
    """Of the same, in words."""
    return lambda stored: [
        f"{dataset}, {name}" for dataset in DATASETS.values() for name in names(stored)
    ]


def steps_up(measure):
    """At initialisation, each layer of SqueezeNet less the one before it."""
    names = [*(f"{START}/{layer}" for layer in LAYERS), START]
    return cases(*(minus(measure(after), measure(before)) for before, after in pairwise(names)))


def after(key, step):
    """What linear models on a representation come to after some steps, both losses: by its name, a
    reader of (P, 2)."""

    def of(name):
        return lambda stored: np.stack(
            [
                stored[f"{loss}_at_{key}"][:, index(stored, name), _step(stored, loss, step)]
                for loss in LOSSES
            ],
            axis=-1,
        )

    return of


def _step(stored, loss, step):
    return stored[f"{loss}_at"].tolist().index(step)


def slower(key, step):
    """What `after` reads on RBF features, less that on pixels, SIFT, HOG and the trained layers,
    (P, m)."""
    measure = after(key, step)

    def read(stored):
        return np.hstack(
            [measure("rbf")(stored) - measure(name)(stored) for name in _faster(stored)]
        )

    return read


def slower_names(stored):
    """Of the same, in words."""
    return [f"{said(name)}, {loss}" for name in _faster(stored) for loss in LOSSES.values()]


def _faster(stored):
    return ["pixels", "sift", "hog", *trained(stored)]


def correlation(key, step):
    """Spearman's, over all representations that every pair has, of the height of the curve and what
    `after` reads, (P, 2)."""

    def read(stored):
        names = stored["representations"][stored["measured"].all(axis=0)].tolist()
        levels = np.column_stack([height(name)(stored) for name in names])
        ends = np.stack([after(key, step)(name)(stored) for name in names], axis=-1)
        return spearman(np.broadcast_to(levels[:, None], ends.shape), ends)

    return read


def left(name):
    """Training error after `MANY` steps over that at the start, where all outputs are zero: both
    losses, (P, 2)."""
    return lambda stored: after("train_error", MANY)(name)(stored) / [1, np.log(2)]


def least_squares(key):
    return lambda stored: stored[f"least_squares_{key}"][:, index(stored, "rbf")]


def index(stored, name):
    """Which of the stored representations has a name."""
    return stored["representations"].tolist().index(name)


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
