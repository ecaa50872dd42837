"""Speed and accuracy side by side, one run on one machine: ``python -m bench``.

Nothing here passes or fails; compare the ratios, since seconds differ between machines.
"""

import subprocess
import sys
import time

import numpy as np

from bench import explorers, pages, playground, spectra, yours
from repalign import training_error
from repalign.decomposition import Spectrum

REPEATS = 3
IMPORTS = ["numpy", "repalign"]


def seconds(function):
    """Best of a few."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        function()
        times.append(time.perf_counter() - start)
    return min(times)


def import_time(module):
    """Seconds a fresh process takes to import it."""
    return seconds(
        lambda: subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    ) - seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))


def main():
    for module in IMPORTS:
        print(f"import {module:9} {import_time(module):.3f} s")
    spectra.measure()
    spec = Spectrum(np.linspace(30, 0.1, 785), np.ones(785), 1.0, 10000, 785)
    took = seconds(lambda: training_error(spec, np.arange(10000), step_size=1e-3))
    print(f"training_error, 10000 steps x 785 directions: {took:.3f} s")
    explorers.measure()
    playground.measure()
    yours.measure()
    pages.measure()


if __name__ == "__main__":
    main()
