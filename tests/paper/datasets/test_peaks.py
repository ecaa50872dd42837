"""Expected values: integrals of the paper's definitions, by hand and by quadrature."""

import numpy as np
import pytest
from scipy import integrate

from repalign.paper.datasets.peaks import (
    PEAKS,
    VARIABLES,
    peaks,
    peaks_inputs,
    peaks_variables,
    shared,
)


@pytest.fixture(scope="module")
def variables():
    return peaks_variables(100_000, 0)


def test_there_are_120_functions_of_three_different_variables():
    assert len(set(PEAKS)) == len(PEAKS) == 6 * 5 * 4
    assert all(len(set(name)) == 3 and set(name) <= set("ABCDEF") for name in PEAKS)


def test_variables_are_uniform_and_independent(variables):
    assert variables.shape == (100_000, 6)
    assert variables.min() >= 0 and variables.max() < 1
    np.testing.assert_allclose(variables.mean(axis=0), 1 / 2, atol=0.005)
    np.testing.assert_allclose(np.cov(variables.T), np.eye(6) / 12, atol=0.002)


def test_the_same_seed_gives_the_same_variables():
    np.testing.assert_array_equal(
        peaks_variables(5, 3), peaks_variables(5, np.random.default_rng(3))
    )


@pytest.mark.parametrize("name", ["ABC", "FAD"])
def test_a_function_is_its_definition_sample_by_sample(name, variables):
    x, y, z = (VARIABLES.index(letter) for letter in name)
    expected = [row[y] if row[x] > 0.5 else row[z] for row in variables[:200]]
    np.testing.assert_array_equal(peaks(name, variables[:200]), expected)


def test_half_counts_as_low():
    assert peaks("ABC", np.array([[0.5, 0.2, 0.7, 0, 0, 0]])) == 0.7


def test_moments_of_a_function(variables):
    """One uniform variable or another: mean 1/2, variance 1/12; each of the two shares half of
    it."""
    values = peaks("ABC", variables)
    assert values.mean() == pytest.approx(1 / 2, abs=0.005)
    assert values.var() == pytest.approx(1 / 12, abs=0.001)
    covariance = [np.cov(values, variables[:, i])[0, 1] for i in range(6)]
    np.testing.assert_allclose(covariance, [0, 1 / 24, 1 / 24, 0, 0, 0], atol=0.002)


@pytest.mark.parametrize(
    "other, expected",
    [
        ("ABC", 1 / 12),
        ("ACB", 0),
        ("BAC", 1 / 48 + 1 / 64),
        ("DEF", 0),
        ("DBC", 1 / 24),
        ("DBE", 1 / 48),
    ],
)
def test_how_functions_vary_together(other, expected, variables):
    """Covariances of P_ABC by conditioning on A and the other's first variable; ACB is ABC with
    branches exchanged."""
    covariance = np.cov(peaks("ABC", variables), peaks(other, variables))[0, 1]
    assert covariance == pytest.approx(expected, abs=0.002)


def test_inputs_are_bumps_of_height_half_on_ten_centres(variables):
    row = np.array([[0.35, 0.0, 0.9, 0.5, 0.05, 0.999]])
    bumps = [
        0.5 * np.exp(-((value - centre) ** 2) / (2 * 0.1**2))
        for value in row[0]
        for centre in np.arange(10) / 10
    ]
    np.testing.assert_allclose(peaks_inputs(row)[0], bumps / np.linalg.norm(bumps), rtol=1e-12)


def test_rows_have_length_one(variables):
    inputs = peaks_inputs(variables[:1000])
    assert inputs.shape == (1000, 60)
    np.testing.assert_allclose(np.linalg.norm(inputs, axis=1), 1)


def test_mean_of_a_bump_before_normalising(variables):
    """Features of one variable depend on it alone: their ratio's mean is an integral over [0,
    1)."""
    inputs = peaks_inputs(variables)
    ratio = inputs[:, 13] / (inputs[:, 13] + inputs[:, 14])  # second variable, centres 0.3 and 0.4

    def bump(x, centre):
        return np.exp(-((x - centre) ** 2) / 0.02)

    expected = integrate.quad(lambda x: bump(x, 0.3) / (bump(x, 0.3) + bump(x, 0.4)), 0, 1)[0]
    assert ratio.mean() == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("name", ["ABA", "AB", "abc", "ABG", "", 3])
def test_other_names_are_refused(name, variables):
    with pytest.raises(
        ValueError, match=r"unknown peaks function .* expected three different letters of ABCDEF"
    ):
        peaks(name, variables)


def test_shared_counts_variables_in_any_place():
    assert [shared("ABC", other) for other in ("DEF", "DEA", "BDA", "CAB", "ABC")] == [
        0,
        1,
        2,
        3,
        3,
    ]
