"""Expected values: PyTorch's own modules put together by hand."""

import numpy as np
import torch

from repalign.paper.networks import hidden_layers, mlp


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
