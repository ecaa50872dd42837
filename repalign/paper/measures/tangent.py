"""The empirical neural tangent kernel of a network with one hidden layer."""

import numpy as np


def tangent_kernel(inputs, hidden, outgoing):
    """Inner products of the output's gradients with respect to all parameters, each gradient over
    its length.

    Of f(x) = a^T relu(W x + b) + c (Jacot et al. 2018). Gradients of length one play the part of
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
