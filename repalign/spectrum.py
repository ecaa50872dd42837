"""The value everything follows from: singular values, squared projections of y, and the residual."""

from dataclasses import dataclass, fields

import numpy as np

from repalign._check import as_array, as_matrix, as_targets
from repalign._files import load_arrays, save_arrays

EPS = np.finfo(np.float64).eps
TALL = 1.5  # from n / d (or d / n) of this on, reducing to a triangle first is faster than the SVD of phi


@dataclass(frozen=True, eq=False)
class Spectrum:
    """What a representation looks like from a label vector's side.

    With Phi = U S V^T, it holds sigma_i, (u_i^T y)^2 and what is left of ||y||^2 outside the span of Phi.
    r = rank(Phi); k targets are measured together, or a single one without the axis k.

    Attributes
    ----------
    singular_values : array (r,)
        sigma_i, descending, all positive.
    squared_projections : array (r,) or (r, k)
        (u_i^T y)^2, in the order of the singular values.
    residual : array () or (k,)
        ||y||^2 minus the sum of the squared projections: the part of y that no linear model on Phi can fit.
    n_samples : int
        n, the rows of Phi or of the kernel.
    n_features : int
        d, the columns of Phi or of the kernel.

    Notes
    -----
    In degenerate directions (equal sigma) single projections depend on the basis; their sum does not.
    """

    singular_values: np.ndarray
    squared_projections: np.ndarray
    residual: np.ndarray
    n_samples: int
    n_features: int

    def __post_init__(self):
        for name in ("singular_values", "squared_projections", "residual"):
            array = np.array(getattr(self, name), dtype=np.float64)
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        object.__setattr__(self, "n_samples", int(self.n_samples))
        object.__setattr__(self, "n_features", int(self.n_features))
        self._check()

    def _check(self):
        sigma, power, residual = self.singular_values, self.squared_projections, self.residual
        if sigma.ndim != 1 or power.shape != sigma.shape + residual.shape or residual.ndim > 1:
            raise ValueError(
                f"shapes do not fit: singular_values {sigma.shape}, squared_projections {power.shape}, residual "
                f"{residual.shape}; expected (r,), (r,), () for one target or (r,), (r, k), (k,) for k"
            )
        if not all(np.isfinite(array).all() and (array >= 0).all() for array in (sigma, power, residual)):
            raise ValueError("singular values, squared projections and residual must be finite and not negative")
        if (sigma == 0).any() or (np.diff(sigma) > 0).any():
            raise ValueError("singular_values must be positive and descending; count zero ones into the residual")

    @property
    def rank(self):
        """Number of directions, r."""
        return len(self.singular_values)

    @property
    def target_norm_sq(self):
        """Squared length of y, all squared projections and the residual: array () or (k,)."""
        return self.squared_projections.sum(axis=0) + self.residual

    def target(self, index):
        """The Spectrum of some of k targets: an integer gives one, a slice or a list several."""
        if self.squared_projections.ndim == 1:
            raise ValueError("this Spectrum has a single target: use it as it is")
        power, residual = self.squared_projections[:, index], self.residual[index]
        return Spectrum(self.singular_values, power, residual, self.n_samples, self.n_features)

    def save(self, path):
        """Write to an .npz file, under a temporary name first, so that it is whole or not there."""
        save_arrays(path, **{field.name: getattr(self, field.name) for field in fields(self)})

    @classmethod
    def load(cls, path):
        """Read what `save` wrote; ValueError if the file holds something else."""
        return cls(**load_arrays(path, [field.name for field in fields(cls)]))


def spectrum(phi, y, *, rtol=None):
    """Singular values of phi and squared projections of y on the left singular vectors.

    Parameters
    ----------
    phi : array (n, d)
        Features, used as they are: see `prepare` for the paper's bias and unit rows.
    y : array (n,) or (n, k)
        One target or several.
    rtol : float in [0, 1), optional
        Directions with sigma <= rtol * sigma_1 are dropped and what lies on them belongs to the residual.
        Default: max(n, d) times the float64 machine epsilon, as numpy's matrix_rank.

    Returns
    -------
    Spectrum

    Raises
    ------
    ValueError
        NaN, infinite, empty or non-numeric input, wrong dimensions, or lengths that differ.

    Notes
    -----
    U is never formed when n >> d: with [Phi y] = Q R, the small triangle holds the singular values of Phi, Q^T y and
    the residual. A Gram matrix would be faster and lose half of the digits of small singular values.

    Examples
    --------
    >>> spec = spectrum([[3.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [1.0, -2.0, 2.0])
    >>> spec.singular_values, spec.squared_projections, float(spec.residual)
    (array([3., 1.]), array([1., 4.]), 4.0)
    """
    phi = as_matrix("phi", phi)
    y = as_targets(y, len(phi))
    return of_rows(phi, y.reshape(len(y), -1), rtol, phi.shape, y.ndim)


def of_rows(phi, targets, rtol, shape, ndim):
    """The Spectrum of (n, d) features that `phi`, with `targets` (m, k), was rotated from, or is; y had `ndim` axes."""
    rtol = _checked_rtol(rtol, max(shape) * EPS)
    scale = _scale(np.abs(phi).max())
    small, coordinates, outside = _reduce(phi / scale if scale != 1 else phi, targets)
    U, sigma, _ = np.linalg.svd(small, full_matrices=False)
    return _spectrum(scale * sigma, U, coordinates, outside, rtol, shape, ndim)


def triangle(rows):
    """R of rows = Q R: what stands for the rows once it no longer matters which sample is which."""
    return np.linalg.qr(rows, mode="r")


def spectrum_from_kernel(K, y, *, rtol=None):
    """The same from a kernel matrix K = Phi Phi^T, where features are implicit or too many; sigma = sqrt(eigenvalue).

    Parameters
    ----------
    K : array (n, n)
        Symmetric, positive semidefinite.
    y : array (n,) or (n, k)
    rtol : float in [0, 1), optional
        As in `spectrum`. Default: sqrt(n * machine epsilon of the type K came in), since squaring loses half of the
        digits: what a kernel says of smaller sigma is rounding error.

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
    noise = 100 * len(K) * eps * np.abs(K).max()
    _require_symmetric(K, noise)
    eigenvalues, U = np.linalg.eigh(K)
    if eigenvalues[0] < -noise:
        raise ValueError(f"K must be positive semidefinite; its smallest eigenvalue is {eigenvalues[0]:.3g}")
    sigma = np.sqrt(np.maximum(eigenvalues[::-1], 0))
    coordinates = y.reshape(len(y), -1)
    rtol = _checked_rtol(rtol, np.sqrt(len(K) * eps))
    return _spectrum(sigma, U[:, ::-1], coordinates, 0.0, rtol, K.shape, y.ndim)


def _checked_rtol(rtol, default):
    if rtol is None:
        return default
    if not 0 <= rtol < 1:
        raise ValueError(f"rtol must be at least 0 and below 1; got {rtol!r:.80}")
    return rtol


def _scale(largest):
    """A power of two, dividing by which is exact, that keeps squares in the range of float64; mostly 1."""
    if largest == 0 or 1e-90 < largest < 1e90:
        return 1.0
    return np.ldexp(1.0, int(np.frexp(largest)[1]) - 1)


def _require_symmetric(K, tolerance):
    if K.shape[0] != K.shape[1]:
        raise ValueError(f"K must be square, samples x samples; got shape {K.shape}; for features use spectrum(phi, y)")
    difference = np.abs(K - K.T).max()
    if difference > tolerance:
        raise ValueError(f"K must be symmetric; K and its transpose differ by up to {difference:.3g}")


def _spectrum(sigma, U, coordinates, outside, rtol, shape, ndim):
    """Project, and count into the residual what lies outside the columns of U and on the directions dropped."""
    along = U.T @ coordinates
    left = coordinates - U @ along if U.shape[0] > U.shape[1] else np.zeros_like(coordinates)
    kept = sigma > rtol * sigma[0]
    projections = np.square(along)
    residual = np.square(left).sum(axis=0) + projections[~kept].sum(axis=0) + outside
    target = 0 if ndim == 1 else slice(None)
    return Spectrum(sigma[kept], projections[kept][:, target], residual[target], *shape)


def _reduce(phi, targets):
    """(A, c, outside): Phi = Q A W^T with orthonormal Q and W, c = Q^T y, and what of ||y||^2 lies outside of Q.

    A has the singular values of Phi, and U_A^T c are the projections.
    """
    n, d = phi.shape
    if d > TALL * n:
        return triangle(phi.T).T, targets, 0.0
    if n < TALL * d:
        return phi, targets, 0.0
    R = triangle(np.column_stack([phi, targets]))
    return R[:d, :d], R[:d, d:], np.square(R[d:, d:]).sum(axis=0)
