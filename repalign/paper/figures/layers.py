"""Figures of chapter 3 on single networks, layer by layer."""

from functools import partial

import numpy as np

from repalign.paper import results
from repalign.paper.figures import drawn, tabulated
from repalign.paper.figures.lines import INPUTS, LAYERS, PALE
from repalign.paper.figures.networks import against_levels
from repalign.paper.readings import layers
from repalign.paper.readings.common import LEVELS, curve, curves, share_of
from repalign.paper.readings.networks import DATASETS
from repalign.plot import SOFT, mean_curve

NUMBERS = range(1, layers.LAYERS + 1)
THREE = (0.1, 0.2, 0.4)
WHEN = {layers.START: ("before", -1), layers.END: ("after", 1)}


@drawn(
    "figure-7",
    "Alignment curves of the inputs and of three hidden layers on three data sets, pale before and "
    "strong after training. Before training each layer lies below the one before it; after "
    "training it lies above, on the CT slices at large thresholds only.",
)
def curves_of_layers():
    """Inputs and hidden layers before and after training, on training samples (Figure 7)."""
    return [partial(_curves, dataset) for dataset in DATASETS]


@tabulated(
    "layer-by-layer",
    "Share of the labels at three thresholds, training samples, means over networks; last, in how "
    "many networks it falls (before training) or rises (after) at every step",
    dict.fromkeys(("inputs", *(f"layer {number}" for number in NUMBERS)), "{:.1%}"),
)
def shares(levels=THREE):
    stored = results.load("layers")
    return [
        _shares(stored, level, dataset, when)
        for level in levels
        for dataset in DATASETS
        for when in WHEN
    ]


@tabulated(
    "neural-collapse",
    "NC1, and the share of Φ on its first two directions, before and after training: means over "
    "networks, training samples",
    dict.fromkeys(("NC1 before", "NC1 after"), "{:.2g}")
    | dict.fromkeys(("first two before", "first two after"), "{:.1%}"),
)
def collapse():
    stored = results.load("layers")
    nc1 = [stored[f"{name}_train_collapse"][[0, -1]].mean(axis=1) for name in layers.PICTURES]
    two = [layers.top_two(stored, name).mean(axis=1) for name in layers.PICTURES]
    (nc1_before, nc1_after), (two_before, two_after) = np.hstack(nc1), np.hstack(two)
    return {
        "data": np.repeat([DATASETS[name] for name in layers.PICTURES], layers.LAYERS),
        "layer": [*NUMBERS] * len(layers.PICTURES),
        "NC1 before": nc1_before,
        "NC1 after": nc1_after,
        "first two before": two_before,
        "first two after": two_after,
    }


def _shares(stored, level, dataset, when):
    found = layers.levels(stored, dataset, "train", when, partial(share_of, tau=level, per=1))
    text, sign = WHEN[when]
    inputs, *hidden = found.mean(axis=0)
    return (
        {"τ/√n": level, "samples": f"{DATASETS[dataset]}, {text}", "inputs": inputs}
        | {f"layer {number}": each for number, each in zip(NUMBERS, hidden, strict=True)}
        | {"in order": f"{layers.in_order(found, sign)} of {len(found)}"}
    )


def _curves(dataset, ax):
    stored = results.load("layers")
    ax.plot(LEVELS, curve(stored.spectrum(f"{dataset}_train_inputs")), label="inputs", **INPUTS)
    before, after = np.moveaxis(curves(stored, f"{dataset}_train_ends"), 2, 1)
    for number, start, end, line in zip(NUMBERS, before, after, LAYERS, strict=False):
        ax.plot(LEVELS, start.mean(axis=0), **line | PALE)
        mean_curve(LEVELS, end, ax=ax, label=f"layer {number}", **line)
    ax.plot([], label="pale: before", color=SOFT, **PALE)
    against_levels(ax, DATASETS[dataset])
