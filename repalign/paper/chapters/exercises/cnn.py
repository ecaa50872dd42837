"""Exercises of chapter 6."""

import numpy as np

from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Numbers
from repalign.paper.chapters.exercises.stored import read
from repalign.paper.readings import cnn


def _steps_of_a_paradox():
    """(1 - q)^(2t) = 0.1 where labels lie on sigma = 0.05, sigma_1 = 1 + 999 * 0.95 and eta = 1 /
    sigma_1^2."""
    return np.log(0.1) / (2 * np.log1p(-((0.05 / 950.05) ** 2)))


EXERCISES = (
    Exercise(
        "6.1",
        "compute",
        minutes=8,
        form=Numbers("a number of steps"),
        answer=_steps_of_a_paradox,
        mistakes=(
            (
                lambda: 2 * _steps_of_a_paradox(),
                "That many steps bring the error to a tenth: the loss is its square.",
            ),
        ),
    ),
    Exercise(
        "6.2",
        "read",
        minutes=8,
        form=Numbers("a threshold"),
        answer=read(cnn.words_ahead, "cnn"),
    ),
    Exercise(
        "6.3",
        "compute",
        minutes=8,
        form=Numbers("a ratio"),
        answer=read(cnn.error_left, "cnn"),
    ),
)
