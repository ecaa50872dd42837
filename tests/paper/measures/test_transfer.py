"""Expected values: a loop of gradient descent, scipy, or by hand."""

import numpy as np
import oracles
import pytest

from repalign import held_out, spectrum, test_error, training_error
from repalign.paper.measures.transfer import learning_curves, steps_saved, steps_to_reach
from repalign.paper.statistics import rank_correlation


def test_steps_to_reach_equals_the_loop():
    rng = np.random.default_rng(0)
    phi, y = rng.normal(size=(30, 5)), rng.normal(size=30)
    y[:5] += 3 * phi[:5].sum(axis=1)
    spec = spectrum(phi, y)
    weights = oracles.descend(phi, y, 500, 0.5 * 2 / spec.singular_values[0] ** 2)
    loss = np.square(weights @ phi.T - y).sum(axis=1) / (y @ y)
    for share in (0.99, 0.95, 0.9, loss[-1] + 1e-6):
        assert steps_to_reach(spec, share) == np.flatnonzero(loss <= share)[0]
    assert steps_to_reach(spec, loss[-1] / 2) == np.inf


def test_learning_curves_take_the_best_step_size():
    rng = np.random.default_rng(0)
    both = held_out(
        rng.normal(size=(20, 4)), rng.normal(size=20), rng.normal(size=(9, 4)), rng.normal(size=9)
    )
    steps = np.arange(50)
    train, test, weights, factor = learning_curves(both, steps)
    step_size = factor * 2 / both.spectrum.singular_values[0] ** 2
    np.testing.assert_allclose(
        train, training_error(both.spectrum, steps, step_size=step_size) ** 2 / 20
    )
    np.testing.assert_allclose(test, test_error(both, steps, step_size=step_size) ** 2 / 9)
    others = [
        training_error(both.spectrum, steps, step_size=step_size * f / factor) ** 2 / 20
        for f in (0.1, 0.5, 0.9)
    ]
    assert train.mean() == pytest.approx(min(other.mean() for other in others))
    assert weights[0] == 0


def test_infinite_steps_rank_last():
    saved = steps_saved(np.array([10.0, np.inf, 10.0]), np.array([10.0, 5.0, np.inf]))
    assert saved.tolist() == [1, np.inf, 0]
    assert rank_correlation([0, 1, -1], saved, rng=0)[0] == 1
