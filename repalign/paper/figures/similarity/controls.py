"""Is it similarity, and was it trained for long enough: sources of mixed kinds, and budgets."""

import numpy as np

from repalign.paper import results
from repalign.paper.datasets.kinds import KINDS
from repalign.paper.figures import drawn, tabulated
from repalign.paper.figures.cells import told_each
from repalign.paper.figures.lines import AFTER, headed
from repalign.paper.figures.similarity.common import KIND_LINES
from repalign.paper.readings import depth
from repalign.paper.readings.similarity import WAYS, controls, over_tasks
from repalign.plot import SOFT, mean_curve

MEANS = {"every pair": (None, AFTER)} | {
    f"{kind} pairs": (WAYS[f"{kind} pairs"], KIND_LINES[kind]) for kind in KINDS
}


@drawn(
    "long-enough",
    "Left, the training loss of both sources against the epoch. Right, the lead of the similar "
    "source in the height of the last layer's curve, with 95 % intervals, against the number of "
    "epochs that the sources were trained for: all pairs, artificial pairs, natural pairs.",
)
def long_enough():
    """Losses of the sources, and the lead after each budget."""
    return [_losses, _leads]


@tabulated(
    "mixed-sources",
    "Height of the curve, what the similar source is ahead and how far two sources of mixed kinds "
    "lie apart: mean (standard error)",
)
def mixed_sources():
    stored = results.load("source_controls")
    longest = stored["epochs"].max()
    measured = {
        "similar source ahead": controls.leads(stored, longest),
        "mixed sources apart": controls.leads(stored, longest, mixed=True),
        "difference": controls.beyond_mixed(stored),
    }
    rows = {head: told_each(over_tasks()(stored, values)) for head, values in measured.items()}
    return {"layer": depth.layer_names(stored)} | rows


def _losses(ax):
    stored = results.load("similarity")
    losses = np.swapaxes(stored["source_loss"], 0, 1)
    for kind, runs in zip(KINDS, losses, strict=True):
        epochs = np.arange(1, runs.shape[1] + 1)
        mean_curve(epochs, runs, ax=ax, label=f"{kind} source", **KIND_LINES[kind])
    ax.set(xlabel="epoch", ylabel="training loss", ylim=(0, None))
    headed(ax, "training of the sources")


def _leads(ax):
    stored = results.load("source_controls")
    epochs = controls.budgets(stored)
    values = controls.by_budget(stored)
    for shift, (title, (parts, line)) in enumerate(MEANS.items()):
        lead = over_tasks(parts)(stored, values)
        at = epochs * 1.04 ** (shift - 1)  # intervals side by side
        ax.errorbar(at, lead.mean, lead.half_width, label=title, capsize=3, **line)
    ax.axhline(0, color=SOFT, linewidth=0.8)
    ax.set(xscale="log", xlabel="epochs of training", ylabel="similar less dissimilar")
    ax.set_xticks(epochs, epochs)
    ax.minorticks_off()
    headed(ax, "height of the last layer's curve", columns=2)
