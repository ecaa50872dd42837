"""Where data comes from; downloads run against fakes at the boundary, which write the sources' real formats."""

import pickle
import struct
import zipfile

import numpy as np
import pytest
import torch
import torchvision

from repalign.paper import datasets

IMAGES = {
    "train_images": np.zeros((2, 28, 28), np.uint8),
    "train_labels": np.array([0, 1]),
    "test_images": np.zeros((1, 28, 28), np.uint8),
    "test_labels": np.array([1]),
    "classes": np.array(["0", "1"]),
}
TABLE = {"features": np.zeros((3, 384)), "target": np.arange(3.0), "patient": np.arange(3)}


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """An empty cache, and no other folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(datasets.sys, "platform", "linux")
    monkeypatch.delenv("REPALIGN_DATA", raising=False)
    return tmp_path / "cache" / "repalign"


def stored(folder, name="mnist", **changes):
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / f"{name}.npz", **(TABLE if name == "ct_slices" else IMAGES) | changes)
    return folder


@pytest.mark.parametrize("name", ["mnist", "cifar10", "cifar100"])
def test_images_are_read_from_a_folder(tmp_path, name):
    data = datasets.load(name, data_dir=stored(tmp_path, name))
    for field, array in IMAGES.items():
        np.testing.assert_array_equal(getattr(data, field), array)


def test_ct_slices_are_read_from_a_folder(tmp_path):
    np.testing.assert_array_equal(datasets.load("ct_slices", data_dir=stored(tmp_path, "ct_slices")).target, [0, 1, 2])


def test_weights_are_read_from_a_folder(tmp_path):
    torch.save({"0.weight": torch.ones(2)}, tmp_path / "squeezenet1_1_imagenet_features.pth")
    assert datasets.load("squeezenet1_1", data_dir=tmp_path)["0.weight"].sum() == 2


def test_order_is_argument_then_variable_then_cache(tmp_path, cache, monkeypatch):
    monkeypatch.setenv("REPALIGN_DATA", str(tmp_path / "variable"))
    for folder, first in ((cache, 3), (tmp_path / "variable", 2), (tmp_path / "argument", 1)):
        stored(folder, train_labels=np.array([first]))
        assert datasets.load("mnist", data_dir=tmp_path / "argument").train_labels == [first]


def test_unknown_name_lists_the_known():
    with pytest.raises(ValueError, match="unknown data set 'svhn'; known: mnist, cifar10, cifar100, ct_slices, squeez"):
        datasets.load("svhn")


@pytest.mark.parametrize("name", datasets.SOURCES)
def test_without_a_network_the_error_names_file_folders_and_variable(tmp_path, cache, monkeypatch, name):
    def offline(name, target):
        raise OSError("Name or service not known")

    file, read, _ = datasets.SOURCES[name]
    monkeypatch.setitem(datasets.SOURCES, name, (file, read, offline))
    with pytest.raises(datasets.DataNotFoundError) as error:
        datasets.load(name, data_dir=tmp_path / "mine")
    for part in (file, str(tmp_path / "mine"), str(cache), "REPALIGN_DATA", "Name or service not known"):
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
    with pytest.raises(ValueError, match=r"mnist.npz is not an .npz file that holds the arrays train_images, train_la"):
        datasets.load("mnist", data_dir=tmp_path)


def idx(array):
    header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    return header + array.astype(np.uint8).tobytes()


def test_mnist_is_downloaded_through_torchvision(cache, monkeypatch):
    """torchvision reads real IDX files; only the fetching of the archives is replaced."""

    def fetch(url, download_root, filename, md5):
        n = 3 if filename.startswith("train") else 2
        array = np.arange(n) if "labels" in filename else np.full((n, 28, 28), n)
        datasets.Path(download_root, filename.removesuffix(".gz")).write_bytes(idx(array))

    monkeypatch.setattr(torchvision.datasets.mnist, "download_and_extract_archive", fetch)
    data = datasets.load("mnist")
    assert data.train_images.shape == (3, 28, 28)
    assert (data.train_images.dtype, data.train_labels.dtype) == (np.uint8, np.int64)
    assert (data.test_images == 2).all()
    assert data.classes.tolist() == [str(digit) for digit in range(10)]
    assert [path.name for path in cache.iterdir()] == ["mnist.npz"]
    monkeypatch.setattr(torchvision.datasets.mnist, "download_and_extract_archive", None)
    np.testing.assert_array_equal(datasets.load("mnist").train_labels, [0, 1, 2])


@pytest.mark.parametrize("name, labels, classes", [("CIFAR10", "labels", 10), ("CIFAR100", "fine_labels", 100)])
def test_cifar_is_downloaded_through_torchvision(monkeypatch, name, labels, classes):
    """torchvision reads real CIFAR batches; only the fetching and the checksums are replaced."""
    kind = getattr(torchvision.datasets, name)

    def fetch(self):
        folder = f"{self.root}/{self.base_folder}"
        datasets.Path(folder).mkdir(exist_ok=True)
        for file, _ in self.train_list + self.test_list:
            with open(f"{folder}/{file}", "wb") as out:
                pickle.dump({"data": np.arange(2 * 3072).reshape(2, 3072).astype(np.uint8), labels: [1, 0]}, out)
        with open(f"{folder}/{self.meta['filename']}", "wb") as out:
            pickle.dump({self.meta["key"]: [f"class {i}" for i in range(classes)]}, out)

    monkeypatch.setattr(kind, "download", fetch)
    monkeypatch.setattr(kind, "_check_integrity", lambda self: True)
    monkeypatch.setattr(torchvision.datasets.cifar, "check_integrity", lambda *_: True)
    data = datasets.load(name.lower())
    assert data.test_images.shape == (2, 32, 32, 3)
    assert data.test_images[0, 0, 0].tolist() == [0, 0, 0]
    assert data.test_images[0, 0, 1].tolist() == [1, 1, 1]  # planes of 1024 become channels last
    assert data.test_labels.tolist() == [1, 0]
    assert data.classes[-1] == f"class {classes - 1}"


def fake_archive(monkeypatch, rows):
    class FakePooch:
        @staticmethod
        def retrieve(url, known_hash, path, fname):
            assert url == datasets.CT_SLICES_URL
            with zipfile.ZipFile(f"{path}/{fname}", "w") as archive:
                header = ",".join(["patientId", *(f"value{i}" for i in range(384)), "reference"])
                lines = [",".join(map(str, [row, *range(384), row / 2])) for row in range(rows)]
                archive.writestr("slice_localization_data.csv", "\n".join([header, *lines]))
            return f"{path}/{fname}"

    monkeypatch.setitem(datasets.sys.modules, "pooch", FakePooch)


def test_ct_slices_are_downloaded_through_pooch(monkeypatch):
    fake_archive(monkeypatch, rows=4)
    monkeypatch.setattr(datasets, "CT_SLICES_SHAPE", (4, 386))
    data = datasets.load("ct_slices")
    assert data.features[0].tolist() == list(range(384))
    assert data.target.tolist() == [0, 0.5, 1, 1.5]
    assert data.patient.tolist() == [0, 1, 2, 3]


def test_a_table_of_the_wrong_size_is_not_kept(cache, monkeypatch):
    fake_archive(monkeypatch, rows=4)
    with pytest.raises(datasets.DataNotFoundError, match=r"table has shape \(4, 386\), expected \(53500, 386\)"):
        datasets.load("ct_slices")
    assert not cache.exists()


class FakeSqueezenet:
    def __init__(self, weights):
        assert weights == "IMAGENET1K_V1"
        self.features = torch.nn.Linear(2, 1)


def test_squeezenet_is_downloaded_through_torchvision(cache, monkeypatch):
    monkeypatch.setattr(torchvision.models, "squeezenet1_1", FakeSqueezenet)
    assert set(datasets.load("squeezenet1_1")) == {"weight", "bias"}
    assert [path.name for path in cache.iterdir()] == ["squeezenet1_1_imagenet_features.pth"]


def test_a_download_that_breaks_off_leaves_nothing(cache, monkeypatch):
    def breaks(state, path):
        path.write_bytes(b"half")
        raise OSError("disk full")

    monkeypatch.setattr(torchvision.models, "squeezenet1_1", FakeSqueezenet)
    monkeypatch.setattr(torch, "save", breaks)
    with pytest.raises(datasets.DataNotFoundError, match="disk full"):
        datasets.load("squeezenet1_1")
    assert list(cache.iterdir()) == []
