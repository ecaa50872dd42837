"""What the similar source is ahead of the other in alignment: Figure 14 and Appendix D."""

from functools import partial

import numpy as np

from repalign.paper import results
from repalign.paper.datasets.kinds import KINDS, SOURCES, TARGETS
from repalign.paper.figures import drawn, tabulated
from repalign.paper.figures.cells import in_columns, told_each
from repalign.paper.figures.lines import AFTER, OTHER, headed
from repalign.paper.figures.similarity.common import KIND_LINES, of_kind
from repalign.paper.readings import depth, similarity
from repalign.paper.readings.similarity import LEVELS, WAYS, mean_over_tasks
from repalign.plot import SOFT

MEANS = {"every pair": None, "equal parts": WAYS["equal parts"]}
"""The paper's mean, to which each pair adds the same, and that of both kinds with equal parts."""
STEPS = ((1, 0), (2, 1), (3, 2), (3, 0))
"""Layers that are compared, the first with the second."""
SHOWN = slice(14, 50, 6)  # of LEVELS, from 0.5 to 16
TAU = 2.0


@drawn(
    "figure-14",
    "Difference of alignment between similar and dissimilar source against the threshold, a chart "
    "for each of the last four residual blocks, with error bands: the mean in which every task "
    "counts the same, and that of artificial and natural tasks with equal parts.",
)
def difference():
    """Similar less dissimilar source in the last four blocks, mean over all tasks (Figure 14)."""
    stored = results.load("similarity")
    values = similarity.differences(stored)
    means = {title: mean_over_tasks(stored, values, parts) for title, parts in MEANS.items()}
    limits = _limits([mean.mean for mean in means.values()], room=0.3)  # bands may reach beyond
    names = enumerate(similarity.layer_names(stored))
    return [partial(_means, layer, name, means, limits) for layer, name in names]


@drawn(
    "tasks-one-by-one",
    "Four charts, one a layer: the difference between similar and dissimilar source against the "
    "threshold, a thin line for each of the 21 pairs, artificial pairs in one colour and natural "
    "ones in another.",
)
def single():
    """Similar less dissimilar source for each task, mean over the runs (Appendix D)."""
    stored = results.load("similarity")
    values = similarity.differences(stored).mean(axis=0)
    layers = zip(similarity.layer_names(stored), values, strict=True)
    return [partial(_single, name, own, _limits(values)) for name, own in layers]


@tabulated("sources", "The classes of both sources, a superclass of CIFAR-100 a row")
def sources():
    return {
        f"{kind} source": [
            ", ".join(names[first : first + 5]).replace("_", " ")
            for first in range(0, len(names), 5)
        ]
        for kind, names in SOURCES.items()
    }


@tabulated(
    "sources-after-training",
    "Both sources after training, right on their own test pictures, run by run",
    {"chance, %": "{:.1f}"},
)
def trained_sources():
    stored = results.load("similarity")
    accuracy = 100 * stored["source_accuracy"].T
    return {
        "source": [*SOURCES],
        "right, %": [", ".join(f"{run:.1f}" for run in own) for own in accuracy],
        "chance, %": [100 / len(names) for names in SOURCES.values()],
        "tasks: pairs of": [", ".join(TARGETS[kind]) for kind in SOURCES],
    }


@tabulated(
    "clear-differences",
    "At how many of the thresholds where a layer holds a hundredth of the labels the mean is "
    "clearly above or below zero; and its range over all thresholds",
    dict.fromkeys(("lowest", "highest"), "{:+.3f}"),
)
def clear():
    stored = results.load("similarity")
    values, held = similarity.differences(stored), similarity.held(stored)
    names = depth.layer_names(stored)
    cases = {name: (values[:, at], held[at]) for at, name in enumerate(names)} | {
        f"{names[one]} less {names[other].removeprefix('block ')}": (
            values[:, one] - values[:, other],
            held[one],
        )
        for one, other in STEPS
    }
    rows = [
        (title, name, *_counted(mean_over_tasks(stored, own, parts), where))
        for title, parts in MEANS.items()
        for name, (own, where) in cases.items()
    ]
    heads = "mean of", "layer", "of", "above", "below", "lowest", "highest"
    return in_columns(heads, rows)


@tabulated(
    "differences-by-kind",
    "Share of ‖y‖² in the last layer, similar less dissimilar source; in the last column natural "
    "less artificial source, equal parts of both: mean (standard error)",
    {"τ": "{:g}"},
)
def by_kind():
    stored = results.load("similarity")
    at = similarity.differences(stored)[:, -1, SHOWN]
    means = {way: mean_over_tasks(stored, at, parts) for way, parts in WAYS.items()}
    return {"τ": LEVELS[SHOWN]} | {way: told_each(each) for way, each in means.items()}


@tabulated(
    "similar-or-better",
    "At how many thresholds of all layers the mean of the differences, and that of natural less "
    "artificial source, is clearly above or below zero",
)
def similar_or_better():
    stored = results.load("similarity")
    values, held = similarity.differences(stored), similarity.held(stored)
    ways = ("equal parts", "natural better")
    counts = [_counted(mean_over_tasks(stored, values, WAYS[way]), held)[:3] for way in ways]
    return {"mean": ways} | in_columns(("thresholds", "above", "below"), counts)


@tabulated(
    "tasks-in-order",
    f"Last layer, τ = {TAU:g}: what the similar source is ahead, mean of the runs, and run by run",
    {"mean": "{:+.3f}"},
)
def in_order():
    stored = results.load("similarity")
    ahead = similarity.last_layer_ahead(stored, TAU)
    order = ahead.mean(axis=0).argsort()
    tasks = [*similarity.task_names(stored).items()]
    return {
        "task": [tasks[task][0] for task in order],
        "kind": [tasks[task][1] for task in order],
        "mean": ahead.mean(axis=0)[order],
        "run by run": [", ".join(f"{run:+.3f}" for run in ahead[:, task]) for task in order],
    }


@tabulated("tasks-ahead", f"In how many pairs the similar source is ahead, τ = {TAU:g}")
def ahead():
    stored = results.load("similarity")
    above = similarity.differences(stored, [TAU])[:, :, 0].mean(axis=0) > 0
    return {"layer": similarity.layer_names(stored)} | {
        f"{kind} pairs, of {np.sum(of_kind(stored, kind))}": above[:, of_kind(stored, kind)].sum(
            axis=1
        )
        for kind in KINDS
    }


def _counted(estimate, where):
    """How many thresholds there are, how many are clear on either side, and the ends of all."""
    sides = estimate.side()[where]
    mean = estimate.mean
    return where.sum(), (sides > 0).sum(), (sides < 0).sum(), mean.min(), mean.max()


def _means(layer, name, means, limits, ax):
    stored = results.load("similarity")
    if layer == len(stored["layers"]) - 1:  # and for pairs that count the same: what is stored
        shown = stored["taus"] >= LEVELS[0]
        low, _, high = stored["null_difference"].mean(axis=0)[-1][:, shown]
        grey = {"color": SOFT, "alpha": 0.5, "linewidth": 0, "label": "shuffled"}
        ax.fill_between(stored["taus"][shown], low, high, **grey)
    for (title, estimate), line in zip(means.items(), (OTHER, AFTER), strict=True):
        mean, half = estimate.mean[layer], estimate.half_width[layer]
        ax.plot(LEVELS, mean, label=title, **line)
        ax.fill_between(
            LEVELS, mean - half, mean + half, color=line["color"], alpha=0.15, linewidth=0
        )
    _finish(ax, name, limits)


def _single(name, values, limits, ax):
    stored = results.load("similarity")
    for above, kind in zip((3, 2), KINDS, strict=True):
        own = values[:, of_kind(stored, kind)]
        thin = {"color": KIND_LINES[kind]["color"], "linewidth": 0.8, "zorder": above}
        ax.plot(LEVELS, own, label=[f"{kind} pairs", *[None] * (own.shape[1] - 1)], **thin)
    _finish(ax, name, limits)


def _finish(ax, title, limits):
    ax.axhline(0, color=SOFT, linewidth=0.8)
    ax.set(xscale="log", xlabel="threshold τ", ylim=limits)
    ax.set_ylabel("similar less dissimilar")
    headed(ax, title)


def _limits(values, room=0.05):
    low, high = np.min(values), np.max(values)
    return low - room * (high - low), high + room * (high - low)
