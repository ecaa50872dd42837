"""Files are read only if they are what was written."""

import re
import struct
import zipfile

import numpy as np
import pytest
from damage import damaged, same

from repalign._support import files
from repalign._support.files import kept, load_arrays, read_sealed, save_arrays, save_sealed
from repalign.paper import results


@pytest.fixture
def arrays():
    rng = np.random.default_rng(0)
    return {
        "x": rng.random((30, 20)),
        "names": np.array(["one", "two"]),
        "n": np.array(3),
        "zeros": np.zeros(5000),
    }


def test_load_takes_all_or_those_named(tmp_path):
    save_arrays(tmp_path / "a", x=np.arange(3), y=np.ones(2))
    assert set(load_arrays(tmp_path / "a")) == {"x", "y"}
    assert set(load_arrays(tmp_path / "a", ["x"])) == {"x"}
    with pytest.raises(
        ValueError,
        match=r"a is .* not an .npz file that holds the arrays x, z: it lacks z; it holds x",
    ):
        load_arrays(tmp_path / "a", ["x", "z"])


def test_what_is_saved_is_loaded_to_the_bit(tmp_path, arrays):
    odd = {
        "empty": np.empty((0, 3)),
        "fortran": np.asfortranarray(arrays["x"]),
        "big": np.arange(5, dtype=">i4"),
    }
    named = {
        "fields": np.zeros(3, dtype=[("a", "f4"), ("σ", "i8")]),
        "none": np.array([], dtype="U"),
    }
    with pytest.warns(
        UserWarning, match="format 3"
    ):  # what numpy says of a field's name that is not ASCII
        save_arrays(tmp_path / "a.npz", **arrays, **odd, **named)
    found = load_arrays(tmp_path / "a.npz")
    assert same(found, arrays | odd | named)
    assert found["fortran"].flags.f_contiguous


def test_large_arrays_are_saved_so_that_they_can_be_loaded(tmp_path, monkeypatch):
    """Zeros pack to a thousandth, which looks like a bomb where it is much."""
    monkeypatch.setattr(files, "LARGE", 2**20)
    zeros = np.zeros(2**18)
    save_arrays(tmp_path / "a.npz", zeros=zeros)
    assert same(load_arrays(tmp_path / "a.npz"), {"zeros": zeros})


def test_pickled_objects_are_not_loaded(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match=r"a\.npz .*arrays of objects are not read"):
        load_arrays(tmp_path / "a.npz")


def test_a_file_cut_short_is_refused(tmp_path):
    save_arrays(tmp_path / "a", x=np.arange(3000))
    whole = (tmp_path / "a").read_bytes()
    (tmp_path / "a").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match=r"a is damaged or not an \.npz file"):
        load_arrays(tmp_path / "a")


def test_what_cannot_be_read_at_all_is_named(tmp_path):
    for path in (tmp_path, tmp_path / "none.npz"):
        with pytest.raises(OSError, match=re.escape(str(path))):
            load_arrays(path)


def test_damage_is_never_silent(tmp_path, arrays):
    """Of 300 damaged files each is refused or holds the very same arrays."""
    save_arrays(tmp_path / "whole.npz", **arrays)
    whole, rng, refused = (tmp_path / "whole.npz").read_bytes(), np.random.default_rng(1), 0
    for _ in range(300):
        (tmp_path / "a.npz").write_bytes(damaged(whole, rng))
        try:
            found = load_arrays(tmp_path / "a.npz")
        except ValueError as error:
            assert str(tmp_path / "a.npz") in str(error)
            refused += 1
        else:
            assert same(found, arrays)
    assert refused > 150


@pytest.mark.parametrize("experiment", sorted(path.stem for path in results.FOLDER.glob("*.npz")))
def test_damaged_results_are_never_silent(tmp_path, experiment):
    path, rng = results.FOLDER / f"{experiment}.npz", np.random.default_rng(2)
    whole, arrays = path.read_bytes(), load_arrays(path)
    for _ in range(13):
        (tmp_path / "a.npz").write_bytes(damaged(whole, rng))
        try:
            found = load_arrays(tmp_path / "a.npz")
        except ValueError:
            continue
        assert same(found, arrays)


def test_an_array_hidden_by_a_damaged_table_of_contents_is_missed(tmp_path):
    """The length of an entry's comment, 0, becomes that of the next entry."""
    save_arrays(tmp_path / "a.npz", x=np.arange(3), y=np.arange(3))
    whole = bytearray((tmp_path / "a.npz").read_bytes())
    first, second = (
        whole.index(b"PK\x01\x02", start) for start in (0, whole.index(b"PK\x01\x02") + 4)
    )
    whole[first + 32 : first + 34] = struct.pack("<H", second - first)
    (tmp_path / "a.npz").write_bytes(whole)
    assert zipfile.ZipFile(tmp_path / "a.npz").namelist() == ["x.npy"]
    with pytest.raises(ValueError, match=r"a\.npz is damaged"):
        load_arrays(tmp_path / "a.npz")


# With a checksum before it


def test_what_is_sealed_is_read_back(tmp_path):
    for content in (b"", b"\n", bytes(range(256)) * 100):
        save_sealed(tmp_path / "a", content)
        assert bytes(read_sealed(tmp_path / "a")) == content


def test_damage_to_what_is_sealed_is_always_noticed(tmp_path):
    save_sealed(tmp_path / "a", np.random.default_rng(0).bytes(3000))
    whole, rng = (tmp_path / "a").read_bytes(), np.random.default_rng(1)
    for _ in range(300):
        if (content := damaged(whole, rng)) != whole:
            (tmp_path / "a").write_bytes(content)
            with pytest.raises(ValueError, match=f"{tmp_path / 'a'} is damaged"):
                read_sealed(tmp_path / "a")


def test_a_damaged_file_is_named_and_set_aside(tmp_path, capsys):
    path = tmp_path / "a"
    assert kept(path, read_sealed) is None
    assert capsys.readouterr().err == ""
    save_sealed(path, b"content")
    assert bytes(kept(path, read_sealed)) == b"content"
    path.write_bytes(b"con")
    assert kept(path, read_sealed) is None
    assert f"{path} is damaged" in (said := capsys.readouterr().err)
    assert "set aside as a.damaged and computed again" in said
    assert [(left.name, left.read_bytes()) for left in tmp_path.iterdir()] == [
        ("a.damaged", b"con")
    ]
