"""Ctrl-C in a terminal: the signal goes to the command and to all processes that it has started."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from repalign.paper.experiments import peaks, runs

STOPPED = "repalign: stopped; the same command goes on from what is done"
PLACES = {"serial": [], "processes": ["--jobs", "2"], "cluster": ["--scheduler", "local"]}


def started(*arguments, **options):
    """The command, in a session of its own as in a terminal of its own.

    A shell that started the tests in the background has Ctrl-C ignored, and children would inherit
    that.
    """
    command = [sys.executable, "-m", "repalign", *arguments]
    heed = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    streams = {"stderr": subprocess.PIPE, "text": True} | options
    return subprocess.Popen(command, start_new_session=True, preexec_fn=heed, **streams)


def session(process):
    """Command lines of the processes of its session, which are all that it has started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[3]) == process.pid and fields[0] != "Z":
                found.append((folder / "cmdline").read_text())
        except OSError:  # ended meanwhile
            continue
    return found


def wait_until(condition, process=None):
    while not condition():
        assert process is None or process.poll() is None
        time.sleep(0.02)


def require_one_line(errors):
    lines = [
        line
        for line in errors.replace("\r", "\n").splitlines()
        if line.strip() and "it/s" not in line
    ]
    lines = [line for line in lines if "s/it" not in line]
    assert lines == [STOPPED]


@pytest.mark.parametrize("place", PLACES)
def test_one_line_says_how_to_go_on_and_nothing_is_left_running(place, tmp_path):
    process = started("run", "peaks", "--out", str(tmp_path), *PLACES[place])
    wait_until(lambda: list(tmp_path.glob("*.lock")), process)  # a run is being computed
    os.killpg(process.pid, signal.SIGINT)
    require_one_line(process.communicate(timeout=300)[1])
    assert process.returncode == 130
    wait_until(lambda: not session(process))
    left = {path.suffix for path in tmp_path.iterdir()}
    assert left <= {
        ".state",
        ".lock",
    }  # the lock of a process that had to be killed opens by itself


def test_one_who_is_impatient_is_not_told_more(tmp_path):
    process = started("run", "peaks", "--out", str(tmp_path), "--jobs", "2")
    wait_until(lambda: list(tmp_path.glob("*.lock")), process)
    while process.poll() is None:
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.1)
    assert STOPPED in (errors := process.communicate()[1])
    assert "Traceback" not in errors
    assert not list(tmp_path.glob("*.partial"))


def test_the_same_command_goes_on_to_the_same_bytes(tmp_path):
    """Interrupted when 20 of 25 epochs are kept."""
    options = ["run", "peaks", "--quick", "--out"]
    process = started(*options, str(tmp_path / "broken"))
    wait_until(lambda: list((tmp_path / "broken").glob("*.state")), process)
    os.killpg(process.pid, signal.SIGINT)
    require_one_line(process.communicate(timeout=300)[1])
    for folder in ("broken", "whole"):
        assert started(*options, str(tmp_path / folder)).wait() == 0
    for config in peaks.QUICK:
        broken, whole = (
            runs.read(runs.path_of("peaks", config, tmp_path / name))
            for name in ("broken", "whole")
        )
        assert {name: array.tobytes() for name, array in broken[0].items()} == {
            name: array.tobytes() for name, array in whole[0].items()
        }
    first = runs.path_of("peaks", peaks.QUICK[0], tmp_path / "broken")
    assert runs.read(first)[1]["resumed"]


@pytest.mark.parametrize("before", [None, "ignore:something else"])
def test_what_killed_processes_left_is_cleared_up_without_a_word(before):
    """A lock that no process unregisters any more, as after a kill in the wrong moment."""
    lines = (
        "import os",
        "from repalign._support import maps",
        "maps._start_tracker()",
        "from loky.backend import resource_tracker",
        "resource_tracker.register('/loky-none', 'semlock')",
        "print(os.environ.get('PYTHONWARNINGS'), end='')",
    )
    own = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        env=own | ({"PYTHONWARNINGS": before} if before else {}),
        capture_output=True,  # until the tracker has closed its stderr too
        text=True,
    )
    assert (done.stdout, done.stderr) == (str(before), "")
