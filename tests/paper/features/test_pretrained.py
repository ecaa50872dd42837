"""Networks by name, checkpoints that fit and that do not, and pictures prepared for them."""

import os
from urllib.error import URLError

import numpy as np
import pytest
import torch
import torchvision

from repalign.paper.datasets import DataNotFoundError, weights
from repalign.paper.features import pretrained

rng = np.random.default_rng(0)
IMAGES = rng.integers(0, 256, (5, 32, 32, 3), dtype=np.uint8)
NAME = "squeezenet1_1"


@pytest.fixture(scope="module")
def net():
    return pretrained.network(NAME)


@pytest.fixture
def checkpoint(tmp_path):
    """A function that writes a state dict and returns its path."""

    def write(state):
        torch.save(state, tmp_path / "own.pth")
        return tmp_path / "own.pth"

    return write


def seeded(name, seed):
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return torchvision.models.get_model(name, weights=None)


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


@pytest.mark.parametrize("part", ["whole", "whole without its head", "features"])
def test_a_checkpoint_of_ones_own_is_loaded(checkpoint, part):
    full = seeded(NAME, 5)
    state = full.features.state_dict() if part == "features" else full.state_dict()
    if part == "whole without its head":
        state = {key: value for key, value in state.items() if key.startswith("features")}
    loaded = pretrained.network(NAME, str(checkpoint(state))).state_dict()
    assert all(
        torch.equal(loaded[key], value) for key, value in full.state_dict().items() if key in loaded
    )
    assert len(loaded) == 50


def test_a_checkpoint_with_another_number_of_classes_fits_since_its_classifier_is_not_used(
    checkpoint,
):
    state = torchvision.models.resnet18(num_classes=7).state_dict()
    loaded = pretrained.network("resnet18", checkpoint(state))
    torch.testing.assert_close(loaded.conv1.weight, state["conv1.weight"])


def test_a_checkpoint_without_the_counters_of_batch_normalisation_fits(checkpoint):
    state = {
        key: value
        for key, value in seeded("resnet18", 1).state_dict().items()
        if "num_batches" not in key
    }
    pretrained.network("resnet18", checkpoint(state))


def test_a_checkpoint_of_another_network_is_named_with_what_does_not_fit(checkpoint):
    state = seeded(NAME, 0).state_dict()
    state["features.0.weight"] = state["features.0.weight"][:, :1]
    state["features.99.weight"] = state.pop("features.12.squeeze.bias")
    expected = (
        r"own.pth does not fit squeezenet1_1. 1 missing: features.12.squeeze.bias; 1 unexpected: "
        r"features.99.weight; "
        r"1 of another shape: features.0.weight is \(64, 1, 3, 3\) and should be \(64, 3, 3, 3\)"
    )
    with pytest.raises(ValueError, match=expected):
        pretrained.network(NAME, checkpoint(state))


def test_many_names_that_do_not_fit_are_not_all_listed(checkpoint):
    with pytest.raises(ValueError, match=r"50 missing: .*, \.\.\.; 2 unexpected: ") as caught:
        pretrained.network(
            NAME, checkpoint({"conv.weight": torch.zeros(1), "conv.bias": torch.zeros(1)})
        )
    assert len(str(caught.value)) < 500


def test_a_file_that_holds_no_weights_is_an_error(tmp_path, checkpoint):
    (tmp_path / "text.pth").write_text("weights")
    with pytest.raises(ValueError, match=r"text.pth does not hold weights, or is damaged: "):
        pretrained.network(NAME, tmp_path / "text.pth")
    with pytest.raises(ValueError, match=r"own.pth holds no state dict"):
        pretrained.network(NAME, checkpoint({"epoch": 3, "net": {}}))


def test_no_file_is_an_error_that_says_what_weights_can_be():
    with pytest.raises(
        DataNotFoundError, match=r"no checkpoint nowhere.pth; weights are 'random', 'imagenet' or"
    ):
        pretrained.network(NAME, "nowhere.pth")


def test_without_a_network_the_weights_file_and_its_folder_are_named(tmp_path, monkeypatch):
    def offline(*args, **kwargs):
        raise URLError("no route")

    monkeypatch.setattr(torch.hub, "download_url_to_file", offline)
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("REPALIGN_DATA", raising=False)
    with pytest.raises(
        DataNotFoundError,
        match=rf"resnet18-\w+.pth.* is not in {tmp_path}.*hub.checkpoints.*no route",
    ):
        pretrained.network("resnet18", "imagenet")
    with pytest.raises(
        DataNotFoundError,
        match=r"squeezenet1_1_imagenet_features.pth is in none of .*REPALIGN_DATA",
    ):
        pretrained.network(NAME, "imagenet")


def test_weights_in_torchvisions_cache_are_used_if_they_have_the_digest_in_their_name(
    tmp_path, monkeypatch
):
    """What a download would have left there: the switch to the paper's networks, without the
    network."""
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    folder = tmp_path / "hub" / "checkpoints"
    folder.mkdir(parents=True)
    full = seeded("resnet18", 9)
    torch.save(
        full.state_dict(),
        folder / torchvision.models.ResNet18_Weights.IMAGENET1K_V1.url.rpartition("/")[2],
    )
    with pytest.raises(
        ValueError,
        match=r"resnet18-f37072fd\.pth is damaged: .*, not f37072fd; remove it, and it is down",
    ):
        pretrained.network("resnet18", "imagenet")
    monkeypatch.setattr(weights, "require_digest", lambda url: None)  # these are not the real ones
    loaded = pretrained.network("resnet18", "imagenet")
    torch.testing.assert_close(loaded.conv1.weight, full.conv1.weight)


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
