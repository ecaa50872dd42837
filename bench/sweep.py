"""The same sweep on one process and on two, side by side: ``python -m bench.sweep``.

Also what two processes can win on this machine at this moment: the same work with nothing around
it.
"""

import subprocess
import sys
import tempfile
import time

import numpy as np

from repalign.distributed import process_map, sweep
from repalign.paper.experiments import peaks

CONFIGS, ROUNDS = 6, 2
BUSY = """import time
start = time.perf_counter()
for _ in range(60_000_000): pass
print(time.perf_counter() - start)
"""


def train(seed):
    """Some seconds of an experiment."""
    config = peaks.Config(seed=seed, n_members=3, n_samples=3000, epochs=20, n_test=100, n_kept=1)
    return {"epoch_loss": peaks.run(config)["epoch_loss"]}


def seconds(jobs):
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        results = sweep(train, range(CONFIGS), map=process_map(jobs), cache_dir=folder)
    return time.perf_counter() - start, results


def possible():
    """How many times as fast two empty loops are at once as one after the other."""
    return 2 * _loops(1) / _loops(2)


def _loops(count):
    running = [
        subprocess.Popen([sys.executable, "-c", BUSY], stdout=subprocess.PIPE) for _ in range(count)
    ]
    return max(float(process.communicate()[0]) for process in running)


def main():
    for _ in range(ROUNDS):
        (one, first), (two, second) = seconds(1), seconds(2)
        same = all(
            np.array_equal(a["epoch_loss"], b["epoch_loss"])
            for a, b in zip(first, second, strict=True)
        )
        print(
            f"{CONFIGS} configurations: one process {one:.1f} s, two {two:.1f} s, {one / two:.2f} "
            f"times as fast; two empty loops {possible():.2f} times; the same numbers: {same}",
            flush=True,
        )


if __name__ == "__main__":
    main()
