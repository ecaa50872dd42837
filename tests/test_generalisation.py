"""Expected values: a real loop of gradient descent in float64, and what it does to samples it never
saw."""

import numpy as np
import oracles
import pytest

from repalign import HeldOut, held_out, max_step_size, spectrum, test_error, training_error
from repalign.decomposition import Spectrum

STEPS = np.unique(np.geomspace(1, 10_001, 200).astype(int)) - 1


def task(n, d, m, rank=None, seed=0):
    """Training and test samples whose features span `rank` dimensions."""
    rng = np.random.default_rng(seed)
    mix = rng.normal(size=(rank or d, d))
    phi, phi_test = rng.normal(size=(n, rank or d)) @ mix, rng.normal(size=(m, rank or d)) @ mix
    return phi, rng.normal(size=n), phi_test, rng.normal(size=m)


SHAPES = {
    "tall": (40, 7, 20, None),
    "wide": (10, 25, 12, None),
    "square": (8, 8, 8, None),
    "few test samples": (30, 12, 4, None),
    "rank deficient": (30, 12, 20, 5),
    "wide and rank deficient": (9, 20, 15, 4),
    "one feature": (6, 1, 3, None),
}


@pytest.mark.parametrize("factor", [0.01, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("shape", SHAPES)
def test_closed_form_equals_the_loop_on_train_and_test(shape, factor):
    phi, y, phi_test, y_test = task(*SHAPES[shape])
    both = held_out(phi, y, phi_test, y_test)
    step_size = factor * max_step_size(both.spectrum)
    weights = oracles.descend(phi, y, 10_000, step_size)[STEPS]
    train = np.linalg.norm(weights @ phi.T - y, axis=1)
    test = np.linalg.norm(weights @ phi_test.T - y_test, axis=1)
    # where the training samples are fitted exactly, the loop cannot come nearer than float64's
    # rounding of y
    closed = training_error(both.spectrum, STEPS, step_size=step_size)
    np.testing.assert_allclose(closed, train, rtol=1e-8, atol=1e-13 * np.linalg.norm(y))
    np.testing.assert_allclose(test_error(both, STEPS, step_size=step_size), test, rtol=1e-8)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_spectrum_is_that_of_the_training_samples(shape):
    phi, y, phi_test, y_test = task(*SHAPES[shape])
    both, alone = held_out(phi, y, phi_test, y_test), spectrum(phi, y)
    np.testing.assert_allclose(both.spectrum.singular_values, alone.singular_values, rtol=1e-9)
    np.testing.assert_allclose(both.spectrum.target_norm_sq, y @ y)
    np.testing.assert_allclose(np.square(both.coefficients), both.spectrum.squared_projections)
    assert both.factor.shape == (min(both.spectrum.rank, len(y_test)), both.spectrum.rank)
    np.testing.assert_allclose(both.target @ both.target + both.outside, y_test @ y_test)


def test_the_training_samples_held_out_have_the_training_error():
    phi, y, *_ = task(30, 6, 1)
    both = held_out(phi, y, phi, y)
    for factor in (0.5, 1.01):
        step_size = factor * max_step_size(both.spectrum)
        np.testing.assert_allclose(
            test_error(both, STEPS, step_size=step_size),
            training_error(both.spectrum, STEPS, step_size=step_size),
        )


def test_beyond_the_limit_it_diverges_as_the_loop_does():
    phi, y, phi_test, y_test = task(20, 5, 10)
    both = held_out(phi, y, phi_test, y_test)
    step_size = 1.05 * max_step_size(both.spectrum)
    loop = np.linalg.norm(oracles.descend(phi, y, 500, step_size) @ phi_test.T - y_test, axis=1)
    curve = test_error(both, np.arange(501), step_size=step_size)
    np.testing.assert_allclose(curve, loop, rtol=1e-8)
    assert curve[-1] > 1e10 * curve[0]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("factor", [1.0, 1.000001, 1.5, 1e6])
def test_far_beyond_the_limit_it_is_infinite_and_never_nan(factor):
    both = held_out(*task(20, 5, 10))
    steps = [0, 1, 10, 10_000, 10**6, 2**53]
    curve = test_error(both, steps, step_size=factor * max_step_size(both.spectrum))
    assert not np.isnan(curve).any()
    assert np.isinf(curve[-1]) == (factor > 1)


@pytest.mark.filterwarnings("error")
def test_a_direction_without_label_stays_at_zero_even_where_it_would_diverge():
    both = held_out(np.diag([2.0, 1.0]), [0.0, 1.0], np.eye(2), [0.0, 1.0])
    np.testing.assert_allclose(test_error(both, [0, 10_000], step_size=1.0), [1, 0], atol=1e-15)


def test_features_that_are_zero_leave_the_test_labels():
    both = held_out(np.zeros((3, 2)), np.ones(3), np.ones((2, 2)), [3.0, 4.0])
    assert both.spectrum.rank == 0
    np.testing.assert_allclose(test_error(both, [0, 5], step_size=1.0), [5, 5])


def test_dropped_directions_count_into_the_residual_and_are_not_learnt():
    phi, phi_test = np.diag([1.0, 1e-3]), np.eye(2)
    both = held_out(phi, [1.0, 1.0], phi_test, [1.0, 0.0], rtol=0.01)
    assert isinstance(both.spectrum, Spectrum)
    assert (both.spectrum.rank, float(both.spectrum.residual)) == (1, 1.0)
    assert test_error(both, [1], step_size=1.0)[0] == pytest.approx(0, abs=1e-15)


@pytest.mark.parametrize(
    "change, message",
    [
        ({"y": np.ones((4, 2))}, r"y and y_test must be vectors, one target; got shapes \(4, 2\)"),
        ({"y_test": np.ones((3, 1))}, "must be vectors"),
        ({"phi_test": np.ones((3, 5))}, "phi has 2 features and phi_test has 5"),
        ({"phi_test": np.full((3, 2), np.nan)}, "phi_test has 6 entries that are NaN"),
        ({"y_test": np.ones(4)}, "4 labels for 3 samples"),
        ({"phi": np.ones(4)}, "phi must have two dimensions"),
        ({"rtol": 1.0}, "rtol must be at least 0 and below 1"),
    ],
)
def test_bad_input_is_named(change, message):
    good = {
        "phi": np.eye(4)[:, :2],
        "y": np.ones(4),
        "phi_test": np.ones((3, 2)),
        "y_test": np.ones(3),
    }
    with pytest.raises(ValueError, match=message):
        held_out(**good | change)


@pytest.mark.parametrize("steps, step_size", [([-1], 0.1), ([0.5], 0.1), ([1], 0.0), ([1], np.nan)])
def test_bad_steps_are_refused(steps, step_size):
    with pytest.raises(ValueError, match=r"steps must be|step_size must be"):
        test_error(held_out(*task(6, 2, 3)), steps, step_size=step_size)


def test_what_no_samples_give_is_refused():
    good = {
        "spectrum": spectrum([[2.0, 0.0], [0.0, 1.0]], [1.0, 1.0]),
        "coefficients": [1.0, 1.0],
        "factor": np.eye(2),
    }
    good |= {"target": [1.0, 2.0], "outside": 0.0, "n_samples": 2}
    assert HeldOut(**good).factor.shape == (2, 2)
    for changes, error, message in (
        ({"spectrum": None}, TypeError, "spectrum must be a Spectrum; got None"),
        ({"coefficients": [1.0]}, ValueError, r"coefficients must have shape \(2,\); got \(1,\)"),
        ({"factor": np.eye(3)}, ValueError, r"factor has shape \(3, 3\); expected \(2, 2\)"),
        ({"outside": -1.0}, ValueError, "outside is a squared length"),
        ({"n_samples": 1}, ValueError, "target has 2 entries; expected at most .* test samples, 1"),
        ({"target": [1e200, 1.0]}, ValueError, r"target reaches 1e\+200"),
    ):
        with pytest.raises(error, match=message):
            HeldOut(**good | changes)
    with pytest.raises(TypeError, match="both must be a HeldOut; got None"):
        test_error(None, [1], step_size=0.1)
