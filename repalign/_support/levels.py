"""Thresholds that a reader can name."""

from collections.abc import Sequence

import numpy as np

from repalign._support.check import LARGEST_REAL
from repalign._support.scale import power_of_two
from repalign._support.typing import Floats

# With rows of length one ||Phi|| is sqrt(n). Squared singular values add up to its square, so that
# at most 1 / level^2 directions reach a level.
LEVELS = (0.05, 0.1, 0.2)
"""Shares of ||Phi||, the root of the sum of squared singular values."""
SAID_AT = 1
SAID = LEVELS[SAID_AT]
"""The one that sentences take."""


def thresholds(sigma: Floats, levels: float | Sequence[float] = LEVELS) -> Floats:
    """Levels in the units of singular values, positive and finite.

    Examples
    --------
    >>> thresholds(np.array([4.0, 3.0]))
    array([0.25, 0.5 , 1.  ])
    """
    scale = power_of_two(sigma.max(initial=0))
    with np.errstate(over="ignore"):
        taus = scale * (np.array(levels) * np.linalg.norm(sigma / scale))
    return np.clip(taus, np.finfo(float).tiny, LARGEST_REAL)


def round_levels(first, last):
    """10^(first / 20) to 10^(last / 20), 20 a decade, to two digits: round numbers in nearly equal
    ratios.

    Examples
    --------
    >>> round_levels(-4, 0)
    array([0.63, 0.71, 0.79, 0.89, 1.  ])
    """
    return np.array([float(f"{10 ** (k / 20):.2g}") for k in range(first, last + 1)])
