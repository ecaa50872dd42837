"""Exercises of chapter 8."""

import numpy as np

from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Letters, Numbers

RARE = 0.05  # share of the smaller class
FACTOR = 3.0  # by which the noisy feature is larger
UNEVEN, EVEN = np.array([80.0, 20.0]), np.full(16, 6.25)  # squared singular values, 100 samples
LAST, TOP = 0.1, 0.9  # singular values over sqrt(n): of the labels, the largest
COLUMNS = 512 + 1 + 1  # features, the constant one, labels


def along_constant(rare):
    """Share of labels of -1 and +1 along the constant vector."""
    return (1 - 2 * rare) ** 2


def threshold(factor):
    """Singular value over sqrt(n) of a feature +-1 in rows of length one, beside another that is
    `factor` times as large."""
    return 1 / np.sqrt(1 + factor**2)


def kernel_alignments():
    """With labels on the last direction of UNEVEN, and wherever on those of EVEN."""
    return UNEVEN[-1] / np.linalg.norm(UNEVEN), EVEN[-1] / np.linalg.norm(EVEN)


def steps_to_a_tenth(ratio):
    """Until the squared error on a direction is down to a tenth, at step size 1 / sigma_1^2."""
    return np.log(0.1) / (2 * np.log1p(-(ratio**2)))


def triangle(columns):
    """Numbers of an upper triangle."""
    return columns * (columns + 1) // 2


EXERCISES = (
    Exercise(
        "8.1",
        "compute",
        minutes=4,
        form=Numbers("a share of ‖y‖²"),
        answer=lambda: along_constant(RARE),
        mistakes=(
            (
                1 - 2 * RARE,
                "That is the mean of the labels, without its sign: a share is squared.",
            ),
            (
                1 - RARE,
                "So many are right who always name the larger class. Project the labels on the "
                "constant vector.",
            ),
            (
                lambda: along_constant(2 * RARE),
                "That is for one sample in ten.",
            ),
        ),
    ),
    Exercise(
        "8.2",
        "predict",
        minutes=8,
        form=Numbers("a threshold, over √n"),
        answer=lambda: threshold(FACTOR),
        mistakes=(
            (
                lambda: threshold(1),
                "That is with both features alike. Now the other one takes most of each row.",
            ),
            (
                1 / FACTOR,
                "Nearly: the feature itself is a part of its row's length too.",
            ),
            (
                lambda: FACTOR * threshold(FACTOR),
                "That is the other feature's singular value, and the labels are not on it.",
            ),
            (1.0, "That is with rows as they are; these have length one."),
        ),
    ),
    Exercise(
        "8.3",
        "break",
        minutes=10,
        form=Numbers("a pair of numbers, A and B", count=2),
        answer=kernel_alignments,
        mistakes=(
            (
                lambda: (UNEVEN[-1] / UNEVEN.sum(), EVEN[-1] / EVEN.sum()),
                "That divides by the sum of the squared singular values. The length of the kernel "
                "is the root of the sum of their squares.",
            ),
            (
                lambda: (UNEVEN[-1] / UNEVEN[0], kernel_alignments()[1]),
                "For A that divides by the first value alone: all of them are in the length of "
                "the kernel.",
            ),
        ),
    ),
    Exercise(
        "8.4",
        "explain",
        minutes=6,
        form=Letters("ABCD"),
        answer="C",
        mistakes=(
            (
                "A",
                "The layer was made to fit these very samples. Which of the numbers would it show "
                "if their labels meant nothing?",
            ),
            (
                "B",
                "Shuffled labels got 0.05, so that 0.61 is far from chance.",
            ),
            (
                "D",
                "They can: both are shares at a threshold over √n. It is the samples that differ, "
                "and that is what the difference tells.",
            ),
        ),
    ),
    Exercise(
        "8.5",
        "predict",
        minutes=8,
        form=Numbers("a number of steps"),
        answer=lambda: steps_to_a_tenth(LAST / TOP),
        mistakes=(
            (
                lambda: 2 * steps_to_a_tenth(LAST / TOP),
                "That is for the error down to a tenth: its square falls twice as fast.",
            ),
            (
                lambda: steps_to_a_tenth(np.sqrt(LAST / TOP)),
                "The speed goes with the square of the singular value.",
            ),
            (
                lambda: (TOP / LAST) ** 2,
                "That is 1/(ησ²), after which about 0.14 of the squared error is left: go on to a "
                "tenth.",
            ),
            (
                lambda: steps_to_a_tenth(LAST),
                "That takes σ₁ for √n: it is smaller, and the step size larger.",
            ),
        ),
    ),
    Exercise(
        "8.6",
        "extend",
        minutes=8,
        form=Numbers("a whole number", whole=True),
        answer=lambda: triangle(COLUMNS),
        mistakes=(
            (
                COLUMNS**2,
                "All below the diagonal is zero, and need not be sent.",
            ),
            (
                lambda: triangle(COLUMNS - 1),
                "One column is missing: the labels are in the triangle, beside 513 features.",
            ),
            (
                1_000_000 * COLUMNS,
                "Those are the samples, which may not leave.",
            ),
        ),
    ),
)
