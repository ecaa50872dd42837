"""Figures of chapter 5 on all other peaks functions as targets, on samples not trained on."""

import numpy as np

from repalign.paper import results
from repalign.paper.figures import drawn, tabulated
from repalign.paper.figures.cells import in_columns, with_interval
from repalign.paper.figures.lines import headed
from repalign.paper.readings.peaks import targets as read
from repalign.plot import LINES, SOFT

SAMPLES = (100, 1000)
HIDDEN = dict(zip(read.DEPTHS, ("one", "three"), strict=True))
LAYERED = dict(zip(read.DEPTHS, ("one hidden layer", "three hidden layers"), strict=True))
LAYERS = ("layer 1", "layer 2", "layer 3")
OTHERS = {
    "the inputs": read.helped,
    "the layer before training": read.helped_by_training,
}
SHOWN = 0  # run


@tabulated(
    "targets-helped",
    "How many of the 119 other functions a trained layer helps, mean over the runs and half of its "
    "95 % interval",
)
def helped():
    stored = results.load("peaks")
    rows = [
        (samples, other, *with_interval(_of_layers(count, stored)[..., size], ".1f"))
        for size, samples in enumerate(SAMPLES)
        for other, count in OTHERS.items()
    ]
    return in_columns(("samples", "against", *LAYERS), rows)


@tabulated(
    "related-helped",
    "The related task alone: held-out loss saved against the inputs, as a share of its start, mean "
    "over the runs and half of its 95 % interval",
)
def related():
    saved = _of_layers(read.related_benefit, results.load("peaks"))
    rows = [with_interval(saved[..., size]) for size in range(len(SAMPLES))]
    return {"samples": SAMPLES} | in_columns(LAYERS, rows)


@drawn(
    "gain-and-benefit",
    "Held-out loss saved against the gain in alignment for 119 targets of one source, in four "
    "groups by the number of shared variables: both rise together, also within a group.",
)
def gain_and_benefit():
    """First run, one hidden layer, 100 samples."""
    return [_gain_and_benefit]


@tabulated(
    "targets-by-shared-variables",
    "Targets of the first run, one hidden layer, 100 samples: how many reach a lower held-out loss "
    "than on the inputs, and how many are at a goal in fewer steps",
)
def by_shared_variables():
    stored = results.load("peaks")
    common, benefit = read.in_common(stored)[SHOWN], read.benefit(stored, "one")[SHOWN, 0]
    groups = [common == count for count in range(4)]
    columns = {
        "shared variables": range(4),
        "targets": [group.sum() for group in groups],
        "lower loss": [np.sum(benefit[group] > 0) for group in groups],
    }
    for goal, saving in zip(stored["goals"], read.saving(stored, "one")[SHOWN], strict=True):
        columns[f"sooner at {100 * goal:.0f} %"] = [np.sum(saving[group] > 1) for group in groups]
    return columns


@tabulated("idle-units", "Units active on less than a hundredth of the samples, mean over the runs")
def idle():
    stored = results.load("peaks")
    counts = {depth: read.idle_units(stored, depth).mean(axis=0) for depth in read.DEPTHS}
    rows = [
        (HIDDEN[depth], layer + 1, before, after)
        for depth, both in counts.items()
        for layer, (before, after) in enumerate(both.T)
    ]
    heads = "hidden", "layer", "before training", "after training"
    return in_columns(heads, rows)


@tabulated(
    "cost-of-idle-units",
    "Held-out loss added on targets that share no variable, mean over the runs and half of its "
    "95 % interval",
)
def costs():
    stored = results.load("peaks")
    rows = []
    for depth in read.DEPTHS:
        each = [with_interval(cost) for cost in read.costs(stored, depth)]
        rows += [(HIDDEN[depth], *of) for of in zip(SAMPLES, *each, strict=True)]
    heads = "hidden", "samples", "by training", "by taking out idle units"
    return in_columns(heads, rows)


def _of_layers(count, stored):
    """A count of stored results and a layer, (S, sizes), of all: (S, layers, sizes)."""
    return np.stack([count(stored, layer) for layer in range(len(LAYERS))], axis=1)


def _gain_and_benefit(ax):
    stored = results.load("peaks")
    gain = read.gain(stored, "one")[SHOWN, read.LEVEL]
    benefit, common = read.benefit(stored, "one")[SHOWN, 0], read.in_common(stored)[SHOWN]
    for zero in (ax.axhline, ax.axvline):
        zero(0, color=SOFT, alpha=0.5, linewidth=1)
    for count, (line, mark) in enumerate(zip(LINES, "os^D", strict=False)):
        group = common == count
        dots = {"color": line["color"], "markersize": 4, "label": f"{count} shared"}
        ax.plot(gain[group], benefit[group], mark, **dots)
    ax.set(xlabel="gain in alignment at τ = 2", ylabel="held-out loss saved")
    headed(ax, f"source {stored['functions'][SHOWN, 0]}, 100 samples", columns=2)
