"""Spectra of dask arrays beside `spectrum` of the array in memory."""

import dask
import dask.array as da
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spectra import assert_same

from repalign import spectrum
from repalign.distributed import spectrum_from_dask


@given(
    rows=st.lists(st.integers(1, 60), min_size=1, max_size=9),
    columns=st.integers(1, 7),
    n_targets=st.integers(0, 3),
    cut=st.integers(1, 60),
    seed=st.integers(0, 99),
)
def test_any_chunks_tell_the_spectrum_of_the_whole(rows, columns, n_targets, cut, seed):
    """Expected: `spectrum` of the array in memory."""
    rng = np.random.default_rng(seed)
    phi = rng.normal(size=(sum(rows), 7))
    y = rng.normal(size=(sum(rows), n_targets) if n_targets else sum(rows))
    with dask.config.set(scheduler="synchronous"):
        spec = spectrum_from_dask(
            da.from_array(phi, chunks=(tuple(rows), columns)), da.from_array(y, chunks=cut)
        )
    assert_same(spec, spectrum(phi, y))


def test_empty_blocks_are_passed_over():
    phi, y = np.random.default_rng(0).normal(size=(50, 4)), np.ones(50)
    assert_same(
        spectrum_from_dask(da.from_array(phi, chunks=((0, 30, 0, 20), 4)), y), spectrum(phi, y)
    )


PHI = da.ones((10, 3), chunks=(4, 3))


@pytest.mark.parametrize(
    ("phi", "y", "message"),
    [
        (
            np.ones((10, 3)),
            np.ones(10),
            r"phi must be a dask array; got ndarray: use spectrum\(phi, y\)",
        ),
        (
            PHI[PHI[:, 0] > 0],
            np.ones(10),
            r"phi has chunks of unknown sizes; call phi.compute_chunk_sizes\(\) first",
        ),
        (PHI, PHI[PHI[:, 0] > 0][:, 0], "y has chunks of unknown sizes"),
        (PHI, np.ones(9), "y has 9 labels for 10 samples"),
        (PHI[:, 0], np.ones(10), r"phi must have shape \(n, d\) and not be empty; got \(10,\)"),
        (
            PHI,
            np.ones((10, 1, 1)),
            r"y must have shape \(n,\) or \(n, k\) and not be empty; got \(10, 1, 1\)",
        ),
        (PHI[:0], np.ones(0), r"phi must have shape \(n, d\) and not be empty; got \(0, 3\)"),
        (PHI * np.nan, np.ones(10), "phi has 12 entries that are NaN or infinite"),
    ],
)
def test_what_has_no_spectrum_is_refused(phi, y, message):
    with pytest.raises(ValueError, match=message), dask.config.set(scheduler="synchronous"):
        spectrum_from_dask(phi, y)
