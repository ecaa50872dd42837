"""The paper's data, from a file at hand or from its public source.

`load` looks for one file a data set, in this order: the `data_dir` passed, the folder that the
environment variable REPALIGN_DATA names, the user's cache; and only then it downloads, into the
cache.
"""

import os
import sys
from pathlib import Path

from repalign._support.check import as_path, shown
from repalign._support.extras import need
from repalign.paper.datasets import downloads
from repalign.paper.datasets.files import Images, Table, read_images, read_table

__all__ = ["SOURCES", "DataNotFoundError", "Images", "Table", "find", "load"]


class DataNotFoundError(OSError):
    """A data set is not on this machine and cannot be downloaded; the message says where it was
    sought.

    Attributes
    ----------
    file : str or None
        The name of the file that `load` looks for, where it was `load` that did.
    """

    def __init__(self, message, file=None):
        super().__init__(message)
        self.file = file


def load(name, *, data_dir=None):
    """A data set of the paper, or the weights of a pretrained network.

    Parameters
    ----------
    name : {"mnist", "cifar10", "cifar100", "ct_slices", "squeezenet1_1"}
    data_dir : path, optional
        A folder with ``<name>.npz`` (or ``squeezenet1_1_imagenet_features.pth``).

    Returns
    -------
    Images, Table, or for squeezenet1_1 the state dict of torchvision's ``squeezenet1_1().features``

    Raises
    ------
    ValueError
        The name is unknown, or a file is damaged or not what it should be.
    DataNotFoundError
        No file, and no download.
    """
    paths = _places(name, data_dir)
    _, read, download = SOURCES[name]
    return read(find(name, data_dir=data_dir) or _fetched(name, download, paths))


def find(name, *, data_dir=None):
    """The file that `load` would read, or None where it would have to download."""
    return next((path for path in _places(name, data_dir) if path.exists()), None)


def _places(name, data_dir):
    if not isinstance(name, str) or name not in SOURCES:
        raise ValueError(f"unknown data set {shown(name)}; known: {', '.join(SOURCES)}")
    return [folder / SOURCES[name][0] for folder in _folders(data_dir)]


def _folders(data_dir):
    named = [
        None if data_dir is None else as_path("data_dir", data_dir),
        os.environ.get("REPALIGN_DATA"),
    ]
    folders = [Path(folder).expanduser().resolve() for folder in named if folder]
    return list(dict.fromkeys([*folders, cache()]))


def _fetched(name, download, sought):
    """Where the download went: the last of the places sought, the user's cache."""
    target = sought[-1]
    try:
        download(name, target)
    except (
        Exception
    ) as error:  # whatever the network, the mirror, the archive or a missing extra did
        raise DataNotFoundError(
            f"{target.name} is in none of {', '.join(str(path.parent) for path in sought)}, and "
            f"downloading it failed ({type(error).__name__}: {error}). Put {target.name} into a "
            "folder and name that folder in the environment variable REPALIGN_DATA or as data_dir",
            target.name,
        ) from error
    return target


def cache():
    """The folder that `load` downloads into."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "~/AppData/Local")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or (
            "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"
        )
    return Path(base).expanduser() / "repalign"


def _read_weights(path):
    need("torch", "torch")
    from repalign.paper.datasets import weights  # needs torch

    return weights.read(path)


SOURCES = {
    "mnist": ("mnist.npz", read_images((28, 28)), downloads.images),
    "cifar10": ("cifar10.npz", read_images((32, 32, 3)), downloads.images),
    "cifar100": ("cifar100.npz", read_images((32, 32, 3)), downloads.images),
    "ct_slices": ("ct_slices.npz", read_table, downloads.ct_slices),
    "squeezenet1_1": ("squeezenet1_1_imagenet_features.pth", _read_weights, downloads.squeezenet),
}
