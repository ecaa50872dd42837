"""Values that public functions expect, each from a generator.

They include the far ends of float64: finite input never gives NaN.
"""

import numpy as np
from fuzz_hostile import D, N

from repalign import AlignmentHistory, Spectrum, SpectrumAccumulator, held_out, spectrum
from repalign.widgets.layers import LayerHistory
from repalign.widgets.networks import Samples, Setting

SCALES = (1, 1, 1, 1, 0, 1e-300, 1e-150, 1e120, 1e150, 1e300, 1e308)


def matrix(rng, n=N, d=D):
    with np.errstate(over="ignore"):
        return np.nan_to_num(rng.standard_normal((n, d)) * rng.choice(SCALES))


def labels(rng, n=N):
    choices = (
        rng.choice([-1.0, 1.0], n),
        rng.standard_normal(n),
        rng.standard_normal((n, 2)),
        rng.integers(0, 2, n),
        np.full(n, 1e150),
        np.full(n, 1e-160),
        np.zeros(n),
    )
    return choices[rng.integers(len(choices))]


def spec(rng, k=None):
    """Measured, and constructed at the ends of what a Spectrum may hold."""
    if k is None and rng.random() < 0.4:
        ends = (
            ([], [], 5.0),
            ([], np.zeros((0, 2)), [1.0, 2.0]),
            ([1e308, 1e308, 1e-308], [1e304, 1.0, 0.0], 0.0),
            ([1e308, 1e308], [[1.0, 0.0], [0.0, 5e-324]], [0.0, 0.0]),
            ([5e-324], [5e-324], 0.0),
            ([3.0, 1.0], [0.0, 0.0], 0.0),
            ([1e200, 1.0, 1e-200], [1e-300, 1.0, 1e300], 1e-320),
        )
        return Spectrum(*ends[rng.integers(len(ends))], N, D)
    y = rng.standard_normal(N) if k is None else rng.standard_normal((N, k))
    return spectrum(rng.standard_normal((N, D)), y)


def plain(rng):
    return spectrum(rng.standard_normal((N, D)), rng.choice([-1.0, 1.0], N))


def both(rng):
    phi, y = rng.standard_normal((2 * N, D)), rng.standard_normal(2 * N)
    return held_out(phi[:N], y[:N], phi[N:], y[N:])


def accumulator(rng):
    return SpectrumAccumulator().update(rng.standard_normal((N, D)), rng.standard_normal(N))


def spectra(rng):
    return {name: plain(rng) for name in "abcd"[: rng.integers(1, 5)]}


def alignment_history(rng):
    specs = [plain(rng), plain(rng)]
    return AlignmentHistory([0, int(rng.integers(1, 2**53))], {"a": specs, "": specs}, [0.5, 0.1])


def steps(rng):
    return [[0], [0, 1, 2], range(5), np.array([10, 3]), [2**53], []][rng.integers(6)]


def share(rng, *shape):
    return rng.random(shape)


def history(rng):
    return LayerHistory(N, share(rng, 3), share(rng, 2, 2, 3), share(rng, 2), share(rng, 2, 2))


def samples(rng):
    setting = {
        name: Setting(share(rng, 2, 3), share(rng, 2, 3), share(rng, 3), 0.9, 5)
        for name in ("base", "deep")
    }
    return Samples(N, share(rng, 3), setting)


def model(rng):
    import torch

    if rng.random() < 0.1:
        return torch.nn.Sequential()
    return torch.nn.Sequential(torch.nn.Linear(D, 4), torch.nn.ReLU(), torch.nn.Linear(4, 2))


def loader(rng):
    batch = rng.standard_normal((N, D)).astype(np.float32), np.array([0, 1, 1, 0, 1, 0])
    return [batch] * rng.integers(1, 3)


def dask_array(rng):
    import dask.array as da

    return da.from_array(rng.standard_normal((N, D)), chunks=(int(rng.integers(1, N + 1)), 2))


def length(config):
    """Named, so that a cache can name its files."""
    return {"length": np.array(len(config))}
