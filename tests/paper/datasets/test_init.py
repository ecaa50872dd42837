"""Where data comes from; downloads run against fakes at the boundary, which write the sources' real
formats."""

import functools
import hashlib
import http.server
import pickle
import struct
import threading
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
PICTURES = IMAGES | {
    name: np.zeros((len(IMAGES[name]), 32, 32, 3), np.uint8)
    for name in ("train_images", "test_images")
}
TABLE = {"features": np.zeros((3, 384)), "target": np.arange(3.0), "patient": np.arange(3)}
CONTENTS = {"mnist": IMAGES, "cifar10": PICTURES, "cifar100": PICTURES, "ct_slices": TABLE}


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """An empty cache, and no other folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(datasets.sys, "platform", "linux")
    monkeypatch.delenv("REPALIGN_DATA", raising=False)
    return tmp_path / "cache" / "repalign"


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


@pytest.mark.parametrize(
    "name, labels, classes", [("CIFAR10", "labels", 10), ("CIFAR100", "fine_labels", 100)]
)
def test_cifar_is_downloaded_through_torchvision(monkeypatch, name, labels, classes):
    """torchvision reads real CIFAR batches; only the fetching and the checksums are replaced."""
    kind = getattr(torchvision.datasets, name)

    def fetch(self):
        folder = f"{self.root}/{self.base_folder}"
        datasets.Path(folder).mkdir(exist_ok=True)
        for file, _ in self.train_list + self.test_list:
            with open(f"{folder}/{file}", "wb") as out:
                pickle.dump(
                    {"data": np.arange(2 * 3072).reshape(2, 3072).astype(np.uint8), labels: [1, 0]},
                    out,
                )
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


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """A function that makes the archive of rows of CT slices, served on this machine: pooch itself
    fetches it."""
    folder = tmp_path / "served"
    folder.mkdir()

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=folder)
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(datasets, "CT_SLICES_URL", f"http://127.0.0.1:{server.server_port}/ct.zip")

    def serve(rows):
        header = ",".join(["patientId", *(f"value{i}" for i in range(384)), "reference"])
        lines = [
            ",".join(map(str, [row, *(i / 384 for i in range(384)), row / 2]))
            for row in range(rows)
        ]
        csv = "\n".join([header, *lines]).encode()
        with zipfile.ZipFile(folder / "ct.zip", "w") as file:
            file.writestr("slice_localization_data.csv", csv)
        return [
            hashlib.sha256(content).hexdigest()
            for content in ((folder / "ct.zip").read_bytes(), csv[: 2**20])
        ]

    yield serve
    server.shutdown()
    server.server_close()


def test_ct_slices_are_downloaded_through_pooch(archive, monkeypatch):
    whole, start = archive(rows=4)
    monkeypatch.setattr(datasets, "CT_SLICES_SHA256", whole)
    monkeypatch.setattr(datasets, "CT_SLICES_START_SHA256", start)
    monkeypatch.setattr(datasets, "CT_SLICES_SHAPE", (4, 386))
    data = datasets.load("ct_slices")
    assert data.features[0].tolist() == [i / 384 for i in range(384)]
    assert data.target.tolist() == [0, 0.5, 1, 1.5]
    assert data.patient.tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("known", "message"),
    [
        (
            0,
            r"SHA256 hash of downloaded file .* does not match the known hash: expected "
            r"sha256:9411f9",
        ),
        (1, "the table does not begin as that of 2011 does"),
        (2, r"table has shape \(4, 386\), expected \(53500, 386\)"),
    ],
)
def test_another_table_is_not_kept(cache, archive, monkeypatch, known, message):
    names = ("CT_SLICES_SHA256", "CT_SLICES_START_SHA256")
    for name, digest in zip(names[:known], archive(rows=4), strict=False):
        monkeypatch.setattr(datasets, name, digest)
    with pytest.raises(datasets.DataNotFoundError, match=message):
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
