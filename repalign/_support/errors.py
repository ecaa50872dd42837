"""Means with their errors, and what is clear of them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from repalign._support.typing import Floats

TAIL = 0.025
"""Probability beyond each end of an interval, and of taking for clear what is not."""


def standard_error(values: ArrayLike, axis: int = 0) -> Floats:
    """Of the mean over an axis of independent runs."""
    from scipy.stats import sem  # half a second to import

    return sem(values, axis=axis)


class Estimate(NamedTuple):
    """A mean, its standard error, and that error's degrees of freedom: arrays of one shape.

    An error of 0 belongs to what is computed and not sampled. It is NaN where it is not known, and
    then nothing is clear.
    """

    mean: np.ndarray
    error: np.ndarray
    freedom: np.ndarray

    @property
    def half_width(self):
        """Half of the 95 % interval."""
        return self.reach(TAIL)

    def reach(self, tail):
        """Half of the interval with that probability beyond each end, by Student's quantile."""
        from scipy.special import stdtrit  # brings scipy.linalg

        return stdtrit(self.freedom, 1 - tail) * self.error

    def beyond(self, bound=0.0, sign=1):
        """Probability of a mean as far above the bound (below it where sign is -1) were the truth
        at the bound, by Student's distribution: 1 where the error is not known."""
        from scipy.special import stdtr

        with np.errstate(divide="ignore", invalid="ignore"):
            chance = stdtr(self.freedom, -sign * (self.mean - bound) / self.error)
        return np.where(np.isnan(chance), 1.0, chance)

    def side(self, bound=0.0):
        """1 where the mean is clearly above the bound, -1 where clearly below, else 0."""
        above, below = (self.beyond(bound, sign) < TAIL for sign in (1, -1))
        return above.astype(int) - below


def jackknifed(value, left_out):
    """The `Estimate` of a number of many samples, by the delete-a-group jackknife (Kott 2001).

    Parameters
    ----------
    value : float
        Of all samples.
    left_out : array (g,)
        Of all but one of g groups of samples, each left out in turn; below two, nothing is known.

    Examples
    --------
    The mean of 1, 2, 3, with an error of one over the root of three:

    >>> float(jackknifed(2.0, [2.5, 2.0, 1.5]).error.round(3))
    0.577
    """
    left_out = np.asarray(left_out, dtype=float)
    count = len(left_out)
    error = np.sqrt((count - 1) * left_out.var()) if count > 1 else np.nan
    return Estimate(np.float64(value), np.float64(error), np.float64(max(count - 1, 1)))
