"""Samples of the CT slices, as figures 1, 5 and 9 use them: some to train on, as many others to
test on."""

import numpy as np

from repalign.paper import datasets

HALVES = (None, 0, 1)
"""Of the patients: what `draw` takes as `half`."""


def draw(n_samples, seed, data_dir=None, *, half=None):
    """Training and test samples drawn at random, none in both.

    Parameters
    ----------
    n_samples : int
        1000 in the paper. Where the data are too few, half of them train and the others test.
    seed : int
    data_dir : path, optional
    half : {None, 0, 1}
        Slices of all patients train and test, so that neighbours of one patient, nearly alike, fall
        to both; or those of the first half of the patients train and those of the second half test,
        or the other way round. Then no more train than half of what there is to draw from.

    Returns
    -------
    X, y, X_test, y_test : arrays (n, 384), (n,), (m, 384), (m,)
        Features as they come; targets moved so that those of the training samples go from -1 to 1.
    """
    table = datasets.load("ct_slices", data_dir=data_dir)
    order = np.random.default_rng(seed).permutation(len(table.target))
    if half is None:
        n = min(n_samples, len(order) // 2)
        train, test = order[:n], order[n : 2 * n]
    else:
        own, other = _halves(table.patient, order, half)
        train, test = own[: min(n_samples, len(own) // 2)], other[:n_samples]
    low, high = table.target[train].min(), table.target[train].max()
    y = 2 * (table.target - low) / (high - low) - 1
    return table.features[train], y[train], table.features[test], y[test]


def _halves(patient, order, half):
    """The slices in their order, those of one half of the patients and those of the other."""
    names = np.unique(patient)
    own = np.isin(patient[order], names[: len(names) // 2]) == (half == 0)
    return order[own], order[~own]


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
