"""Sweeps in processes that are really killed, and the maps they go through."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import dask
import dask.array as da
import numpy as np
import pytest
import sweep_functions
from distributed import Client, LocalCluster
from spectra import assert_same
from sweep_functions import calls, configs_in, contents

from repalign import spectrum
from repalign.distributed import (
    SweepError,
    dask_map,
    process_map,
    single_threaded,
    spectrum_from_dask,
    sweep,
)


@pytest.fixture(scope="module")
def client():
    """A cluster of two worker processes that were started with two threads of BLAS."""
    environment = {
        "distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}
    }
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": ":0"}
    with (
        dask.config.set(environment),
        LocalCluster(**options) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.fixture
def maps(client):
    return {"serial": map, "processes": process_map(2), "dask": dask_map(client)}


@pytest.fixture
def configs(tmp_path):
    return configs_in(tmp_path)


def expected(fn, configs, tmp_path):
    """The files of a serial sweep that nothing disturbed."""
    (tmp_path / "pid").touch()
    sweep(fn, configs, cache_dir=tmp_path / "serial")
    (tmp_path / "log").unlink()
    (tmp_path / "pid").unlink()
    return contents(tmp_path / "serial")


def kill_when_written(path):
    """kill -9, from another thread, of the process that writes its number there."""

    def kill():
        while not path.exists():
            time.sleep(0.02)
        os.kill(int(path.read_text()), signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()


def is_gone(path):
    """Whether the process whose number is there ends within 20 seconds, of the 60 it would take."""
    process, deadline = Path(f"/proc/{path.read_text()}"), time.monotonic() + 20
    while process.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    return not process.exists()


@pytest.mark.parametrize("name", ["serial", "processes", "dask"])
def test_failures_come_together_at_the_end_and_the_others_are_kept(configs, tmp_path, maps, name):
    with pytest.raises(SweepError, match="2 of 4 configurations failed:") as caught:
        sweep(
            sweep_functions.fails_where_odd, configs, map=maps[name], cache_dir=tmp_path / "cache"
        )
    assert [failure.config for failure in caught.value.failures] == [configs[1], configs[3]]
    assert [failure.error for failure in caught.value.failures] == [
        f"FloatingPointError: the loss of {seed} is nan" for seed in (1, 3)
    ]
    assert "in fails_where_odd" in caught.value.failures[0].traceback
    assert f"{configs[3]} failed: FloatingPointError" in str(caught.value)
    assert calls(tmp_path) == {0: 1, 2: 1}
    assert len(contents(tmp_path / "cache")) == 2


# kill -9


@pytest.mark.parametrize("name", ["processes", "dask"])
def test_a_killed_worker_changes_no_number(configs, tmp_path, maps, name):
    fn = sweep_functions.waits_to_be_killed
    serial = expected(fn, configs, tmp_path)
    kill_when_written(tmp_path / "pid")
    sweep(fn, configs, map=maps[name], cache_dir=tmp_path / "cache")
    assert is_gone(tmp_path / "pid")
    assert contents(tmp_path / "cache") == serial
    assert calls(tmp_path) == dict.fromkeys(range(4), 1)


def test_a_configuration_that_always_kills_is_given_up_and_the_others_are_done(configs, tmp_path):
    with pytest.raises(SweepError, match="1 of 4 configurations failed") as caught:
        sweep(
            sweep_functions.kills_its_process,
            configs,
            map=process_map(2),
            cache_dir=tmp_path / "cache",
        )
    (failure,) = caught.value.failures
    assert failure.config == configs[1]
    assert "SIGKILL" in failure.error
    assert calls(tmp_path) == {0: 1, 1: 3, 2: 1, 3: 1}


def test_a_killed_sweep_goes_on_from_what_is_there(configs, tmp_path):
    configs = [{**config, "seconds": 0.5} for config in configs * 2]
    for seed, config in enumerate(configs):
        config["seed"] = seed
    fn, cache = sweep_functions.slow_numbers, tmp_path / "cache"
    serial = expected(fn, [{**config} for config in configs], tmp_path)
    script = (
        "import sweep_functions as f; from repalign.distributed import process_map, sweep;"
        f"sweep(f.slow_numbers, {configs}, map=process_map(2), cache_dir={str(cache)!r})"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    parent = subprocess.Popen([sys.executable, "-c", script], env=environment)
    while not cache.exists() or len(list(cache.glob("*.npz"))) < 2:
        assert parent.poll() is None
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    kept = len(list(cache.glob("*.npz")))
    sweep(fn, configs, map=process_map(2), cache_dir=cache)
    assert kept < len(configs)  # it was killed in the middle
    assert contents(cache) == serial
    assert max(calls(tmp_path).values()) <= 2
    assert (
        sum(calls(tmp_path).values()) <= len(configs) + 2
    )  # those in the works when it was killed, at most


def test_workers_end_with_the_process_that_started_them(tmp_path):
    script = (
        "import os, time; from repalign.distributed import process_map;"
        "process_map(1)(lambda folder: (open(folder + '/pid', 'w').write(str(os.getpid())), "
        "time.sleep(60)),"
        f"[{str(tmp_path)!r}])"
    )
    parent, pid = subprocess.Popen([sys.executable, "-c", script]), tmp_path / "pid"
    while not pid.exists() or not pid.read_text():
        assert parent.poll() is None
        time.sleep(0.02)
    parent.kill()
    parent.wait()
    assert is_gone(pid)


# Maps


@pytest.mark.parametrize("name", ["processes", "dask"])
def test_workers_use_one_thread(maps, name, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "2")  # what workers inherit
    (found,) = sweep(sweep_functions.threads, [{}], map=maps[name])
    assert set(found["threads"]) == {1}
    assert len(found["threads"]) > 1


def test_limits_of_threads_end_with_the_block():
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        with single_threaded():
            assert torch.get_num_threads() == 1
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("make", ["processes", "dask"])
def test_a_map_keeps_the_order_counts_and_raises(client, make):
    seen = []
    options = {"progress": lambda done, total: seen.append((done, total))}
    mapped = process_map(2, **options) if make == "processes" else dask_map(client, **options)
    assert mapped(lambda x: (time.sleep(0.2 * (x == 0)), x)[1], range(4)) == [0, 1, 2, 3]
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert mapped(abs, []) == []
    with pytest.raises(ZeroDivisionError):
        mapped(lambda x: 1 // x, [0])


def test_a_worker_killed_in_the_middle_of_a_spectrum_changes_no_number(client, tmp_path):
    phi, y = np.random.default_rng(0).normal(size=(4000, 20)), np.ones(4000)
    kill_when_written(tmp_path / "pid")
    blocks = da.from_array(phi, chunks=(500, -1)).map_blocks(
        sweep_functions.rows_of_a_victim, folder=str(tmp_path), dtype=float, meta=phi[:0]
    )
    spec = spectrum_from_dask(blocks, y)
    assert is_gone(tmp_path / "pid")
    assert_same(spec, spectrum(phi, y))


def test_a_cluster_tells_the_same_as_one_process(client):
    rng = np.random.default_rng(0)
    phi, y = rng.normal(size=(5000, 30)), rng.normal(size=5000)
    assert_same(spectrum_from_dask(da.from_array(phi, chunks=(700, 30)), y), spectrum(phi, y))


@pytest.mark.parametrize("jobs", [0, -1, 1.5, True])
def test_jobs_must_be_a_positive_number(jobs):
    with pytest.raises(ValueError, match="jobs must be a positive integer"):
        process_map(jobs)


def test_maps_refuse_other_types():
    with pytest.raises(TypeError, match="progress must be a function; got 5"):
        process_map(1, progress=5)
    with pytest.raises(TypeError, match="client must be a Client; got None"):
        dask_map(None)
