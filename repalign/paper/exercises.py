"""Answers of the book's exercises, computed, and a check that tells without giving away."""

import numpy as np

from repalign import cumulative_power, permutation_null, prepare
from repalign._extras import need
from repalign.paper import results


def check(name, answer, *, rtol=0.02):
    """Say whether `answer` is right for the exercise; True, False, or None while it is not answered.

    Examples
    --------
    >>> check("1.1", ...)
    Exercise 1.1: not answered yet.
    >>> check("1.1", 30)
    Exercise 1.1: not yet. Look at the hint.
    False
    """
    if name not in ANSWERS:
        raise ValueError(f"unknown exercise {name!r}; known: {', '.join(ANSWERS)}")
    if answer is ... or answer is None:
        print(f"Exercise {name}: not answered yet.")
        return None
    expected = ANSWERS[name]()
    right = np.shape(answer) == np.shape(expected) and bool(np.allclose(answer, expected, rtol=rtol))
    print(f"Exercise {name}: right." if right else f"Exercise {name}: not yet. Look at the hint.")
    return right


def _flips():
    """Labels to flip until u_1 holds less than half: (1 - 2k/n)^2 < 1/2 with labels that lie on u_1."""
    k = np.arange(100)
    return int(k[(1 - 2 * k / 100) ** 2 < 0.5][0])


def _sigmas_of_1000():
    """Figure 4 with the 1000 points its text speaks of, in expectation."""
    return np.sqrt(500 * (1 + np.array([1, -1]) * np.exp(-2 * 0.29**2)))


def _residual_share():
    """Labels sign(s) against a normal coordinate s: 1 - E|s|^2 / E s^2 lies outside the span."""
    return 1 - 2 / np.pi


def _directions_of_chance():
    """Top directions that hold 2 % of the shuffled labels in the inputs."""
    shares = cumulative_power(results.load("emergence").spectrum("inputs_shuffled", 0))
    return int(np.count_nonzero(shares < 0.02)) + 1


def _unbalanced_null():
    """Zeros of the digits against all others, shuffled: the mean of other permutations than the solution's."""
    digits = need("sklearn.datasets", "test").load_digits()
    labels = np.where(digits.target == 0, 1.0, -1.0)
    curves = permutation_null(prepare(digits.data / 16), labels, [20.0], n_permutations=50, rng=1)
    return curves.mean() / len(labels)


def _share_and_accuracy():
    """Epochs at which the final layer's top 10 hold half of the labels, and the accuracy passes 90 %."""
    stored = results.load("emergence")
    epochs = stored["epochs"]
    shares = [cumulative_power(stored.spectrum("final_layer", 0, c))[9] for c in range(len(epochs))]
    return int(epochs[np.array(shares) >= 0.5][0]), int(epochs[stored["accuracy"][0] > 0.9][0])


ANSWERS = {
    "1.1": _sigmas_of_1000,
    "1.2": _flips,
    "1.3": _residual_share,
    "2.1": _directions_of_chance,
    "2.2": _unbalanced_null,
    "2.3": _share_and_accuracy,
}
