"""Spectra side by side, n and d doubling: ours, the authors' way, thin SVDs, a Gram matrix, chunks
and dask: ``python -m bench.spectra``; ``--keep`` stores what the book's page of benchmarks shows.

All methods take turns on the same features, so that what else the machine does falls on all.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

import dask
import dask.array as da
import mpmath
import numpy as np
import torch
from threadpoolctl import threadpool_info

from bench.memory import peak
from repalign import SpectrumAccumulator, spectrum
from repalign._support.files import replacing
from repalign.distributed import spectrum_from_dask

KEPT = Path("book/benchmarks.json")
ROUNDS = 5
MOMENT = 0.1  # seconds
PAUSE = 0.1  # seconds, for which threads of BLAS may still turn after their work
MOST_FULL = 4000  # samples of which the whole U is made: it has their square
CHUNK = 2000  # samples
WORKERS = 2  # of dask
ON_DISK = (1_000_000, 256)  # float32
SHUFFLES = 100
TALLER = [(n, 257) for n in (2500, 5000, 10000, 20000, 40000)]
WIDER = [(20000, d) for d in (65, 129, 257, 513, 1025)]
NAMED = [(4000, 129), (10000, 785), (50000, 513)]
SMALL = [(40, 6), (120, 12), (12, 30)]
DIGITS = 80  # of the oracle
COMMAND = """
import json, sys
from bench.memory import peak
from repalign.cli import main
print(json.dumps(peak(lambda: main(sys.argv[1:]))), file=sys.stderr)
"""


def ours(phi, y):
    return spectrum(phi, y).squared_projections


def accumulator(phi, y):
    total = SpectrumAccumulator()
    for start in range(0, len(phi), CHUNK):
        total.update(phi[start : start + CHUNK], y[start : start + CHUNK])
    return total.compute().squared_projections


def on_dask(phi, y):
    with dask.config.set(scheduler="threads", num_workers=WORKERS):
        return spectrum_from_dask(da.from_array(phi, chunks=(CHUNK, -1)), y).squared_projections


def numpy_svd(phi, y):
    return np.square(np.linalg.svd(phi, full_matrices=False)[0].T @ y)


def torch_svd(phi, y):
    U = torch.linalg.svd(torch.from_numpy(phi), full_matrices=False)[0]
    return np.square((U.T @ torch.from_numpy(y)).numpy())


def gram(phi, y):
    eigenvalues, V = np.linalg.eigh(phi.T @ phi)
    return (np.square(V.T @ (phi.T @ y)) / np.maximum(eigenvalues, np.finfo(float).tiny))[::-1]


def authors(phi, y):
    """The demo's: all n left singular vectors, and a loop over them."""
    U = np.linalg.svd(phi)[0]
    return np.array([np.dot(U[:, i], y) ** 2 for i in range(min(phi.shape))])


METHODS = {
    "repalign.spectrum": ours,
    "SpectrumAccumulator": accumulator,
    "spectrum_from_dask": on_dask,
    "thin SVD, NumPy": numpy_svd,
    "thin SVD, PyTorch": torch_svd,
    "Gram matrix": gram,
    "full U, as the authors": authors,
}


def task(n, d):
    """sigma from 1 to 1e-7, y of length one in their span, and its squared projections by
    construction."""
    rng = np.random.default_rng(0)
    U, V = np.linalg.qr(rng.normal(size=(n, d)))[0], np.linalg.qr(rng.normal(size=(d, d)))[0]
    along = rng.normal(size=d)
    along /= np.linalg.norm(along)
    return (U * np.geomspace(1, 1e-7, d)) @ V.T, U @ along, np.square(along)


def compare(n, d):
    """A row a method: seconds, the best of some rounds; those of the Gram product alone; peak of
    memory in MB; largest error of a projection, of ||y||^2 = 1."""
    phi, y, expected = task(n, d)
    methods = {k: f for k, f in METHODS.items() if f is not authors or n <= MOST_FULL}
    times = {name: [] for name in ["product", *methods]}
    for _ in range(ROUNDS):
        times["product"].append(_seconds(lambda: phi.T @ phi))
        for name, method in methods.items():
            times[name].append(_seconds(lambda method=method: method(phi, y)))
    best = {name: min(each) for name, each in times.items()}
    return [
        {
            "n": n,
            "d": d,
            "method": name,
            "seconds": best[name],
            "products": best[name] / best["product"],
            "megabytes": peak(lambda method=method: method(phi, y)),
            "error": float(np.abs(method(phi, y)[: len(expected)] - expected).max()),
        }
        for name, method in methods.items()
    ]


def _seconds(function):
    """The best of as many calls as fit into a moment, and of one at least."""
    time.sleep(PAUSE)
    best, end = np.inf, time.perf_counter() + MOMENT
    while best == np.inf or time.perf_counter() < end:
        start = time.perf_counter()
        function()
        best = min(best, time.perf_counter() - start)
    return best


def against_oracle(n, d):
    """Largest error of each method of a projection of ||y||^2 = 1, against eighty digits: there a
    Gram matrix keeps forty."""
    phi, y, _ = task(max(n, d), min(n, d))
    phi = phi if n > d else phi.T
    y = np.random.default_rng(1).normal(size=n)
    y /= np.linalg.norm(y)
    with mpmath.workdps(DIGITS):
        A, b = mpmath.matrix(phi.tolist()), mpmath.matrix(y.tolist())
        small = A.T * A if n > d else A * A.T
        eigenvalues, V = mpmath.eigsy(small)
        along = V.T * (A.T * b if n > d else b)
        exact = [along[i] ** 2 / (eigenvalues[i] if n > d else 1) for i in range(len(eigenvalues))]
        expected = np.array([float(each) for each in exact])[::-1]
    r = min(n, d)
    return {
        name: float(np.abs(method(phi, y)[:r] - expected).max())
        for name, method in METHODS.items()
        if method is not gram or n > d
    }


def from_disk(n, d):
    """`repalign measure` of a file of float32 features, one pass with a band of shuffled labels,
    beside `spectrum` of the same features in memory: seconds of the process; its peak of memory in
    MB beyond the interpreter's with the package imported; largest difference of a projection, as a
    share of ||y||^2."""
    rng = np.random.default_rng(0)
    with tempfile.TemporaryDirectory() as folder:
        x, y = Path(folder, "x.npy"), Path(folder, "y.npy")
        features = np.lib.format.open_memmap(x, mode="w+", dtype=np.float32, shape=(n, d))
        for start in range(0, n, CHUNK):
            features[start : start + CHUNK] = rng.normal(size=(min(CHUNK, n - start), d))
        labels = features[:, 0] + features[:, 1] > rng.normal(size=n)
        np.save(y, labels)
        features.flush()
        arguments = [x, y, "--no-bias", "--no-normalize", "--shuffles", str(SHUFFLES), "--json"]
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", COMMAND, "measure", *arguments], capture_output=True, check=True
        )
        seconds = time.perf_counter() - start
        streamed = json.loads(done.stdout)["layers"][0]["spectrum"]["squared_projections"]
        held = spectrum(np.load(x), np.where(labels, 1.0, -1.0)).squared_projections
    return {
        "n": n,
        "d": d,
        "shuffles": SHUFFLES,
        "seconds": seconds,
        "megabytes": json.loads(done.stderr.split()[-1]),
        "difference": float(np.abs(streamed - held).max() / n),  # ||y||^2 = n
    }


def machine():
    cpus = Path("/proc/cpuinfo")
    lines = cpus.read_text().splitlines() if cpus.exists() else []
    names = [line.split(": ")[1] for line in lines if "model name" in line]
    blas, *_ = (each for each in threadpool_info() if each["user_api"] == "blas")
    return {
        "processor": names[0] if names else platform.processor(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "blas": f"{blas['internal_api']} {blas['version']}, {blas['num_threads']} threads",
        "versions": {"Python": platform.python_version()}
        | {name: version(name) for name in ("numpy", "scipy", "torch", "dask", "repalign")},
    }


def measure():
    shapes = dict.fromkeys(NAMED + TALLER + WIDER)
    rows = []
    for shape in shapes:
        rows += compare(*shape)
        _say(rows, shape)
    small = [{"n": n, "d": d, **against_oracle(n, d)} for n, d in SMALL]
    disk = from_disk(*ON_DISK)
    print("{n} x {d} from disk: {seconds:.0f} s, {megabytes:.0f} MB".format(**disk))
    return {
        "machine": machine(),
        "named": NAMED,
        "doubled": {"n": [n for n, _ in TALLER], "d": [d for _, d in WIDER]},
        "chunk": CHUNK,
        "workers": WORKERS,
        "fixed": {"n": WIDER[0][0], "d": TALLER[0][1]},
        "rows": rows,
        "small": small,
        "disk": disk,
    }


def _say(rows, shape):
    for row in rows:
        if (row["n"], row["d"]) == shape:
            print(
                "{n:6} x {d:<5} {method:24} {seconds:7.3f} s {products:7.2f} Gram products "
                "{megabytes:7.0f} MB  error {error:.0e}".format(**row),
                flush=True,
            )


def main():
    measured = measure()
    if "--keep" in sys.argv[1:]:
        with replacing(KEPT) as path:
            path.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
