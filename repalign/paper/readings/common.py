"""What all readings share: curves at levels, heights, and readers made of readers.

A reader is a function from stored results to one value a seed, or one a seed and case. Levels are
thresholds in units of sqrt(n): with rows of length one the squared singular values add up to n, so
a direction at level q carries the share q^2 of Phi, whatever the number of samples.
"""

import numpy as np

from repalign import alignment_curve, cumulative_power
from repalign._support.levels import round_levels

HEIGHT_RANGE, HEIGHT_POINTS = 100, 121
LEVELS = round_levels(-50, 0)


def over_seeds(measure, name, *index):
    """A measure of the Spectrum stored under `name` at (seed, *index): reader of (S,), or (S,
    ...)."""

    def read(stored):
        seeds = range(len(stored[f"{name}.residual"]))
        return np.array([measure(stored.spectrum(name, seed, *index)) for seed in seeds])

    return read


def share(name, tau, *index, target=None, per=None):
    """Share of ||y||^2 at a threshold, which belongs to `per` samples where that is given: sigma
    grows like sqrt(n)."""
    return over_seeds(lambda spec: share_of(_of_target(spec, target), tau, per), name, *index)


def height(name, *index, target=None):
    """`height_of` the alignment curve."""
    return over_seeds(lambda spec: height_of(_of_target(spec, target)), name, *index)


def top(name, count, *index):
    """Share of ||y||^2 on the first `count` directions."""
    return over_seeds(lambda spec: top_of(spec, count), name, *index)


def top_of(spec, count):
    """Share of ||y||^2 of one Spectrum on the first `count` directions."""
    return cumulative_power(spec)[count - 1]


def share_of(spec, tau, per=None):
    """Share of ||y||^2 on singular values of at least the threshold."""
    return alignment_curve(spec, [threshold(tau, spec, per)], normalized=True)[0]


def most_beneath(spec, tau, per=None):
    """The largest share of ||y||^2 on any one direction whose singular value is beneath the
    threshold; there must be one."""
    beneath = spec.singular_values < threshold(tau, spec, per)
    return spec.squared_projections[beneath].max() / spec.target_norm_sq


def threshold(tau, spec, per=None):
    """tau, or tau sqrt(n / per) where it belongs to `per` samples."""
    return tau if per is None else tau * np.sqrt(spec.n_samples / per)


def height_of(spec):
    """The whole curve in one number from 0 to 1: mean share over thresholds from sqrt(n) / 100 to
    sqrt(n).

    Thresholds are spaced like a logarithm; with unit rows no singular value exceeds sqrt(n).
    """
    return height_curve(spec).mean()


def height_curve(spec):
    """The curve at the thresholds of its height, shares of ||y||^2: (t,)."""
    return alignment_curve(spec, height_thresholds(spec.n_samples), normalized=True)


def height_thresholds(n):
    return np.sqrt(n) * np.geomspace(1 / HEIGHT_RANGE, 1, HEIGHT_POINTS)


def minus(first, second):
    """Paired difference of two readers."""
    return lambda stored: first(stored) - second(stored)


def times(first, second):
    """log10 of first / second: 0 where they are equal."""
    return lambda stored: np.log10(first(stored) / second(stored))


def cases(*readers):
    """Several readers of (S,) as the cases of one check, (S, m)."""
    return lambda stored: np.column_stack([read(stored) for read in readers])


def named(*names):
    """Names of the cases."""
    return lambda stored: list(names)


def _of_target(spec, target):
    return spec if target is None else spec.target(target)


def curve(spec, levels=LEVELS):
    """Share of ||y||^2 in directions at or above each level: array (t,)."""
    return alignment_curve(spec, np.asarray(levels) * np.sqrt(spec.n_samples), normalized=True)


def curves(stored, name, levels=LEVELS):
    """The same of every Spectrum stored under a name: array (..., t), the name's axes in front."""
    return of_all(stored, name, lambda spec: curve(spec, levels))


def of_all(stored, name, measure):
    """A measure of every Spectrum stored under a name, the name's axes in front: array (...)."""
    axes = stored[f"{name}.residual"].shape
    found = np.array([measure(stored.spectrum(name, *index)) for index in np.ndindex(axes)])
    return found.reshape(*axes, *found.shape[1:])


def at(taus, known, values):
    """Stored curves (..., u) of the thresholds known (u,), linear in log between them: (..., t)."""
    flat = np.reshape(values, (-1, len(known)))
    between = [np.interp(np.log(taus), np.log(known), each) for each in flat]
    return np.reshape(between, (*np.shape(values)[:-1], *np.shape(taus)))


def stored_height(n, known, values):
    """`height_of` stored curves (..., u) of n samples, read between the thresholds known (u,):
    (...)."""
    return at(height_thresholds(n), known, values).mean(axis=-1)
