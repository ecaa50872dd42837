"""Data sets as they lie in files, checked before they are used."""

from dataclasses import dataclass, fields

import numpy as np

from repalign._support.files import load_arrays

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


def read_images(side):
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


def read_table(path):
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
