"""A reader's own pictures, and which weights are on the reader's machine: for the live cell of
chapter 6."""

from pathlib import Path

import numpy as np

from repalign._support.extras import need
from repalign._support.files import damage_named
from repalign.paper import datasets
from repalign.paper.datasets import pairs
from repalign.paper.features import pretrained

load_digits = need("sklearn.datasets", "paper").load_digits
SUFFIXES = {".bmp", ".gif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}


def weights_at_hand(name, *, data_dir=None):
    """The best `weights` for `repalign.paper.features.pretrained.network` that need no download:
    "imagenet", else "random".

    Parameters
    ----------
    name : str
        Of a network, as `pretrained.network` takes it.
    data_dir : path, optional
        As in `repalign.paper.datasets.load`.

    Examples
    --------
    >>> weights_at_hand("squeezenet1_1") in ("imagenet", "random")
    True
    """
    known = name in datasets.SOURCES and datasets.find(name, data_dir=data_dir)
    return "imagenet" if known or pretrained.weights_path(name).exists() else "random"


def pictures(folder, *, side=224):
    """Pictures of a folder that holds a folder a class, made square.

    Parameters
    ----------
    folder : path
        For two classes it holds two folders, named like them, with pictures in them. Other files
        are ignored.
    side : int
        Pixels to which they are scaled; what sticks out of the middle square is cut off first.

    Returns
    -------
    uint8 array (n, side, side, 3)
    str array (n,)
        The class of each.

    Raises
    ------
    ValueError
        There is no such folder, it does not hold exactly two folders with pictures, or one of them
        cannot be read.
    """
    found = _found(Path(folder).expanduser())
    if len(found) != 2:
        raise ValueError(
            f"{folder} must hold two folders with pictures, a class each; got {len(found)}: "
            f"{', '.join(found) or 'none'}"
        )
    images = [_square(path, side) for paths in found.values() for path in paths]
    return np.stack(images), np.repeat(list(found), [len(paths) for paths in found.values()])


def digits(*pair, most=200):
    """Pictures of two of scikit-learn's digits, in the place of a reader's own.

    Returns
    -------
    uint8 array (n, 8, 8, 3)
    int array (n,)
        The digit of each.
    """
    data = load_digits()
    chosen = np.flatnonzero(np.isin(data.target, pair))[:most]
    grey = (data.images[chosen] * 255 / 16).astype(np.uint8)
    return np.repeat(grey[..., None], 3, axis=-1), data.target[chosen]


def batches(images, labels, name, size=50):
    """Batches of pictures as a network of this name takes them, and their labels."""
    for start in range(0, len(images), size):
        part = slice(start, start + size)
        yield pretrained.preprocess(images[part], name), labels[part]


def show(dataset, seed, n_samples=16):
    """Draw pictures of the pair of classes that the experiment with this seed has, from the
    reader's copy of a data set, ``"cifar10"`` or ``"cifar100"``, or downloaded."""
    pair, plt = pairs.draw(dataset, seed, n_samples=n_samples), need("matplotlib.pyplot", "plot")
    figure, axes = plt.subplots(2, n_samples // 2, figsize=(8, 2.2))
    for ax, image in zip(axes.ravel(), pair.images, strict=True):
        ax.imshow(image)
        ax.axis("off")
    figure.suptitle(" and ".join(pair.classes))
    plt.show()


def _found(folder):
    """Files of pictures by class."""
    if not folder.is_dir():
        raise ValueError(f"there is no folder {folder}")
    classes = sorted(path for path in folder.iterdir() if path.is_dir())
    files = {
        own.name: sorted(path for path in own.iterdir() if path.suffix.lower() in SUFFIXES)
        for own in classes
    }
    return {name: paths for name, paths in files.items() if paths}


def _square(path, side):
    ops, Image = need("PIL.ImageOps", "torch"), need("PIL.Image", "torch")
    with (
        damage_named(f"{path} cannot be read as a picture", "; remove it or replace it"),
        Image.open(path) as image,
    ):
        return np.asarray(ops.fit(image.convert("RGB"), (side, side), Image.Resampling.BILINEAR))
