"""Features without learning, or nearly so, that section 7.2 holds against a trained network: SIFT,
HOG, RBF."""

import numpy as np

from repalign._support.arrays import as_matrix
from repalign._support.check import require_positive
from repalign._support.extras import need
from repalign.paper.datasets.pairs import as_pictures

SIDE = 64
"""Pixels to which pictures are enlarged for SIFT. CIFAR's 32 x 32 pixels have about 13 keypoints a
picture, 64 x 64 about 40, and still larger ones no more: they hold no further detail."""


def descriptors(images, *, side=SIDE):
    """SIFT descriptors at the keypoints of each picture (Lowe 1999, 2004), grey and enlarged by
    cubic interpolation.

    Parameters
    ----------
    images : uint8 array (n, h, w, 3)
    side : int
        Pixels after enlargement.

    Returns
    -------
    list of n float32 arrays (keypoints, 128)
        A picture without keypoints, as a blank one, has shape (0, 128).
    """
    cv2 = need("cv2", "paper")
    finder = cv2.SIFT_create()
    found = []
    for image in as_pictures(images):
        grey = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_RGB2GRAY)
        _, own = finder.detectAndCompute(
            cv2.resize(grey, (side, side), interpolation=cv2.INTER_CUBIC), None
        )
        found.append(np.empty((0, 128), np.float32) if own is None else own)
    return found


def bag_of_words(images, test_images, *, words=2048, side=SIDE, seed=0):
    """How often each visual word occurs in a picture: SIFT descriptors, each counted for the
    nearest centre.

    The dictionary is made by k-means in minibatches on the descriptors of the training pictures.

    Parameters
    ----------
    images, test_images : uint8 arrays (n, h, w, 3), (m, h, w, 3)
    words : int
        Size of the dictionary.
    side : int
        As in `descriptors`.
    seed : int
        Of k-means.

    Returns
    -------
    arrays (n, words), (m, words)
        Zero in the row of a picture without keypoints.

    Raises
    ------
    ValueError
        The training pictures have fewer keypoints than words.
    """
    cluster = need("sklearn.cluster", "paper")
    train, test = descriptors(images, side=side), descriptors(test_images, side=side)
    total = sum(map(len, train))
    if total < words:
        raise ValueError(
            f"{total} keypoints of {len(train)} pictures cannot make {words} words; ask for fewer "
            "words"
        )
    dictionary = cluster.MiniBatchKMeans(words, batch_size=4096, n_init=1, random_state=seed)
    dictionary.fit(np.concatenate(train))
    return tuple(_counts(dictionary.predict, part, words) for part in (train, test))


def _counts(nearest, found, words):
    """Histograms of the nearest words of each picture's descriptors: array (n, words)."""
    counts = np.zeros((len(found), words), dtype=int)
    picture = np.repeat(np.arange(len(found)), [len(own) for own in found])
    if len(picture):
        np.add.at(counts, (picture, nearest(np.concatenate(found))), 1)
    return counts


def hog(images):
    """Histograms of oriented gradients (Dalal and Triggs 2005): 9 orientations, cells of 8 x 8
    pixels, blocks of 2 x 2.

    The paper's "64 pixels per cell, and 4 cells per block" is read as areas, which are Dalal and
    Triggs' own; as sides they would need pictures of 256 x 256 pixels.

    Parameters
    ----------
    images : uint8 array (n, h, w, 3)
        At least 16 x 16 pixels.

    Returns
    -------
    array (n, d)
        For 32 x 32 pixels d = 324: 3 x 3 blocks of 4 cells of 9 orientations.

    Raises
    ------
    ValueError
        Images are of another shape or type, or smaller.
    """
    feature = need("skimage.feature", "paper")
    images = as_pictures(images)
    if min(images.shape[1:3]) < 16:
        raise ValueError(
            f"a block of HOG needs 16 x 16 pixels; got pictures of {images.shape[1:3]}; enlarge "
            "them"
        )
    options = {
        "orientations": 9,
        "pixels_per_cell": (8, 8),
        "cells_per_block": (2, 2),
        "channel_axis": -1,
    }
    return np.stack([feature.hog(image, **options) for image in images])


def rbf(images, centres, *, bandwidth=1.0):
    """Gaussian bumps: phi_j(x) = exp(-||x - c_j||^2 / (2 bandwidth^2)), x and c_j flattened and
    scaled to length one.

    Parameters
    ----------
    images : array (n, ...)
        Not zero anywhere; the scale does not matter.
    centres : array (m, ...)
        The paper takes the training images themselves, so that least squares fits any labels of
        distinct ones.
    bandwidth : float > 0

    Returns
    -------
    array (n, m)
        Entries from exp(-2 / bandwidth^2) to 1.

    Examples
    --------
    >>> rbf([[1.0, 0.0]], [[2.0, 0.0], [0.0, 1.0]]).round(4)
    array([[1.    , 0.3679]])
    """
    require_positive("bandwidth", bandwidth)
    cosine = _unit("images", images) @ _unit("centres", centres).T
    return np.exp((np.minimum(cosine, 1) - 1) / bandwidth**2)  # ||x - c||^2 = 2 - 2 cosine


def _unit(name, images):
    X = as_matrix(name, np.reshape(images, (len(images), -1)))
    length = np.linalg.norm(X, axis=1, keepdims=True)
    if not length.all():
        raise ValueError(
            f"{name} {np.flatnonzero(length == 0)[:5]} are zero everywhere and cannot have length "
            "one"
        )
    return X / length
