"""What `repalign run` says when something is missing, full or done, on runs that only write a
file."""

import resource
import shutil
import subprocess
import sys

import numpy as np
import pytest

from repalign._support.files import save_arrays
from repalign.cli import main
from repalign.paper import datasets
from repalign.paper.experiments import runs

COMMAND = ["run", "networks", "--quick"]
N_RUNS = 6


def written(name, config, out, **_):
    """In the place of a run: a file of 2 MB, which compression makes little smaller."""
    save_arrays(
        runs.path_of(name, config, out),
        x=np.random.default_rng(0).random(2**18),
        record=np.array("{}"),
    )


@pytest.fixture
def out(monkeypatch, tmp_path):
    monkeypatch.setattr(runs, "complete", written)
    monkeypatch.delenv("REPALIGN_DATA", raising=False)
    return tmp_path / "out"


@pytest.fixture
def limit():
    """A function that sets how large a file may become."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def stopped(*options):
    """What the command says, in one line, when it does not even begin."""
    with pytest.raises(SystemExit) as stop:
        main([*COMMAND, *options])
    assert "\n" not in stop.value.code
    return stop.value.code


# What is missing


@pytest.mark.parametrize(
    ("module", "extra", "options"),
    [
        ("loky", "sweep", ["--jobs", "2"]),
        ("distributed", "dask", ["--scheduler", "local"]),
    ],
)
def test_a_missing_extra_is_told_in_one_line(out, monkeypatch, module, extra, options):
    monkeypatch.setitem(sys.modules, module, None)
    said = stopped("--out", str(out), *options)
    assert (
        said
        == f"repalign: {module} is not installed; it comes with: pip install 'repalign[{extra}]'"
    )


def test_without_torch_the_command_says_so():
    script = (
        "import sys; sys.modules['torch'] = None; from repalign.cli import main; sys.exit(main())"
    )
    done = subprocess.run([sys.executable, "-c", script, *COMMAND], capture_output=True, text=True)
    assert done.returncode == 1
    assert (
        done.stderr
        == "repalign: torch is not installed; it comes with: pip install 'repalign[torch]'\n"
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_data_that_is_not_there_is_told_once(monkeypatch, tmp_path, capfd, jobs):
    data = tmp_path / "data"
    monkeypatch.setenv("REPALIGN_DATA", str(data))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")  # no way to a network
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    assert (
        main([*COMMAND, "--data", str(data), "--jobs", jobs, "--out", str(tmp_path / "out")]) == 1
    )
    said, errors = capfd.readouterr()
    (line,) = [line for line in errors.splitlines() if line.startswith("repalign: ")]
    assert all(file in line for file in ("ct_slices.npz", "mnist.npz", "cifar10.npz"))
    assert errors.count(str(data)) == line.count("--data") == line.count("REPALIGN_DATA") == 1
    assert "Traceback" not in errors
    assert (
        said == f"0 runs in {tmp_path / 'out'}, a file each: 0 made now, 6 not made; "
        "the same command tries them again\n"
    )


def test_each_folder_is_sought_and_named_once(monkeypatch, tmp_path):
    monkeypatch.setenv("REPALIGN_DATA", str(tmp_path))
    monkeypatch.setattr(datasets, "SOURCES", {"mnist": ("mnist.npz", None, broken_download)})
    with pytest.raises(datasets.DataNotFoundError) as caught:
        datasets.load("mnist", data_dir=tmp_path)
    assert str(caught.value).count(str(tmp_path)) == 1
    assert caught.value.file == "mnist.npz"


def broken_download(name, target):
    raise ConnectionError("no network")


# What is there


def test_a_finished_run_says_where_the_files_are_and_a_second_one_that_nothing_was_missing(
    out, capsys
):
    assert main([*COMMAND, "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{N_RUNS} runs in {out}, a file each: {N_RUNS} made now\n"
    assert len(list(out.iterdir())) == N_RUNS
    assert (
        main([*COMMAND, "--out", str(out), "--scheduler", "tcp://127.0.0.1:9"]) == 0
    )  # nor is anything asked of it
    assert capsys.readouterr().out == f"{N_RUNS} runs in {out}, a file each: nothing was missing\n"


# Where nothing can be written


@pytest.mark.parametrize("place", ["file", "file/below", "/dev/full", "/proc/runs"])
def test_a_folder_that_cannot_be_is_named_before_anything_is_computed(
    out, monkeypatch, tmp_path, place
):
    monkeypatch.setattr(runs, "complete", pytest.fail)
    (tmp_path / "file").touch()
    assert stopped("--out", str(tmp_path / place)).startswith(
        f"repalign: nothing can be written to --out {tmp_path / place}: "
    )
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_full_disk_is_noticed_before_anything_is_computed(out, monkeypatch, limit):
    monkeypatch.setattr(runs, "complete", pytest.fail)
    with monkeypatch.context() as context:
        context.setattr(
            shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(2**40, 2**40, 2**20)
        )
        assert (
            stopped("--out", str(out))
            == f"repalign: the disk of --out {out} is full: 1 MB are free, 16 are needed"
        )
    limit(1000)
    assert (
        stopped("--out", str(out))
        == f"repalign: nothing can be written to --out {out}: File too large"
    )
    assert list(out.iterdir()) == []


def test_a_disk_that_fills_up_is_named_with_the_file_and_leaves_none_half_written(
    out, capfd, limit
):
    limit(3 * 2**19)  # the first small file fits
    assert main([*COMMAND, "--out", str(out)]) == 1
    errors = capfd.readouterr().err
    assert errors.count("was not written: [Errno 27] File too large") == N_RUNS
    assert f"repalign: {out}/networks-" in errors and "Traceback" not in errors
    assert list(out.iterdir()) == []


def test_a_bug_is_told_with_the_run_and_a_traceback(out, capsys, monkeypatch):
    monkeypatch.setattr(runs, "complete", lambda *_, **__: {}["bug"])
    assert main([*COMMAND, "--out", str(out)]) == 1
    errors = capsys.readouterr().err
    assert errors.count("networks: Config(") == errors.count("KeyError: 'bug'") == N_RUNS
    assert "Traceback" in errors
