"""The tangent kernel against gradients taken one by one."""

import numpy as np
import pytest

from repalign.paper.measures.tangent import tangent_kernel


def test_the_kernel_is_that_of_the_gradients():
    torch = pytest.importorskip("torch")
    from repalign.paper.networks import mlp

    network = mlp(5, (7,), seed=0).double()
    X = torch.randn(9, 5, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    gradients = []
    for x in X:
        network.zero_grad()
        network(x).backward()
        gradient = torch.cat([p.grad.flatten() for p in network.parameters()])
        gradients.append((gradient / gradient.norm()).numpy())
    J = np.array(gradients)
    hidden = torch.relu(network[0](X)).detach().numpy()
    kernel = tangent_kernel(X.numpy(), hidden, network[2].weight.detach().numpy()[0])
    np.testing.assert_allclose(kernel, J @ J.T, atol=1e-12)
