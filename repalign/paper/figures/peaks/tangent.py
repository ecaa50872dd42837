"""Figures of chapter 5 on the tangent kernel beside the hidden layer, rich and lazy training."""

from functools import partial

import numpy as np

from repalign.paper import results
from repalign.paper.figures import drawn, tabulated
from repalign.paper.figures.cells import with_interval
from repalign.paper.figures.lines import headed
from repalign.paper.readings.peaks import TASKS
from repalign.paper.readings.peaks import tangent as read
from repalign.plot import LINES

TRAININGS = ("rich", "lazy")
FEATURES = ("layer", "kernel")


@tabulated(
    "rich-and-lazy",
    "Loss on the source in the end, as a share of its start, and how far the weights moved, as a "
    "share of their length; mean over the runs and half of its 95 % interval",
    {"α": "{:g}"},
)
def trainings():
    kernel = results.load("tangent")
    return {
        "training": TRAININGS,
        "α": kernel["alphas"],
        "loss": with_interval(kernel["loss"][..., -1], ".3f"),
        "weights moved": with_interval(kernel["moved"], ".3f"),
    }


@tabulated(
    "heights-of-layer-and-kernel",
    "Height of the alignment curve, hidden layer and tangent kernel, mean over the runs",
    dict.fromkeys(TASKS, "{:.3f}"),
)
def heights():
    found = read.heights(results.load("tangent")).mean(axis=0)
    rows = {"at the start": found[read.RICH, 0]} | {
        f"after {how} training": found[scaling, 1] for scaling, how in enumerate(TRAININGS)
    }
    values = np.concatenate([*rows.values()])
    return {
        "features": np.tile(FEATURES, len(rows)),
        "when": np.repeat([*rows], len(FEATURES)),
        **dict(zip(TASKS, values.T, strict=True)),
    }


@drawn(
    "layer-and-kernel",
    "Alignment curves of source, related and unrelated task after training, for the hidden layer "
    "and the tangent kernel, in rich and in lazy training: rich training leaves both higher for "
    "the source and the related task, and the hidden layer lower for the unrelated one.",
)
def curves():
    """Mean over the runs, after training."""
    return [partial(_curves, task) for task in range(len(TASKS))]


def _curves(task, ax):
    kernel, lines = results.load("tangent"), iter(LINES)
    for scaling, how in enumerate(TRAININGS):
        for features, name in enumerate(FEATURES):
            mean = kernel["curve"][:, scaling, 1, features, task].mean(axis=0)
            ax.plot(kernel["levels"], mean, label=f"{name}, {how}", **next(lines))
    ax.set(xscale="log", xlabel="threshold τ / √n", ylabel="share of ‖y‖²", ylim=(0, 1.02))
    headed(ax, TASKS[task], columns=2)
