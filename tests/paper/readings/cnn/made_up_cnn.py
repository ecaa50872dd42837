"""Made-up stored results of E8: a spectrum a name and pair, and rows of numbers."""

import numpy as np

from repalign import Spectrum
from repalign.paper.results import Results
from repalign.paper.results.arrays import spectrum_arrays, stacked

N = 40


def spectra(names, pairs, seed=0):
    """Arrays of a random spectrum (P,) under each name; with unit rows sigma^2 adds up to n."""
    rng = np.random.default_rng(seed)
    arrays = {}
    for name in names:
        arrays |= stacked([spectrum_arrays(name, _spectrum(rng)) for _ in range(pairs)])
    return arrays


def _spectrum(rng):
    squares = np.sort(rng.exponential(size=8))[::-1] ** 2
    power = rng.exponential(size=9)
    power *= N / power.sum()
    return Spectrum(np.sqrt(N * squares / squares.sum()), power[:8], power[8], N, 12)


def results(names, pairs, **arrays):
    """Results with spectra and more arrays."""
    return Results({"representations": np.array(names), **spectra(names, pairs), **arrays}, {})
