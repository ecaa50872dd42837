"""Weights are read only if they are what was written."""

import zipfile

import numpy as np
import pytest
import torch
from damage import damaged

from repalign.paper import datasets
from repalign.paper.datasets import weights
from repalign.paper.features import pretrained


@pytest.fixture
def own_weights(tmp_path):
    path = tmp_path / "own.pth"
    torch.save(
        {"conv.weight": torch.arange(3000.0), "conv.bias": torch.ones(5), "count": torch.tensor(3)},
        path,
    )
    return path


def test_of_300_damaged_weights_none_changes_a_number(own_weights):
    whole, state, rng, refused = (
        own_weights.read_bytes(),
        weights.read(own_weights),
        np.random.default_rng(0),
        0,
    )
    for _ in range(300):
        own_weights.write_bytes(damaged(whole, rng))
        try:
            found = weights.read(own_weights)
        except ValueError as error:
            assert str(own_weights) in str(error)
            refused += 1
        else:
            assert list(found) == list(state) and all(
                map(torch.equal, found.values(), state.values())
            )
    assert refused > 200


def test_a_bit_of_a_tensor_is_missed_and_the_message_says_what_to_do(own_weights):
    with zipfile.ZipFile(own_weights) as archive:
        name = next(info.filename for info in archive.infolist() if info.file_size == 12000)
        start = own_weights.read_bytes().index(archive.read(name))
    for offset in range(0, 12000, 40):
        whole = bytearray(own_weights.read_bytes())
        whole[start + offset] ^= 1
        own_weights.with_name("flipped.pth").write_bytes(whole)
        with pytest.raises(
            ValueError,
            match=r"flipped.pth .* is damaged: .* checksum; remove it and get it anew, or",
        ):
            weights.read(own_weights.with_name("flipped.pth"))


def test_weights_of_old_versions_of_torch_are_read(own_weights):
    state = weights.read(own_weights)
    torch.save(state, own_weights, _use_new_zipfile_serialization=False)
    assert torch.equal(weights.read(own_weights)["conv.weight"], state["conv.weight"])


def test_weights_that_are_not_finite_are_refused(own_weights):
    torch.save({"a": torch.ones(2), "b": torch.tensor([1.0, np.nan])}, own_weights)
    with pytest.raises(
        ValueError, match=r"own.pth has NaN or infinite weights, first in b; get it anew"
    ):
        pretrained.network("squeezenet1_1", own_weights)


def test_damaged_weights_of_the_data_folder_are_refused(tmp_path):
    path = tmp_path / "squeezenet1_1_imagenet_features.pth"
    torch.save({"0.weight": torch.ones(1000)}, path)
    whole = bytearray(path.read_bytes())
    whole[whole.index(torch.ones(1000).numpy().tobytes()) + 80] ^= 4
    path.write_bytes(whole)
    with pytest.raises(ValueError, match=r"squeezenet1_1_imagenet_features.pth .* is damaged"):
        datasets.load("squeezenet1_1", data_dir=tmp_path)
