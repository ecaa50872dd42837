"""Rich and lazy training at a toy size; what it starts from is known."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from repalign import prepare, spectrum
from repalign.paper import results
from repalign.paper.datasets.peaks import peaks_inputs
from repalign.paper.experiments import tangent
from repalign.paper.experiments.peaks import functions
from repalign.paper.experiments.peaks.targets import labels
from repalign.paper.networks import hidden_layers, mlp
from repalign.paper.readings.common import LEVELS, curve


@pytest.fixture(scope="module")
def quick():
    return [tangent.run(config) for config in tangent.QUICK]


def test_the_loss_starts_at_that_of_no_output_whatever_alpha_is():
    for alpha in tangent.ALPHAS:
        config = replace(tangent.QUICK[0], alpha=alpha, epochs=1, learning_rate=1e-12)
        np.testing.assert_allclose(tangent.run(config)["loss"], 1, rtol=1e-3)


def test_lazy_training_learns_while_its_weights_hardly_move(quick):
    rich, lazy, *shuffled = quick
    for run in (rich, lazy):
        assert (run["loss"][-1] < run["loss"][0]).all()
    assert (lazy["moved"] < rich["moved"] / 5).all()
    for run in (lazy, *shuffled):
        np.testing.assert_array_equal(run["curve"][:, 0], rich["curve"][:, 0])


def test_curves_at_the_start_are_those_of_the_layer_and_of_the_gradients(quick):
    config = tangent.QUICK[0]
    variables = tangent.data(config)[1][1]
    network = mlp(60, (config.width,), seed=1)
    X = torch.tensor(peaks_inputs(variables), dtype=torch.float32)
    gradients = []
    for x in X:
        network.zero_grad()
        network(x).backward()
        gradients.append(torch.cat([p.grad.flatten() for p in network.parameters()]).numpy())
    y = labels(functions(1), variables)
    lengths = np.linalg.norm(gradients, axis=1, keepdims=True)
    for features, phi in enumerate((prepare(hidden_layers(network, X)[0]), gradients / lengths)):
        expected = curve(spectrum(phi, y)).T
        np.testing.assert_allclose(quick[0]["curve"][1, 0, features], expected, atol=1e-3)


def test_the_summary_tells_scalings_and_sources_apart(quick):
    kept = tangent.summarize(quick)
    assert kept["curve"].shape == (2, 2, 2, 2, 3, len(LEVELS))
    np.testing.assert_allclose(kept["moved"][:, 1], quick[1]["moved"], rtol=1e-6)
    np.testing.assert_allclose(kept["shuffled_loss"][:, 0], quick[2]["loss"].T, rtol=1e-6)


def test_stored_networks_learnt_the_source():
    stored = results.load("tangent")
    rich, lazy = stored["loss"][:, :, -1].T
    assert (rich < 0.02).all() and (lazy < 0.2).all()
