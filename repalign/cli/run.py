"""``repalign run``: what is missing of the chosen experiments is measured, here or wherever it was
asked for."""

import os
import shutil
import traceback
from functools import partial
from itertools import count

import numpy as np

from repalign import distributed
from repalign._support.extras import MissingExtraError
from repalign._support.files import save_arrays
from repalign.cli.progress import shown_progress
from repalign.cli.report import Problem, report, say_where
from repalign.paper import experiments
from repalign.paper.datasets import DataNotFoundError
from repalign.paper.experiments import runs
from repalign.paper.training import devices

ROOM = 2**24  # bytes; a disk with less than that is full


def run(options):
    """Exit status 1 where a run failed."""
    chosen = _chosen(options)
    missing = [item for item in chosen if not runs.is_done(*item, options.out)]
    problems = _complete(missing, options) if missing else []
    report(problems)
    if options.update:
        _update(chosen, {name for (name, _), _ in problems}, options.out)
    say_where(options.out, len(chosen), len(missing), len(problems))
    return int(bool(problems))


def _chosen(options):
    """Pairs of an experiment's name and a configuration."""
    names = (
        experiments.NAMES if "all" in options.experiments else dict.fromkeys(options.experiments)
    )
    modules = {name: experiments.get(name) for name in names}
    return [
        (name, config)
        for name, module in modules.items()
        for config in (module.QUICK if options.quick else module.CONFIGS)
        if options.seeds is None or config.seed < options.seeds
    ]


def _require_room(folder):
    """OSError unless files can be written there: better now than after an hour."""
    probe = folder / "probe.tmp"
    try:
        save_arrays(probe, noise=np.frombuffer(os.urandom(2**20), dtype=np.uint8))
        probe.unlink(missing_ok=True)  # that of another command
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise OSError(
            f"nothing can be written to --out {folder}: {error.strerror or error}"
        ) from error
    if free < ROOM:
        raise OSError(
            f"the disk of --out {folder} is full: {free >> 20} MB are free, {ROOM >> 20} are needed"
        )


def _complete(items, options):
    """Run them, wherever it was asked for; pairs of an item and its `Problem`, where it has one."""
    _require_room(options.out)
    devices.require(options.device)
    attempt = partial(_attempt, options.out, options.data, options.device)
    if options.scheduler:
        from repalign.cli.cluster import client

        with client(options.scheduler) as cluster, shown_progress("runs", len(items)) as progress:
            outcomes = distributed.dask_map(cluster, progress=progress)(attempt, items)
    elif options.jobs > 1:
        with shown_progress("runs", len(items)) as progress:
            outcomes = distributed.process_map(options.jobs, progress=progress)(attempt, items)
    else:
        with distributed.single_threaded():
            outcomes = list(map(_shown(attempt, len(items)), items))
    outcomes = [_lost(each) if isinstance(each, Exception) else each for each in outcomes]
    return [pair for pair in zip(items, outcomes, strict=True) if pair[1]]


def _attempt(out, data, device, item, **options):
    """None where the run is there now."""
    try:
        with devices.training_on(device):
            runs.complete(*item, out, data_dir=data, **options)
    except DataNotFoundError as error:
        return Problem(str(error), file=error.file)
    except MissingExtraError as error:
        return Problem(str(error))
    except OSError as error:
        place = "" if error.filename else f"{runs.path_of(*item, out)} was not written: "
        return Problem(f"{place}{error}")
    except Exception:
        return Problem(traceback.format_exc(), unexpected=True)


def _lost(error):
    """Of a run whose process was killed again and again."""
    return Problem(f"{type(error).__name__}: {error}", unexpected=True)


def _shown(attempt, total):
    """The same with a bar for each."""
    numbers = count(1)

    def shown(item):
        name, config = item
        with shown_progress(
            f"{name} seed {config.seed}, run {next(numbers)} of {total}"
        ) as progress:
            return attempt(item, progress=progress)

    return shown


def _update(chosen, failed, folder):
    """Store the results of the experiments of which nothing failed."""
    for name in dict.fromkeys(name for name, _ in chosen if name not in failed):
        runs.publish(name, [runs.path_of(*item, folder) for item in chosen if item[0] == name])
