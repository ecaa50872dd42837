"""Speed and accuracy side by side, one run on one machine: ``python -m bench``.

Nothing here passes or fails; compare the ratios, since seconds differ between machines.
"""

import subprocess
import sys
import time

import numpy as np

from bench import explorers, pages, playground, yours
from repalign import spectrum, training_error
from repalign.decomposition import Spectrum

SHAPES = [(10000, 785), (50000, 513)]
REPEATS = 3
IMPORTS = ["numpy", "repalign"]


def thin_svd(phi, y):
    U, _, _ = np.linalg.svd(phi, full_matrices=False)
    return np.square(U.T @ y)


def gram(phi, y):
    eigenvalues, V = np.linalg.eigh(phi.T @ phi)
    return (np.square(V.T @ (phi.T @ y)) / np.maximum(eigenvalues, np.finfo(float).tiny))[::-1]


def ours(phi, y):
    return spectrum(phi, y).squared_projections


def seconds(function, *arguments):
    """Best of a few."""
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        function(*arguments)
        times.append(time.perf_counter() - start)
    return min(times)


def task(n, d):
    """sigma from 1 to 1e-7, y of length one in their span, and its squared projections by
    construction."""
    rng = np.random.default_rng(0)
    U, V = np.linalg.qr(rng.normal(size=(n, d)))[0], np.linalg.qr(rng.normal(size=(d, d)))[0]
    along = rng.normal(size=d)
    along /= np.linalg.norm(along)
    return (U * np.geomspace(1, 1e-7, d)) @ V.T, U @ along, np.square(along)


def compare(n, d):
    phi, y, expected = task(n, d)
    base = seconds(ours, phi, y)
    for function in (ours, thin_svd, gram):
        took = base if function is ours else seconds(function, phi, y)
        error = np.abs(function(phi, y) - expected).max()
        print(
            f"{n:6} x {d}  {function.__name__:15} {took:7.3f} s  {took / base:5.2f} of ours  error "
            f"{error:.0e}"
        )


def import_time(module):
    """Seconds a fresh process takes to import it."""
    return seconds(
        lambda: subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    ) - seconds(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))


def main():
    for module in IMPORTS:
        print(f"import {module:9} {import_time(module):.3f} s")
    for shape in SHAPES:
        compare(*shape)
    spec = Spectrum(np.linspace(30, 0.1, 785), np.ones(785), 1.0, 10000, 785)
    took = seconds(lambda: training_error(spec, np.arange(10000), step_size=1e-3))
    print(f"training_error, 10000 steps x 785 directions: {took:.3f} s")
    explorers.measure()
    playground.measure()
    yours.measure()
    pages.measure()


if __name__ == "__main__":
    main()
