"""Networks by name, and what they make of pictures prepared for them."""

import os

import numpy as np
import pytest
import torch
from made_up import seeded

from repalign.paper.features import pretrained

rng = np.random.default_rng(0)
IMAGES = rng.integers(0, 256, (5, 32, 32, 3), dtype=np.uint8)
NAME = "squeezenet1_1"


@pytest.fixture(scope="module")
def net():
    return pretrained.network(NAME)


def test_the_last_hidden_layer_is_what_the_classifier_is_given():
    """Its own last linear layer on it gives the outputs of torchvision's network: in ResNet18 and
    AlexNet."""
    for name, head in (("resnet18", "fc"), ("alexnet", "classifier.6")):
        full = seeded(name, 3).eval()
        inputs = pretrained.preprocess(IMAGES, name, size=64)
        with torch.no_grad():
            hidden = pretrained.network(name, seed=3)(inputs)
            expected = full(inputs)
            torch.testing.assert_close(
                full.get_submodule(head)(hidden), expected, rtol=1e-4, atol=1e-5
            )


def test_squeezenet_puts_out_the_mean_of_its_features(net):
    inputs = pretrained.preprocess(IMAGES, NAME, size=64)
    with torch.no_grad():
        torch.testing.assert_close(net(inputs), net.features(inputs).mean((2, 3)))
    assert net(inputs).shape == (5, 512) and not net.training


def test_the_seed_decides_random_weights_and_the_global_state_stays(net):
    torch.manual_seed(7)
    expected = torch.rand(1)
    torch.manual_seed(7)
    again, other = pretrained.network(NAME, seed=0), pretrained.network(NAME, seed=1)
    assert torch.rand(1) == expected
    key = "features.0.weight"
    assert torch.equal(again.state_dict()[key], net.state_dict()[key])
    assert not torch.equal(other.state_dict()[key], net.state_dict()[key])


def test_an_unknown_network_is_answered_with_near_ones():
    with pytest.raises(ValueError, match=r"no network 'resnet5'; near it: .*resnet50"):
        pretrained.network("resnet5")


def test_pictures_are_resized_whole_and_normalised_as_the_weights_were():
    """A constant picture stays one, with torchvision's mean and deviation; corners stay in the
    picture."""
    grey = np.full((1, 32, 32, 3), 51, np.uint8)
    inputs = pretrained.preprocess(grey, "resnet50")
    assert inputs.shape == (1, 3, 224, 224) and inputs.dtype == torch.float32
    for channel, (mean, deviation) in enumerate(
        zip((0.485, 0.456, 0.406), (0.229, 0.224, 0.225), strict=True)
    ):
        torch.testing.assert_close(
            inputs[0, channel], torch.full((224, 224), (0.2 - mean) / deviation)
        )
    corner = grey.copy()
    corner[0, 0, 0] = 255
    assert pretrained.preprocess(corner, "resnet50")[0, 0, 0, 0] > 2


@pytest.mark.parametrize(
    "images", [IMAGES / 255, IMAGES[..., 0], IMAGES.transpose(0, 3, 1, 2), IMAGES[0]]
)
def test_other_pictures_are_refused(net, images):
    with pytest.raises(
        ValueError, match=r"images must be uint8 of shape \(n, height, width, 3\).*got"
    ):
        pretrained.extract(net, NAME, images)


def test_layers_are_averaged_over_space_whatever_the_batches(net):
    layers = ("features.2", "features.12", pretrained.LAST)
    found = pretrained.extract(net, NAME, IMAGES, layers, size=64)
    assert [found[layer].shape for layer in layers] == [(5, 64), (5, 512), (5, 512)]
    with torch.no_grad():
        expected = (
            net.features[:3](pretrained.preprocess(IMAGES, NAME, size=64)).mean((2, 3)).numpy()
        )
    np.testing.assert_allclose(found["features.2"], expected, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(found["features.12"], found[pretrained.LAST], rtol=1e-5, atol=1e-6)
    one_by_one = pretrained.extract(net, NAME, IMAGES, layers, size=64, batch_size=2)
    for layer in layers:
        np.testing.assert_allclose(one_by_one[layer], found[layer], rtol=1e-4, atol=1e-5)


def test_bfloat16_is_nearly_the_same(net):
    exact, rough = (
        pretrained.extract(net, NAME, IMAGES, size=64, precision=p)[""]
        for p in ("float32", "bfloat16")
    )
    assert 0 < np.linalg.norm(exact - rough) < 0.02 * np.linalg.norm(exact)
    with pytest.raises(ValueError, match="'float32' or 'bfloat16'; got 'half'"):
        pretrained.extract(net, NAME, IMAGES, precision="half")


def test_an_unknown_layer_is_answered_with_near_ones(net):
    with pytest.raises(ValueError, match=r"no layer 'features.13'; near it: .*features.12"):
        pretrained.extract(net, NAME, IMAGES, ["features.13"])


def test_what_was_extracted_is_kept_by_its_content_and_read_again(net, tmp_path, monkeypatch):
    monkeypatch.setattr(pretrained, "CHUNK", 2)
    layers = ("features.2", pretrained.LAST)
    found = pretrained.extract_kept(net, NAME, IMAGES, tmp_path, layers, size=64)
    assert len(os.listdir(tmp_path)) == 3  # five pictures, two a file
    for layer, expected in pretrained.extract_kept(
        net, NAME, IMAGES, None, layers, size=64
    ).items():
        np.testing.assert_array_equal(found[layer], expected)
    assert len(os.listdir(tmp_path)) == 3

    changed = IMAGES.copy()
    changed[4] = 0
    pretrained.extract_kept(net, NAME, changed, tmp_path, layers, size=64)
    assert len(os.listdir(tmp_path)) == 4  # the last file only
    for other, options in ((pretrained.network(NAME, seed=1), {"size": 64}), (net, {"size": 48})):
        before = len(os.listdir(tmp_path))
        pretrained.extract_kept(other, NAME, IMAGES, tmp_path, layers, **options)
        assert len(os.listdir(tmp_path)) == before + 3

    monkeypatch.setattr(pretrained, "extract", None)  # from here on it can only be read
    again = pretrained.extract_kept(net, NAME, IMAGES, tmp_path, layers, size=64)
    np.testing.assert_array_equal(again[pretrained.LAST], found[pretrained.LAST])
