"""Exercises of chapter 3."""

import numpy as np

from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Letters, Numbers, State
from repalign.paper.chapters.exercises.stored import read
from repalign.paper.readings.common import LEVELS, curve, curves
from repalign.paper.readings.networks import TRAINED

EDGE = 0.6  # of 3.2, in units of sqrt(n)
MINORITY = 0.1  # of the samples, in 3.4
NC1 = 0.02  # of 3.5
LOW = 0.3  # of 3.6, in units of sqrt(n)
BASE, CIFAR10 = {"dataset": 0, "first": 0}, {"dataset": 2}


def lead_of_trained(stored):
    """Of the trained base setting on the CT slices, over the inputs: (t,) at `LEVELS`."""
    trained = curves(stored, "ct_slices.base.train")[TRAINED].mean(axis=0)
    return trained - curve(stored.spectrum("ct_slices.train"))


def largest_lead(stored):
    """The levels at which the lead is largest, or short of that by half a point at most."""
    lead = lead_of_trained(stored)
    return _between(LEVELS[lead > lead.max() - 0.005])


def _smaller_lead(stored):
    """The levels below those, as far down as the trained layer is ahead."""
    below = largest_lead(stored)["level"][0] > LEVELS
    behind = below & (lead_of_trained(stored) < 0)
    return _between(LEVELS[below & (LEVELS[behind].max(initial=0) < LEVELS)])


def _inputs_ahead(stored):
    return _between(LEVELS[: np.searchsorted(LEVELS, _smaller_lead(stored)["level"][0])])


def _beyond(stored):
    return _between(LEVELS[largest_lead(stored)["level"][1] < LEVELS])


def _between(levels):
    return {**BASE, "level": (float(0.999 * levels.min()), float(1.001 * levels.max()))}


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
                {"dataset": 0, "first": 3},
                "These are the CT slices, with eight layers: choose the network of four.",
            ),
        ),
    ),
    Exercise(
        "3.2",
        "compute",
        minutes=8,
        form=Numbers("an angle in degrees"),
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
                "Compare both thresholds. Which of the two has more of the target on large "
                "directions?",
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
