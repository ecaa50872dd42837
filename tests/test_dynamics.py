"""Expected values: a real loop of gradient descent in float64, or by hand."""

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repalign import (
    Spectrum,
    distance_to_optimum,
    max_step_size,
    spectrum,
    training_error,
    weight_norm,
)
from repalign.dynamics import learnt_shares, steps_to

FUNCTIONS = (training_error, distance_to_optimum, weight_norm)
FACTORS = (1e-3, 0.3, 0.5, 0.77, 0.999, 1.0, 1.0001, 1.2)  # of the largest step size


def task(n, d, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)) * np.geomspace(2, 0.5, d), rng.normal(size=n)


def by_loop(phi, y, steps, step_size):
    weights = oracles.descend(phi, y, steps, step_size)
    optimum = phi @ np.linalg.lstsq(phi, y)[0]
    return {
        training_error: np.linalg.norm(weights @ phi.T - y, axis=1),
        distance_to_optimum: np.linalg.norm(weights @ phi.T - optimum, axis=1),
        weight_norm: np.linalg.norm(weights, axis=1),
    }


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("factor", FACTORS)
@pytest.mark.parametrize("n, d", [(40, 5), (6, 5), (4, 7), (9, 1)])
def test_closed_form_equals_the_loop(n, d, factor, function):
    phi, y = task(n, d)
    spec = spectrum(phi, y)
    step_size = factor * max_step_size(spec)
    loop = by_loop(phi, y, 200, step_size)[function]
    curve = function(spec, np.arange(201), step_size=step_size)
    # a loop cannot come nearer to its limit than float64's rounding of y
    np.testing.assert_allclose(curve, loop, rtol=1e-10, atol=1e-13 * np.linalg.norm(y))


@given(
    st.integers(0, 10**6),
    st.floats(1e-3, 1.3),
    st.lists(st.integers(0, 100), min_size=1, max_size=5),
)
def test_closed_form_equals_the_loop_at_any_steps_in_any_order(seed, factor, steps):
    phi, y = task(12, 3, seed)
    spec = spectrum(phi, y)
    loop = by_loop(phi, y, max(steps), factor * max_step_size(spec))
    for function in FUNCTIONS:
        curve = function(spec, steps, step_size=factor * max_step_size(spec))
        np.testing.assert_allclose(
            curve, loop[function][steps], rtol=1e-10, atol=1e-13 * np.linalg.norm(y)
        )


def test_the_residual_stays_in_the_training_error():
    spec = spectrum([[1.0], [0.0]], [8.0, 6.0])
    np.testing.assert_allclose(training_error(spec, [0, 1000], step_size=0.5), [10, 6])
    np.testing.assert_allclose(
        distance_to_optimum(spec, [0, 1000], step_size=0.5), [8, 0], atol=1e-12
    )


@pytest.mark.parametrize("function", FUNCTIONS)
def test_several_targets_are_like_each_alone(function):
    phi, _ = task(10, 3)
    y = np.random.default_rng(1).normal(size=(10, 4))
    together = function(spectrum(phi, y), range(6), step_size=0.05)
    assert together.shape == (6, 4)
    for column, target in enumerate(y.T):
        np.testing.assert_allclose(
            together[:, column], function(spectrum(phi, target), range(6), step_size=0.05)
        )


def test_divergence_shows_and_only_exceeding_the_float_range_is_infinite():
    spec = Spectrum(
        [2.0], [1e-200], 0.0, 3, 1
    )  # factor 1 - 1 * 4 = -3: the norm is 1e-100 3^t, by hand
    curve = distance_to_optimum(spec, [0, 1, 640, 855, 856, 10**6], step_size=1.0)
    expected = np.exp(np.array([0, 1, 640, 855]) * np.log(3) - 100 * np.log(10))
    np.testing.assert_allclose(curve[:4], expected, rtol=1e-10)
    np.testing.assert_array_equal(
        curve[4:], np.inf
    )  # 856 log 3 - 100 log 10 = 710.2, log of the largest float 709.8
    # the weight is (1 - (-3)^t) 1e-100 / 2
    np.testing.assert_allclose(
        weight_norm(spec, [0, 1, 2, 3], step_size=1.0), [0, 2e-100, 4e-100, 14e-100]
    )
    np.testing.assert_allclose(
        weight_norm(spec, [640, 855], step_size=1.0), expected[2:] / 2, rtol=1e-10
    )


def test_very_small_distances_are_not_lost():
    spec = Spectrum([1.0], [1.0], 0.0, 3, 1)
    np.testing.assert_allclose(
        distance_to_optimum(spec, [1000], step_size=0.5), [2.0**-1000], rtol=1e-10
    )


@pytest.mark.parametrize("steps", [[0], [1], [2], [0, 1, 2, 10**6]])
def test_a_direction_learnt_in_one_step(steps):
    spec = Spectrum([2.0], [9.0], 16.0, 3, 1)  # eta sigma^2 = 1
    learnt = np.array(steps) > 0
    np.testing.assert_allclose(
        distance_to_optimum(spec, steps, step_size=0.25), np.where(learnt, 0, 3)
    )
    np.testing.assert_allclose(training_error(spec, steps, step_size=0.25), np.where(learnt, 4, 5))
    np.testing.assert_allclose(weight_norm(spec, steps, step_size=0.25), np.where(learnt, 1.5, 0))


def test_at_the_limit_the_weight_swings_for_ever():
    spec = Spectrum([2.0], [9.0], 0.0, 3, 1)  # factor -1: the weight is 0 or twice 3/2
    np.testing.assert_allclose(
        weight_norm(spec, [0, 1, 2, 10**9, 10**9 + 1], step_size=0.5), [0, 3, 0, 0, 3]
    )
    np.testing.assert_allclose(distance_to_optimum(spec, [0, 1, 10**9], step_size=0.5), 3)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_target_without_power_in_the_diverging_direction_converges(function):
    spec = Spectrum([10.0, 1.0], [[0.0, 1.0], [1.0, 1.0]], [0.0, 0.0], 4, 2)
    curve = function(spec, [0, 10, 10**5, 2**53], step_size=0.5)
    alone = function(Spectrum([1.0], [1.0], 0.0, 4, 1), [0, 10, 10**5, 2**53], step_size=0.5)
    np.testing.assert_allclose(curve[:, 0], alone)
    np.testing.assert_array_equal(curve[2:, 1], np.inf)


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("step_size", [1e-300, 1e-160, 1e160, 1e308])
@pytest.mark.parametrize("sigma", [1e-150, 1.0, 1e150])
def test_never_not_a_number(function, step_size, sigma):
    spec = Spectrum([sigma, sigma / 10], [0.0, 1.0], 1.0, 4, 2)
    curve = function(spec, [0, 1, 2, 3, 10**9, 2**53], step_size=step_size)
    assert not np.isnan(curve).any()


@pytest.mark.parametrize("factor", FACTORS)
def test_learnt_shares_are_the_weights_of_the_loop_over_their_limit(factor):
    phi, y = task(9, 3)
    spec = spectrum(phi, y)
    weights = oracles.descend(phi, y, 50, factor * max_step_size(spec))
    V = np.linalg.svd(phi, full_matrices=False)[2].T
    shares = learnt_shares(spec, range(51), step_size=factor * max_step_size(spec))
    np.testing.assert_allclose(
        shares, weights @ V / (V.T @ np.linalg.lstsq(phi, y)[0]), rtol=1e-9, atol=1e-12
    )


def test_learnt_shares_beyond_the_float_range_keep_their_sign():
    shares = learnt_shares(Spectrum([2.0], [1.0], 0.0, 3, 1), [10**6, 10**6 + 1], step_size=1.0)
    np.testing.assert_array_equal(shares, [[-np.inf], [np.inf]])


def test_first_steps_of_slow_directions_do_not_cancel():
    # after one step the weight is eta sigma sqrt(p), by hand: 1 - (1 - 1e-18) would be 0
    assert weight_norm(Spectrum([1e-9], [4.0], 0.0, 3, 1), [1], step_size=1.0)[0] == pytest.approx(
        2e-9, rel=1e-12
    )


def test_zero_features_and_zero_targets_stand_still():
    spec = spectrum(np.zeros((4, 2)), np.ones(4))
    assert max_step_size(spec) == np.inf
    np.testing.assert_allclose(training_error(spec, [0, 5], step_size=1.0), 2)
    np.testing.assert_array_equal(weight_norm(spec, [0, 5], step_size=1.0), 0)
    still = spectrum(np.eye(3), np.zeros(3))
    np.testing.assert_array_equal(training_error(still, [0, 5], step_size=9.0), 0)


def test_many_steps_and_directions_go_through_in_blocks():
    spec = Spectrum(np.linspace(30, 0.1, 700), np.ones(700), 2.0, 1000, 700)
    steps = np.arange(2000)
    curve = training_error(spec, steps, step_size=1e-3)
    some = [0, 748, 749, 750, 1999]
    np.testing.assert_allclose(curve[some], training_error(spec, some, step_size=1e-3), rtol=1e-14)
    assert training_error(spec, [], step_size=1e-3).shape == (0,)


def test_max_step_size_by_hand():
    assert max_step_size(spectrum([[2.0], [0.0]], [1.0, 1.0])) == 0.5


@pytest.mark.parametrize("steps, message", [
    ([-1], r"integers from 0 to 2\^53; got array\(\[-1"),
    ([0.5], "integers from 0"),
    ([[1]], "vector of integers"),
    (3, "vector of integers"),
    ([2.0**60], "integers from 0"),
    ([np.nan], "steps has 1 entries that are NaN"),
    (["a"], "steps must hold real numbers"),
])  # fmt: skip
@pytest.mark.parametrize("function", FUNCTIONS)
def test_bad_steps_are_named(function, steps, message):
    with pytest.raises(ValueError, match=message):
        function(spectrum(np.eye(2), [1.0, 1.0]), steps, step_size=0.1)


@pytest.mark.parametrize("step_size", [0, -1.0, np.nan, np.inf, "0.1", [0.1], None])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_bad_step_sizes_are_named(function, step_size):
    with pytest.raises(ValueError, match="step_size must be a positive finite number; got "):
        function(spectrum(np.eye(2), [1.0, 1.0]), [1], step_size=step_size)


@pytest.mark.parametrize("step_size", [10**400, "junk", 1j, [0.1], None, True], ids=str)
def test_a_step_size_that_is_no_number_is_refused(step_size):
    spec = Spectrum([2.0, 1.0], [1.0, 1.0], 0.0, 3, 2)
    with pytest.raises(ValueError, match="step_size must be a positive finite number; got "):
        training_error(spec, [1], step_size=step_size)


def test_steps_to_a_share_are_those_of_a_loop():
    phi, y = task(20, 3)
    spec = spectrum(phi, y)
    eta = max_step_size(spec) / 2
    left = [np.sum((phi @ w - y) ** 2) - spec.residual for w in oracles.descend(phi, y, 500, eta)]
    first = next(t for t, loss in enumerate(left) if loss <= 0.1 * left[0])
    assert steps_to(spec, 0.9, step_size=eta) == first


def test_steps_that_are_too_many_are_none():
    spec = spectrum(np.diag([1.0, 1e-6]), [1.0, 1.0])
    assert steps_to(spec, 0.9, step_size=1.0) is None


@pytest.mark.parametrize("share", [0, -1, 2, np.nan, "a", True])
def test_a_share_of_steps_out_of_range_is_refused(share):
    spec = spectrum([[1.0], [0.0]], [8.0, 6.0])
    with pytest.raises(ValueError, match="share is a share, above 0 and at most 1; got"):
        steps_to(spec, share, step_size=0.5)


def test_steps_of_several_targets_are_refused():
    with pytest.raises(ValueError, match="'spec' holds 2 targets"):
        steps_to(spectrum([[1.0], [0.0]], np.eye(2)), 0.9, step_size=0.5)
