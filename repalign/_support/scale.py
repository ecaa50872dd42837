"""Numbers at the ends of float64, and numbers on their way out."""

import numpy as np

from repalign._support.typing import Floats


def power_of_two(largest: float) -> float:
    """A power of two, dividing by which is exact, that keeps squares in the range of float64;
    mostly 1."""
    if largest == 0 or 1e-90 < largest < 1e90:
        return 1.0
    return np.ldexp(1.0, int(np.frexp(largest)[1]) - 1)


def plain(value: np.float64 | Floats) -> float | Floats:
    """A float instead of an array without dimensions."""
    return float(value) if np.ndim(value) == 0 else value
