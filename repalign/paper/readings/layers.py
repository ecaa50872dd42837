"""What is read off the stored experiment `layers`: alignment and collapse, layer by layer."""

import numpy as np

from repalign.paper.datasets.kinds import TITLES
from repalign.paper.readings.common import height_of, stored_height
from repalign.paper.statistics import spearman

START, END = 0, 1
LAYERS = 3
PICTURES = ("mnist", "cifar10")
"""The data sets with classes, which can collapse."""


def levels(stored, dataset, split, when, measure=height_of):
    """Measure of every member's inputs and layers, (S, 1 + L)."""
    name = f"{dataset}_{split}_ends"
    members = range(stored[f"{name}.residual"].shape[1])
    layers = [
        [measure(stored.spectrum(name, when, s, layer)) for layer in range(LAYERS)] for s in members
    ]
    inputs = measure(stored.spectrum(f"{dataset}_{split}_inputs"))
    return np.column_stack([np.full(len(members), inputs), layers])


def in_order(shares, sign, slack=0.001):
    """In how many of S networks the shares (S, 1 + L) rise at every step, or fall where sign is -1;
    steps within the slack are neither and count as both."""
    return int((sign * np.diff(shares, axis=1) > -slack).all(axis=1).sum())


def top_two(stored, dataset):
    """Share of ||Phi||^2 on the first two directions of each layer, training samples, at the start
    and at the end: (2, S, L)."""
    name = f"{dataset}_train_ends"
    two = np.square(stored[f"{name}.singular_values"][..., :2]).sum(axis=-1)
    return two / stored[f"{name}.shape"][0]


def shuffled_levels(stored, dataset, split, when):
    """Height of the layers' curves of shuffled labels, (S, L)."""
    n = stored.spectrum(f"{dataset}_{split}_inputs").n_samples
    return stored_height(n, stored["taus"], stored[f"{dataset}_{split}_null"][when])


def gains(stored, dataset, split, measure=height_of):
    """What training adds to each layer, (S, L)."""
    start, end = (levels(stored, dataset, split, when, measure)[:, 1:] for when in (START, END))
    return end - start


def shuffled_gains(stored, dataset, split):
    """The same of shuffled labels."""
    return shuffled_levels(stored, dataset, split, END) - shuffled_levels(
        stored, dataset, split, START
    )


def over_datasets(values, names=None):
    """Reader of values(stored, dataset) (S, ...) of each data set, side by side."""
    return lambda stored: np.hstack([values(stored, name) for name in names or stored["datasets"]])


def up(split, when, measure=height_of, first=0):
    """What each layer has more than the one before, the inputs being the first."""
    return over_datasets(
        lambda stored, name: np.diff(levels(stored, name, split, when, measure)[:, first:], axis=1)
    )


def up_in_gain(split, measure=height_of):
    """What each layer has gained by training more than the one before."""
    return over_datasets(lambda stored, name: np.diff(gains(stored, name, split, measure), axis=1))


shuffled_up = over_datasets(
    lambda stored, name: np.diff(shuffled_levels(stored, name, "train", END), axis=1)
)
"""`up` of shuffled labels with the same layers."""
shuffled_up_in_gain = over_datasets(
    lambda stored, name: np.diff(shuffled_gains(stored, name, "train"), axis=1)
)
"""`up_in_gain` of shuffled labels with the same layers."""
first_over_inputs = over_datasets(
    lambda stored, name: np.diff(levels(stored, name, "train", END)[:, :2], axis=1)
)
"""Height of the first layer's curve less that of the inputs."""


def growth(split):
    """Height of the last layer's curve at the end less that at the start, on `PICTURES`."""
    return over_datasets(lambda stored, name: gains(stored, name, split)[:, -1:], PICTURES)


def shrinkage(split):
    """log10 of the last layer's NC1 at the start over that at the end."""

    def values(stored, name):
        collapse = np.log10(stored[f"{name}_{split}_collapse"][:, :, -1:])
        return collapse[0] - collapse[-1]

    return over_datasets(values, PICTURES)


def late_growth(stored):
    """Height of the last layer's curve at the end less that at the checkpoint with half of the
    epochs in log time, (S, pictures)."""

    def values(stored, name):
        heights = stored[f"{name}_train_heights"][:, :, -1]
        return (heights[-1] - heights[len(heights) // 2])[:, None]

    return over_datasets(values, PICTURES)(stored)


def together(stored):
    """Rank correlation over the checkpoints of the last layer's NC1 and height, (S, pictures)."""

    def values(stored, name):
        both = (stored[f"{name}_train_{what}"][:, :, -1].T for what in ("collapse", "heights"))
        return spearman(*both)[:, None]

    return over_datasets(values, PICTURES)(stored)


def dataset_names(stored):
    """Of all data sets: list of str."""
    return [TITLES[str(name)] for name in stored["datasets"]]


def picture_names(stored):
    """Of `PICTURES`."""
    return [TITLES[name] for name in PICTURES]


def pairs(first=0):
    """Names of the steps from layer to layer on all data sets: reader."""
    words = ["layer 1 over inputs", *(f"layer {k + 1} over {k}" for k in range(1, LAYERS))][first:]
    return lambda stored: [f"{name}, {word}" for name in dataset_names(stored) for word in words]
