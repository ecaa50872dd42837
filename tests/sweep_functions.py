"""What the sweeps of tests do, in processes of their own that import it by name,
and what they leave."""

import os
import time
from collections import Counter
from pathlib import Path

import numpy as np


def configs_in(folder):
    return [{"seed": seed, "victim": 1, "folder": str(folder)} for seed in range(4)]


def calls(folder):
    """How often each seed was computed."""
    log = Path(folder) / "log"
    return Counter(map(int, log.read_text().split())) if log.exists() else Counter()


def contents(cache):
    return {path.name: path.read_bytes() for path in Path(cache).glob("*.npz")}


def numbers(config):
    """Arrays that follow from the configuration; a line in the log for every call."""
    _log(config)
    values = np.random.default_rng(config["seed"]).normal(size=(40, 40))
    return {"product": values @ values, "seed": np.array(config["seed"])}


def slow_numbers(config):
    """The same after a while."""
    time.sleep(config["seconds"])
    return numbers(config)


def waits_to_be_killed(config):
    """The first call with ``victim`` says who it is and waits; the second goes on."""
    if config["seed"] == config["victim"]:
        _wait_once(Path(config["folder"]) / "pid")
    return numbers(config)


def rows_of_a_victim(block, folder=None, block_id=None):
    """A block of features; the first process that comes to the third one waits to be killed."""
    if block_id is not None and block_id[0] == 2:
        _wait_once(Path(folder) / "pid")
    return block


def _wait_once(pid):
    if not pid.exists():
        pid.with_suffix(".partial").write_text(str(os.getpid()))
        pid.with_suffix(".partial").rename(pid)
        time.sleep(60)


def kills_its_process(config):
    if config["seed"] == 1:
        _log(config)
        os.kill(os.getpid(), 9)
    return numbers(config)


def fails_where_odd(config):
    if config["seed"] % 2:
        raise FloatingPointError(f"the loss of {config['seed']} is nan")
    return numbers(config)


def threads(config):
    """Threads of BLAS, OpenMP and torch."""
    import torch
    from threadpoolctl import threadpool_info

    return {
        "threads": np.array(
            [torch.get_num_threads(), *(pool["num_threads"] for pool in threadpool_info())]
        )
    }


def _log(config):
    with (Path(config["folder"]) / "log").open("a") as file:
        file.write(f"{config['seed']}\n")
