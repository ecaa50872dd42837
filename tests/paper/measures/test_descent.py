"""Loops against the oracle's loop and torch's Adam."""

from itertools import islice

import numpy as np
import pytest
import torch
from oracles import descend
from scipy.optimize import check_grad

from repalign.paper.measures import descent


@pytest.fixture
def task():
    rng = np.random.default_rng(0)
    return rng.standard_normal((20, 6)), rng.standard_normal((20, 2))


def test_weights_are_those_of_the_oracle_a_column_a_target(task):
    phi, y = task
    steps = np.array([0, 1, 7, 30])
    weights = descent.at(
        steps, descent.descend(descent.squared_gradient(phi, y), (6, 2), step_size=0.01)
    )
    for column in range(2):
        np.testing.assert_allclose(
            weights[:, :, column], descend(phi, y[:, column], 30, 0.01)[steps], rtol=1e-12
        )


def test_adam_is_torchs(task):
    phi, y = task
    weights = torch.zeros((6, 2), dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([weights], lr=0.01)
    for _ in range(50):
        optimizer.zero_grad()
        (torch.tensor(phi) @ weights - torch.tensor(y)).square().sum().div(2).backward()
        optimizer.step()
    own = descent.at(
        [50], descent.adam(descent.squared_gradient(phi, y), (6, 2), learning_rate=0.01)
    )[0]
    np.testing.assert_allclose(own, weights.detach().numpy(), rtol=1e-9)


def test_minibatches_are_right_on_average(task):
    phi, y = task
    weights = np.ones((6, 2))
    whole = descent.squared_gradient(phi, y)(weights)
    drawn = descent.minibatches(phi, y, 5, np.random.default_rng(0))
    draws = np.array([drawn(weights) for _ in range(4000)])
    standard_error = draws.std(axis=0) / np.sqrt(len(draws))
    assert (np.abs(draws.mean(axis=0) - whole) < 4 * standard_error).all()
    all_of_them = descent.minibatches(phi, y, 20, np.random.default_rng(0))
    np.testing.assert_allclose(all_of_them(weights), whole)


def test_gradient_of_the_logistic_loss(task):
    phi, y = task[0], np.sign(task[1][:, :1])
    gradient = descent.logistic_gradient(phi, y)
    error = check_grad(
        lambda w: np.logaddexp(0, -y[:, 0] * (phi @ w)).sum(),
        lambda w: gradient(w[:, None])[:, 0],
        np.ones(6) / 2,
    )
    assert error < 1e-5


def test_errors_are_norms_a_column(task):
    phi, y = task
    walk = islice(descent.descend(descent.squared_gradient(phi, y), (6, 2), step_size=0.01), 3)
    errors = descent.errors(phi, y, walk)
    assert errors.shape == (3, 2)
    np.testing.assert_allclose(errors[0], np.linalg.norm(y, axis=0))
