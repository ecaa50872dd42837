"""Means over runs and rank correlations; what is clear of a mean says `Estimate`."""

import numpy as np

from repalign._support.errors import TAIL, Estimate, standard_error


def over_runs(values):
    """The `Estimate` of the mean over independent runs, axis 0; of one run the error is not known.

    Examples
    --------
    >>> over_runs(np.array([[3.0], [4.0], [5.0]])).half_width.round(2)  # 4.30 times 0.577
    array([2.48])
    """
    values = np.asarray(values, dtype=float)
    error = standard_error(values) if len(values) > 1 else np.full(values.shape[1:], np.nan)
    return Estimate(values.mean(axis=0), error, np.full(values.shape[1:], len(values) - 1.0))


def computed(values):
    """The `Estimate` of what is computed and not sampled."""
    values = np.asarray(values, dtype=float)
    return Estimate(values, np.zeros(values.shape), np.full(values.shape, np.inf))


def pooled(mean, variances, freedoms):
    """The `Estimate` of a mean whose variance is a sum of independent estimates; degrees of freedom
    by Satterthwaite (1946).

    Parameters
    ----------
    mean : array (...)
    variances : list of arrays (...)
    freedoms : list of floats
        Of each variance; infinite where it is known.
    """
    total = np.sum(variances, axis=0)
    parts = [variance**2 / freedom for variance, freedom in zip(variances, freedoms, strict=True)]
    with np.errstate(divide="ignore", invalid="ignore"):
        return Estimate(mean, np.sqrt(total), total**2 / np.sum(parts, axis=0))


def holm(chances):
    """Which of many hypotheses can be told true together, with probability `TAIL` of any error:
    Holm's procedure (1979) on their probabilities (m,); bool (m,).

    Examples
    --------
    >>> holm([0.02, 0.004, 0.011]).tolist()
    [True, True, True]
    >>> holm([0.02, 0.01, 0.011]).tolist()
    [False, False, False]
    """
    chances = np.asarray(chances, dtype=float)
    order = np.argsort(chances)
    bound = TAIL / np.arange(len(chances), 0, -1)
    true = np.zeros(len(chances), dtype=bool)
    true[order] = np.cumprod(chances[order] < bound)
    return true


def paired_difference(first, second):
    """Mean and standard error of first - second over the runs, axis 0; paired, since runs differ in
    their tasks.

    Examples
    --------
    >>> mean, error = paired_difference(np.array([3.0, 4.0, 5.0]), np.array([1.0, 1.0, 1.0]))
    >>> float(mean), round(float(error), 3)
    (3.0, 0.577)
    """
    difference = np.asarray(first) - np.asarray(second)
    return difference.mean(axis=0), standard_error(difference)


def spearman(x, y):
    """Spearman's correlation over the last axis, from -1 to 1; NaN where one has all values equal.

    Only their order matters, so infinite values may occur.
    """
    from scipy.stats import rankdata  # half a second to import

    x, y = (rankdata(values, axis=-1) - (np.shape(values)[-1] + 1) / 2 for values in (x, y))
    with np.errstate(invalid="ignore"):
        return (x * y).sum(-1) / np.sqrt(np.square(x).sum(-1) * np.square(y).sum(-1))


def partial_spearman(x, y, *given):
    """`spearman` of what is left of x and y when straight lines in the ranks of others are taken
    off.

    Parameters
    ----------
    x, y, *given : arrays (..., n)
        Only their order over the last axis matters.

    Returns
    -------
    array (...); NaN where one has all values equal

    Examples
    --------
    >>> z = [1, 2, 3, 4, 5, 6]
    >>> round(partial_spearman([1, 3, 2, 5, 4, 6], [2, 1, 3, 4, 6, 5], z), 3)
    np.float64(-0.591)
    """
    from scipy.stats import rankdata

    variables = np.broadcast_arrays(x, y, *given)
    ranks = np.stack([rankdata(values, axis=-1) for values in variables], axis=-2)
    ranks -= ranks.mean(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):
        ranks /= np.linalg.norm(ranks, axis=-1, keepdims=True)
    # Off its diagonal the inverse of a correlation matrix holds the partial ones.
    inverse = np.linalg.inv(ranks @ ranks.swapaxes(-1, -2))
    return -inverse[..., 0, 1] / np.sqrt(inverse[..., 0, 0] * inverse[..., 1, 1])
