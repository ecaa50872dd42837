"""Exercises of chapter 2."""

import numpy as np

from repalign import permutation_null, prepare
from repalign._support.extras import need
from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Numbers
from repalign.paper.chapters.exercises.stored import read
from repalign.paper.readings import emergence


def _unbalanced_null():
    """Zeros of the digits against all others, shuffled: the mean of other permutations than the
    solution's."""
    digits = need("sklearn.datasets", "paper").load_digits()
    labels = np.where(digits.target == 0, 1.0, -1.0)
    curves = permutation_null(prepare(digits.data / 16), labels, [20.0], n_permutations=50, rng=1)
    return curves.mean() / len(labels)


EXERCISES = (
    Exercise(
        "2.1",
        "compute",
        minutes=5,
        form=Numbers("a whole number", whole=True),
        answer=read(emergence.directions_of_chance, "emergence"),
    ),
    Exercise(
        "2.2",
        "explain",
        minutes=10,
        form=Numbers("a share, from 0 to 1", rtol=0.05),
        answer=_unbalanced_null,
        mistakes=(
            (lambda: 1 / 1797, "That is what a direction holds of balanced labels; these are not."),
        ),
    ),
    Exercise(
        "2.3",
        "read",
        minutes=5,
        form=Numbers("a pair of epochs", count=2, whole=True),
        answer=read(emergence.epochs_of_half, "emergence"),
    ),
)
