"""Tasks to take spectra of, and when two spectra are the same."""

import numpy as np

from repalign import spectrum

SHAPES = [(40, 5), (7, 5), (6, 6), (5, 9), (1, 4), (9, 1), (1, 1)]


def task(n=30, d=4, k=None, *, rank=None, seed=0):
    """Features of that rank, `d` by default, and targets: (n, d), and (n,) or (n, k)."""
    rng = np.random.default_rng(seed)
    phi = rng.normal(size=(n, d if rank is None else rank))
    if rank is not None and rank < d:
        phi = phi @ rng.normal(size=(rank, d))
    return phi, rng.normal(size=n if k is None else (n, k))


def some_spectrum(seed=0, k=None):
    return spectrum(*task(30, 5, k, seed=seed))


def assert_same(one, other, tolerance=1e-10):
    """Up to a share of sigma_1, and of ||y||^2."""
    for name in ("n_samples", "n_features", "rank"):
        assert getattr(one, name) == getattr(other, name)
    if other.rank:
        atol = tolerance * other.singular_values[0]
        np.testing.assert_allclose(one.singular_values, other.singular_values, rtol=0, atol=atol)
    atol = tolerance * np.max(other.target_norm_sq)
    for name in ("squared_projections", "residual"):
        np.testing.assert_allclose(
            getattr(one, name), getattr(other, name), rtol=0, atol=atol, err_msg=name
        )
