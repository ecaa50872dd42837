"""The jackknife of a mean is its standard error, and what is clear is so one time in forty."""

import numpy as np
import pytest
from scipy import stats

from repalign._support.errors import jackknifed


def test_of_a_mean_it_is_the_standard_error():
    values = np.random.default_rng(0).standard_normal(10)
    left_out = [np.delete(values, i).mean() for i in range(10)]
    estimate = jackknifed(values.mean(), left_out)
    assert estimate.error == pytest.approx(stats.sem(values))
    low, high = stats.t.interval(0.95, 9, values.mean(), stats.sem(values))
    assert 2 * estimate.half_width == pytest.approx(high - low)
    expected = stats.ttest_1samp(values, 0, alternative="greater").pvalue
    assert estimate.beyond() == pytest.approx(expected)


@pytest.mark.parametrize("left_out", [[], [1.0]])
def test_of_no_groups_nothing_is_known(left_out):
    estimate = jackknifed(1.0, left_out)
    assert np.isnan(estimate.error) and estimate.side() == 0
