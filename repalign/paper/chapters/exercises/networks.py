"""Exercises of chapter 3."""

import numpy as np

from repalign import alignment_curve
from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Letters, Numbers, State
from repalign.paper.chapters.exercises.stored import read
from repalign.paper.readings.networks import TRAINED

EDGE = 0.6  # of 3.2, in units of sqrt(n)
MINORITY = 0.1  # of the samples, in 3.4
NC1 = 0.02  # of 3.5
LOW = 0.35  # of 3.6, in units of sqrt(n)
BASE, CIFAR10 = {"dataset": 0, "split": 0, "first": 0}, {"dataset": 2}


def lead_of_trained(stored):
    """Of the trained base setting on the CT slices, over the inputs, mean of the networks.

    Returns
    -------
    edges : array (t + 1,)
        Ascending: 0, and every singular value over sqrt(n), at which one of the curves steps down.
    lead : array (t,)
        Between them, the upper edge included.
    """
    inputs = stored.spectrum("ct_slices.train")
    seeds = range(len(stored["ct_slices.base.train.residual"][TRAINED]))
    trained = [stored.spectrum("ct_slices.base.train", TRAINED, seed) for seed in seeds]
    sigma = np.unique(np.concatenate([each.singular_values for each in (inputs, *trained)]))
    own, *others = (alignment_curve(each, sigma, normalized=True) for each in (inputs, *trained))
    edges = np.concatenate([[0.0], sigma]) / np.sqrt(inputs.n_samples)
    return edges, np.mean(others, axis=0) - own


def stretches(stored):
    """Levels that part the axis: up to the first the inputs are ahead or nobody is, up to the
    second the trained layer, and up to the third by the most, or by half a point less."""
    edges, lead = lead_of_trained(stored)
    most = np.flatnonzero(lead > lead.max() - 0.005)
    behind = np.flatnonzero(lead[: most[0]] <= 0)
    return [float(edges[place]) for place in (behind[-1] + 1, most[0], most[-1] + 1)]


def largest_lead(stored):
    _, low, high = stretches(stored)
    return _between(np.nextafter(low, 1), high)


def _smaller_lead(stored):
    low, high, _ = stretches(stored)
    return _between(low, high)


def _inputs_ahead(stored):
    return _between(0.0, stretches(stored)[0])


def _beyond(stored):
    return _between(stretches(stored)[2], 1.0)


def _between(low, high):
    return {**BASE, "level": (float(low), float(high))}


def angle_of_edge(edge):
    """Between two classes of one size that have collapsed to two points, in degrees; edge^2 =
    (1 - cos) / 2."""
    return np.degrees(np.arccos(1 - 2 * edge**2))


def next_cosine(cosine):
    """Of two points of length one, after a wide layer of random ReLUs (Cho and Saul 2009)."""
    angle = np.arccos(cosine)
    return (np.sin(angle) + (np.pi - angle) * cosine) / np.pi


def edges_of_depths(layers):
    """Of classes at a right angle, after 0, 1, ... random layers, in units of sqrt(n)."""
    cosines = [0.0]
    for _ in range(layers):
        cosines.append(next_cosine(cosines[-1]))
    return np.sqrt((1 - np.array(cosines)) / 2)


def _first_below(values):
    return int(np.argmax(np.asarray(values) < LOW))


def _even_losses():
    """As if every layer took the same share of the edge."""
    edges = edges_of_depths(1)
    return _first_below(edges[0] * (edges[1] / edges[0]) ** np.arange(20))


EXERCISES = (
    Exercise(
        "3.1",
        "predict",
        minutes=8,
        form=State("networks"),
        answer=read(largest_lead, "networks"),
        mistakes=(
            (
                read(_smaller_lead, "networks"),
                "The trained layer is ahead there, but the inputs still count a direction that "
                "holds much of the target. Go on until they have lost it.",
            ),
            (
                read(_beyond, "networks"),
                "There the trained layer has lost the direction on which its target lies.",
            ),
            (
                read(_inputs_ahead, "networks"),
                "There the inputs are ahead, or nobody is: several middling directions still "
                "count.",
            ),
            (CIFAR10, "That is CIFAR-10: choose the CT slices under Data."),
            (
                {"dataset": 0, "split": 1},
                "Those are test samples: choose training samples.",
            ),
            (
                {"dataset": 0, "first": 3},
                "These are the CT slices, with eight layers: choose the network of four.",
            ),
        ),
    ),
    Exercise(
        "3.2",
        "compute",
        minutes=8,
        form=Numbers("an angle in degrees, the number alone"),
        answer=angle_of_edge(EDGE),
        mistakes=(
            (
                180 - angle_of_edge(EDGE),
                "You used 1 + c. That belongs to the constant direction; the labels have 1 - c.",
            ),
            (
                np.degrees(np.arccos(1 - EDGE**2)),
                "The half is missing: σ²/n = (1 - c)/2.",
            ),
            (
                np.degrees(np.arccos(1 - 2 * EDGE)),
                "The edge is a singular value. The formula is about its square.",
            ),
            (angle_of_edge(EDGE) / 2, "That is half of the angle."),
            (np.radians(angle_of_edge(EDGE)), "Those are radians: degrees are asked for."),
        ),
    ),
    Exercise(
        "3.3",
        "explain",
        minutes=8,
        form=Letters("ABCD"),
        answer="C",
        mistakes=(
            (
                "A",
                "A share at one threshold says nothing of what lies on smaller singular values. "
                "The layer may fit the target exactly.",
            ),
            (
                "B",
                "A part has: 20 % instead of 5 % lie below 0.1. But beyond 0.4 lie 75 % instead of "
                "5 %.",
            ),
            (
                "D",
                "These are training samples. How far the error on others falls, no curve on "
                "training samples tells.",
            ),
        ),
    ),
    Exercise(
        "3.4",
        "break",
        minutes=10,
        form=Numbers("a threshold in units of √n, and a share", count=2),
        answer=(np.sqrt(MINORITY), 1 - MINORITY),
        mistakes=(
            (
                (np.sqrt(0.5), 0.0),
                "Those belong to classes of one size. Here the two singular values differ.",
            ),
            (
                (np.sqrt(MINORITY), MINORITY),
                "The threshold is right. Which of the two directions is lost there, and how long "
                "is the part of y on it?",
            ),
            (
                (np.sqrt(MINORITY), 0.0),
                "The threshold is right. But the labels lie on two directions, and only one is "
                "lost there.",
            ),
            (
                (np.sqrt(1 - MINORITY), MINORITY),
                "All of y stays only as long as both directions count. Start with the smaller one.",
            ),
            (
                (np.sqrt(1 - MINORITY), 1 - MINORITY),
                "That is where the last direction is lost. The first step down comes earlier.",
            ),
            (
                (MINORITY, 1 - MINORITY),
                "The first number is σ²/n: a threshold is compared with σ itself.",
            ),
        ),
    ),
    Exercise(
        "3.5",
        "compute",
        minutes=15,
        form=Numbers("a ratio"),
        answer=np.sqrt(2 * NC1),
        mistakes=(
            (
                np.sqrt(NC1),
                "A factor two is missing. NC1 is divided by the two classes, and only half of the "
                "variance along an axis falls on the difference of the means.",
            ),
            (
                np.sqrt(NC1 / 2),
                "You multiplied by the number of classes. NC1 is divided by it.",
            ),
            (
                np.sqrt(4 * NC1),
                "You divided Σ_B by one less than the number of means. It is the mean over both.",
            ),
            (
                np.sqrt(8 * NC1),
                "That takes the distance between the two means. The covariance between the "
                "classes is about the mean of all, which lies half way.",
            ),
        ),
    ),
    Exercise(
        "3.6",
        "extend",
        minutes=15,
        form=Numbers("a number of layers", whole=True),
        answer=lambda: _first_below(edges_of_depths(30)),
        mistakes=(
            (
                lambda: _first_below(edges_of_depths(30) ** 2),
                "There (1 - c)/2 is below the threshold: that is the square of the edge.",
            ),
            (
                _even_losses,
                "You took the loss of the first layer for that of every layer. Angles shrink more "
                "slowly the smaller they are: apply the map again each time.",
            ),
            (
                lambda: _first_below(np.sqrt(2) * edges_of_depths(30)),
                "The half is missing: the edge is the root of (1 - c)/2.",
            ),
        ),
    ),
)
