"""A reader's own pictures, and which weights are on the reader's machine: for the live cell of
chapter 6."""

from pathlib import Path

import numpy as np

from repalign._support.extras import need
from repalign._support.files import damage_named
from repalign.paper import datasets
from repalign.paper.features import pretrained

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
