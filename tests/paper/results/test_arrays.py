"""Written by runs, read by `Results`."""

import numpy as np

from repalign import spectrum
from repalign.paper.results import Results
from repalign.paper.results.arrays import spectrum_arrays, stacked


def test_spectra_of_unequal_rank_come_back_seed_by_seed():
    phis = [np.eye(4, 3), np.diag([3.0, 1.0, 0.0])[[0, 1, 2, 2]]]
    spectra = [spectrum(phi, [1.0, 2.0, 3.0, 4.0]) for phi in phis]
    runs = [
        spectrum_arrays("layer", spec) | {"steps": np.arange(3), "loss": np.ones(3)}
        for spec in spectra
    ]
    stored = Results(stacked(runs, shared=("steps",)), {})
    assert stored["loss"].shape == (2, 3)
    assert stored["steps"].shape == (3,)
    for seed, spec in enumerate(spectra):
        read = stored.spectrum("layer", seed)
        assert (read.n_samples, read.n_features, read.rank) == (4, 3, spec.rank)
        np.testing.assert_array_equal(read.singular_values, spec.singular_values)
        np.testing.assert_array_equal(read.squared_projections, spec.squared_projections)
        assert read.residual == spec.residual
