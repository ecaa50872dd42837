"""Training and test samples of the data sets that sections 5 and 6 of the paper train networks
on."""

import numpy as np

from repalign import signed_labels
from repalign.paper import datasets
from repalign.paper.datasets import ct_slices

DATASETS = ("ct_slices", "mnist", "cifar10")


def split(dataset, n_samples, n_test, *, seed=0, data_dir=None):
    """Samples to train on, and others to test on.

    Pictures are of the first two classes, as many of each, drawn from the training and from the
    test images; pixels go from 0 to 1. CT slices are `ct_slices.draw`, columns standardised.

    Parameters
    ----------
    dataset : {"ct_slices", "mnist", "cifar10"}
    n_samples, n_test : int
        Fewer where the data hold fewer.
    seed : int
        Of the draw.
    data_dir : path, optional

    Returns
    -------
    X, y, X_test, y_test : float64 arrays (n, d), (n,), (m, d), (m,)
        Labels +-1, or targets that go from -1 to 1 in the training samples.

    Raises
    ------
    ValueError
        The data set is none of these.
    """
    if dataset not in DATASETS:
        raise ValueError(f"unknown data set {dataset!r}; expected {', '.join(DATASETS)}")
    if dataset == "ct_slices":
        X, y, X_test, y_test = ct_slices.draw(n_samples, seed, data_dir)
        X, X_test = ct_slices.standardised(X, X_test)
        return X, y, X_test[:n_test], y_test[:n_test]
    images = datasets.load(dataset, data_dir=data_dir)
    rng = np.random.default_rng(seed)
    train = _two_classes(images.train_images, images.train_labels, n_samples, rng)
    return *train, *_two_classes(images.test_images, images.test_labels, n_test, rng)


def _two_classes(images, labels, n_samples, rng):
    found = [np.flatnonzero(labels == index) for index in (0, 1)]
    each = min(n_samples // 2, *map(len, found))
    picked = np.concatenate([rng.choice(indices, each, replace=False) for indices in found])
    return images[picked].reshape(len(picked), -1) / 255.0, signed_labels(labels[picked])
