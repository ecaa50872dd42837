"""Random hidden layers on made-up data, and what is stored of real ones."""

import numpy as np
import pytest

from repalign.paper import results
from repalign.paper.experiments import random_features
from repalign.paper.readings.common import height_thresholds
from repalign.paper.readings.expressivity import HIDDEN_LAYERS

QUICK = dict(zip(random_features.DATASETS, random_features.QUICK, strict=True))


@pytest.mark.parametrize("name", QUICK)
def test_curves_are_what_projections_add_up_to(made_up_dir, name):
    """Of the inputs: sums of (u_i^T y)^2 over sigma_i >= tau, rows of length one, a bias first."""
    run = random_features.run(QUICK[name], data_dir=made_up_dir)
    X, y = random_features.data(QUICK[name], made_up_dir)
    phi = np.column_stack([X, np.ones(len(X))])
    phi /= np.linalg.norm(phi, axis=1, keepdims=True)
    U, sigma, _ = np.linalg.svd(phi)
    sigma = np.pad(sigma, (0, len(y) - len(sigma)))
    for tau, share in zip(height_thresholds(len(y)), run["curves"][0], strict=True):
        kept = np.square(U[:, sigma >= tau].T @ y).sum() / (y @ y)
        assert share == pytest.approx(kept, abs=1e-9)


def test_wide_random_layers_fit_and_narrow_ones_do_not(made_up_dir):
    run = random_features.run(QUICK["peaks"], data_dir=made_up_dir)
    _, narrow, wide, _, _ = run["outside"]
    assert wide < 1e-12 < narrow


def test_summary_has_data_sets_then_seeds(made_up_dir):
    runs = [random_features.run(config, data_dir=made_up_dir) for config in QUICK.values()]
    summary = random_features.summarize(runs * 2)
    assert summary["shares"].shape == (3, 2, 5, 4)
    np.testing.assert_array_equal(summary["curves"][1, 1], runs[1]["curves"])


def test_stored_curves_fall_from_their_representation_within_the_span():
    stored = results.load("random_features")
    assert stored["curves"].shape[2] == len(HIDDEN_LAYERS)
    assert (np.diff(stored["curves"]) <= 1e-9).all()
    assert (stored["curves"][..., 0] <= 1 - stored["outside"] + 1e-9).all()
