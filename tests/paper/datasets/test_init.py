"""Where data comes from, and what is refused."""

import numpy as np
import pytest
import torch

from repalign.paper import datasets

pytestmark = pytest.mark.usefixtures("cache")

IMAGES = {
    "train_images": np.zeros((2, 28, 28), np.uint8),
    "train_labels": np.array([0, 1]),
    "test_images": np.zeros((1, 28, 28), np.uint8),
    "test_labels": np.array([1]),
    "classes": np.array(["0", "1"]),
}
PICTURES = IMAGES | {
    name: np.zeros((len(IMAGES[name]), 32, 32, 3), np.uint8)
    for name in ("train_images", "test_images")
}
TABLE = {"features": np.zeros((3, 384)), "target": np.arange(3.0), "patient": np.arange(3)}
CONTENTS = {"mnist": IMAGES, "cifar10": PICTURES, "cifar100": PICTURES, "ct_slices": TABLE}


def stored(folder, name="mnist", **changes):
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / f"{name}.npz", **CONTENTS[name] | changes)
    return folder


@pytest.mark.parametrize("name", ["mnist", "cifar10", "cifar100"])
def test_images_are_read_from_a_folder(tmp_path, name):
    data = datasets.load(name, data_dir=stored(tmp_path, name))
    for field, array in CONTENTS[name].items():
        np.testing.assert_array_equal(getattr(data, field), array)


def test_ct_slices_are_read_from_a_folder(tmp_path):
    np.testing.assert_array_equal(
        datasets.load("ct_slices", data_dir=stored(tmp_path, "ct_slices")).target, [0, 1, 2]
    )


def test_weights_are_read_from_a_folder(tmp_path):
    torch.save({"0.weight": torch.ones(2)}, tmp_path / "squeezenet1_1_imagenet_features.pth")
    assert datasets.load("squeezenet1_1", data_dir=tmp_path)["0.weight"].sum() == 2


def test_order_is_argument_then_variable_then_cache(tmp_path, cache, monkeypatch):
    monkeypatch.setenv("REPALIGN_DATA", str(tmp_path / "variable"))
    for folder, first in ((cache, 3), (tmp_path / "variable", 2), (tmp_path / "argument", 1)):
        stored(folder, train_images=np.full((2, 28, 28), first, np.uint8))
        assert (datasets.load("mnist", data_dir=tmp_path / "argument").train_images == first).all()


def test_unknown_name_lists_the_known():
    with pytest.raises(
        ValueError,
        match="unknown data set 'svhn'; known: mnist, cifar10, cifar100, ct_slices, squeez",
    ):
        datasets.load("svhn")


@pytest.mark.parametrize("name", datasets.SOURCES)
def test_without_a_network_the_error_names_file_folders_and_variable(
    tmp_path, cache, monkeypatch, name
):
    def offline(name, target):
        raise OSError("Name or service not known")

    file, read, _ = datasets.SOURCES[name]
    monkeypatch.setitem(datasets.SOURCES, name, (file, read, offline))
    with pytest.raises(datasets.DataNotFoundError) as error:
        datasets.load(name, data_dir=tmp_path / "mine")
    for part in (
        file,
        str(tmp_path / "mine"),
        str(cache),
        "REPALIGN_DATA",
        "Name or service not known",
    ):
        assert part in str(error.value)


def test_without_the_extra_the_error_names_it_too(monkeypatch):
    monkeypatch.setitem(datasets.sys.modules, "torchvision", None)
    monkeypatch.delitem(datasets.sys.modules, "torchvision.datasets")
    with pytest.raises(datasets.DataNotFoundError, match=r"repalign\[torch\].*REPALIGN_DATA"):
        datasets.load("mnist")


@pytest.mark.parametrize("content", [b"", b"not an archive"])
@pytest.mark.parametrize("file", ["mnist.npz", "squeezenet1_1_imagenet_features.pth"])
def test_a_corrupt_file_is_named(tmp_path, file, content):
    (tmp_path / file).write_bytes(content)
    with pytest.raises(ValueError, match=file):
        datasets.load(file.partition(".")[0].removesuffix("_imagenet_features"), data_dir=tmp_path)


def test_a_file_that_lacks_an_array_is_named(tmp_path):
    np.savez(tmp_path / "mnist.npz", train_images=1)
    with pytest.raises(
        ValueError, match=r"mnist.npz .* that holds the arrays .* lacks train_labels, test_images"
    ):
        datasets.load("mnist", data_dir=tmp_path)


@pytest.mark.parametrize(
    ("name", "field", "value", "expected"),
    [
        (
            "mnist",
            "train_images",
            np.zeros((2, 28, 28)),
            r"uint8 \(2, 28, 28\); got float64 \(2, 28, 28\)",
        ),
        (
            "mnist",
            "train_images",
            np.zeros((2, 32, 32), np.uint8),
            r"uint8 \(2, 28, 28\); got uint8 \(2, 32, 32\)",
        ),
        (
            "cifar10",
            "test_images",
            np.zeros((1, 28, 28), np.uint8),
            r"uint8 \(1, 32, 32, 3\); got uint8 \(1, 28, 28\)",
        ),
        (
            "mnist",
            "test_images",
            np.zeros((0, 28, 28), np.uint8),
            r"not empty; got uint8 \(0, 28, 28\)",
        ),
        ("mnist", "train_images", np.uint8(3), r"not empty; got uint8 \(\)"),
        ("mnist", "train_labels", np.array([0, 1, 1]), r"integers \(2,\); got int64 \(3,\)"),
        ("cifar100", "test_labels", np.array([0.0]), r"integers \(1,\); got float64 \(1,\)"),
        ("mnist", "train_labels", np.array([0, 2]), "go from 0 to 1, not 0 to 2"),
        ("mnist", "train_labels", np.array([-1, 1]), "go from 0 to 1, not -1 to 1"),
        ("mnist", "classes", np.array([0, 1]), r"names \(k,\); got int64 \(2,\)"),
        (
            "ct_slices",
            "features",
            np.zeros((3, 383)),
            r"numbers \(3, 384\); got float64 \(3, 383\)",
        ),
        (
            "ct_slices",
            "features",
            np.zeros((2, 384)),
            r"numbers \(3, 384\); got float64 \(2, 384\)",
        ),
        ("ct_slices", "features", np.full((3, 384), np.nan), "go from -1 to 2, not nan to nan"),
        ("ct_slices", "features", np.full((3, 384), 255.0), "go from -1 to 2, not 255.0 to 255.0"),
        ("ct_slices", "target", np.array([0.0, 1.0, 181.0]), "go from 0 to 180, not 0.0 to 181.0"),
        ("ct_slices", "target", np.array(["a", "b", "c"]), r"numbers \(3,\); got <U1 \(3,\)"),
        ("ct_slices", "patient", np.arange(3.0), r"integers \(3,\); got float64 \(3,\)"),
    ],
)
def test_a_file_of_other_shapes_types_or_ranges_is_refused(tmp_path, name, field, value, expected):
    with pytest.raises(
        ValueError, match=rf"{name}\.npz: {field} must (be )?{expected}; remove the file"
    ):
        datasets.load(name, data_dir=stored(tmp_path, name, **{field: value}))
