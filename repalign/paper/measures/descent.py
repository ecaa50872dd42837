"""Descent step by step, in float64: what the closed forms are held against, and what lies beyond
them.

All start from zero weights. A gradient is of a loss summed over the samples, and a function of the
weights (d, k), one column a target.
"""

from itertools import islice

import numpy as np
from scipy.special import expit

from repalign.dynamics import max_step_size, training_error

STEP_FACTORS = (0.1, 0.5, 0.9)
"""Step sizes swept (Figure 11), as parts of the largest at which descent converges for certain."""


def best_step(spec, steps):
    """Of `STEP_FACTORS` the one with the lowest squared training error, averaged over the steps.

    Returns
    -------
    factor : float
        As a part of `max_step_size`.
    errors : array (t,)
        ||Phi w_t - y|| after the steps given.
    """
    limit = max_step_size(spec)
    sweep = [training_error(spec, steps, step_size=factor * limit) for factor in STEP_FACTORS]
    best = int(np.argmin(np.square(sweep).mean(axis=1)))
    return STEP_FACTORS[best], sweep[best]


def steps_by_decade(last, per_decade):
    """Numbers of steps to look at: 0, then so many a decade up to `last`, array of int."""
    count = round(per_decade * np.log10(last)) + 1
    return np.unique(np.concatenate([[0], np.geomspace(1, last, count).round()])).astype(int)


def squared_gradient(phi, y):
    """Gradient of ||Phi w - y||^2 / 2, y (n, k)."""
    return lambda weights: phi.T @ (phi @ weights - y)


def minibatches(phi, y, batch_size, rng):
    """The same from another random batch at every call, times n / batch_size: right on average."""

    def gradient(weights):
        batch = rng.choice(len(phi), batch_size, replace=False)
        return len(phi) / batch_size * phi[batch].T @ (phi[batch] @ weights - y[batch])

    return gradient


def logistic_gradient(phi, y):
    """Gradient of the sum of log(1 + exp(-y f)), y (n, k) of -1 and +1."""
    return lambda weights: phi.T @ (-y * expit(-y * (phi @ weights)))


def descend(gradient, shape, *, step_size):
    """Weights after 0, 1, 2, ... steps, without end."""
    weights = np.zeros(shape)
    while True:
        yield weights
        weights = weights - step_size * gradient(weights)


def adam(gradient, shape, *, learning_rate, betas=(0.9, 0.999), eps=1e-8):
    """The same by Adam (Kingma and Ba 2015)."""
    weights, mean, square, step = np.zeros(shape), 0.0, 0.0, 0
    while True:
        yield weights
        step, slope = step + 1, gradient(weights)
        mean = betas[0] * mean + (1 - betas[0]) * slope
        square = betas[1] * square + (1 - betas[1]) * slope**2
        scale = np.sqrt(square / (1 - betas[1] ** step)) + eps
        weights = weights - learning_rate / (1 - betas[0] ** step) * mean / scale


def at(steps, weights):
    """Of a sequence of weights those after `steps`, ascending: array (t, d, k)."""
    wanted = set(map(int, steps))
    return np.array([w for step, w in enumerate(islice(weights, steps[-1] + 1)) if step in wanted])


def errors(phi, y, weights):
    """||Phi w - y|| for each of a finite sequence of weights: array (t, k)."""
    return np.array([np.linalg.norm(phi @ w - y, axis=0) for w in weights])
