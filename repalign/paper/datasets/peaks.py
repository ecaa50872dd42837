"""The paper's made-up tasks: peaks functions of six variables (section 7.1)."""

from itertools import permutations

import numpy as np

VARIABLES = "ABCDEF"
CENTRES = np.arange(10) / 10
HEIGHT, WIDTH = 0.5, 0.1

PEAKS = tuple("".join(chosen) for chosen in permutations(VARIABLES, 3))
"""The names of all 120 functions, such as "ABC"."""


def peaks_variables(n_samples, rng):
    """Values of the six variables, uniform on [0, 1): array (n, 6)."""
    return np.random.default_rng(rng).random((n_samples, len(VARIABLES)))


def peaks_inputs(variables):
    """Each variable as ten radial basis functions, rows of length one: array (n, 60).

    Gaussians of height 0.5 and standard deviation 0.1 around 0.0, 0.1, ... 0.9.
    """
    distance = variables[:, :, None] - CENTRES
    features = (HEIGHT * np.exp(-np.square(distance / WIDTH) / 2)).reshape(len(variables), -1)
    return features / np.linalg.norm(features, axis=1, keepdims=True)


def peaks(name, variables):
    """P_XYZ = Y where X > 0.5, else Z, for three different variables of A to F: array (n,), not
    centred.

    Raises
    ------
    ValueError
        The name is not one of `PEAKS`.

    Examples
    --------
    >>> peaks("BAC", np.array([[0.1, 0.7, 0.3, 0, 0, 0], [0.1, 0.2, 0.3, 0, 0, 0]]))
    array([0.1, 0.3])
    """
    if name not in PEAKS:
        raise ValueError(
            f"unknown peaks function {name!r}; expected three different letters of {VARIABLES}, as "
            "ABC"
        )
    condition, high, low = (variables[:, VARIABLES.index(letter)] for letter in name)
    return np.where(condition > 0.5, high, low)


def shared(first, second):
    """How many variables two peaks functions share, 0 to 3.

    Examples
    --------
    >>> shared("ABC", "CAF")
    2
    """
    return len(set(first) & set(second))
