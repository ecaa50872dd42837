"""One file a configuration: run what is missing, keep how it came about, and never half a file."""

import json
import time
from contextlib import contextmanager
from dataclasses import asdict

import numpy as np

from repalign._support.extras import need
from repalign._support.files import kept, load_arrays
from repalign._support.once import once
from repalign._support.once import path_of as content_path
from repalign.paper import experiments, results
from repalign.paper.results import provenance
from repalign.paper.training import checkpoints, devices

need("torch", "torch")  # now, since limits of threads reach only what is loaded

RECORD = "record"  # the array of a run's file that holds its provenance, as JSON


def path_of(experiment, config, folder):
    """Where the run of a configuration is kept: its name follows from what it contains."""
    return content_path(experiment, {"experiment": experiment, **asdict(config)}, folder)


def is_done(experiment, config, folder):
    """Whether the file of a run is there and whole; a damaged one is named and set aside, so that
    it is run again."""
    return kept(path_of(experiment, config, folder), read) is not None


def complete(experiment, config, folder, *, data_dir=None, progress=lambda done, total: None):
    """Run a configuration unless its file is there; a run that was killed is resumed. Returns the
    file."""
    path = path_of(experiment, config, folder)
    state = path.with_suffix(".state")
    once(path, lambda: _measured(experiment, config, state, data_dir, progress))
    state.unlink(missing_ok=True)
    return path


def _measured(experiment, config, state, data_dir, progress):
    """What the experiment measures, and the record of it."""
    module, record = (
        experiments.get(experiment),
        {"config": asdict(config), "resumed": checkpoints.kept(state) is not None},
    )
    with _timed(record):
        arrays = module.run(config, data_dir=data_dir, state_path=state, progress=progress)
    record |= {
        "data_sha256": provenance.digest(module.data(config, data_dir)),
        "device": devices.described(),
        **provenance.environment(),
    }
    return {**arrays, RECORD: np.array(json.dumps(record))}


@contextmanager
def _timed(record):
    """Seconds on the wall, and of processor time in all threads; since it was resumed, where it
    was."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    record["wall_seconds"] = round(time.perf_counter() - wall, 1)
    record["cpu_seconds"] = round(time.process_time() - cpu, 1)


def read(path):
    """(arrays, record) of a run; ValueError names a file that is none."""
    arrays = load_arrays(path)
    if RECORD not in arrays:
        raise ValueError(f"{path} holds no run: it has no array {RECORD!r}")
    return arrays, json.loads(str(arrays.pop(RECORD)))


def publish(experiment, paths):
    """Replace the stored results of an experiment by what these runs measured; notes added by hand
    stay."""
    arrays, records = zip(*map(read, paths), strict=True)
    path = results.FOLDER / f"{experiment}.json"
    old = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    stored = {_key(record): record for record in old.get("runs", [])}
    records = [{**stored.get(_key(record), {}), **record} for record in records]
    summary = experiments.get(experiment).summarize(list(arrays))
    results.save(experiment, summary, {**old, "experiment": experiment, "runs": records})


def _key(record):
    """What tells a run from the same configuration run again, of which an old note may not be
    true."""
    return json.dumps([record["config"], record["date"]], sort_keys=True)
