"""States and weights are read only if they are what was written; damage costs time and changes no
number."""

import copy

import numpy as np
import pytest
import torch
from damage import damaged

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
