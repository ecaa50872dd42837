"""Does a score rank representations? Rank correlations within tasks, averaged over tasks."""

import numpy as np

from repalign.paper.transfer import spearman


def mean_rank_correlation(scores, values, *, rng, n_resamples=2000):
    """Mean of Spearman's correlations within each task, with a 95 % bootstrap interval over tasks.

    Parameters
    ----------
    scores, values : arrays (P, R)
        Of R representations on each of P tasks. Only their order within a task matters.
    rng : numpy Generator, or seed for one
    n_resamples : int
        Draws of as many tasks with replacement; representations are not drawn, so that the interval
        says how the mean varies with the tasks alone.

    Returns
    -------
    array (3,)
        From -1 to 1: the mean, and the ends of the interval.

    Examples
    --------
    >>> mean_rank_correlation([[1, 2, 3], [1, 2, 3]], [[4, 5, 6], [6, 5, 4]], rng=0).tolist()
    [0.0, -1.0, 1.0]
    """
    rng = np.random.default_rng(rng)
    own = np.array([spearman(*pair) for pair in zip(scores, values, strict=True)])
    means = own[rng.integers(len(own), size=(n_resamples, len(own)))].mean(axis=1)
    return np.array([own.mean(), *np.quantile(means, [0.025, 0.975])])
