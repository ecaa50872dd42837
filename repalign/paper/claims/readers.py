"""What checks are made of: functions from stored results to one value a seed, or one a seed and
case."""

import numpy as np

from repalign import alignment_curve, cumulative_power

HEIGHT_RANGE, HEIGHT_POINTS = 100, 121


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
    return over_seeds(lambda spec: cumulative_power(spec)[count - 1], name, *index)


def share_of(spec, tau, per=None):
    """Share of ||y||^2 on singular values of at least tau, or tau sqrt(n / per)."""
    scale = 1 if per is None else np.sqrt(spec.n_samples / per)
    return alignment_curve(spec, [tau * scale], normalized=True)[0]


def height_of(spec):
    """The whole curve in one number from 0 to 1: mean share over thresholds from sqrt(n) / 100 to
    sqrt(n).

    Thresholds are spaced like a logarithm; with unit rows no singular value exceeds sqrt(n).
    """
    return alignment_curve(spec, height_thresholds(spec.n_samples), normalized=True).mean()


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
