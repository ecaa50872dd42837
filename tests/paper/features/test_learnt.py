"""Learners of representations on a small task: what they promise, seed by seed."""

import numpy as np
import pytest
import torch

from repalign.paper.features import learnt


@pytest.fixture(scope="module")
def task():
    rng = np.random.default_rng(0)
    X, X_test = rng.standard_normal((2, 30, 8))
    return X, np.tanh(X[:, 0] + X[:, 1] ** 2 - 1), X_test


LEARNERS = {
    "network": (learnt.relu_network, {"epochs": 60}),
    "rbf": (
        learnt.rbf_network,
        {"epochs": 60, "pilot_epochs": 60, "scales": (0.5, 4.0), "learning_rates": (1e-2,)},
    ),
    "sparse": (learnt.sparse_coding, {"penalties": (0.5,), "passes": 2}),
}


@pytest.mark.parametrize("name", LEARNERS)
def test_features_have_the_width_and_follow_from_the_seed(task, name):
    learn, options = LEARNERS[name]
    phi, phi_test, _ = learn(*task, width=50, seed=0, **options)
    assert phi.shape == phi_test.shape == (30, 50)
    np.testing.assert_array_equal(learn(*task, width=50, seed=0, **options)[0], phi)
    assert not np.allclose(learn(*task, width=50, seed=1, **options)[0], phi)


@pytest.mark.parametrize("name", ["network", "rbf"])
def test_trained_ones_report_a_loss_well_below_the_variance(task, name):
    learn, options = LEARNERS[name]
    report = learn(*task, width=50, seed=0, **options)[2]
    assert report["loss"] < task[1].var() / 2


def test_units_of_the_rbf_network_are_gaussians(task):
    centres, x = (
        torch.tensor(task[0][:5], dtype=torch.float32),
        torch.tensor(task[0], dtype=torch.float32),
    )
    hidden = learnt.RBFNetwork(centres, 1.5, seed=0).hidden(x).detach().numpy()
    distances = np.linalg.norm(task[0][:, None] - task[0][:5], axis=2)
    np.testing.assert_allclose(hidden, np.exp(-(distances**2) / (2 * 1.5**2)), rtol=1e-4, atol=1e-6)


def test_scale_with_the_lowest_training_loss_is_kept(task):
    report = learnt.rbf_network(*task, width=50, seed=0, **LEARNERS["rbf"][1])[2]
    assert report["losses"].shape == (2, 1)
    assert report["loss"] == report["losses"].min()
    assert report["scale"] == (0.5, 4.0)[report["losses"][:, 0].argmin()]


def test_the_best_of_the_pilots_is_trained_on(task):
    """As if it had been trained at once."""
    options = LEARNERS["rbf"][1]
    pilot = learnt.rbf_network(*task, width=50, seed=0, **options | {"pilot_epochs": 20})
    alone = options | {"scales": (pilot[2]["scale"],)}
    np.testing.assert_array_equal(learnt.rbf_network(*task, width=50, seed=0, **alone)[0], pilot[0])
    assert pilot[2]["loss"] < pilot[2]["losses"].min()


def test_largest_penalty_that_fits_is_kept(task):
    """Codes that are all zero fit nothing; with hardly any penalty they fit all."""
    codes, _, report = learnt.sparse_coding(
        *task, width=60, penalties=(100.0, 0.01, 0.005), passes=2, seed=0
    )
    assert report["penalty"] == 0.01
    assert np.linalg.matrix_rank(codes) == 30
    none = learnt.sparse_coding(*task, width=60, penalties=(200.0, 100.0), passes=1, seed=0)
    assert (none[2]["penalty"], none[2]["nonzero"]) == (100.0, 0)
