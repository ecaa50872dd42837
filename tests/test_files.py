"""Files are whole or not there."""

import numpy as np
import pytest

from repalign import spectrum
from repalign._files import load_arrays, replacing, save_arrays


def test_an_interrupted_save_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "spectrum.npz"
    spectrum(np.eye(3), np.ones(3)).save(path)
    before = path.read_bytes()

    def interrupted(file, **arrays):
        file.write(b"half of a fi")
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez_compressed", interrupted)
    with pytest.raises(KeyboardInterrupt):
        spectrum(np.eye(2), np.ones(2)).save(path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_nothing_is_seen_at_the_path_before_it_is_whole(tmp_path):
    with replacing(tmp_path / "new") as partial:
        partial.write_text("half")
        assert not (tmp_path / "new").exists()
    assert (tmp_path / "new").read_text() == "half"


def test_the_same_arrays_make_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        save_arrays(tmp_path / name, x=np.arange(9))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_load_takes_all_or_those_named(tmp_path):
    save_arrays(tmp_path / "a", x=np.arange(3), y=np.ones(2))
    assert set(load_arrays(tmp_path / "a")) == {"x", "y"}
    assert set(load_arrays(tmp_path / "a", ["x"])) == {"x"}
    with pytest.raises(ValueError, match=r"a is not an .npz file that holds the arrays x, z: 'z"):
        load_arrays(tmp_path / "a", ["x", "z"])


def test_pickled_objects_are_not_loaded(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        load_arrays(tmp_path / "a.npz")


def test_a_file_cut_short_is_refused(tmp_path):
    save_arrays(tmp_path / "a", x=np.arange(3000))
    whole = (tmp_path / "a").read_bytes()
    (tmp_path / "a").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ValueError, match=r"a is not an \.npz file"):
        load_arrays(tmp_path / "a")
