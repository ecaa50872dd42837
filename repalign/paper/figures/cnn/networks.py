"""Networks beside each other: with ImageNet weights, at random, and the scores that rank them."""

import numpy as np

from repalign.paper import results
from repalign.paper.figures import tabulated
from repalign.paper.figures.cells import between, with_interval
from repalign.paper.figures.cnn.common import per_cent
from repalign.paper.readings import cnn
from repalign.paper.readings.cnn import initialisation, ranking
from repalign.paper.readings.common import height
from repalign.paper.statistics import over_runs

GROUPS = ("all", "networks", "layers")
OVER = (
    "over all representations, networks with ImageNet weights, or layers of SqueezeNet with both "
    "weights: mean over pairs ± half of its 95 % interval"
)


@tabulated(
    "networks-by-accuracy",
    "Networks with ImageNet weights: the height of the curve and what linear models get right on "
    "test pictures, mean over pairs ± half of its 95 % interval",
    {"on ImageNet, %": "{:.1f}"},
)
def by_accuracy():
    stored = results.load("cnn")
    names = ranking.by_accuracy(stored)
    ends = ranking.outcomes(stored, [cnn.index(stored, name) for name in names])
    heights = np.column_stack([height(name)(stored) for name in names])
    return {
        "network": [cnn.said(name) for name in names],
        "on ImageNet, %": [ranking.ACCURACY[name.partition("/")[0]] for name in names],
        "height": with_interval(heights, ".3f"),
        "ridge, %": with_interval(per_cent(ends[ranking.RIDGE]), ".1f"),
        f"{ranking.DESCENT}, %": with_interval(per_cent(ends[ranking.DESCENT]), ".1f"),
    }


@tabulated(
    "networks-step-by-step",
    "Height of the curve less that of the network before",
    {"mean": "{:+.3f}", "half of the 95 % interval": "{:.3f}"},
)
def steps_up():
    stored = results.load("cnn")
    mean, half = _interval(ranking.steps_up(height)(stored))
    return {"networks": ranking.step_names(stored), "mean": mean, "half of the 95 % interval": half}


@tabulated(
    "networks-at-random",
    "Networks at random on pairs of classes: mean over all pairs",
    {
        "height": "{:.3f}",
        "± 95 %": "{:.3f}",
        "shuffled": "{:.3f}",
        "spread": "{:.1e}",
        "right, %": "{:.0f}",
    },
)
def at_random():
    stored = results.load("initialisation")
    names = stored["representations"].tolist()
    mean, half = _interval(np.column_stack([height(name)(stored) for name in names]))
    return {
        "network: initialisation": [_at_random(name) for name in names],
        "height": mean,
        "± 95 %": half,
        "shuffled": stored["shuffled_height"].mean(axis=0),
        "spread": [initialisation.spread(name)(stored).mean() for name in names],
        "right, %": per_cent(stored["accuracy"]).mean(axis=0),
    }


@tabulated(
    "scores-and-descent",
    f"Spearman's correlation of scores with the test accuracy after {ranking.DESCENT} of descent, "
    f"{OVER}",
)
def scores_and_descent():
    return _scores(ranking.DESCENT)


@tabulated(
    "scores-and-ridge",
    f"Spearman's correlation of scores with the test accuracy of ridge regression, {OVER}",
)
def scores_and_ridge():
    return _scores(ranking.RIDGE)


@tabulated(
    "scores-and-steps",
    "Spearman's correlation of scores with the test accuracy after so many steps of descent, over "
    "all representations: mean over pairs ± half of its 95 % interval",
)
def scores_and_steps():
    stored = results.load("cnn")
    found = ranking.table(stored)["all representations"]
    return _ranked(
        {
            f"{steps:,}".replace(",", " "): (found, ranking.after_steps(steps))
            for steps in stored["squared_at"]
        }
    )


def _at_random(name):
    network, _, weights = name.partition("/")
    said = cnn.NETWORKS.get(network, network)
    return f"{said}: {initialisation.WEIGHTS[weights]}" if weights else said


def _scores(end):
    stored = results.load("cnn")
    found, groups = ranking.table(stored), ranking.groups(stored)
    heads = [f"{said} ({len(own)})" for said, own in zip(GROUPS, groups.values(), strict=True)]
    return _ranked({head: (found[group], end) for head, group in zip(heads, groups, strict=True)})


def _ranked(columns):
    """A row a score; columns by head: what was found of a group, and the outcome foretold."""
    found, end = next(iter(columns.values()))
    names = [score for score, outcome in found if outcome == end]
    return {"score": names} | {
        head: [between(*found[score, end], ".2f") for score in names]
        for head, (found, end) in columns.items()
    }


def _interval(values):
    own = over_runs(values)
    return own.mean, own.half_width
