"""Exercises of chapter 6."""

import numpy as np

from repalign import alignment_curve, max_step_size, training_error
from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Letters, Numbers, State
from repalign.paper.chapters.exercises.stored import read
from repalign.paper.readings import cnn

N = 1000
LEVELS = np.geomspace(0.01, 20, 2001)
FAR, LARGEST = 0.35, 32.0  # levels of 6.4: where the network is well ahead, and the last one
PICTURES, FEATURES, HELD = 40, 13, 0.7  # of 6.5


def steps_of_a_paradox(c, n=N):
    """(1 - q)^(2t) = 0.1 where labels lie on sigma = 1 - c, sigma_1 = 1 + (n - 1) c and eta = 1 /
    sigma_1^2."""
    return np.log(0.1) / (2 * np.log1p(-(((1 - c) / (1 + (n - 1) * c)) ** 2)))


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
    where = {"dataset": 0, "pair": 0, "network": 0, "layer": len(cnn.LAYERS)}
    return {**where, "level": (float(LEVELS[0]), float(LEVELS[behind - 1]))}


def nearly_there(stored):
    return {"level": (pixels_ahead(stored)["level"][1], FAR)}


def network_ahead(stored):
    return {"level": (FAR, _second(stored))}


def nobody(stored):
    return {"level": (_second(stored), LARGEST)}


def _second(stored):
    """Beyond it the network holds next to nothing either."""
    return float(stored.spectrum(cnn.TRAINED, _first_pair(stored)).singular_values[1])


def another_pair(stored):
    return {"pair": (1, int(np.sum(stored["datasets"] == "cifar100")) - 1)}


def another_network(stored):
    return {"network": (1, len(cnn.trained(stored)) - 1)}


def by_chance(dimensions=FEATURES, room=PICTURES - 1, share=HELD):
    """What balanced labels without meaning leave in so many dimensions of the room there is, and of
    what that leaves over, which part a share is."""
    chance = dimensions / room
    return chance, (share - chance) / (1 - chance)


def difference_seen(tau, n=N):
    """The r with n r^2 / (1 + r^2) = tau^2: pictures (1, r y), rows of length one."""
    return np.sqrt(tau**2 / (n - tau**2))


EXERCISES = (
    Exercise(
        "6.1",
        "compute",
        minutes=8,
        form=Numbers("a number of steps, such as 1.39e9"),
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
            (lambda: steps_of_a_paradox(0.95) / np.log(10), "Use the natural logarithm."),
        ),
    ),
    Exercise(
        "6.2",
        "explain",
        minutes=8,
        form=Letters("ABCD"),
        answer="A",
        mistakes=(
            (
                "B",
                "In this model every picture is as near to every other, whatever their classes: "
                "where would the bumps know them from?",
            ),
            (
                "C",
                "The step size is 1/σ₁². Does σ₁ = 1 + (n − 1) c grow or shrink as c goes to 0?",
            ),
            (
                "D",
                "A new picture is no centre. Which features does it have if all bumps are very "
                "narrow?",
            ),
        ),
    ),
    Exercise(
        "6.3",
        "read",
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
                {"dataset": 1},
                "That is CIFAR-10: choose the first pair of CIFAR-100.",
            ),
            (read(another_pair, "cnn"), "That is another pair: choose the first one."),
            (read(another_network, "cnn"), "That is another network: choose SqueezeNet."),
            (
                {"layer": (0, len(cnn.LAYERS) - 1)},
                "That is another layer: choose the last hidden one.",
            ),
            (
                read(nearly_there, "cnn"),
                "The correct end, small thresholds, but the network still holds more there: "
                "compare the two rows of the table.",
            ),
            (
                read(network_ahead, "cnn"),
                "There the network is far ahead. Which representation holds all labels once every "
                "singular value counts?",
            ),
            (
                read(nobody, "cnn"),
                "Hardly any singular value is so large: nobody holds anything to speak of there.",
            ),
        ),
    ),
    Exercise(
        "6.5",
        "compute",
        minutes=8,
        form=Numbers("a pair of shares, from 0 to 1", count=2),
        answer=by_chance,
        mistakes=(
            (
                lambda: by_chance(room=PICTURES),
                "Nearly. Of how many dimensions can balanced labels take their direction, which "
                "are orthogonal to the constant vector?",
            ),
            (
                lambda: by_chance(FEATURES + 1, PICTURES),
                "The bias holds nothing of balanced labels, shuffled or not: leave its direction "
                "out of both numbers.",
            ),
            (
                lambda: (by_chance()[0], HELD - by_chance()[0]),
                "The first is right. The lead is to be a part of what chance has left over, not of "
                "all labels.",
            ),
            (
                lambda: (by_chance()[0], HELD),
                "The first is right. From the second take off what any labels get.",
            ),
            (
                (1 / PICTURES, HELD),
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
                lambda: np.sqrt(2) * difference_seen(10),
                "You added a bias to a row that has its 1 already.",
            ),
            (
                10 / np.sqrt(N),
                "Rows have length one only after they are divided by the root of 1 + r².",
            ),
            (10 / N, "Singular values grow with the root of n, and rows are to have length one."),
        ),
    ),
)
