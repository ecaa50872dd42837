"""Exercises of chapter 1."""

import numpy as np

from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Letters, Numbers, State
from repalign.paper.readings import circle
from repalign.widgets import CircleExplorer

NEAR = 0.25  # shares that differ by less count as the same: 100 points change them in steps


def even_directions(first=46, last=134):
    """Degrees between labelling A and B at which u_1 and u_2 hold nearly the same share."""
    found = [at for at in range(first, last + 1) if abs(np.subtract(*_shares(at))) < NEAR]
    return found[0], found[-1]


def sigmas(n, spread=circle.SPREAD):
    """Singular values that Figure 4 has in expectation: angles deviate normally."""
    return np.sqrt(n / 2 * (1 + np.array([1, -1]) * np.exp(-2 * spread**2)))


def share_after(flips, n=100):
    """Of ||y||^2 on u_1 when some labels of those that lie on it alone have been flipped."""
    return (1 - 2 * flips / n) ** 2


def share_of_one_class(k):
    """Of ||y||^2 in the span of k equal groups at the corners of a simplex around zero, when one of
    them is labelled +1 and the others -1: what the mean of the labels leaves."""
    return 1 - (1 - 2 / k) ** 2


def _shares(direction):
    spec = CircleExplorer(direction=direction).spectrum
    return spec.squared_projections / spec.target_norm_sq


def _flips():
    k = np.arange(100)
    return int(k[share_after(k) < 0.5][0])


def _of_three_and_ten(value):
    return lambda: [value(3), value(10)]


EXERCISES = (
    Exercise(
        "1.1",
        "predict",
        minutes=5,
        form=State("circle"),
        answer=lambda: {"direction": even_directions()},
        mistakes=(
            (
                {"direction": (80, 100)},
                "Halfway by the angle. Compare the labels with those of A: how many points has the "
                "boundary passed?",
            ),
            ({"direction": (46, 122)}, "u₁ still holds more than u₂."),
            ({"direction": (126, 150)}, "u₂ holds more than u₁: you have gone too far."),
            (
                {"direction": (151, 153)},
                "Both bars are close there too, but it lies beyond B. Look between A and B.",
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
                lambda: sigmas(1000, circle.SPREAD / 2),
                "Doubled angles deviate twice as much: the mean of cos 2s is exp(-2 ε²).",
            ),
            (
                lambda: np.linalg.svd(circle.points(1000, 0), compute_uv=False),
                "Those of one sample, in the table above. What is expected over all samples?",
            ),
        ),
    ),
    Exercise(
        "1.4",
        "explain",
        minutes=10,
        form=Numbers("a share, from 0 to 1"),
        answer=1 - 2 / np.pi,
        mistakes=(
            (2 / np.pi, "That is the part inside the span: what is asked for is the rest."),
            (0.25, "That is the limit of uniform deviations. These are normal: what is E|s|?"),
            (
                lambda: 1 - _shares(135).sum(),
                "That is the explorer's, of 100 points that spread by 0.29. What is the limit?",
            ),
            (0.0, "Separable is not the same as fitted: every sign is right, the values are not."),
        ),
    ),
    Exercise(
        "1.5",
        "break",
        minutes=8,
        form=Letters("ABCD"),
        answer="C",
        mistakes=(
            (
                "A",
                "A rotation multiplies Φ by an orthogonal matrix from the right. It turns the v, "
                "and leaves every σ and every u where it was.",
            ),
            (
                "B",
                "Both singular values grow by the same factor: the order of the directions stays, "
                "and so does every share.",
            ),
            (
                "D",
                "A direction with a large singular value is added, but it is nearly constant. How "
                "much of a balanced label vector lies on a constant one?",
            ),
        ),
    ),
    Exercise(
        "1.6",
        "extend",
        minutes=15,
        form=Numbers("a pair of shares, from 0 to 1", count=2),
        answer=_of_three_and_ten(share_of_one_class),
        mistakes=(
            (
                _of_three_and_ten(lambda k: 1 - share_of_one_class(k)),
                "That is the part outside the span: what is asked for is the rest.",
            ),
            (
                [1.0, 1.0],
                "One group can be cut off, but its labels are not fitted: their mean is not zero, "
                "and every feature's mean is.",
            ),
            (
                _of_three_and_ten(lambda k: share_of_one_class(k) / (k - 1)),
                "That is an even part for each direction: what is asked for is the sum over all of "
                "them.",
            ),
            (
                lambda: [share_of_one_class(3)] * 2,
                "The more classes, the further the mean of the labels is from zero.",
            ),
        ),
    ),
)
