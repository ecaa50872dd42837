"""The spectrum of a kernel is that of the features behind it."""

import numpy as np
import pytest
from spectra import SHAPES, task

from repalign import spectrum, spectrum_from_kernel


@pytest.mark.parametrize("k", [None, 2])
@pytest.mark.parametrize("shape", SHAPES)
def test_kernel_gives_the_same_spectrum(shape, k):
    phi, y = task(*shape, k)
    spec, kernel = spectrum(phi, y), spectrum_from_kernel(phi @ phi.T, y)
    assert kernel.n_features == shape[0]
    np.testing.assert_allclose(kernel.singular_values, spec.singular_values, rtol=1e-7)
    np.testing.assert_allclose(kernel.squared_projections, spec.squared_projections, atol=1e-7)
    np.testing.assert_allclose(kernel.residual, spec.residual, atol=1e-7)


@pytest.fixture
def float32_kernel():
    """Of rank 4, and labels."""
    phi, y = task(60, 4)
    K = phi.astype(np.float32) @ phi.astype(np.float32).T
    K[0, 1] *= 1 + 1e-6  # as products of a device are not quite symmetric
    return K, y


def test_float32_kernel_is_no_worse_than_its_rounding(float32_kernel):
    K, y = float32_kernel
    assert spectrum_from_kernel(K, y).rank == 4


def test_nor_is_a_tensor(float32_kernel, torch):
    K, y = float32_kernel
    assert spectrum_from_kernel(torch.tensor(K), y).rank == 4


def test_zero_kernel():
    assert spectrum_from_kernel(np.zeros((3, 3)), np.ones(3)).residual == 3


@pytest.mark.parametrize(
    "K, message",
    [
        (np.ones((2, 3)), r"K must be square.*got shape \(2, 3\).*spectrum\(phi, y\)"),
        ([[1.0, 0.5], [0.0, 1.0]], r"K must be symmetric; K and its transpose differ by up to 0.5"),
        ([[1.0, 0.0], [0.0, -1.0]], r"positive semidefinite; its smallest eigenvalue is -1"),
        ([[np.nan, 0.0], [0.0, 1.0]], r"K has 1 entries that are NaN"),
    ],
)
def test_bad_kernel_is_named(K, message):
    with pytest.raises(ValueError, match=message):
        spectrum_from_kernel(K, [1.0, 2.0])
