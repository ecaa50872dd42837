"""What a computer lacks is named, with what to do; expected from what is made to be missing."""

import importlib.metadata
import sys
from collections import namedtuple

import pytest

from repalign.paper import datasets, results
from repalign.paper.chapters import computer
from repalign.paper.chapters.computer import GB

Free = namedtuple("Free", ["available"])


def lacking():
    return {each.what: each.remedy for each in computer.findings() if each.remedy}


def test_this_computer_runs_the_chapters(capsys):
    assert computer.check()
    assert capsys.readouterr().out.endswith("\n\nThis computer runs the chapters.\n")


def test_what_is_needed_is_the_extra_with_the_extras_that_it_names():
    needed = computer.requirements("chapters")
    assert str(needed["numpy"]) == ">=1.26" and "torch" in needed and "tqdm" in needed
    assert not {"repalign", "jupyterlab", "pytest"} & set(needed)


def test_an_old_package_is_named_with_what_installs_a_newer(monkeypatch, capsys):
    real = importlib.metadata.version
    monkeypatch.setattr(
        importlib.metadata, "version", lambda name: "0.1" if name == "pooch" else real(name)
    )
    assert not computer.check()
    printed = capsys.readouterr().out
    assert "TO DO  pooch" in printed and "       pip install 'pooch>=1.8'\n" in printed
    assert f"\n\nTo do: 1. {computer.ALL}\n" in printed


def test_a_package_that_does_not_import_is_to_be_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "cv2", None)
    assert lacking() == {"opencv-python-headless": "pip install 'opencv-python-headless>=4.8'"}


@pytest.mark.parametrize("limit", [None, str(GB)])
def test_little_memory_is_found_in_a_container_too(monkeypatch, limit):
    free = GB if limit is None else 16 * GB
    monkeypatch.setattr("psutil.virtual_memory", lambda: Free(free))
    if limit:
        monkeypatch.setenv("MEM_LIMIT", limit)
    [(what, remedy)] = lacking().items()
    assert what == "memory free" and remedy.startswith("needs 2.0 GB")


def test_a_full_disk_and_a_damaged_result_are_named(monkeypatch, tmp_path):
    monkeypatch.setattr(datasets, "cache", lambda: tmp_path / "not/there/yet")
    monkeypatch.setattr("shutil.disk_usage", lambda folder: namedtuple("Disk", "free")(0))
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    assert set(lacking()) == {"disk free", "stored results"}
    (tmp_path / "cnn.npz").write_bytes(b"")
    (tmp_path / "SHA256SUMS").write_text("")
    assert "cnn.npz is damaged" in lacking()["stored results"]


def test_the_command_ends_with_what_it_found(monkeypatch):
    from repalign.cli import main

    assert main(["check"]) == 0
    monkeypatch.setattr("psutil.virtual_memory", lambda: Free(0))
    assert main(["check"]) == 1
