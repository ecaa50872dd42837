"""One file a configuration: run what is missing, keep how it came about, and never half a file."""

import hashlib
import json
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np

from repalign._files import load_arrays, save_arrays
from repalign.paper import experiments, provenance

RECORD = "record"  # the array of a run's file that holds its provenance, as JSON


def path_of(experiment, config, folder):
    """Where the run of a configuration is kept: its name follows from what it contains."""
    content = json.dumps({"experiment": experiment, **asdict(config)}, sort_keys=True)
    return Path(folder) / f"{experiment}-{hashlib.sha256(content.encode()).hexdigest()[:12]}.npz"


def complete(experiment, config, folder, *, data_dir=None, progress=lambda done, total: None):
    """Run a configuration unless its file is there; a run that was killed is resumed. Returns the file."""
    path = path_of(experiment, config, folder)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    state = path.with_suffix(".state")
    resumed, start = state.exists(), time.perf_counter()
    arrays = experiments.get(experiment).run(config, data_dir=data_dir, state_path=state, progress=progress)
    store(experiment, config, path, arrays, data_dir, wall_seconds=time.perf_counter() - start, resumed=resumed)
    state.unlink(missing_ok=True)
    return path


def store(experiment, config, path, arrays, data_dir, *, wall_seconds, resumed, **corrections):
    """Write a run with its record; wall_seconds are those since it was resumed, where it was."""
    record = {
        "config": asdict(config),
        "data_sha256": provenance.digest(experiments.get(experiment).data(config, data_dir)),
        "wall_seconds": round(wall_seconds, 1),
        "resumed": resumed,
        **provenance.environment(),
        **corrections,
    }
    save_arrays(path, **arrays, **{RECORD: np.array(json.dumps(record))})


def read(path):
    """(arrays, record) of a run."""
    arrays = load_arrays(path)
    return arrays, json.loads(str(arrays.pop(RECORD)))
