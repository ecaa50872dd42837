"""States and weights are read only if they are what was written; damage costs time and changes no
number."""

import copy
import zipfile

import numpy as np
import pytest
import torch
from damage import damaged

from repalign.paper import datasets
from repalign.paper.features import pretrained
from repalign.paper.networks import mlp
from repalign.paper.training import Trainer, checkpoints


@pytest.fixture
def trainer():
    """A function that starts the same training each time."""
    generator = torch.Generator().manual_seed(0)
    inputs = torch.randn(12, 3, generator=generator)
    network = mlp(3, (4,))
    return lambda: Trainer(copy.deepcopy(network), inputs, torch.sign(inputs[:, 0]), batch_size=6)


def outcome(trainer, path, epochs=4):
    """What comes of training, from the state kept or from the start."""
    own = trainer()

    def measure():
        return {"weights": next(own.network.parameters()).detach().numpy().copy()}

    options = {"checkpoints": {0, 2, 4}, "measure": measure}
    measured, losses = checkpoints.train(own, epochs, path, lambda done, total: None, **options)
    return (
        [entry["weights"].tobytes() for entry in measured],
        losses,
        [values.tolist() for values in own.network.parameters()],
    )


@pytest.fixture
def kept_half(tmp_path, trainer, monkeypatch):
    """The state after 2 of 4 epochs."""
    monkeypatch.setattr(checkpoints, "STATE_EVERY", 2)
    outcome(trainer, tmp_path / "run.state", epochs=2)
    monkeypatch.setattr(checkpoints, "STATE_EVERY", 99)
    return tmp_path / "run.state"


def test_of_100_damaged_states_none_changes_a_number(kept_half, trainer, capsys):
    undisturbed, whole, rng, noticed = (
        outcome(trainer, None),
        kept_half.read_bytes(),
        np.random.default_rng(0),
        0,
    )
    assert outcome(trainer, kept_half) == undisturbed
    assert capsys.readouterr().err == ""
    for _ in range(100):
        content = damaged(whole, rng)
        kept_half.write_bytes(content)
        assert outcome(trainer, kept_half) == undisturbed
        if content != whole:
            noticed += 1
            assert f"{kept_half} is damaged" in (said := capsys.readouterr().err)
            assert "set aside as run.state.damaged and computed again" in said
            assert kept_half.with_name("run.state.damaged").read_bytes() == content
            assert not kept_half.exists()
    assert noticed > 80


def test_a_state_of_an_earlier_version_is_set_aside(kept_half, trainer, capsys):
    """They were written by torch.save alone."""
    torch.save({"trainer": {}, "history": [], "epoch_loss": []}, kept_half)
    assert outcome(trainer, kept_half) == outcome(trainer, None)
    assert f"{kept_half} is damaged or of an earlier version" in capsys.readouterr().err


# Weights


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
        checkpoints.weights(own_weights),
        np.random.default_rng(0),
        0,
    )
    for _ in range(300):
        own_weights.write_bytes(damaged(whole, rng))
        try:
            found = checkpoints.weights(own_weights)
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
            checkpoints.weights(own_weights.with_name("flipped.pth"))


def test_weights_of_old_versions_of_torch_are_read(own_weights):
    state = checkpoints.weights(own_weights)
    torch.save(state, own_weights, _use_new_zipfile_serialization=False)
    assert torch.equal(checkpoints.weights(own_weights)["conv.weight"], state["conv.weight"])


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
