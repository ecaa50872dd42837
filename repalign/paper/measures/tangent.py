"""The empirical neural tangent kernel (Jacot et al. 2018): of any network by its gradients, and of
one with one hidden layer by hand."""

import numpy as np

from repalign._support.extras import need


def tangent_features(network, inputs):
    """Gradients of the output with respect to all parameters: the features whose kernel is the
    tangent kernel.

    Those of the output layer's weights are the last hidden representation, so that its kernel is a
    part of the tangent kernel.

    Parameters
    ----------
    network : torch.nn.Module
        One output; in evaluation mode, where it makes a difference.
    inputs : tensor (n, ...)

    Returns
    -------
    array (n, p)
        p parameters, in the order of ``network.parameters()``.

    Examples
    --------
    >>> import torch
    >>> tangent_features(torch.nn.Linear(2, 1), torch.tensor([[3.0, 4.0]]))
    array([[3., 4., 1.]], dtype=float32)
    """
    func = need("torch.func", "torch")
    parameters = {name: each.detach() for name, each in network.named_parameters()}

    def output(parameters, x):
        return func.functional_call(network, parameters, x[None]).sum()

    gradients = func.vmap(func.grad(output), in_dims=(None, 0))(parameters, inputs)
    rows = [each.reshape(len(inputs), -1).numpy() for each in gradients.values()]
    return np.concatenate(rows, axis=1)


def tangent_kernel(inputs, hidden, outgoing):
    """Inner products of the output's gradients with respect to all parameters, each gradient over
    its length.

    Of f(x) = a^T relu(W x + b) + c. Gradients of length one play the part of
    rows of length one: the eigenvalues add up to n.

    Parameters
    ----------
    inputs : array (n, d)
    hidden : array (n, width)
        relu(W x + b).
    outgoing : array (width,)
        a.

    Returns
    -------
    array (n, n)
    """
    slopes = (hidden > 0) * outgoing
    # The gradients are slopes x^T for W, slopes for b, hidden for a and 1 for c.
    K = (inputs @ inputs.T + 1) * (slopes @ slopes.T) + hidden @ hidden.T + 1
    lengths = np.sqrt(np.diag(K))
    return K / np.outer(lengths, lengths)
