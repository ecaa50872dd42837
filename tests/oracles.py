"""Slow, obvious versions of what repalign computes cleverly. Nothing here imports repalign."""

import numpy as np
from scipy import optimize, stats


def projections(phi, y):
    """sigma_i and (u_i^T y)^2 over all n left singular vectors, from the full n x n U; sigma is 0
    beyond min(n, d)."""
    U, sigma, _ = np.linalg.svd(phi, full_matrices=True)
    return np.pad(sigma, (0, len(phi) - len(sigma))), np.square(U.T @ y)


def alignment(phi, y, taus):
    """Equation 2 word for word: one sum a threshold, one term a left singular vector."""
    sigma, power = projections(phi, y)
    return np.array([sum(p for s, p in zip(sigma, power, strict=True) if s >= tau) for tau in taus])


def descend(phi, y, steps, step_size):
    """Weights after each of 0, 1, ... `steps` steps of gradient descent from zero, one loop: (steps
    + 1, d)."""
    weights = [np.zeros(phi.shape[1])]
    for _ in range(steps):
        weights.append(weights[-1] - step_size * phi.T @ (phi @ weights[-1] - y))
    return np.array(weights)


def kernel_target_alignment(phi, y):
    """<K, y y^T> / (||K|| ||y y^T||) with explicit n x n matrices and Frobenius norms."""
    K, target = phi @ phi.T, np.outer(y, y)
    return np.sum(K * target) / (np.linalg.norm(K) * np.linalg.norm(target))


def log_evidence(phi, y):
    """max over alpha, beta of log N(y; 0, Phi Phi^T / alpha + I / beta) / n, by search in both from
    many starts."""

    def loss(logs):
        covariance = phi @ phi.T * np.exp(-logs[0]) + np.eye(len(y)) * np.exp(-logs[1])
        return -stats.multivariate_normal(np.zeros(len(y)), covariance).logpdf(y) / len(y)

    starts = [(a, b) for a in (-4, 0, 4, 8) for b in (-2, 2)]
    options = {"xatol": 1e-8, "fatol": 1e-12, "maxiter": 4000}
    return -min(
        optimize.minimize(loss, start, method="Nelder-Mead", options=options).fun
        for start in starts
    )
