"""The spectrum of a representation of which only the kernel is known."""

import numpy as np
from numpy.typing import ArrayLike

from repalign._support.arrays import as_array, as_matrix, as_targets
from repalign._support.check import checked_rtol
from repalign._support.scale import power_of_two
from repalign._support.typing import Floats
from repalign.decomposition import EPS, Spectrum, from_svd


def spectrum_from_kernel(K: ArrayLike, y: ArrayLike, *, rtol: float | None = None) -> Spectrum:
    """The same from a kernel matrix K = Phi Phi^T, where features are implicit or too many; sigma =
    sqrt(eigenvalue).

    Parameters
    ----------
    K : array (n, n)
        Symmetric, positive semidefinite.
    y : array (n,) or (n, k)
    rtol : float in [0, 1), optional
        As in `spectrum`. Default: sqrt(n * machine epsilon of the type K came in), since squaring
        loses half of the digits: what a kernel says of smaller sigma is rounding error.

    Returns
    -------
    Spectrum
        With n_features = n.

    Raises
    ------
    ValueError
        As `spectrum`; K is not square, not symmetric, or has a negative eigenvalue.

    Examples
    --------
    >>> spectrum_from_kernel([[9.0, 0.0], [0.0, 1.0]], [1.0, -2.0]).singular_values
    array([3., 1.])
    """
    K = as_array("K", K)
    eps = np.finfo(K.dtype).eps if K.dtype.kind == "f" else EPS
    K = as_matrix("K", K)
    y = as_targets(y, len(K))
    scale = power_of_two(np.abs(K).max())
    K = K / scale if scale != 1 else K
    noise = 100 * len(K) * eps * np.abs(K).max()
    _require_symmetric(K, noise)
    eigenvalues, U = np.linalg.eigh(K)
    if eigenvalues[0] < -noise:
        raise ValueError(
            "K must be positive semidefinite; its smallest eigenvalue is "
            f"{eigenvalues[0] * scale:.3g}"
        )
    sigma = np.sqrt(np.maximum(eigenvalues[::-1], 0)) * np.sqrt(scale)
    coordinates = y.reshape(len(y), -1)
    rtol = checked_rtol(rtol, float(np.sqrt(len(K) * eps)))
    return from_svd(sigma, U[:, ::-1], coordinates, 0.0, rtol, K.shape, y.ndim)


def _require_symmetric(K: Floats, tolerance: float) -> None:
    if K.shape[0] != K.shape[1]:
        raise ValueError(
            f"K must be square, samples x samples; got shape {K.shape}; for features use "
            "spectrum(phi, y)"
        )
    difference = np.abs(K - K.T).max()
    if difference > tolerance:
        raise ValueError(
            f"K must be symmetric; K and its transpose differ by up to {difference:.3g}"
        )
