"""Two classes of pictures as a task: E8 and E9 draw their targets here."""

from dataclasses import dataclass

import numpy as np

from repalign._support.arrays import as_array
from repalign.features import signed_labels
from repalign.paper import datasets


@dataclass(frozen=True, eq=False)
class Pair:
    """Pictures of two classes: uint8 (n, h, w, 3) and labels (n,) of -1 and +1, to train on and
    held out.

    `classes` (2,) are the names of the classes labelled -1 and +1, `numbers` (2,) their labels in
    the data set.
    """

    classes: np.ndarray
    numbers: np.ndarray
    images: np.ndarray
    y: np.ndarray
    test_images: np.ndarray
    y_test: np.ndarray


def draw(dataset, seed, *, n_samples=1000, n_test=None, data_dir=None):
    """Two classes at random, and pictures of them at random, as many of each.

    Parameters
    ----------
    dataset : {"cifar10", "cifar100"}
    seed : int
        Its pair is drawn anew until it shares no class with the pairs of smaller seeds of its
        block. Seeds 0 to 4 of CIFAR-10, with its ten classes, are a block, as are 5 to 9; of
        CIFAR-100, 0 to 49. So the pairs of a block are tasks without a class in common.
    n_samples : int
        Even; drawn from the training images.
    n_test : int, optional
        Even; drawn from the test images. Default: all that the data set has of the two classes.
    data_dir : path, optional

    Returns
    -------
    Pair

    Raises
    ------
    ValueError
        A number is odd, or greater than what the data set has of a class.
    """
    data = datasets.load(dataset, data_dir=data_dir)
    numbers, rng = _disjoint(len(data.classes), seed)
    train = _drawn(data.train_labels, numbers, n_samples, rng)
    test = _drawn(data.test_labels, numbers, n_test, rng)
    return Pair(
        data.classes[numbers],
        numbers,
        data.train_images[train],
        signed_labels(data.train_labels[train]),
        data.test_images[test],
        signed_labels(data.test_labels[test]),
    )


def _disjoint(n_classes, seed):
    """The sorted numbers (2,) of a seed's classes, and its generator as they left it."""
    block, taken = n_classes // 2, []
    for each in range(seed - seed % block, seed + 1):
        rng = np.random.default_rng(each)
        pair = rng.choice(n_classes, 2, replace=False)
        while np.isin(pair, taken).any():
            pair = rng.choice(n_classes, 2, replace=False)
        taken.extend(pair)
    return np.sort(pair), rng


def network_seed(dataset, seed):
    """Of the random weights of a pair: no two pairs of seed and data set share theirs."""
    return 2 * seed + ("cifar100", "cifar10").index(dataset)


def as_pictures(images):
    """uint8 (n, h, w, 3), or a ValueError that says what came."""
    images = as_array("images", images)
    if images.dtype != np.uint8 or images.ndim != 4 or images.shape[-1] != 3 or 0 in images.shape:
        raise ValueError(
            "images must be uint8 of shape (n, height, width, 3), RGB from 0 to 255; got "
            f"{images.dtype} {images.shape}; for channels first use images.transpose(0, 2, 3, 1), "
            "for grey ones np.repeat(images[..., None], 3, axis=-1), for values from 0 to 1 (255 "
            "* images).astype(np.uint8)"
        )
    return images


def _drawn(labels, numbers, n, rng):
    """Indices of n pictures, half of each class, in random order within a class."""
    there = [rng.permutation(np.flatnonzero(labels == number)) for number in numbers]
    half = min(map(len, there)) if n is None else n // 2
    if n is not None and (n % 2 or not 0 < half <= min(map(len, there))):
        raise ValueError(
            f"{n} pictures of two classes must be an even number, at most "
            f"{2 * min(map(len, there))}, as many of each class; ask for fewer"
        )
    return np.concatenate([own[:half] for own in there])
