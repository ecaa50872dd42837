"""Files are whole or not there, and read only if they are what was written."""

import os
import re
import struct
import subprocess
import sys
import threading
import time
import zipfile

import numpy as np
import pytest
from damage import damaged, same

from repalign import spectrum
from repalign._support import files
from repalign._support.files import (
    kept,
    load_arrays,
    read_sealed,
    replacing,
    save_arrays,
    save_sealed,
)
from repalign.paper import results

# A process of its own, since it forks: 30 children, killed one after the other at any moment, write
# one file again and again. It prints how many of them were in the middle of it.
SCRIPT = """
import os, random, signal, sys, time
from itertools import count
from pathlib import Path
import numpy as np
from repalign._support.files import load_arrays, save_arrays
path, noise = Path(sys.argv[1]), np.random.default_rng(0).random(100_000)
save_arrays(path, number=np.zeros(100), noise=noise)
in_the_middle = 0
for _ in range(30):
    before = set(path.parent.iterdir())
    if not (child := os.fork()):
        for number in count():
            save_arrays(path, number=np.full(100, number), noise=noise)
    while set(path.parent.iterdir()) == before:
        time.sleep(0.001)
    time.sleep(random.uniform(0, 0.1))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    in_the_middle += set(path.parent.iterdir()) != before
    found = load_arrays(path)
    assert len(set(found["number"])) == 1 and (found["noise"] == noise).all()
print(in_the_middle)
"""


@pytest.fixture
def arrays():
    rng = np.random.default_rng(0)
    return {
        "x": rng.random((30, 20)),
        "names": np.array(["one", "two"]),
        "n": np.array(3),
        "zeros": np.zeros(5000),
    }


# Writing


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


def test_writers_of_one_path_do_not_mix(tmp_path):
    """Each thread writes numbers of its own; whoever reads meets one of them, whole."""
    path, stop, failures = tmp_path / "shared.npz", threading.Event(), []

    def write(number):
        while not stop.is_set():
            try:
                save_arrays(
                    path, x=np.random.default_rng(number).random(20_000), number=np.array(number)
                )
            except Exception as error:
                failures.append(error)

    save_arrays(path, x=np.random.default_rng(0).random(20_000), number=np.array(0))
    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    try:
        for _ in range(60):
            found = load_arrays(path)
            assert (found["x"] == np.random.default_rng(int(found["number"])).random(20_000)).all()
            time.sleep(0.005)
    finally:
        stop.set()
        for writer in writers:
            writer.join()
    assert not failures
    assert list(tmp_path.iterdir()) == [path]


def test_hosts_with_equal_process_numbers_do_not_share_a_name(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "getpid", lambda: 1)  # as in containers
    with replacing(tmp_path / "a") as first, replacing(tmp_path / "a") as second:
        assert first != second
        second.write_text("2")
        first.write_text("1")
    assert (tmp_path / "a").read_text() == "1"


def test_a_writer_killed_in_the_middle_leaves_nothing_half_written(tmp_path):
    """30 times; what they leave beside the file is removed by a later writer."""
    path = tmp_path / "killed.npz"
    killed = subprocess.run(
        [sys.executable, "-c", SCRIPT, path], capture_output=True, text=True, timeout=300
    )
    assert killed.returncode == 0, killed.stderr
    assert int(killed.stdout) > 5
    assert len(list(tmp_path.iterdir())) == 1 + int(killed.stdout)
    for partial in tmp_path.glob("*.partial"):
        os.utime(partial, (0, 0))
    save_arrays(path, x=np.ones(3))
    assert list(tmp_path.iterdir()) == [path]


def test_temporary_files_are_removed_only_when_nobody_holds_or_has_just_written_them(tmp_path):
    name = "a.npz.0123456789abcdef0123456789abcde{}.partial".format
    old, held, fresh, foreign = (
        tmp_path / own for own in (name(0), name(1), name(2), "film.partial")
    )
    for path in (old, held, fresh, foreign):
        path.touch()
    for path in (old, held, foreign):
        os.utime(path, (0, 0))
    with held.open("r+b") as file:
        files.fcntl.flock(file, files.fcntl.LOCK_EX)
        save_arrays(tmp_path / "b.npz", x=np.ones(3))
    assert set(tmp_path.iterdir()) == {tmp_path / "b.npz", held, fresh, foreign}


def test_a_writer_that_takes_its_time_keeps_its_file(tmp_path):
    with replacing(tmp_path / "slow") as partial:
        partial.write_text("slow")
        os.utime(partial, (0, 0))
        save_arrays(tmp_path / "quick", x=np.ones(3))
    assert (tmp_path / "slow").read_text() == "slow"


# Reading


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
