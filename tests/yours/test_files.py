"""Files are read as the page reads them: its own cases, which tests/js/yours.files.test.js holds
too."""

import base64
import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from repalign.yours.files import read_file
from repalign.yours.found import Array
from repalign.yours.refusal import Refusal

STORED = json.loads((Path(__file__).parent.parent / "js/yours.json").read_text(encoding="utf-8"))


@pytest.fixture
def read(tmp_path):
    """What a file of this name and content holds."""

    def of(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_file(path)

    return of


@pytest.fixture
def refused(read):
    """Why a file is refused."""

    def of(name, content):
        with pytest.raises(Refusal) as refusal:
            read(name, content)
        assert str(refusal.value).startswith(name.partition(".")[0])
        assert "\n" not in str(refusal.value) and ". " in str(refusal.value)
        return str(refusal.value)

    return of


def plain(values):
    words = np.char.decode(values, "utf-8") if values.dtype.kind == "S" else values
    return words.ravel().tolist()


@pytest.mark.parametrize("name", STORED["read"])
def test_arrays_are_numpys(read, name):
    stored = STORED["read"][name]
    (array,) = read("a.npy", base64.b64decode(stored["file"]))
    assert array.name == "a" and list(array.shape) == (stored["shape"] or [1])
    assert plain(array.load()) == stored["values"]


@pytest.mark.parametrize("name", STORED["refused"])
def test_what_holds_no_real_numbers_is_refused(refused, name):
    assert name in refused("a.npy", base64.b64decode(STORED["refused"][name]))


@pytest.mark.parametrize("kind", STORED["packed"])
def test_an_archive_holds_named_arrays(read, kind):
    layer, labels = read("a.npz", base64.b64decode(STORED["packed"][kind]))
    assert (layer.name, layer.shape) == ("layer", (2, 3))
    assert labels.name == "labels" and labels.load().tolist() == ["a", "b"]
    assert layer.load().shape == (2, 3)


def test_an_array_that_nobody_named_has_the_name_of_its_file(read):
    files = [base64.b64decode(file) for file in STORED["unnamed"]]
    names = [[array.name for array in read("layer3.npz", file)] for file in files]
    assert names == [["layer3"], ["layer3 arr_0", "layer3 arr_1"]]


WHOLE = base64.b64decode(STORED["read"]["numbers as <f8"]["file"])
DAMAGED = {
    "cut short: 48 bytes of numbers were promised, 47 came": ("a.npy", WHOLE[:-1]),
    "damaged header": ("a.npy", WHOLE[:40]),
    "does not begin as a file of NumPy": ("a.npy", b"PLAIN TEXT"),
    "is empty": ("a.npy", b""),
    "cannot be unpacked": ("a.npz", base64.b64decode(STORED["packed"]["deflated"])[:100]),
    "without arrays of NumPy, as .pt": ("a.pt", b"PK\x05\x06" + bytes(18)),
    "PyTorch's own format": ("a.pt", b"PK\x03\x04" + bytes(22) + b"\r\0\0\0mine/data.pkl"),
    "a Python pickle": ("a.pkl", b"\x80\x04\x01"),
    "an HDF5 file": ("a.h5", b"\x89HDF\r\n"),
    "compressed by gzip": ("a.csv.gz", b"\x1f\x8b\x08"),
    "neither a NumPy file nor text": ("a.bin", b"\xff\xfe\x00"),
    "is JSON": ("a.json", b'{"format": "repalign spectra"}'),
}


@pytest.mark.parametrize("said", DAMAGED)
def test_damaged_files_and_those_of_others_are_refused(refused, said):
    assert said in refused(*DAMAGED[said])


def test_objects_in_an_archive_are_refused(refused):
    file = io.BytesIO()
    np.savez(file, one=np.eye(2), two=np.array([1, None], dtype=object))
    assert "a.npz, two: holds Python objects" in refused("a.npz", file.getvalue())


def test_damage_within_an_archive_is_told_when_it_is_read(read):
    file = io.BytesIO()
    np.savez(file, one=np.arange(10_000.0))
    content = bytearray(file.getvalue())
    content[50_000] ^= 1
    (array,) = read("a.npz", bytes(content))
    with pytest.raises(Refusal, match=r"a\.npz, one: cannot be unpacked"):
        array.load()


def test_what_is_no_array_in_an_archive_is_passed_over(read):
    file = io.BytesIO()
    np.savez(file, one=np.eye(2))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("notes.txt", "mine")
    assert [array.name for array in read("a.npz", file.getvalue())] == ["one"]


def test_blocks_of_a_mapped_array_are_its_rows(read):
    file = io.BytesIO()
    values = np.asfortranarray(np.arange(21.0).reshape(7, 3))
    np.save(file, values)
    (array,) = read("a.npy", file.getvalue())
    assert isinstance(array, Array) and isinstance(array.load(), np.memmap)
    np.testing.assert_array_equal(np.concatenate(list(array.blocks(2))), values)
