"""Checkpoints that fit and that do not."""

from urllib.error import URLError

import pytest
import torch
import torchvision
from made_up import seeded

from repalign.paper.datasets import DataNotFoundError, weights
from repalign.paper.features import pretrained

NAME = "squeezenet1_1"


@pytest.fixture
def checkpoint(tmp_path):
    """A function that writes a state dict and returns its path."""

    def write(state):
        torch.save(state, tmp_path / "own.pth")
        return tmp_path / "own.pth"

    return write


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
