"""Expected values: a loop of gradient descent, scipy, or by hand."""

import numpy as np
import oracles
import pytest

from repalign import held_out, spectrum, test_error, training_error
from repalign.paper.measures.probes import PENALTIES
from repalign.paper.measures.transfer import (
    first_below,
    held_out_losses,
    learning_curves,
    probe,
    steps_to_reach,
)


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


def test_held_out_losses_are_those_of_a_loop():
    rng = np.random.default_rng(0)
    for n, d in ((30, 5), (4, 9)):
        phi, phi_test = rng.normal(size=(n, d)), rng.normal(size=(12, d))
        y, y_test = rng.normal(size=(n, 2)), rng.normal(size=(12, 2))
        steps = np.array([0, 1, 7, 60])
        found = held_out_losses(phi, y, phi_test, y_test, steps)
        step_size = 1 / np.linalg.norm(phi, 2) ** 2
        for k in range(2):
            weights = oracles.descend(phi, y[:, k], 60, step_size)[steps]
            loss = np.square(weights @ phi_test.T - y_test[:, k]).sum(axis=1)
            np.testing.assert_allclose(found[:, k], loss / np.square(y_test[:, k]).sum())


def test_the_probe_leaves_each_sample_out():
    rng = np.random.default_rng(0)
    phi, y = rng.normal(size=(15, 4)), rng.normal(size=(15, 2))
    y[:, 0] += phi @ [1.0, 2.0, 0.0, -1.0]
    errors = np.zeros((len(PENALTIES), 2))
    for penalty, error in zip(PENALTIES, errors, strict=True):
        for i in range(15):
            rest = np.arange(15) != i
            gram = phi[rest].T @ phi[rest] + penalty * np.eye(4)
            error += np.square(y[i] - phi[i] @ np.linalg.solve(gram, phi[rest].T @ y[rest])) / 15
    np.testing.assert_allclose(probe(phi, y), 1 - errors.min(axis=0) / np.square(y).mean(axis=0))


def test_steps_until_losses_first_fall_to_a_goal():
    losses = np.array([[1.0, 1.0], [0.7, 1.1], [0.9, 0.4]])
    found = first_below(losses, (0.8, 0.5), np.array([0, 3, 9]))
    assert found.tolist() == [[3, np.inf], [9, 9]]
