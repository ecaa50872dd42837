"""Sweeps with real processes that are really killed; spectra of dask arrays beside `spectrum`."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import dask
import dask.array as da
import numpy as np
import pytest
import sweep_functions
from damage import damaged, same
from distributed import Client, LocalCluster
from hypothesis import given
from hypothesis import strategies as st

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
    return [{"seed": seed, "victim": 1, "folder": str(tmp_path)} for seed in range(4)]


def calls(folder):
    """How often each seed was computed."""
    log = Path(folder) / "log"
    return Counter(map(int, log.read_text().split())) if log.exists() else Counter()


def contents(cache):
    return {path.name: path.read_bytes() for path in Path(cache).glob("*.npz")}


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


# The cache


def test_one_file_a_configuration_and_each_is_computed_once(configs, tmp_path):
    first = sweep(sweep_functions.numbers, configs[:2], cache_dir=tmp_path / "cache")
    again = sweep(sweep_functions.numbers, configs, cache_dir=tmp_path / "cache")
    assert calls(tmp_path) == dict.fromkeys(range(4), 1)
    assert len(contents(tmp_path / "cache")) == 4
    assert [int(result["seed"]) for result in again] == [0, 1, 2, 3]
    np.testing.assert_array_equal(first[1]["product"], again[1]["product"])


def test_a_cached_result_is_what_the_function_returned(configs, tmp_path):
    (cached,) = sweep(sweep_functions.numbers, configs[:1], cache_dir=tmp_path / "cache")
    (direct,) = sweep(sweep_functions.numbers, configs[:1])
    assert cached.keys() == direct.keys()
    np.testing.assert_array_equal(cached["product"], direct["product"])


def test_of_100_damaged_results_none_changes_a_number(configs, tmp_path, capsys):
    """What is damaged is named, set aside and computed again."""
    cache, rng = tmp_path / "cache", np.random.default_rng(0)
    first = sweep(sweep_functions.numbers, configs, cache_dir=cache)
    whole = contents(cache)
    for _ in range(25):
        for name, content in whole.items():
            (cache / name).write_bytes(damaged(content, rng))
        again = sweep(sweep_functions.numbers, configs, cache_dir=cache)
        assert all(same(*pair) for pair in zip(again, first, strict=True))
    said = capsys.readouterr().err
    assert sum(calls(tmp_path).values()) == 4 + said.count("set aside") > 60
    assert all(f"{cache / name} is damaged" in said for name in whole)


@dataclass(frozen=True)
class Config:
    seed: int
    folder: str


def test_names_follow_from_function_arguments_and_configuration(configs, tmp_path):
    one = Config(0, str(tmp_path))
    functions = [seeded, other_seeded, partial(seeded, shift=1), partial(seeded, shift=2)]
    for fn in functions:
        sweep(fn, [one, Config(1, str(tmp_path)), vars(one)], cache_dir=tmp_path / "cache")
    assert len(contents(tmp_path / "cache")) == 2 * len(
        functions
    )  # a dataclass and a dict of the same content agree


def seeded(config, shift=0):
    return {"x": np.array(shift)}


def other_seeded(config):
    return {"x": np.array(0)}


def test_what_cannot_name_a_file_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"<lambda>.*define it with def at the top of a module"):
        sweep(lambda config: {}, [{}], cache_dir=tmp_path)
    with pytest.raises(
        ValueError, match=r"\{'x': <object .* cannot name a file, since JSON cannot hold it"
    ):
        sweep(seeded, [{"x": object()}], cache_dir=tmp_path)


WRONG = {"no dict": np.ones(2), "objects": {"x": [{}]}}


def wrong(kind):
    return WRONG[kind]


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("no dict", "must return a dict of arrays to be cached; got ndarray"),
        ("objects", "'x' is an array of Python"),
    ],
)
def test_what_a_cache_cannot_hold_is_reported(tmp_path, kind, message):
    with pytest.raises(SweepError, match=message):
        sweep(wrong, [kind], cache_dir=tmp_path)
    assert list(tmp_path.iterdir()) == []


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


def test_processes_do_not_compute_the_same_file_twice(configs, tmp_path):
    same = [{**configs[0], "seconds": 0.3}] * 4
    results = sweep(
        sweep_functions.slow_numbers, same, map=process_map(4), cache_dir=tmp_path / "cache"
    )
    assert len(results) == 4
    assert calls(tmp_path) == {0: 1}
    assert len(list((tmp_path / "cache").iterdir())) == 1  # no lock is left


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


@pytest.mark.parametrize("jobs", [0, -1, 1.5, True])
def test_jobs_must_be_a_positive_number(jobs):
    with pytest.raises(ValueError, match="jobs must be a positive integer"):
        process_map(jobs)


# Spectra


def compare(spec, phi, y):
    whole = spectrum(phi, y)
    assert (spec.n_samples, spec.n_features) == (whole.n_samples, whole.n_features)
    np.testing.assert_allclose(spec.singular_values, whole.singular_values, atol=1e-8)
    np.testing.assert_allclose(spec.squared_projections, whole.squared_projections, atol=1e-8)
    np.testing.assert_allclose(spec.residual, whole.residual, atol=1e-8)


@given(
    rows=st.lists(st.integers(1, 60), min_size=1, max_size=9),
    columns=st.integers(1, 7),
    n_targets=st.integers(0, 3),
    cut=st.integers(1, 60),
    seed=st.integers(0, 99),
)
def test_any_chunks_tell_the_spectrum_of_the_whole(rows, columns, n_targets, cut, seed):
    """Expected: `spectrum` of the array in memory."""
    rng = np.random.default_rng(seed)
    phi = rng.normal(size=(sum(rows), 7))
    y = rng.normal(size=(sum(rows), n_targets) if n_targets else sum(rows))
    with dask.config.set(scheduler="synchronous"):
        spec = spectrum_from_dask(
            da.from_array(phi, chunks=(tuple(rows), columns)), da.from_array(y, chunks=cut)
        )
    compare(spec, phi, y)


def test_a_cluster_tells_the_same_as_one_process(client):
    rng = np.random.default_rng(0)
    phi, y = rng.normal(size=(5000, 30)), rng.normal(size=5000)
    compare(spectrum_from_dask(da.from_array(phi, chunks=(700, 30)), y), phi, y)


def test_empty_blocks_are_passed_over():
    phi, y = np.random.default_rng(0).normal(size=(50, 4)), np.ones(50)
    compare(spectrum_from_dask(da.from_array(phi, chunks=((0, 30, 0, 20), 4)), y), phi, y)


PHI = da.ones((10, 3), chunks=(4, 3))


@pytest.mark.parametrize(
    ("phi", "y", "message"),
    [
        (
            np.ones((10, 3)),
            np.ones(10),
            r"phi must be a dask array; got ndarray: use spectrum\(phi, y\)",
        ),
        (
            PHI[PHI[:, 0] > 0],
            np.ones(10),
            r"phi has chunks of unknown sizes; call phi.compute_chunk_sizes\(\) first",
        ),
        (PHI, PHI[PHI[:, 0] > 0][:, 0], "y has chunks of unknown sizes"),
        (PHI, np.ones(9), "y has 9 labels for 10 samples"),
        (PHI[:, 0], np.ones(10), r"phi must have shape \(n, d\) and not be empty; got \(10,\)"),
        (
            PHI,
            np.ones((10, 1, 1)),
            r"y must have shape \(n,\) or \(n, k\) and not be empty; got \(10, 1, 1\)",
        ),
        (PHI[:0], np.ones(0), r"phi must have shape \(n, d\) and not be empty; got \(0, 3\)"),
        (PHI * np.nan, np.ones(10), "phi has 12 entries that are NaN or infinite"),
    ],
)
def test_what_has_no_spectrum_is_refused(phi, y, message):
    with pytest.raises(ValueError, match=message), dask.config.set(scheduler="synchronous"):
        spectrum_from_dask(phi, y)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"fn": None}, "fn must be a function; got None"),
        ({"configs": 5}, "configs must be an iterable of configurations; got 5"),
        ({"map": "junk"}, "map must be a function; got 'junk'"),
        (
            {"map": lambda fn, items: None},
            "map must be an iterable of results when called; got None",
        ),
        ({"cache_dir": 5}, "cache_dir must be the path of a file"),
    ],
)
def test_a_sweep_of_other_types_is_named(changes, message):
    with pytest.raises(TypeError, match=message):
        sweep(**{"fn": str, "configs": [1]} | changes)


def test_a_map_that_loses_results_is_named():
    with pytest.raises(
        ValueError, match="map must give a result for each of 2 items, in their order; got 1"
    ):
        sweep(str, [1, 2], map=lambda fn, items: [fn(items[0])])


def test_maps_refuse_other_types():
    with pytest.raises(TypeError, match="progress must be a function; got 5"):
        process_map(1, progress=5)
    with pytest.raises(TypeError, match="client must be a Client; got None"):
        dask_map(None)
