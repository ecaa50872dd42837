"""E5 and E10, sections 5 and 9: Figure 7, layer by layer, and neural collapse."""

from functools import partial

import numpy as np

from repalign.paper.claims.ledger import HOLDS, PARTLY, TIMES, Claim, Null, above, below
from repalign.paper.claims.networks import HIGH, LOW, dataset_name
from repalign.paper.claims.readers import height_of, height_thresholds, share_of

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


def shuffled_levels(stored, dataset, split, when):
    """Height of the layers' curves of shuffled labels, (S, L)."""
    low, *_, high = height_thresholds(stored.spectrum(f"{dataset}_{split}_inputs").n_samples)
    within = (stored["taus"] >= low) & (stored["taus"] <= high)
    return stored[f"{dataset}_{split}_null"][when][..., within].mean(axis=-1)


def over_datasets(values, names=None):
    """Reader of values (S, ...) of each data set, side by side."""
    return lambda stored: np.hstack([values(stored, name) for name in names or stored["datasets"]])


def up(split, when, measure=height_of, first=0):
    """What each layer has more than the one before, the inputs being the first."""
    return over_datasets(
        lambda stored, name: np.diff(levels(stored, name, split, when, measure)[:, first:], axis=1)
    )


def up_in_gain(split, measure=height_of):
    """What each layer has gained by training more than the one before."""

    def values(stored, name):
        gains = np.subtract(
            *(levels(stored, name, split, when, measure)[:, 1:] for when in (END, START))
        )
        return np.diff(gains, axis=1)

    return over_datasets(values)


def shuffled_up(stored):
    return over_datasets(
        lambda stored, name: np.diff(shuffled_levels(stored, name, "train", END), axis=1)
    )(stored)


def shuffled_up_in_gain(stored):
    def values(stored, name):
        gains = np.subtract(
            *(shuffled_levels(stored, name, "train", when) for when in (END, START))
        )
        return np.diff(gains, axis=1)

    return over_datasets(values)(stored)


def first_over_inputs(stored):
    return over_datasets(
        lambda stored, name: np.diff(levels(stored, name, "train", END)[:, :2], axis=1)
    )(stored)


def dataset_names(stored):
    return [dataset_name(name) for name in stored["datasets"]]


def pairs(first=0):
    """Names of the steps from layer to layer on all data sets."""
    words = ["layer 1 over inputs", *(f"layer {k + 1} over {k}" for k in range(1, LAYERS))][first:]
    return lambda stored: [
        f"{dataset_name(name)}, {word}" for name in stored["datasets"] for word in words
    ]


def growth(split):
    """Height of the last layer's curve at the end less that at the start, on `PICTURES`."""
    return over_datasets(
        lambda stored, name: (
            levels(stored, name, split, END)[:, -1:] - levels(stored, name, split, START)[:, -1:]
        ),
        PICTURES,
    )


def shuffled_growth(stored):
    def values(stored, name):
        return np.subtract(
            *(shuffled_levels(stored, name, "train", when)[:, -1:] for when in (END, START))
        )

    return over_datasets(values, PICTURES)(stored)


def shrinkage(split):
    """log10 of the last layer's NC1 at the start over that at the end."""

    def values(stored, name):
        collapse = np.log10(stored[f"{name}_{split}_collapse"][:, :, -1:])
        return collapse[0] - collapse[-1]

    return over_datasets(values, PICTURES)


def late_growth(stored):
    """Height of the last layer's curve at the end less that at the checkpoint with half of the
    epochs in log time.

    Of the first member, whose spectra are stored at every checkpoint.
    """

    def values(stored, name):
        heights = _heights(stored, name)
        return [[heights[-1] - heights[len(heights) // 2]]]

    return over_datasets(values, PICTURES)(stored)


def together(stored):
    """Rank correlation over the checkpoints of the last layer's NC1 and height, first member."""

    def values(stored, name):
        collapse = stored[f"{name}_train_collapse"][:, 0, -1]
        ranks = (np.argsort(np.argsort(values)) for values in (collapse, _heights(stored, name)))
        return [[np.corrcoef(*ranks)[0, 1]]]

    return over_datasets(values, PICTURES)(stored)


def _heights(stored, name):
    checkpoints = range(len(stored[f"{name}_epochs"]))
    return np.array(
        [height_of(stored.spectrum(f"{name}_train_layers", c, LAYERS - 1)) for c in checkpoints]
    )


def picture_names(stored):
    return [dataset_name(name) for name in PICTURES]


claim = partial(Claim, chapter="03_networks", experiment="layers")
LOW_SHARE, HIGH_SHARE = (partial(share_of, tau=tau, per=1000) for tau in (LOW, HIGH))
ALL, HIDDEN = {"form": "+.3f", "cases": pairs()}, {"form": "+.3f", "cases": pairs(1)}
BOTH = {"form": "+.3f", "cases": picture_names}

CLAIMS = (
    claim(
        "E5.1", "Section 5, Figure 7",
        "After training, each hidden layer is better aligned than the one before it, and the first than the inputs.",
        checks=(
            above("training data: difference in the height of the curve between hidden layers",
                  up("train", END, first=1), **HIDDEN),
            above("test data: the same", up("test", END, first=1), **HIDDEN),
            above("training data: the same of the share at τ = 2", up("train", END, LOW_SHARE, first=1), **HIDDEN),
            above("training data: the same of the share at τ = 8", up("train", END, HIGH_SHARE, first=1), **HIDDEN),
            above("training data: height of the first layer's curve less that of the inputs", first_over_inputs,
                  form="+.3f", cases=dataset_names),
        ),
        null=Null("shuffled labels with the same layers", shuffled_up),
        verdict=PARTLY,
        comment="Between hidden layers it rises in {0.count} steps, the smallest being {0}; the first layer is above "
        "the inputs on {4.count} data sets.",
    ),
    claim(
        "E5.2", "Section 5, Figure 7",
        "Before training the order is the reverse.",
        checks=(
            below("training data: difference in the height of the curve", up("train", START), **ALL),
            below("test data: the same", up("test", START), **ALL),
            below("training data: difference in the share at τ = 2", up("train", START, LOW_SHARE), **ALL),
        ),
        null=Null("the same layers after training", up("train", END)),
        verdict=PARTLY,
        comment="It falls in {0.count} steps, and at the low threshold in {2.count}.",
    ),
    claim(
        "E5.3", "Section 5, Figure 7",
        "Training increases alignment the more, the closer a layer is to the output.",
        checks=(
            above("training data: gain in height less that of the layer before", up_in_gain("train"), **HIDDEN),
            above("test data: the same", up_in_gain("test"), **HIDDEN),
        ),
        null=Null("shuffled labels with the same layers", shuffled_up_in_gain),
        verdict=HOLDS,
        comment="So it is in {0.count} steps on training data and in {1.count} on test data; the smallest is {0}.",
    ),
    claim(
        "E10.1", "Section 9",
        "As training goes on, the variation within a class of the last hidden layer (NC1) shrinks towards zero while "
        "alignment grows.",
        checks=(
            above("training data: height of the last layer's curve, end less start", growth("train"), **BOTH),
            above("training data: NC1 of the last layer, start over end", shrinkage("train"), form=TIMES,
                  cases=picture_names),
            below("rank correlation of NC1 and height along the run, first network", together, -0.5, "+.2f",
                  cases=picture_names),
            above("height gained in the second half of the run in log time, first network", late_growth, **BOTH),
        ),
        null=Null("shuffled labels with the same layer", shuffled_growth),
        verdict=PARTLY,
        comment="At the start the variability within classes is {1} that in the end, or more; the curve rises by {0}, "
        "in the second half of the run by {3}.",
    ),
)  # fmt: skip
