"""Which device networks are trained on; "meta", to which no parameters can be moved, stands for
one."""

import pytest
import torch

from repalign.paper.networks import ResNet18, mlp
from repalign.paper.training import Ensemble, Trainer, devices, fit
from repalign.paper.training.pictures import Recipe, fit_classes


@pytest.mark.parametrize("name", ["cuda:99", "no such device", "meta"])
def test_a_device_that_cannot_compute_is_refused(name):
    with pytest.raises(OSError, match=f"^PyTorch cannot compute on --device {name}: "):
        devices.require(name)


def test_the_processor_is_there_and_the_default():
    devices.require("cpu")
    assert devices.described() == "cpu"
    with devices.training_on("meta"):
        assert devices.described() == "meta"
    assert devices.described() == "cpu"


X = torch.linspace(-1, 1, 20)[:, None]


def pictures():
    images = torch.arange(8 * 32 * 32 * 3).reshape(8, 32, 32, 3).remainder(251).byte().numpy()
    network = ResNet18(2, width=4)
    fit_classes(network, images, torch.arange(8).remainder(2).numpy(), Recipe(1, batch_size=4))
    return network


TRAINERS = {
    "one network": lambda: Trainer(mlp(1, (4,)), X, X[:, 0]).train_epoch(),
    "several": lambda: Ensemble([mlp(1, (4,), seed=s) for s in range(2)], X, X[:, 0]).train_epoch(),
    "pictures": pictures,
}


@pytest.mark.parametrize("name", TRAINERS)
def test_every_way_to_train_moves_its_parameters_to_the_device(name):
    with (
        devices.training_on("meta"),
        pytest.raises(RuntimeError, match="`variable` and `tensor` have incompatible tensor type"),
    ):
        TRAINERS[name]()


@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a graphics card")
def test_a_graphics_card_trains_as_the_processor_does():
    for networks in (mlp(1, (8,)), [mlp(1, (8,), seed=s) for s in range(2)]):
        here, losses = fit(networks, X, X[:, 0], epochs=5, optimizer="momentum")
        with devices.training_on("cuda"):
            there, found = fit(networks, X, X[:, 0], epochs=5, optimizer="momentum")
        assert found == pytest.approx(losses, rel=1e-4)
        pairs = (each if isinstance(each, list) else [each] for each in (here, there))
        for one, other in zip(*pairs, strict=True):
            torch.testing.assert_close(one.state_dict(), other.state_dict(), rtol=1e-3, atol=1e-5)
    assert {each.device.type for each in pictures().parameters()} == {"cpu"}
