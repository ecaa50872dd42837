"""Downloads against fakes at the boundary, which write the sources' real formats."""

import functools
import hashlib
import http.server
import pickle
import struct
import threading
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch
import torchvision

from repalign.paper import datasets
from repalign.paper.datasets import downloads

pytestmark = pytest.mark.usefixtures("cache")


def idx(array):
    header = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    return header + array.astype(np.uint8).tobytes()


def test_mnist_is_downloaded_through_torchvision(cache, monkeypatch):
    """torchvision reads real IDX files; only the fetching of the archives is replaced."""

    def fetch(url, download_root, filename, md5):
        n = 3 if filename.startswith("train") else 2
        array = np.arange(n) if "labels" in filename else np.full((n, 28, 28), n)
        Path(download_root, filename.removesuffix(".gz")).write_bytes(idx(array))

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
        Path(folder).mkdir(exist_ok=True)
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
    monkeypatch.setattr(downloads, "CT_SLICES_URL", f"http://127.0.0.1:{server.server_port}/ct.zip")

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
    monkeypatch.setattr(downloads, "CT_SLICES_SHA256", whole)
    monkeypatch.setattr(downloads, "CT_SLICES_START_SHA256", start)
    monkeypatch.setattr(downloads, "CT_SLICES_SHAPE", (4, 386))
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
        monkeypatch.setattr(downloads, name, digest)
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
