"""Alignment with all classes at once, layer by layer: during fine-tuning, and with own and foreign
tasks."""

from functools import partial

import numpy as np

from repalign.paper import results
from repalign.paper.figures import drawn
from repalign.paper.figures.lines import REFERENCE, headed
from repalign.paper.readings import depth
from repalign.plot import LINES, SOFT, mean_curve


@drawn(
    "during-fine-tuning",
    "A chart for each target and each network: height of the alignment curve of five residual "
    "blocks and test accuracy against the epochs of fine-tuning.",
)
def during_fine_tuning():
    """A panel for each target and network."""
    stored = results.load("fine_tuning")
    panels = np.ndindex(len(stored["kinds"]), len(stored["networks"]))
    return [partial(_tuned, stored, *panel) for panel in panels]


@drawn(
    "tunnel",
    "Height of the alignment curve against the layer, a chart for each source: own classes, those "
    "of the other source, targets of its kind and other targets; the network before training in "
    "grey.",
)
def tunnel():
    """A panel for each source."""
    stored = results.load("tunnel")
    return [partial(_layered, stored, source) for source in range(len(depth.SOURCES))]


def _tuned(stored, target, network, ax):
    heights = depth.in_tuning(stored, depth.height)[:, network, target]
    steps = np.arange(len(stored["checkpoints"]))
    for layer, (name, line) in enumerate(zip(depth.layer_names(stored), LINES, strict=True)):
        mean_curve(steps, heights[..., layer], ax=ax, label=name, **line)
    accuracy = stored["accuracy"][:, network, target]
    mean_curve(steps, accuracy, ax=ax, label="test accuracy", **REFERENCE)
    ax.set_xticks(steps, [f"{epoch:g}" for epoch in stored["checkpoints"]])
    ax.set_yticks(np.arange(0, 1.01, 0.2))
    ax.set(
        xlabel="epochs of fine-tuning",
        ylabel="height, accuracy",
        ylim=(0, 1),
    )
    headed(ax, f"{stored['networks'][network]}, tuned on {stored['kinds'][target]}")


def _layered(stored, source, ax):
    trained, start = (depth.in_tunnel(stored, depth.height, start=at) for at in (False, True))
    layers = np.arange(trained.shape[-1])
    for role, (name, line) in enumerate(zip(depth.ROLES, LINES, strict=False)):
        mean_curve(layers, trained[:, source, role], ax=ax, label=name, **line)
    for role, (_, line) in enumerate(zip(depth.ROLES, LINES, strict=False)):
        before = start[:, source, role].mean(axis=0)
        name = None if role else "before training"
        ax.plot(layers, before, label=name, **line | {"color": SOFT, "alpha": 0.5}, zorder=0)
    ax.set_xticks(layers, ["stem", *layers[1:]])
    ax.set(
        title=f"{stored['networks'][source]} source",
        xlabel="residual block",
        ylabel="height of the curve",
        ylim=_limits(trained, start),
    )
    ax.legend()


def _limits(*values):
    means = [each.mean(axis=0) for each in values]
    low, high = np.min(means), np.max(means)
    return low - 0.1 * (high - low), high + 0.1 * (high - low)
