"""Files are whole or not there."""

import os
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from repalign import spectrum
from repalign._support import files
from repalign._support.files import load_arrays, replacing, save_arrays

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
