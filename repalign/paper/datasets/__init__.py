"""The paper's data, from a file at hand or from its public source.

`load` looks for one file a data set, in this order: the `data_dir` passed, the folder that the
environment variable REPALIGN_DATA names, the user's cache; and only then it downloads, into the
cache.
"""

import hashlib
import io
import os
import sys
import tempfile
import zipfile
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from repalign._support.check import as_path, shown
from repalign._support.extras import need
from repalign._support.files import load_arrays, replacing, save_arrays

CT_SLICES_URL = (
    "https://archive.ics.uci.edu/static/public/206/relative+location+of+ct+slices+on+axial+axis.zip"
)
CT_SLICES_SHAPE = (53500, 386)
# UCI publishes no digest. That of the archive is the one that other people's code for this address
# asks for; that of the first 2^20 bytes of the table in it was taken from a copy of our own.
CT_SLICES_SHA256 = "9411f92082678169d2a01356f036708498c3ab507f6595919456bbb04a1d942a"
CT_SLICES_START_SHA256 = "44cb993bab36d8b7661816bd8f7f597bcf6c698a4b6f75b2f6f5dbc2b4e2ecb2"

REMEDY = "remove the file, so that it is downloaded again, or put the right one there"


@dataclass(frozen=True)
class Images:
    """Pictures and classes: uint8 (n, 28, 28) or (n, 32, 32, 3), int64 (n,), names (k,) in label
    order."""

    train_images: np.ndarray
    train_labels: np.ndarray
    test_images: np.ndarray
    test_labels: np.ndarray
    classes: np.ndarray


@dataclass(frozen=True)
class Table:
    """A regression task: float64 features (n, 384) and target (n,), int64 patient (n,)."""

    features: np.ndarray
    target: np.ndarray
    patient: np.ndarray


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
    return list(dict.fromkeys([*folders, _cache()]))


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
            "downloading it failed "
            f"({type(error).__name__}: {error}). Put {target.name} into a folder and name that "
            "folder in the "
            "environment variable REPALIGN_DATA or as data_dir",
            target.name,
        ) from error
    return target


def _cache():
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "~/AppData/Local")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or (
            "~/Library/Caches" if sys.platform == "darwin" else "~/.cache"
        )
    return Path(base).expanduser() / "repalign"


def _read_images(side):
    """A reader of `Images`, each of shape `side`."""

    def read(path):
        images = Images(**_named_arrays(path, Images))
        classes = images.classes
        _require(
            path, "classes", classes, "names (k,)", classes.dtype.kind == "U" and classes.ndim == 1
        )
        for split in ("train", "test"):
            pictures, labels = (
                getattr(images, f"{split}_images"),
                getattr(images, f"{split}_labels"),
            )
            shape = (len(pictures), *side)
            _require(
                path,
                f"{split}_images",
                pictures,
                f"uint8 {shape}",
                pictures.dtype == np.uint8 and pictures.shape == shape,
            )
            _require(
                path,
                f"{split}_labels",
                labels,
                f"integers {shape[:1]}",
                _is_of(labels, "iu", shape[:1]),
            )
            _require_within(path, f"{split}_labels", labels, 0, len(classes) - 1)
        return images

    return read


def _read_table(path):
    table = Table(**_named_arrays(path, Table))
    n = len(table.target)
    _require(
        path,
        "features",
        table.features,
        f"numbers ({n}, 384)",
        _is_of(table.features, "f", (n, 384)),
    )
    _require(path, "target", table.target, f"numbers ({n},)", _is_of(table.target, "f", (n,)))
    _require(path, "patient", table.patient, f"integers ({n},)", _is_of(table.patient, "iu", (n,)))
    _require_within(path, "features", table.features, -1, 2)  # -0.25 to 1 in the rows we know
    _require_within(path, "target", table.target, 0, 180)  # from head to foot
    return table


def _named_arrays(path, kind):
    arrays = load_arrays(path, [field.name for field in fields(kind)])
    for name, array in arrays.items():
        _require(path, name, array, "not empty", array.size and array.ndim)
    return arrays


def _is_of(array, kinds, shape):
    return array.dtype.kind in kinds and array.shape == shape


def _require(path, name, array, expected, holds):
    if not holds:
        raise ValueError(
            f"{path}: {name} must be {expected}; got {array.dtype} {array.shape}; {REMEDY}"
        )


def _require_within(path, name, array, low, high):
    if not low <= array.min() <= array.max() <= high:  # nor is NaN
        raise ValueError(
            f"{path}: {name} must go from {low} to {high}, not {array.min()} to {array.max()}; "
            f"{REMEDY}"
        )


def _read_weights(path):
    need("torch", "torch")
    from repalign.paper.datasets import weights  # needs torch

    return weights.read(path)


def _download_images(name, target):
    torchvision = need("torchvision.datasets", "torch")
    source = {
        "mnist": torchvision.MNIST,
        "cifar10": torchvision.CIFAR10,
        "cifar100": torchvision.CIFAR100,
    }[name]
    with tempfile.TemporaryDirectory() as folder:
        splits = {
            split: source(folder, train=split == "train", download=True)
            for split in ("train", "test")
        }
        # torchvision writes the classes of MNIST as "0 - zero".
        arrays = {"classes": np.array([label.split(" - ")[0] for label in splits["train"].classes])}
        for split, data in splits.items():
            arrays[f"{split}_images"] = np.asarray(data.data, dtype=np.uint8)
            arrays[f"{split}_labels"] = np.asarray(data.targets, dtype=np.int64)
        save_arrays(target, **arrays)


def _download_ct_slices(name, target):
    pooch = need("pooch", "data")
    with tempfile.TemporaryDirectory() as folder:
        known = f"sha256:{CT_SLICES_SHA256}"
        archive = pooch.retrieve(
            CT_SLICES_URL, known_hash=known, path=folder, fname="ct_slices.zip"
        )
        with zipfile.ZipFile(archive) as file:
            csv = file.read("slice_localization_data.csv")
    if hashlib.sha256(csv[: 2**20]).hexdigest() != CT_SLICES_START_SHA256:
        raise ValueError("the table does not begin as that of 2011 does")
    table = np.loadtxt(io.BytesIO(csv), delimiter=",", skiprows=1)
    if table.shape != CT_SLICES_SHAPE:
        raise ValueError(f"the table has shape {table.shape}, expected {CT_SLICES_SHAPE}")
    save_arrays(
        target, patient=table[:, 0].astype(np.int64), features=table[:, 1:385], target=table[:, 385]
    )


def _download_squeezenet(name, target):
    torch, models = need("torch", "torch"), need("torchvision.models", "torch")
    from repalign.paper.datasets import weights  # needs torch

    weights.require_digest(models.SqueezeNet1_1_Weights.IMAGENET1K_V1.url)
    with replacing(target) as partial:
        torch.save(models.squeezenet1_1(weights="IMAGENET1K_V1").features.state_dict(), partial)


SOURCES = {
    "mnist": ("mnist.npz", _read_images((28, 28)), _download_images),
    "cifar10": ("cifar10.npz", _read_images((32, 32, 3)), _download_images),
    "cifar100": ("cifar100.npz", _read_images((32, 32, 3)), _download_images),
    "ct_slices": ("ct_slices.npz", _read_table, _download_ct_slices),
    "squeezenet1_1": ("squeezenet1_1_imagenet_features.pth", _read_weights, _download_squeezenet),
}
