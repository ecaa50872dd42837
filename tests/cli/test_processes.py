"""The command in processes: that are killed, of a cluster, and whose reader goes away."""

import os
import signal
import subprocess
import sys
import time
from subprocess import PIPE

import distributed

from repalign.cli import main
from repalign.paper.experiments import runs


def numbers(folder):
    """The bytes of the arrays of each run, without its record."""
    return {
        path.name: {name: array.tobytes() for name, array in runs.read(path)[0].items()}
        for path in folder.glob("*.npz")
    }


def test_a_killed_run_is_resumed_and_ends_with_the_same_bytes(tmp_path):
    assert main(["run", "peaks", "--quick", "--out", str(tmp_path / "serial")]) == 0
    killed = tmp_path / "killed"
    options = ["run", "peaks", "--quick", "--out", str(killed)]
    script = "import sys; from repalign.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", script, *options, "--jobs", "2"]
    parent = subprocess.Popen(command, start_new_session=True)
    while not list(killed.glob("*.state")):  # kept after 20 of 25 epochs
        assert parent.poll() is None
        time.sleep(0.01)
    os.killpg(parent.pid, signal.SIGKILL)  # an orphan might end its run
    parent.wait()
    assert len(numbers(killed)) < 4  # killed in the middle
    assert main(options) == 0
    assert numbers(killed) == numbers(tmp_path / "serial")
    assert len(list(killed.glob("*.npz"))) == 4
    assert any(runs.read(path)[1]["resumed"] for path in killed.glob("*.npz"))
    assert not list(killed.glob("*.state")) + list(killed.glob("*.lock"))


def test_a_cluster_makes_the_same_bytes(tmp_path, made_up_ct_dir, capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    options = ["run", "convergence", "--quick", "--data", str(made_up_ct_dir), "--out"]
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, dashboard_address=":0"
    ) as cluster:
        address = cluster.scheduler_address
        assert main([*options, str(tmp_path / "cluster"), "--scheduler", address]) == 0
    assert "3/3" in capsys.readouterr().err
    assert main([*options, str(tmp_path / "serial")]) == 0
    assert numbers(tmp_path / "cluster") == numbers(tmp_path / "serial")
    assert len(numbers(tmp_path / "serial")) == 3


def test_the_module_is_the_command_and_a_reader_may_go_away():
    process = subprocess.Popen(
        [sys.executable, "-m", "repalign", "claims"], stdout=PIPE, stderr=PIPE
    )
    process.stdout.close()  # as `head` does when it has its lines
    assert process.stderr.read() == b""
    assert process.wait() == 1
