"""Expected values: PyTorch's own modules put together by hand."""

import copy

import numpy as np
import pytest
import torch

from repalign.paper.networks import ResNet18, hidden_layers, mlp, with_outputs


def test_hidden_layers_are_the_activations_in_order():
    network = mlp(5, (4, 3), activation=torch.nn.Tanh, n_outputs=2)
    inputs = torch.randn(7, 5)
    first = torch.tanh(network[0](inputs))
    second = torch.tanh(network[2](first))
    for layer, expected in zip(hidden_layers(network, inputs), (first, second), strict=True):
        np.testing.assert_array_equal(layer, expected.detach())
    assert network(inputs).shape == (7, 2)


def test_the_seed_decides_and_the_global_random_state_stays():
    torch.manual_seed(7)
    untouched = torch.rand(3)
    torch.manual_seed(7)
    one, same, other = (mlp(5, (4,), seed=seed)[0].weight for seed in (1, 1, 2))
    assert torch.equal(torch.rand(3), untouched)
    assert torch.equal(one, same)
    assert not torch.equal(one, other)


@pytest.fixture
def network():
    return ResNet18(30, width=4)


def test_widths_and_sizes_of_the_eight_blocks(network):
    """He et al. 2016, table 1, with the stem for small pictures: 32 x 32 stays until the third
    block."""
    x = network.stem(torch.randn(2, 3, 32, 32))
    shapes = []
    for block in network.blocks:
        x = block(x)
        shapes.append(tuple(x.shape[1:]))
    assert shapes == [(4, 32, 32)] * 2 + [(8, 16, 16)] * 2 + [(16, 8, 8)] * 2 + [(32, 4, 4)] * 2
    assert network(torch.randn(2, 3, 32, 32)).shape == (2, 30)


def test_as_many_weights_as_the_resnet18_for_small_pictures():
    """11173962 at width 64 and 10 classes, as everyone counts them for CIFAR-10."""
    assert sum(parameter.numel() for parameter in ResNet18(10, width=64).parameters()) == 11173962


def test_a_block_is_its_input_where_the_residual_vanishes(network):
    block = network.blocks[1].eval()
    torch.nn.init.zeros_(block.residual[-2].weight)
    x = torch.rand(2, 4, 8, 8)
    torch.testing.assert_close(block(x), x)


def test_the_seed_decides_the_start_and_leaves_the_global_state(network):
    torch.manual_seed(7)
    expected = torch.rand(1)
    torch.manual_seed(7)
    again, other, fewer = ResNet18(30, width=4), ResNet18(30, width=4, seed=1), ResNet18(6, width=4)
    assert torch.rand(1) == expected
    assert all(map(torch.equal, network.parameters(), again.parameters()))
    assert not torch.equal(network.stem[0].weight, other.stem[0].weight)
    assert all(map(torch.equal, network.blocks.parameters(), fewer.blocks.parameters()))


def test_a_new_output_keeps_the_rest_and_its_statistics(network):
    network(torch.randn(8, 3, 32, 32))  # in training mode it moves the running means
    before = copy.deepcopy(network.state_dict())
    fresh = with_outputs(network, 6, seed=3)
    assert fresh.output.weight.shape == (6, 32)
    kept = fresh.state_dict()
    assert all(
        torch.equal(kept[name], before[name]) for name in before if not name.startswith("output")
    )
    with torch.no_grad():
        fresh.stem[0].weight.zero_()
    assert torch.equal(network.stem[0].weight, before["stem.0.weight"])  # a copy
