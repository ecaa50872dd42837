"""Initialisations, and the statistics that BatchNorm is given."""

import numpy as np
import pytest
import torch

from repalign.paper.features import initialisation, pretrained

IMAGES = np.random.default_rng(0).integers(0, 256, (6, 32, 32, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    ("kind", "variance"),
    [
        ("layer", lambda fan_in, fan_out: 1 / (3 * fan_in)),
        ("glorot", lambda fan_in, fan_out: 2 / (fan_in + fan_out)),
    ],
)
def test_weights_have_the_variance_of_their_initialisation(kind, variance):
    net = torch.nn.Sequential(torch.nn.Conv2d(64, 96, 3), torch.nn.BatchNorm2d(96))
    net = torch.nn.Sequential(net, torch.nn.Linear(500, 400))
    initialisation.initialise(net, kind, 0)
    for layer, fans in ((net[0][0], (64 * 9, 96 * 9)), (net[1], (500, 400))):
        assert layer.weight.var().item() == pytest.approx(variance(*fans), rel=0.05)
        assert (layer.bias == 0).all() == (kind == "glorot")
    assert (net[0][1].weight == 1).all()


def test_the_seed_decides_and_the_global_state_stays():
    torch.manual_seed(7)
    expected = torch.rand(1)
    torch.manual_seed(7)
    first, again, other = (
        pretrained.network("resnet18", "glorot", seed=seed).conv1.weight for seed in (0, 0, 1)
    )
    assert torch.rand(1) == expected
    assert torch.equal(first, again) and not torch.equal(first, other)


def test_with_batch_statistics_is_the_output_of_training_mode():
    """Where nothing but BatchNorm knows of the mode, up to n / (n - 1) in the variance."""
    net = pretrained.network("resnet18", seed=1)
    inputs = pretrained.preprocess(IMAGES, "resnet18", size=64)
    with torch.no_grad():
        before = net(inputs)
        expected = net.train()(inputs)
        net.eval()
        pretrained.with_batch_statistics(net, "resnet18", IMAGES, size=64)
        found = net(inputs)
        alone = net(inputs[:1])
    assert not any(module.training for module in net.modules())
    torch.testing.assert_close(found, expected, rtol=0.2, atol=0.1)
    assert (found - expected).norm() < 0.1 * (before - expected).norm()
    # A fixed map: the others do not matter.
    torch.testing.assert_close(alone, found[:1], rtol=1e-4, atol=1e-4)


def test_each_batch_norm_has_the_mean_and_variance_of_what_it_sees():
    net = torch.nn.Sequential(
        torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Dropout(0.5)
    )
    inputs = torch.randn(5, 3, 8, 8)
    with torch.no_grad():
        initialisation.take_statistics(net.eval(), inputs)
        seen = net[0](inputs)
    torch.testing.assert_close(net[1].running_mean, seen.mean((0, 2, 3)))
    torch.testing.assert_close(net[1].running_var, seen.var((0, 2, 3)))


@pytest.mark.parametrize(("n", "kept"), [(6, 6), (200, 200), (201, 101), (1000, 200)])
def test_statistics_are_of_some_pictures_of_either_class(n, kept):
    some = initialisation.some(np.arange(n))
    assert len(some) == kept
    assert abs((some < n / 2).mean() - 0.5) < 0.01
