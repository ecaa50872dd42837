"""The error of a mean."""

from numpy.typing import ArrayLike

from repalign._support.typing import Floats


def standard_error(values: ArrayLike, axis: int = 0) -> Floats:
    """Of the mean over an axis of independent runs."""
    from scipy.stats import sem  # half a second to import

    return sem(values, axis=axis)
