"""Exercises of chapter 4."""

import numpy as np

from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Numbers
from repalign.paper.chapters.exercises.stored import read
from repalign.paper.readings import convergence


def _steps_of_a_direction():
    """0.99^(2t) < 0.01, for sigma a tenth of sigma_1 at eta = 1 / sigma_1^2."""
    return int(np.ceil(np.log(0.01) / (2 * np.log(0.99))))


def _crossing():
    """(1 - 4 eta)^(2t) against 0.9 (1 - 16 eta)^(2t) + 0.1 (1 - eta / 4)^(2t), eta = 0.05."""
    t = np.arange(1, 100)
    first = 0.8 ** (2 * t)
    second = 0.9 * 0.2 ** (2 * t) + 0.1 * 0.9875 ** (2 * t)
    return int(t[first < second][0])


EXERCISES = (
    Exercise(
        "4.1",
        "compute",
        minutes=5,
        form=Numbers("a whole number", whole=True),
        answer=_steps_of_a_direction,
        mistakes=(
            (
                lambda: int(np.ceil(np.log(0.01) / np.log(0.99))),
                "That many bring the error to 1 %: the loss is its square, and falls twice as fast.",
            ),
        ),
    ),
    Exercise(
        "4.2",
        "compute",
        minutes=8,
        form=Numbers("a whole number", whole=True),
        answer=_crossing,
    ),
    Exercise(
        "4.3",
        "compute",
        minutes=8,
        form=Numbers("a ratio"),
        answer=read(convergence.weights_of_shuffled, "convergence"),
    ),
)
