"""Answers of the book's exercises, computed, and a check that tells without giving away."""

import numpy as np

from repalign import permutation_null, prepare
from repalign._support.arrays import as_real
from repalign._support.check import require_positive, shown
from repalign._support.extras import need
from repalign.paper import readings, results


def check(name, answer, *, rtol=0.02):
    """Print whether `answer` is right for the exercise, within a relative tolerance.

    Examples
    --------
    >>> check("1.1", ...)
    Exercise 1.1: not answered yet.
    >>> check("1.1", 30)
    Exercise 1.1: not yet. Look at the hint.
    """
    if not isinstance(name, str) or name not in ANSWERS:
        raise ValueError(f"unknown exercise {shown(name)}; known: {', '.join(ANSWERS)}")
    if answer is ... or answer is None:
        print(f"Exercise {name}: not answered yet.")
        return
    rtol = require_positive("rtol", rtol)
    answer, expected = as_real("answer", answer), ANSWERS[name]()
    right = np.shape(answer) == np.shape(expected) and bool(
        np.allclose(answer, expected, rtol=rtol)
    )
    print(f"Exercise {name}: right." if right else f"Exercise {name}: not yet. Look at the hint.")


def _flips():
    """Labels to flip until u_1 holds less than half: (1 - 2k/n)^2 < 1/2 with labels that lie on
    u_1."""
    k = np.arange(100)
    return int(k[(1 - 2 * k / 100) ** 2 < 0.5][0])


def _sigmas_of_1000():
    """Figure 4 with the 1000 points its text speaks of, in expectation."""
    return np.sqrt(500 * (1 + np.array([1, -1]) * np.exp(-2 * 0.29**2)))


def _residual_share():
    """Labels sign(s) against a normal coordinate s: 1 - E|s|^2 / E s^2 lies outside the span."""
    return 1 - 2 / np.pi


def _unbalanced_null():
    """Zeros of the digits against all others, shuffled: the mean of other permutations than the
    solution's."""
    digits = need("sklearn.datasets", "paper").load_digits()
    labels = np.where(digits.target == 0, 1.0, -1.0)
    curves = permutation_null(prepare(digits.data / 16), labels, [20.0], n_permutations=50, rng=1)
    return curves.mean() / len(labels)


def _edge_of_collapse():
    """Two points of length one at 60 degrees, 5000 samples on each: the labels lie on sigma^2 = n
    (1 - cos 60) / 2."""
    return np.sqrt(10_000 * (1 - 0.5) / 2)


def _steps_of_a_direction():
    """0.99^(2t) < 0.01, for sigma a tenth of sigma_1 at eta = 1 / sigma_1^2."""
    return int(np.ceil(np.log(0.01) / (2 * np.log(0.99))))


def _crossing():
    """(1 - 4 eta)^(2t) against 0.9 (1 - 16 eta)^(2t) + 0.1 (1 - eta / 4)^(2t), eta = 0.05."""
    t = np.arange(1, 100)
    first = 0.8 ** (2 * t)
    second = 0.9 * 0.2 ** (2 * t) + 0.1 * 0.9875 ** (2 * t)
    return int(t[first < second][0])


def _shared_two():
    """Peaks functions that share exactly two variables with a given one: 3 pairs, 3 others, 6
    orders."""
    return 3 * 3 * 6


def _steps_of_a_paradox():
    """(1 - q)^(2t) = 0.1 where labels lie on sigma = 0.05, sigma_1 = 1 + 999 * 0.95 and eta = 1 /
    sigma_1^2."""
    return np.log(0.1) / (2 * np.log1p(-((0.05 / 950.05) ** 2)))


def _clear_difference():
    """Two standard errors of the difference of two accuracies near 95 % on 4000 pictures each, in
    points."""
    return 200 * np.sqrt(2 * 0.95 * 0.05 / 4000)


def _equal_parts():
    """What the last layer gains from the similar source, both kinds of tasks a half each."""
    stored = results.load("similarity")
    ahead = readings.similarity.last_layer_ahead(stored)
    return readings.similarity.mean_over_tasks(stored, ahead, (0.5, 0.5)).mean


def _read(reading, experiment, *arguments):
    """An answer that is read off stored results."""
    return lambda: reading(results.load(experiment), *arguments)


ANSWERS = {
    "1.1": _sigmas_of_1000,
    "1.2": _flips,
    "1.3": _residual_share,
    "2.1": _read(readings.emergence.directions_of_chance, "emergence"),
    "2.2": _unbalanced_null,
    "2.3": _read(readings.emergence.epochs_of_half, "emergence"),
    "3.1": _edge_of_collapse,
    "3.2": _read(readings.networks.highest_level_of_inputs, "networks", "ct_slices", 0.4),
    "3.3": _read(readings.layers.epoch_of_lowest_collapse, "layers", "mnist"),
    "4.1": _steps_of_a_direction,
    "4.2": _crossing,
    "4.3": _read(readings.convergence.weights_of_shuffled, "convergence"),
    "5.1": _shared_two,
    "5.2": _read(readings.peaks.highest_threshold_of_related, "peaks"),
    "6.1": _steps_of_a_paradox,
    "6.2": _read(readings.cnn.words_ahead, "cnn"),
    "6.3": _read(readings.cnn.error_left, "cnn"),
    "7.1": _equal_parts,
    "7.2": _clear_difference,
    "7.3": _read(readings.similarity.error_by_classes, "similarity"),
}
