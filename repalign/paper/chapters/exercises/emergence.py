"""Exercises of chapter 2."""

import numpy as np

from repalign import permutation_null, prepare
from repalign._support.extras import need
from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Letters, Numbers, State
from repalign.paper.chapters.exercises.stored import read
from repalign.paper.readings import emergence

DIRECTIONS, SAMPLES = 200, 10_000


def chance(k=DIRECTIONS, n=SAMPLES):
    """Mean and standard deviation of the share of ||y||^2 on k directions: a sum of k squares of
    standard normal numbers, over n."""
    return k / n, np.sqrt(2 * k) / n


def order_of_events(stored, times=10):
    """Letters of what exercise 2.4 names, in the order of the epochs, first seed."""
    epochs, accuracy = stored["epochs"], stored["accuracy"][0]
    share = emergence.top_of_layers(stored)[-1]
    by_chance, _ = chance(emergence.FEW)
    half, good = emergence.epochs_of_half(stored)
    when = {
        "A": good,
        "B": half,
        "C": epochs[np.argmax(accuracy > 0.6)],
        "D": epochs[np.argmax(share > times * by_chance)],
        "E": epochs[np.argmax(accuracy == 1)],
    }
    return "".join(sorted(when, key=when.get))


def _reached_by(fewest, most):
    """Thresholds that so many directions of the inputs reach."""

    def limits(stored):
        sigma = stored.spectrum("inputs_true", 0).singular_values
        highest = sigma[fewest - 1] if fewest else 2 * sigma[0]
        return {"threshold": (float(sigma[most]), float(highest))}

    return read(limits, "emergence")


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
        "predict",
        minutes=5,
        form=State("inputs"),
        answer=_reached_by(1, 1),
        mistakes=(
            (
                _reached_by(2, 4),
                "The true labels still hold far more than the shuffled ones. Which of the "
                "directions above the threshold holds them?",
            ),
            (
                _reached_by(0, 0),
                "No direction reaches that threshold, so no labels at all can lie above it.",
            ),
            (
                _reached_by(5, 500),
                "So low a threshold lets many directions in, and with them nearly all of the true "
                "labels: move the other way.",
            ),
        ),
    ),
    Exercise(
        "2.2",
        "compute",
        minutes=8,
        form=Numbers("a pair of shares, from 0 to 1", count=2),
        answer=chance,
        mistakes=(
            (
                lambda: (chance()[0], DIRECTIONS * chance(1)[1]),
                "Deviations of independent parts do not add up, they cancel in part: their "
                "variances add up.",
            ),
            (
                lambda: (chance()[0], chance(1)[1]),
                "That is how far a single direction strays, and there are 200 of them.",
            ),
            (
                lambda: (chance()[0], chance()[1] / np.sqrt(2)),
                "Directions are not hit or missed like a coin: each adds the square of a normal "
                "number, and the variance of that is 2, not 1.",
            ),
            (
                lambda: (chance()[0], chance()[1] ** 2),
                "That is the variance: the standard deviation is its root.",
            ),
            (
                lambda: np.multiply(chance(), SAMPLES),
                "Those are squared lengths. Divide both by ‖y‖² = n.",
            ),
            (
                lambda: (chance()[0], chance()[1] * np.sqrt(SAMPLES)),
                "The mean is right. In the deviation n belongs outside the root.",
            ),
        ),
    ),
    Exercise(
        "2.3",
        "break",
        minutes=10,
        form=Numbers("a share, from 0 to 1"),
        answer=_unbalanced_null,
        mistakes=(
            (
                0.9**2,
                "That squares the share of −1. Take the mean of the labels, 0.1 − 0.9, and square "
                "that.",
            ),
            (lambda: 1 / 1797, "That is what a direction holds of balanced labels; these are not."),
            (
                lambda: 1 - _unbalanced_null(),
                "That is the part that does not lie on the direction: turn it round.",
            ),
        ),
    ),
    Exercise(
        "2.4",
        "predict",
        minutes=6,
        form=Letters("ABCDE", count=5),
        answer=read(order_of_events, "emergence"),
        mistakes=(
            (
                "CDABE",
                "Does the accuracy lead each time? Go to the first epochs: 1 % on the ten "
                "directions is ten times chance, and 60 % right is a fifth of the way.",
            ),
            (
                "DCABE",
                "Nearly. Go to the first epoch with an accuracy of more than 90 %: how much do "
                "the ten directions hold by then?",
            ),
            (
                "CDBAE",
                "Nearly. Look at the first ten epochs: which of the two marks is passed there, 1 % "
                "on ten directions or 60 % of the labels right?",
            ),
            (
                "DBCAE",
                "Nearly. When the accuracy passes 60 %, how far are the ten directions from a "
                "half?",
            ),
        ),
    ),
    Exercise(
        "2.5",
        "explain",
        minutes=8,
        form=Letters("ABCD"),
        answer="C",
        mistakes=(
            (
                "A",
                "Shuffling leaves nothing of the digits in the labels beyond chance: ten "
                "directions of the inputs hold 0.2 % of them. There is nothing to amplify.",
            ),
            (
                "B",
                "More directions would catch more of any labels, but we count ten of them before "
                "and after, and the layer is as wide as it was.",
            ),
            (
                "D",
                "What does a step subtract? It only adds one matrix of rank one.",
            ),
        ),
    ),
    Exercise(
        "2.6",
        "extend",
        minutes=15,
        form=Letters("ABCD"),
        answer="D",
        mistakes=(
            (
                "A",
                "Nothing in a fresh image tells what its label by lot will be. What could turn the "
                "directions towards labels that the network has not seen?",
            ),
            (
                "B",
                "A network that tells even from odd on images that it has not seen must have their "
                "labels in its features.",
            ),
            ("C", "Which of the two labellings can be told from an image?"),
        ),
    ),
)
