"""Exercises of chapter 7."""

import numpy as np
from scipy.special import stdtrit

from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Letters, Numbers
from repalign.paper.chapters.exercises.stored import read
from repalign.paper.readings import similarity
from repalign.paper.statistics import TAIL

NATURAL = 15  # pairs
CLASSES = 6  # of natural pairs
WITHOUT = np.array([0.18, 0.07, 0.02])  # mean D without cats, dogs, birds
LEAD, SPREAD = 0.05, 0.035  # of D over runs


def clear_difference():
    """Two standard errors of the difference of two accuracies near 95 % on 4000 pictures each, in
    points."""
    return 200 * np.sqrt(2 * 0.95 * 0.05 / 4000)


def jackknife(without):
    """Error of a mean, from the means that leave one class out each."""
    n = len(without)
    return np.sqrt((n - 1) / n * np.square(without - np.mean(without)).sum())


def independent(values):
    """Error of the mean of independent values."""
    return np.std(values, ddof=1) / np.sqrt(len(values))


def over_a_deviation(stored):
    """Errors in 7.4 over the standard deviation of the tasks, not over the error of their mean."""
    return similarity.error_by_classes(stored) / np.sqrt(NATURAL)


def factor_of_independent(n=CLASSES):
    """The mean of what 7.4 asks for, if all pairs of n classes are independent: root of the mean
    square."""
    return np.sqrt(2 * (n - 1) / (n - 2))


def factor_of_additive(n=CLASSES):
    """The same where the value of a pair is a sum of a part of each class."""
    return np.sqrt(n + 1)


def runs_needed(quantile):
    """How many runs make LEAD clear of zero, by a quantile for so many degrees of freedom."""
    n = np.arange(2, 100)
    return int(n[quantile(n - 1) * SPREAD / np.sqrt(n) < LEAD][0])


def student(freedom):
    return stdtrit(freedom, 1 - TAIL)


EXERCISES = (
    Exercise(
        "7.1",
        "explain",
        minutes=8,
        form=Letters("ABCD"),
        answer="C",
        mistakes=(
            (
                "B",
                "A source that is better for all pairs does not average out: 15 natural pairs "
                "outvote 6 artificial ones. What does each kind say by itself?",
            ),
            (
                "D",
                "Then both means would be of one size, with opposite signs.",
            ),
            (
                "A",
                "Similarity is to add the same to every pair. What else is subtracted the other "
                "way round for artificial pairs?",
            ),
        ),
    ),
    Exercise(
        "7.2",
        "compute",
        minutes=5,
        form=Numbers("percentage points, without the % sign"),
        answer=clear_difference,
        mistakes=(
            (
                lambda: clear_difference() / np.sqrt(2),
                "That is for one accuracy: the variances of both add up.",
            ),
            (lambda: clear_difference() / 2, "That is one standard error: two are asked for."),
        ),
    ),
    Exercise(
        "7.3",
        "compute",
        minutes=10,
        form=Numbers("a share of ‖y‖²"),
        answer=lambda: jackknife(WITHOUT),
        mistakes=(
            (
                lambda: independent(WITHOUT),
                "That takes the three pairs for independent: any two of them share a class.",
            ),
            (
                lambda: jackknife(WITHOUT) * np.sqrt(3 / 2),
                "The sum of squares is right; the factor (n − 1)/n is missing.",
            ),
            (lambda: np.mean(WITHOUT), "That is the mean: its error is asked for."),
            (
                lambda: np.std(WITHOUT, ddof=1),
                "That is the standard deviation of the three means. The jackknife multiplies the "
                "sum of squares by (n − 1)/n.",
            ),
        ),
    ),
    Exercise(
        "7.4",
        "predict",
        minutes=10,
        form=Numbers("a ratio"),
        answer=read(similarity.error_by_classes, "similarity"),
        mistakes=(
            (
                read(over_a_deviation, "similarity"),
                "That is over the standard deviation of the 15 values: the error of their mean is "
                "smaller by the root of 15.",
            ),
            (2.0, "Two is for three classes. Here are six, and every class is in five pairs."),
            (
                factor_of_independent,
                "That is the ideal of values that are independent. These are not: compute it.",
            ),
            (
                factor_of_additive,
                "That is the ideal of values that are a sum of a part of each class. These are "
                "not: compute it.",
            ),
        ),
    ),
    Exercise(
        "7.5",
        "compute",
        minutes=8,
        form=Numbers("a whole number", whole=True),
        answer=lambda: runs_needed(student),
        mistakes=(
            (
                lambda: runs_needed(
                    lambda freedom: np.full(len(freedom), stdtrit(np.inf, 1 - TAIL))
                ),
                "By the normal quantile, 1.96, that would do. With so few runs the error itself is "
                "uncertain: take Student's.",
            ),
            (
                lambda: runs_needed(lambda freedom: student(freedom + 1)),
                "With n runs there are n − 1 degrees of freedom, and 2.5 % are left at each end.",
            ),
        ),
    ),
    Exercise(
        "7.6",
        "extend",
        minutes=8,
        form=Letters("ABCD"),
        answer="A",
        mistakes=(
            (
                "B",
                "The second network has been trained on the other digit of the same pair: neither "
                "is nearer to the task.",
            ),
            (
                "C",
                "Each knows one digit, so that neither is more similar. Does that make both "
                "equally good in the mean over seeds?",
            ),
            (
                "D",
                "The other digit of the pair is known too, to the other network: what is one "
                "network's half of the gain is subtracted as the other's.",
            ),
        ),
    ),
)
