"""Expected values: scipy, or by hand."""

import numpy as np
import pytest
from scipy import stats

from repalign.paper.statistics import (
    Estimate,
    computed,
    holm,
    over_runs,
    paired_difference,
    partial_spearman,
    pooled,
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
    assert np.isnan(partial_spearman(x, y, np.ones(40))).all()


def test_an_estimate_over_runs_is_that_of_the_t_test():
    values = np.random.default_rng(0).normal([3, 0.5, -3], size=(5, 3))
    estimate = over_runs(values)
    test = stats.ttest_1samp(values, 0.2)
    interval = test.confidence_interval(0.95)
    np.testing.assert_allclose(estimate.mean - estimate.half_width, interval.low)
    np.testing.assert_allclose(estimate.mean + estimate.half_width, interval.high)
    one_sided = stats.ttest_1samp(values, 0.2, alternative="greater").pvalue
    np.testing.assert_allclose(estimate.beyond(0.2), one_sided)
    np.testing.assert_allclose(estimate.beyond(0.2, -1), 1 - one_sided)
    outside = (interval.low > 0.2).astype(int) - (interval.high < 0.2)
    np.testing.assert_array_equal(estimate.side(0.2), outside)


def test_one_run_is_clear_of_nothing_and_what_is_computed_of_all():
    assert over_runs(np.array([[1e9, -1e9]])).side().tolist() == [0, 0]
    assert computed([1e-9, -1e-9, 0.0]).side().tolist() == [1, -1, 0]


def test_pooled_variances_are_welchs():
    """The difference of two samples of unequal size and variance."""
    rng = np.random.default_rng(0)
    first, second = rng.normal(size=6), rng.normal(1, 3, size=4)
    variances = [stats.sem(first) ** 2, stats.sem(second) ** 2]
    estimate = pooled(first.mean() - second.mean(), variances, [5, 3])
    test = stats.ttest_ind(first, second, equal_var=False)
    assert estimate.mean / estimate.error == pytest.approx(test.statistic)
    assert estimate.freedom == pytest.approx(test.df)
    assert pooled(1.0, variances[:1], [5]) == pytest.approx(Estimate(1.0, stats.sem(first), 5))


def test_holm_is_the_closed_test_by_bonferroni():
    """True is told what Bonferroni's test tells for every set of hypotheses it belongs to."""
    rng = np.random.default_rng(0)
    for _ in range(200):
        chances = rng.choice([0.001, 0.004, 0.006, 0.01, 0.02, 0.5], size=4)
        sets = [[k for k in range(4) if mask >> k & 1] for mask in range(1, 16)]
        rejected = {tuple(own): chances[own].min() < 0.025 / len(own) for own in sets}
        expected = [all(rejected[tuple(own)] for own in sets if k in own) for k in range(4)]
        assert holm(chances).tolist() == expected
