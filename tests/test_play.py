"""Fixtures that hold the playground's JavaScript equal to PyTorch and `repalign.spectrum`; `python
-m tests.test_play` writes them."""

import copy
import json
from itertools import product
from pathlib import Path

import numpy as np
import pytest

from repalign import prepare, spectrum
from tests.test_fixtures import assert_same

pytest.importorskip("torch")
import torch

from repalign.paper.datasets.peaks import peaks, peaks_inputs
from repalign.paper.networks import ACTIVATIONS, hidden_layers, mlp
from repalign.paper.training import logistic_loss, squared_loss
from repalign.paper.training.minibatches import OPTIMIZERS

HERE = Path(__file__).parent
FIXTURES = HERE / "js" / "play.json"
DIGITS = HERE.parent / "repalign" / "widgets" / "js" / "play" / "digits.json"

LOSSES = {"logistic": logistic_loss, "squared": squared_loss}
RATES = {"sgd": 0.1, "momentum": 0.05, "adam": 0.01}
HIDDEN = (5, 4, 6, 3)
STEPS, BATCH = 50, 8
SHOWN = 5  # samples whose layers are compared


def test_fixtures_are_what_pytorch_and_the_package_compute():
    # Rounding of another library may move projections on the smallest singular values that much.
    assert_same(json.loads(FIXTURES.read_text()), fixtures(), rel=1e-6, abs=1e-6)


def fixtures():
    return {
        "trainings": [_training(*case) for case in product(range(1, 5), ("relu", "tanh"))],
        "spectra": [_spectrum(*case) for case in _features()],
        "peaks": _peaks(),
    }


def _training(depth, activation):
    loss = "squared" if (depth % 2 == 0) == (activation == "relu") else "logistic"
    rng = np.random.default_rng(depth)
    x = rng.standard_normal((21, 3)).round(3)
    product_of_two = x[:, 0] * x[:, 1]
    y = np.sign(product_of_two) if loss == "logistic" else product_of_two.round(3)
    network = mlp(3, HIDDEN[:depth], activation=ACTIVATIONS[activation], seed=depth).double()
    inputs, targets = torch.from_numpy(x), torch.from_numpy(y)
    return {
        "inputs": 3,
        "hidden": list(HIDDEN[:depth]),
        "activation": activation,
        "loss": loss,
        "x": x.ravel().tolist(),
        "y": y.tolist(),
        "batch": BATCH,
        "steps": STEPS,
        "start": _flat(network),
        "layers": [layer.ravel().tolist() for layer in hidden_layers(network, inputs[:SHOWN])],
        "outputs": network(inputs[:SHOWN]).squeeze(1).tolist(),
        "optimizers": [
            {"optimizer": name, "learning_rate": rate}
            | _trained(copy.deepcopy(network), inputs, targets, LOSSES[loss], name, rate)
            for name, rate in RATES.items()
        ],
    }


def _trained(network, inputs, targets, loss, name, rate):
    """Parameters after as many steps, step t on samples 8 t, 8 t + 1, ... modulo how many there
    are."""
    optimizer = OPTIMIZERS[name](network.parameters(), lr=rate)
    for step in range(STEPS):
        samples = np.arange(step * BATCH, (step + 1) * BATCH) % len(targets)
        value = loss(network(inputs[samples]).squeeze(1), targets[samples])
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
    return {"last_loss": value.item(), "end": _flat(network)}


def _flat(network):
    return torch.nn.utils.parameters_to_vector(network.parameters()).tolist()


def _features():
    rng = np.random.default_rng(5)
    tall = rng.standard_normal((150, 4)).round(3)
    yield "two blocks of rows", tall, True
    yield "no bias, rows as they are", tall, False
    yield (
        "duplicated, dead and constant columns",
        np.column_stack([tall[:60], tall[:60, 1], np.zeros(60), np.full(60, 0.3)]),
        True,
    )
    yield "fewer samples than features", rng.standard_normal((9, 14)).round(3), True
    yield "as many", rng.standard_normal((7, 6)).round(3), True
    yield (
        "fewer samples, duplicated columns",
        np.repeat(rng.standard_normal((9, 5)).round(3), 3, axis=1),
        True,
    )
    yield "nothing but the bias", np.zeros((5, 3)), True
    yield "one sample", rng.standard_normal((1, 3)), True
    yield "units of a ReLU layer", np.maximum(tall[:40] @ rng.standard_normal((4, 12)), 0), True
    for least in (1e-7, 1e-10):
        U, V = (np.linalg.qr(rng.standard_normal((n, 8)))[0] for n in (40, 8))
        yield f"singular values from 1 to {least}", (U * np.geomspace(1, least, 8)) @ V.T, False


def _spectrum(name, features, prepared):
    n = len(features)
    rng = np.random.default_rng(6)
    labels = np.column_stack([np.sign(rng.standard_normal(n)), rng.standard_normal(n).round(3)])
    spec = spectrum(prepare(features) if prepared else features, labels)
    return {
        "name": name,
        "features": features.ravel().tolist(),
        "prepared": prepared,
        "labels": labels.T.tolist(),
        "sigma": spec.singular_values.tolist(),
        "power": spec.squared_projections.T.tolist(),
        "residual": spec.residual.tolist(),
    }


def _peaks():
    variables = np.random.default_rng(0).random((4, 6)).round(3)
    return {
        "name": "DAF",
        "variables": variables.ravel().tolist(),
        "inputs": peaks_inputs(variables).ravel().tolist(),
        "targets": peaks("DAF", variables).tolist(),
    }


def test_digits_in_the_page_are_scikit_learns():
    pytest.importorskip("sklearn")
    assert DIGITS.read_text() == digits()


def digits(n=500):
    """The first n of scikit-learn's digits, pixels of 0 to 16 as the letters a to q."""
    from sklearn.datasets import load_digits

    data, target = load_digits(return_X_y=True)
    pixels = "".join(chr(ord("a") + int(value)) for value in data[:n].ravel())
    classes = "".join(str(each) for each in target[:n])
    told = {
        "from": "The first of scikit-learn's handwritten digits (E. Alpaydin and C. Kaynak, "
        "Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, CC BY 4.0): "
        "8 x 8 pixels of 0 to 16 as the letters a to q. Written by tests/test_play.py.",
        "pixels": pixels,
        "classes": classes,
    }
    return json.dumps(told, indent=2) + "\n"


if __name__ == "__main__":
    DIGITS.write_text(digits())
    FIXTURES.write_text(json.dumps(fixtures()) + "\n")
