"""Exercises of chapter 7."""

import numpy as np

from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Numbers
from repalign.paper.chapters.exercises.stored import read
from repalign.paper.readings import similarity


def _equal_parts(stored):
    """What the last layer gains from the similar source, both kinds of tasks a half each."""
    ahead = similarity.last_layer_ahead(stored)
    return similarity.mean_over_tasks(stored, ahead, (0.5, 0.5)).mean


def _clear_difference():
    """Two standard errors of the difference of two accuracies near 95 % on 4000 pictures each, in
    points."""
    return 200 * np.sqrt(2 * 0.95 * 0.05 / 4000)


EXERCISES = (
    Exercise(
        "7.1",
        "compute",
        minutes=8,
        form=Numbers("a share of ‖y‖²"),
        answer=read(_equal_parts, "similarity"),
    ),
    Exercise(
        "7.2",
        "compute",
        minutes=5,
        form=Numbers("percentage points"),
        answer=_clear_difference,
        mistakes=(
            (
                lambda: _clear_difference() / np.sqrt(2),
                "That is for one accuracy: the variances of both add up.",
            ),
            (lambda: _clear_difference() / 2, "That is one standard error: two are asked for."),
        ),
    ),
    Exercise(
        "7.3",
        "compute",
        minutes=10,
        form=Numbers("a ratio"),
        answer=read(similarity.error_by_classes, "similarity"),
    ),
)
