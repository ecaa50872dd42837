"""Figures of chapter 7 on alignment with all classes at once, layer by layer."""

import numpy as np

from repalign.paper.readings import depth
from repalign.plot import LINES, mean_curve, plt

SHADES = ("#bcd6ee", "#8bb8df", "#5b9bd0", "#1f6fb2", "#0b3d6e")


def fine_tuning(stored):
    """Height of each layer's curve and accuracy over the epochs of fine-tuning: a Figure, a row a
    target, a column a network."""
    heights = depth.in_tuning(stored, depth.height)
    steps = np.arange(len(stored["checkpoints"]))
    figure, axes = plt.subplots(2, 3, figsize=(9, 5), sharex=True, sharey=True)
    for (target, network), ax in np.ndenumerate(axes):
        for layer, name in enumerate(depth.layer_names(stored)):
            line = {"color": SHADES[layer], "label": name}
            _curve(steps, heights[:, network, target, :, layer], ax, **line)
        accuracy = {"color": "0.3", "linestyle": "--", "label": "test accuracy"}
        _curve(steps, stored["accuracy"][:, network, target], ax, **accuracy)
        ax.set_xticks(steps, [f"{epoch:g}" for epoch in stored["checkpoints"]])
        ax.set_title(f"{stored['networks'][network]}, tuned on {stored['kinds'][target]}")
    for ax in axes[-1]:
        ax.set_xlabel("epochs of fine-tuning")
    for ax in axes[:, 0]:
        ax.set_ylabel("height of the curve")
    axes[0, 0].legend(fontsize="x-small")
    return figure


def tunnel(stored):
    """Height of the curve and effective rank against the layer: a Figure, a row each, a column a
    source, and the start thin and grey."""
    rows = {"height of the curve": depth.height, "log10 of effective rank": depth.log_rank}
    figure, axes = plt.subplots(2, 2, figsize=(8, 5.4), sharex=True, sharey="row")
    for row, (label, measure) in zip(axes, rows.items(), strict=True):
        trained, start = (depth.in_tunnel(stored, measure, start=at) for at in (False, True))
        row[0].set_ylabel(label)
        for source, ax in enumerate(row):
            for role, (name, line) in enumerate(zip(depth.ROLES, LINES, strict=True)):
                _curve(
                    np.arange(trained.shape[-1]), trained[:, source, role], ax, label=name, **line
                )
                ax.plot(start[:, source, role].mean(axis=0), **line | {"color": "0.7"}, zorder=0)
    for ax, source in zip(axes[0], stored["networks"], strict=False):
        ax.set_title(f"{source} source")
    for ax in axes[1]:
        ax.set_xticks(range(len(stored["layers"])), ["stem", *range(1, len(stored["layers"]))])
        ax.set_xlabel("residual block")
    axes[0, 0].legend(fontsize="x-small")
    return figure


def _curve(x, runs, ax, **line):
    """Mean with its error; a single run has none."""
    if len(runs) > 1:
        mean_curve(x, runs, ax=ax, **line)
    else:
        ax.plot(x, runs[0], **line)
