"""The tangent kernel against gradients taken one by one."""

import numpy as np
import pytest

from repalign.paper.measures.tangent import tangent_features, tangent_kernel


def network_and_inputs(hidden):
    torch = pytest.importorskip("torch")
    from repalign.paper.networks import mlp

    network = mlp(5, hidden, seed=0).double()
    return network, torch.randn(
        9, 5, dtype=torch.float64, generator=torch.Generator().manual_seed(0)
    )


def one_by_one(network, X):
    """A row a sample, by a backward pass for each."""
    gradients = []
    for x in X:
        network.zero_grad()
        network(x).backward()
        gradients.append(np.concatenate([p.grad.numpy().ravel() for p in network.parameters()]))
    return np.array(gradients)


@pytest.mark.parametrize("hidden", [(7,), (6, 4)])
def test_features_are_the_gradients(hidden):
    network, X = network_and_inputs(hidden)
    np.testing.assert_allclose(tangent_features(network, X), one_by_one(network, X), atol=1e-12)


def test_those_of_the_output_layer_are_the_last_hidden_representation():
    network, X = network_and_inputs((6, 4))
    last = network[:-1](X).detach().numpy()
    np.testing.assert_allclose(tangent_features(network, X)[:, -5:-1], last)


def test_the_kernel_is_that_of_the_gradients():
    network, X = network_and_inputs((7,))
    J = one_by_one(network, X)
    J /= np.linalg.norm(J, axis=1, keepdims=True)
    hidden = network[:-1](X).detach().numpy()
    kernel = tangent_kernel(X.numpy(), hidden, network[2].weight.detach().numpy()[0])
    np.testing.assert_allclose(kernel, J @ J.T, atol=1e-12)
