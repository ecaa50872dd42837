"""Expected values: scipy, or by hand."""

import numpy as np
import pytest
from scipy import stats

from repalign.paper.statistics import (
    mean_rank_correlation,
    paired_difference,
    partial_spearman,
    rank_correlation,
    spearman,
    standard_error,
)


def test_spearman_is_scipys_over_the_last_axis():
    rng = np.random.default_rng(0)
    x, y = rng.integers(0, 5, (2, 3, 4, 20)).astype(float)  # with ties
    y[0, 0, 0] = np.inf
    expected = [
        [stats.spearmanr(*pair).statistic for pair in zip(*both, strict=True)]
        for both in zip(x, y, strict=True)
    ]
    np.testing.assert_allclose(spearman(x, y), expected)
    assert np.isnan(spearman([1, 1, 1], [1, 2, 3]))


def test_a_paired_difference_is_that_of_the_t_test():
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=(2, 8, 3))
    mean, error = paired_difference(first, second)
    np.testing.assert_allclose(mean / error, stats.ttest_rel(first, second).statistic)
    np.testing.assert_allclose(error, standard_error(first - second))


def test_rank_correlation_is_spearmans_and_its_interval_covers():
    rng = np.random.default_rng(0)
    x = rng.normal(size=120)
    y = np.exp(x + rng.normal(size=120)).round(1)  # with ties
    rho, low, high = rank_correlation(x, y, rng=0)
    assert rho == pytest.approx(stats.spearmanr(x, y).statistic)
    assert low < rho < high
    assert high - low == pytest.approx(2 * 1.96 * (1 - rho**2) / np.sqrt(120), rel=0.5)
    low, high = rank_correlation(x, rng.normal(size=120), rng=0)[1:]
    assert low < 0 < high


def test_mean_rank_correlation_by_hand():
    # Spearman without ties: 1 - 6 sum d^2 / (R (R^2 - 1)); d = (0, 1, 1, 0) gives 0.8, reversal -1.
    scores = [[1, 2, 3, 4], [1, 2, 3, 4]]
    values = [[10, 30, 20, 40], [4, 3, 2, 1]]
    mean, low, high = mean_rank_correlation(scores, values, rng=0)
    assert mean == pytest.approx((0.8 - 1) / 2)
    assert (low, high) == pytest.approx((-1, 0.8))


def test_rank_correlation_sees_order_alone():
    scores = np.random.default_rng(0).standard_normal((6, 9))
    assert mean_rank_correlation(scores, np.exp(5 * scores), rng=0) == pytest.approx([1, 1, 1])
    assert mean_rank_correlation(scores[:1], scores[:1], rng=0) == pytest.approx([1, 1, 1])


def test_partial_spearman_correlates_what_regression_on_ranks_leaves():
    rng = np.random.default_rng(0)
    x, y, a, b = rng.integers(0, 9, (4, 3, 40)).astype(float)  # with ties
    x += a + b
    y += 2 * a
    for row, measured in enumerate(partial_spearman(x, y, a, b)):
        design = np.column_stack([np.ones(40), *(stats.rankdata(z[row]) for z in (a, b))])
        left = [
            ranks - design @ np.linalg.lstsq(design, ranks, rcond=None)[0]
            for ranks in map(stats.rankdata, (x[row], y[row]))
        ]
        assert measured == pytest.approx(np.corrcoef(*left)[0, 1])
    np.testing.assert_allclose(partial_spearman(x, y), spearman(x, y))
