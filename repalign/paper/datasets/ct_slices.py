"""Samples of the CT slices, as figures 1, 5 and 9 use them: some to train on, as many others to
test on."""

import numpy as np

from repalign.paper import datasets


def draw(n_samples, seed, data_dir=None):
    """Training and test samples drawn at random, none in both.

    Parameters
    ----------
    n_samples : int
        1000 in the paper. Where the data are too few, half of them train and the others test.
    seed : int
    data_dir : path, optional

    Returns
    -------
    X, y, X_test, y_test : arrays (n, 384), (n,), (n, 384), (n,)
        Features as they come; targets moved so that those of the training samples go from -1 to 1.
    """
    table = datasets.load("ct_slices", data_dir=data_dir)
    n = min(n_samples, len(table.target) // 2)
    order = np.random.default_rng(seed).permutation(len(table.target))
    train, test = order[:n], order[n : 2 * n]
    low, high = table.target[train].min(), table.target[train].max()
    y = 2 * (table.target - low) / (high - low) - 1
    return table.features[train], y[train], table.features[test], y[test]


def standardised(X, X_test):
    """Both with mean 0 and standard deviation 1 of every feature in X; features constant in X
    become 0."""
    mean, deviation = X.mean(axis=0), X.std(axis=0)
    weight = np.divide(1, deviation, out=np.zeros_like(deviation), where=np.ptp(X, axis=0) > 0)
    return (X - mean) * weight, (X_test - mean) * weight


def within_one(X):
    """Every feature moved and scaled to go from -1 to 1; constant ones become -1."""
    spread = np.ptp(X, axis=0)
    return 2 * (X - X.min(axis=0)) / np.where(spread > 0, spread, 1) - 1
