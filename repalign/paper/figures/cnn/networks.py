"""Networks beside each other: with ImageNet weights, at random, and the scores that rank them."""

import numpy as np

from repalign.paper import results
from repalign.paper.figures import tabulated
from repalign.paper.figures.cells import told
from repalign.paper.figures.cnn.common import per_cent, told_interval
from repalign.paper.readings import cnn
from repalign.paper.readings.cnn import initialisation, ranking
from repalign.paper.readings.common import height
from repalign.paper.statistics import over_runs

GROUPS = ("all", "networks", "layers")
OVER = (
    "over all representations, networks with ImageNet weights, or layers of SqueezeNet with both "
    "weights: mean over pairs (half of its 95 % interval)"
)


@tabulated(
    "networks-by-accuracy",
    "Networks with ImageNet weights: the height of the curve and what linear models get right on "
    "test pictures, mean over pairs (half of a 95 % interval)",
    {"on ImageNet, %": "{:.1f}"},
)
def by_accuracy():
    stored = results.load("cnn")
    names = ranking.by_accuracy(stored)
    ridge = stored["ridge_test_accuracy"]
    return {
        "network": [cnn.said(name) for name in names],
        "on ImageNet, %": [ranking.ACCURACY[name.partition("/")[0]] for name in names],
        "height": [told_interval(height(name)(stored)) for name in names],
        "ridge, %": [
            told_interval(per_cent(ridge[:, cnn.index(stored, name)]), ".1f") for name in names
        ],
        f"{ranking.DESCENT}, %": [
            told_interval(per_cent(ranking.few_steps(name)(stored)), ".1f") for name in names
        ],
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


def _at_random(name):
    network, _, weights = name.partition("/")
    said = cnn.NETWORKS.get(network, network)
    return f"{said}: {initialisation.WEIGHTS[weights]}" if weights else said


def _scores(end):
    stored = results.load("cnn")
    found, groups = ranking.table(stored), ranking.groups(stored)
    names = [score for score, outcome in next(iter(found.values())) if outcome == end]
    return {"score": names} | {
        f"{said} ({len(groups[group])})": [told(*each[score, end], ".2f") for score in names]
        for said, (group, each) in zip(GROUPS, found.items(), strict=True)
    }


def _interval(values):
    own = over_runs(values)
    return own.mean, own.half_width
