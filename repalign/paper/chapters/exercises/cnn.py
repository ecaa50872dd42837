"""Exercises of chapter 6."""

import numpy as np

from repalign import alignment_curve, max_step_size, training_error
from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Numbers, State
from repalign.paper.chapters.exercises.stored import read
from repalign.paper.readings import cnn

N = 1000
LEVELS = np.geomspace(0.01, 20, 2001)


def steps_of_a_paradox(c, n=N):
    """(1 - q)^(2t) = 0.1 where labels lie on sigma = 1 - c, sigma_1 = 1 + (n - 1) c and eta = 1 /
    sigma_1^2."""
    return np.log(0.1) / (2 * np.log1p(-(((1 - c) / (1 + (n - 1) * c)) ** 2)))


def saved(c, narrower):
    """How many times fewer steps a smaller c needs."""
    return steps_of_a_paradox(c) / steps_of_a_paradox(narrower)


def _steps_without_the_square():
    return np.log(0.1) / (2 * np.log1p(-0.05 / 950.05))


def left_on_rbf(stored, steps=1000):
    """Share of the squared error that descent leaves on RBF features, as in `cnn.error_left`."""
    spec = stored.spectrum("rbf", _first_pair(stored))
    eta = 0.5 * max_step_size(spec)
    return float(training_error(spec, [steps], step_size=eta)[0] ** 2 / spec.target_norm_sq)


def _first_pair(stored):
    return np.argmax(stored["datasets"] == "cifar100")


def pixels_ahead(stored):
    """Below which threshold pixels hold more than SqueezeNet's ImageNet weights, first pair."""
    pixels, network = (
        alignment_curve(stored.spectrum(name, _first_pair(stored)), LEVELS, normalized=True)
        for name in ("pixels", cnn.TRAINED)
    )
    behind = np.flatnonzero(pixels <= network)[0]
    return {"level": (float(LEVELS[0]), float(LEVELS[behind - 1]))}


def nearly_there(stored):
    return {"level": (1.001 * pixels_ahead(stored)["level"][1], 0.35)}


def by_chance(n_features, share, n=N):
    """What balanced labels without meaning leave in the span of so many features, and of what that
    leaves over, which part a share is."""
    chance = n_features / (n - 1)
    return chance, (share - chance) / (1 - chance)


def difference_seen(tau, n=N):
    """The r with n r^2 / (1 + r^2) = tau^2: pictures (1, r y), rows of length one."""
    return np.sqrt(tau**2 / (n - tau**2))


EXERCISES = (
    Exercise(
        "6.1",
        "compute",
        minutes=8,
        form=Numbers("a number of steps"),
        answer=lambda: steps_of_a_paradox(0.95),
        mistakes=(
            (
                lambda: 2 * steps_of_a_paradox(0.95),
                "That many steps bring the error to a tenth: the loss is its square.",
            ),
            (
                _steps_without_the_square,
                "A step takes off (σ/σ₁)² of the error: both singular values are squared.",
            ),
        ),
    ),
    Exercise(
        "6.2",
        "extend",
        minutes=8,
        form=Numbers("a ratio"),
        answer=lambda: saved(0.95, 0.95**4),
        mistakes=(
            (
                lambda: saved(0.95, 0.95**2),
                "The bandwidth is squared in the exponent: half of it takes c to its fourth power.",
            ),
            (
                lambda: ((1 - 0.95**4) / (1 - 0.95)) ** 2,
                "The small singular value grows by that much, squared. The first one, which the "
                "step size follows, shrinks as well.",
            ),
            (
                16,
                "Nearly so if only 1 − c mattered, and c were very near 1. Take both singular "
                "values as they are.",
            ),
        ),
    ),
    Exercise(
        "6.3",
        "predict",
        minutes=8,
        form=Numbers("a ratio"),
        answer=read(cnn.error_left, "cnn"),
        mistakes=(
            (read(left_on_rbf, "cnn"), "That is what is left on the RBF features alone."),
            (read(cnn.error_left, "cnn", 100), "That is after 100 steps: 1000 are asked for."),
        ),
    ),
    Exercise(
        "6.4",
        "break",
        minutes=5,
        form=State("cnn"),
        answer=read(pixels_ahead, "cnn"),
        mistakes=(
            (
                read(nearly_there, "cnn"),
                "The right end of the axis, but the network still holds more there: compare the "
                "two rows of the table.",
            ),
            (
                {"level": (0.351, 20.0)},
                "There the network is far ahead. Which representation holds all labels once every "
                "singular value counts?",
            ),
            (
                {"level": (20.1, 31.0)},
                "Hardly any singular value is so large: nobody holds anything to speak of there.",
            ),
        ),
    ),
    Exercise(
        "6.5",
        "compute",
        minutes=8,
        form=Numbers("a pair of shares, from 0 to 1", count=2),
        answer=lambda: by_chance(400, 0.7),
        mistakes=(
            (
                lambda: (by_chance(400, 0.7)[0], 0.7 - by_chance(400, 0.7)[0]),
                "The first is right. The lead is to be a part of what chance has left over, not of "
                "all labels.",
            ),
            (
                lambda: (by_chance(400, 0.7)[0], 0.7),
                "The first is right. From the second take off what any labels get.",
            ),
            (
                lambda: (1 / N, 0.7),
                "That is what one direction gets of shuffled labels: at τ → 0 all of them count.",
            ),
        ),
    ),
    Exercise(
        "6.6",
        "compute",
        minutes=8,
        form=Numbers("a length"),
        answer=lambda: difference_seen(10),
        mistakes=(
            (
                10 / np.sqrt(N),
                "Rows have length one only after they are divided by the root of 1 + r².",
            ),
            (10 / N, "Singular values grow with the root of n, and rows are to have length one."),
        ),
    ),
)
