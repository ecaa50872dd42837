"""Alignment curves of networks with ImageNet weights, pixels and features made by hand."""

from functools import partial

import numpy as np

from repalign.paper import results
from repalign.paper.figures import drawn, tabulated
from repalign.paper.figures.cells import in_columns, told
from repalign.paper.figures.cnn.common import (
    IMAGENET,
    LINE,
    NETWORK,
    PIXELS,
    RANDOM,
    TICKS,
    by_dataset,
    compared,
    named,
    told_mean,
)
from repalign.paper.figures.lines import headed
from repalign.paper.readings import cnn
from repalign.paper.statistics import paired_difference
from repalign.plot import LINES, mean_curve

TAUS = (0.1, 0.5, 2.0, 5.0)
THRESHOLDS = np.geomspace(0.02, 32, 120)
AT_TAUS = [f"τ = {tau:g}" for tau in TAUS]


@drawn(
    "figure-13a",
    "Alignment curves, mean over the pairs of each data set: with ImageNet weights the curve stays "
    "high far to the right, that of pixels falls early, that with random weights still earlier.",
)
def learnt(network=NETWORK):
    """A network's last hidden layer before and after training, and pixels (Figure 13a)."""
    names = named(network)
    return _both_datasets({text: names[text] for text in (IMAGENET, RANDOM, PIXELS)})


@drawn(
    "figure-13b",
    "Alignment curves, mean over the pairs of each data set: HOG and RBF are below the network "
    "with ImageNet weights, SIFT from a threshold between one half and one on.",
)
def by_hand(network=NETWORK):
    """A network with ImageNet weights and features made by hand (Figure 13b)."""
    return _both_datasets(compared(network))


@drawn(
    "networks-with-imagenet-weights",
    "Alignment curves of the networks with ImageNet weights, mean over the pairs of each data set: "
    "the three EfficientNet-Lite together and above SqueezeNet.",
)
def trained():
    """The last hidden layers of all networks with ImageNet weights."""
    names = {cnn.said(name): name for name in cnn.trained(results.load("cnn"))}
    return _both_datasets(names, dict(zip(names, LINES, strict=False)))


@tabulated("pairs-of-classes", "The pairs of classes, each of them a task")
def pairs():
    stored = results.load("cnn")
    return {
        title: [" and ".join(pair) for pair in stored["classes"][stored["datasets"] == dataset]]
        for dataset, title in cnn.DATASETS.items()
    }


@tabulated(
    "shares-at-thresholds",
    "Share of ‖y‖² at thresholds τ, mean over pairs",
    dict.fromkeys(AT_TAUS, "{:.3f}"),
)
def shares(network=NETWORK):
    stored = results.load("cnn")
    rows = {
        (title, text): cnn.on_pairs(stored, name, TAUS, dataset).mean(axis=0)
        for dataset, title in cnn.DATASETS.items()
        for text, name in named(network).items()
    }
    return by_dataset(rows) | _at_taus(rows.values())


@tabulated(
    "behind-imagenet-weights",
    "How far the share of ‖y‖² is below that with ImageNet weights: mean of the differences "
    "(standard error)",
)
def behind(network=NETWORK):
    stored = results.load("cnn")
    rows = {}
    for dataset, title in cnn.DATASETS.items():
        best, *others = (
            (text, cnn.on_pairs(stored, name, TAUS, dataset))
            for text, name in named(network).items()
        )
        for text, own in others:
            means = zip(*paired_difference(best[1], own), strict=True)
            rows[title, text] = [told(*each, ".2f") for each in means]
    return by_dataset(rows) | _at_taus(rows.values())


@tabulated("orders-of-representations", "In how many pairs the order is this one")
def orders(network=NETWORK):
    stored = results.load("cnn")
    found = {text: cnn.on_pairs(stored, name, TAUS) for text, name in named(network).items()}
    best = found[IMAGENET]
    rows = {
        "ImageNet > pixels > random": (best > found[PIXELS]) & (found[PIXELS] > found[RANDOM]),
        "ImageNet > HOG, SIFT, RBF": np.all(
            [best > found[text] for text in cnn.BY_HAND.values()], 0
        ),
    }
    counts = {"order": list(rows)} | _at_taus([held.sum(axis=0) for held in rows.values()])
    return counts | {"of pairs": [len(best)] * len(rows)}


@tabulated("layers-of-squeezenet", "Share of ‖y‖² at τ = 2, mean over all pairs (standard error)")
def layers():
    stored, named = results.load("cnn"), {RANDOM: cnn.START, IMAGENET: cnn.TRAINED}
    return {"layer": [*cnn.LAYERS, "last hidden layer"]} | {
        text: [
            told_mean(cnn.on_pairs(stored, name, [2.0])[:, 0])
            for name in (*(f"{last}/{layer}" for layer in cnn.LAYERS), last)
        ]
        for text, last in named.items()
    }


def _both_datasets(names, lines=LINE):
    return [partial(_curves, names, lines, dataset) for dataset in cnn.DATASETS]


def _curves(names, lines, dataset, ax):
    stored = results.load("cnn")
    for text, name in names.items():
        curves = cnn.on_pairs(stored, name, THRESHOLDS, dataset)
        mean_curve(THRESHOLDS, curves, ax=ax, label=text, **lines[text])
    ax.set(
        xscale="log",
        xlabel="threshold τ",
        ylabel="share of ‖y‖²",
        ylim=(0, 1.02),
        yticks=TICKS,
    )
    headed(ax, cnn.DATASETS[dataset], columns=2)


def _at_taus(values):
    return in_columns(AT_TAUS, values)
