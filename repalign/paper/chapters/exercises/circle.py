"""Exercises of chapter 1."""

import numpy as np

from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Numbers

SPREAD = 0.29  # of Figure 4


def sigmas(n, spread=SPREAD):
    """Singular values that Figure 4 has in expectation: angles deviate normally."""
    return np.sqrt(n / 2 * (1 + np.array([1, -1]) * np.exp(-2 * spread**2)))


def share_after(flips, n=100):
    """Of ||y||^2 on u_1 when some labels of those that lie on it alone have been flipped."""
    return (1 - 2 * flips / n) ** 2


def _flips():
    k = np.arange(100)
    return int(k[share_after(k) < 0.5][0])


EXERCISES = (
    Exercise(
        "1.1",
        "compute",
        minutes=8,
        form=Numbers("a pair of numbers", count=2),
        answer=lambda: sigmas(1000),
        mistakes=(
            (
                lambda: sigmas(100),
                "Those belong to 100 points, which the figure shows; its text speaks of 1000.",
            ),
            (
                lambda: sigmas(1000, SPREAD / 2),
                "Doubled angles deviate twice as much: the mean of cos 2s is exp(-2 ε²).",
            ),
        ),
    ),
    Exercise(
        "1.2",
        "predict",
        minutes=8,
        form=Numbers("a whole number", whole=True),
        answer=_flips,
        mistakes=(
            (25, "25 flips halve the projection, and leave a quarter: the share is its square."),
            (50, "With half of them flipped the first direction holds nothing at all."),
        ),
    ),
    Exercise(
        "1.3",
        "explain",
        minutes=10,
        form=Numbers("a share, from 0 to 1"),
        answer=1 - 2 / np.pi,
        mistakes=(
            (2 / np.pi, "That is the part inside the span: what is asked for is the rest."),
            (0.0, "Separable is not the same as fitted: every sign is right, the values are not."),
        ),
    ),
)
