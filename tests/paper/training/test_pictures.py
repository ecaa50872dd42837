import os
import signal
import subprocess
import sys

import numpy as np
import pytest
import torch

from repalign.paper.networks import ResNet18
from repalign.paper.training import checkpoints, pictures
from repalign.paper.training.pictures import (
    Recipe,
    as_inputs,
    fit_classes,
    normalise_by,
    predictions,
)

RECIPE = Recipe(epochs=3, batch_size=16)

# A process of its own; with an epoch to die at, it kills itself with no chance to clean up.
SCRIPT = """
import os, signal, sys
from pathlib import Path
import numpy as np, torch
from repalign.paper.training.pictures import Recipe, fit_classes
from repalign.paper.networks import ResNet18
torch.set_num_threads(1)
state, die_at = sys.argv[1:]
def progress(done, total):
    if done == int(die_at): os.kill(os.getpid(), signal.SIGKILL)
images = np.random.default_rng(0).integers(0, 255, (40, 32, 32, 3), dtype=np.uint8)
recipe = Recipe(epochs=3, batch_size=16)
network, labels = ResNet18(2, width=4), np.arange(40) % 2
fit_classes(network, images, labels, recipe, state_path=Path(state), progress=progress)
"""


@pytest.fixture
def two_classes():
    """Dark and bright pictures."""
    rng = np.random.default_rng(0)
    labels = rng.permutation(np.arange(64) % 2)
    return (rng.integers(0, 100, (64, 32, 32, 3)) + 150 * labels[:, None, None, None]).astype(
        np.uint8
    ), labels


def test_inputs_are_centred_with_channels_first_in_shape_and_last_in_memory():
    images = np.zeros((2, 32, 30, 3), dtype=np.uint8)
    images[1, 5, 7, 2] = 255
    inputs = as_inputs(images)
    assert inputs.shape == (2, 3, 32, 30) and inputs.dtype == torch.float32
    assert inputs.is_contiguous(memory_format=torch.channels_last)
    assert inputs[1, 2, 5, 7] == 2 and inputs.sum() == 4 - 2 * inputs.numel()


def test_the_learning_rate_rises_to_its_peak_and_falls_to_zero():
    recipe = Recipe(epochs=1, learning_rate=0.5)
    assert [recipe.rate(done) for done in (0, 0.1, 0.2, 0.6, 1)] == pytest.approx(
        [0, 0.25, 0.5, 0.25, 0]
    )


def test_moved_pictures_are_slices_flipped_or_not():
    rng = np.random.default_rng(0)
    images = rng.integers(1, 255, (12, 9, 7, 3), dtype=np.uint8)
    padded = np.pad(images, [(0, 0), (2, 2), (2, 2), (0, 0)])
    down, right, flipped = moves = pictures._moves(12, 2, np.random.default_rng(1))
    assert set(flipped) == {True, False} and {*down, *right} == set(range(5))
    batch = np.array([3, 0, 7, 11, 5, 6])
    for own, index in zip(pictures._moved(padded, moves, 2, batch), batch, strict=True):
        window = padded[index, down[index] : down[index] + 9, right[index] : right[index] + 7]
        np.testing.assert_array_equal(own, window[:, ::-1] if flipped[index] else window)


def test_a_network_learns_what_is_easy(two_classes):
    images, labels = two_classes
    network = ResNet18(2, width=4)
    record = fit_classes(
        network, images, labels, Recipe(epochs=15, batch_size=16, learning_rate=0.02)
    )
    assert record["losses"][-1] < 0.3 * record["losses"][0]
    assert len(record["seconds"]) == 15 and "torch" in record["environment"]
    assert np.mean(predictions(network, images).argmax(axis=1) == labels) > 0.9


def test_predictions_do_not_depend_on_the_batch(two_classes):
    network = ResNet18(2, width=4)
    whole = predictions(network, two_classes[0])
    np.testing.assert_allclose(predictions(network, two_classes[0], batch_size=7), whole, atol=0.02)
    assert whole.shape == (64, 2)


def test_trained_before_is_only_loaded(tmp_path, two_classes):
    first, second = ResNet18(2, width=4), ResNet18(2, width=4, seed=5)
    record = fit_classes(first, *two_classes, RECIPE, state_path=tmp_path / "weights.pth")
    assert fit_classes(second, *two_classes, RECIPE, state_path=tmp_path / "weights.pth") == record
    assert all(map(torch.equal, first.state_dict().values(), second.state_dict().values()))


def test_damaged_weights_are_named_set_aside_and_trained_again(tmp_path, two_classes, capsys):
    path = tmp_path / "weights.pth"
    first, second = ResNet18(2, width=4), ResNet18(2, width=4)
    losses = fit_classes(first, *two_classes, RECIPE, state_path=path)["losses"]
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)
    assert fit_classes(second, *two_classes, RECIPE, state_path=path)["losses"] == losses
    assert all(map(torch.equal, first.state_dict().values(), second.state_dict().values()))
    assert f"{path} is damaged" in capsys.readouterr().err
    assert path.with_name("weights.pth.damaged").read_bytes() == whole
    assert len(checkpoints.kept(path)["record"]["losses"]) == 3


def test_a_loss_that_is_not_finite_stops_training(two_classes):
    with pytest.raises(FloatingPointError, match="lower the learning rate"):
        fit_classes(
            ResNet18(2, width=4), *two_classes, Recipe(epochs=30, batch_size=8, learning_rate=1e12)
        )


def test_training_killed_and_taken_up_ends_with_the_same_weights(tmp_path):
    def start(name, die_at):
        command = [sys.executable, "-c", SCRIPT, tmp_path / name, str(die_at)]
        return subprocess.run(command, env=os.environ | {"OMP_NUM_THREADS": "1"}).returncode

    assert start("whole", die_at=-1) == 0
    assert start("killed", die_at=2) == -signal.SIGKILL
    assert start("killed", die_at=1) == 0  # it goes on after epoch 2 and never comes by epoch 1
    whole, killed = (checkpoints.kept(tmp_path / name) for name in ("whole", "killed"))
    assert whole["record"]["losses"] == killed["record"]["losses"]
    assert all(
        torch.equal(whole["network"][name], killed["network"][name]) for name in whole["network"]
    )


def test_measuring_on_the_way_changes_nothing(two_classes):
    """At 0, in the middle of the first epoch, at its end and at the last: 4 minibatches an
    epoch."""
    first, second = ResNet18(2, width=4), ResNet18(2, width=4)
    stem, seen = first.stem[0].weight, []

    def measure():
        seen.append(stem.detach().clone())
        return {"outputs": predictions(first, two_classes[0][:3]), "mean": stem.mean().item()}

    record = fit_classes(first, *two_classes, RECIPE, measure_at=(0, 0.4, 1, 3), measure=measure)
    assert record["losses"] == fit_classes(second, *two_classes, RECIPE)["losses"]
    assert all(map(torch.equal, first.state_dict().values(), second.state_dict().values()))
    assert [len(each["outputs"]) for each in record["measured"]] == [3] * 4
    assert torch.equal(seen[0], ResNet18(2, width=4).stem[0].weight)
    assert torch.equal(seen[-1], stem) and not torch.equal(seen[1], seen[2])


def test_normalised_by_pictures_a_network_puts_out_what_it_does_in_training(two_classes):
    """One batch: evaluation with its statistics is training on it, up to n / (n - 1) in the
    variance, n the pixels."""
    network, images = ResNet18(2, width=4), two_classes[0]
    trained_on = network.train()(as_inputs(images)).detach()
    momenta = {layer.momentum for layer in network.modules() if hasattr(layer, "momentum")}
    normalise_by(network, images)
    assert {layer.momentum for layer in network.modules() if hasattr(layer, "momentum")} == momenta
    with torch.no_grad():
        evaluated = network.eval()(as_inputs(images))
    torch.testing.assert_close(evaluated, trained_on, rtol=0.02, atol=0.02)
