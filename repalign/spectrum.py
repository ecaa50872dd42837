"""The value everything follows from: singular values, squared projections of y, and the residual."""

from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from scipy import linalg

from repalign._check import as_matrix, as_targets
from repalign._files import save_arrays

TALL = 1.5  # from n / d of this on, reducing to a triangle first is faster than the SVD of phi


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
    n_samples, n_features : int
        The shape of Phi (of the kernel, where that was given).

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
        """||y||^2, () or (k,): all squared projections and the residual."""
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
        names = {field.name for field in fields(cls)}
        with np.load(Path(path), allow_pickle=False) as file:
            if set(file.files) != names:
                raise ValueError(f"{path} is not a saved Spectrum: it holds {sorted(file.files)}, not {sorted(names)}")
            return cls(**{name: file[name] for name in names})


def spectrum(phi, y, *, rtol=None):
    """Singular values of phi and squared projections of y on the left singular vectors.

    Parameters
    ----------
    phi : array (n, d)
        Features, used as they are: see `prepare` for the paper's bias and unit rows.
    y : array (n,) or (n, k)
        One target or several.
    rtol : float, optional
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
    U is never formed when n >> d: with Phi = Q R the small R has the singular values of Phi and Q^T y the projections.
    Accuracy is that of Householder QR, at nearly the speed of a Gram matrix (see `_reduce`).

    Examples
    --------
    >>> spec = spectrum([[3.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [1.0, -2.0, 2.0])
    >>> spec.singular_values, spec.squared_projections, float(spec.residual)
    (array([3., 1.]), array([1., 4.]), 4.0)
    """
    phi = as_matrix("phi", phi)
    y = as_targets(y, len(phi))
    if rtol is None:
        rtol = max(phi.shape) * np.finfo(np.float64).eps
    targets = y.reshape(len(y), -1)
    small, coordinates, outside = _reduce(phi, targets)
    U, sigma, _ = linalg.svd(small, full_matrices=False, check_finite=False)
    kept = sigma > rtol * sigma[0]
    projections = np.square(U.T @ coordinates)
    residual = outside + _leftover(U, coordinates) + projections[~kept].sum(axis=0)
    return _spectrum(sigma[kept], projections[kept], residual, phi.shape, y)


def spectrum_from_kernel(K, y, *, rtol=None):
    """The same from a kernel matrix K = Phi Phi^T, where features are implicit or too many; sigma = sqrt(eigenvalue).

    Parameters
    ----------
    K : array (n, n)
        Symmetric, positive semidefinite.
    y : array (n,) or (n, k)
    rtol : float, optional
        As in `spectrum`. Default: sqrt(n * machine epsilon), since squaring loses half of the digits: what a kernel
        says of smaller sigma is rounding error.

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
    K = as_matrix("K", K)
    y = as_targets(y, len(K))
    if K.shape[0] != K.shape[1] or not np.allclose(K, K.T, rtol=1e-8, atol=1e-8 * np.abs(K).max()):
        raise ValueError(f"K must be square and symmetric; got shape {K.shape}; for features use spectrum(phi, y)")
    if rtol is None:
        rtol = np.sqrt(len(K) * np.finfo(np.float64).eps)
    eigenvalues, U = linalg.eigh((K + K.T) / 2)
    eigenvalues, U = eigenvalues[::-1], U[:, ::-1]
    if eigenvalues[-1] < -1e-8 * np.abs(eigenvalues).max():
        raise ValueError(f"K must be positive semidefinite; its smallest eigenvalue is {eigenvalues[-1]:.3g}")
    sigma = np.sqrt(np.maximum(eigenvalues, 0.0))
    kept = sigma > rtol * sigma[0]
    projections = np.square(U.T @ y.reshape(len(y), -1))
    return _spectrum(sigma[kept], projections[kept], projections[~kept].sum(axis=0), K.shape, y)


def _spectrum(sigma, projections, residual, shape, y):
    one = y.ndim == 1
    return Spectrum(sigma, projections[:, 0] if one else projections, residual[0] if one else residual, *shape)


def _reduce(phi, targets):
    """(A, c, outside) with the singular values of phi, projections U_A^T c, and ||y||^2 outside the span of Q.

    Phi = Q A with orthonormal Q, and c = Q^T y.
    """
    n, d = phi.shape
    if n < TALL * d:
        return phi, targets, np.zeros(targets.shape[1])
    try:
        return _cholesky_qr(phi, targets)
    except linalg.LinAlgError:  # rank-deficient, or condition number beyond about 1e7
        R = linalg.qr(np.column_stack([phi, targets]), mode="r", check_finite=False)[0]
        return R[:d, :d], R[:d, d:], np.square(R[d:, d:]).sum(axis=0)


def _cholesky_qr(phi, targets):
    """`_reduce` by Cholesky QR with a second pass (Yamamoto et al. 2015): Gram matrices only, accurate as Householder QR.

    The first pass loses orthogonality like cond(Phi)^2; as long as its Q is orthonormal to within one half, the second
    pass mends that to rounding error. Otherwise LinAlgError.
    """
    first = _upper_cholesky(phi.T @ phi)
    Q = linalg.solve_triangular(first, phi.T, trans="T", check_finite=False).T
    gram = Q.T @ Q
    if not np.abs(gram - np.eye(len(gram))).sum(axis=0).max() < 0.5:
        raise linalg.LinAlgError("the first pass is too far from orthonormal")
    second = _upper_cholesky(gram)
    coordinates = linalg.solve_triangular(second, Q.T @ targets, trans="T", check_finite=False)
    outside = targets - Q @ linalg.solve_triangular(second, coordinates, check_finite=False)
    return second @ first, coordinates, np.square(outside).sum(axis=0)


def _upper_cholesky(gram):
    return linalg.cholesky(gram, check_finite=False)


def _leftover(U, coordinates):
    """||c||^2 outside the columns of U: nothing where U is square."""
    if U.shape[0] == U.shape[1]:
        return np.zeros(coordinates.shape[1])
    return np.square(coordinates - U @ (U.T @ coordinates)).sum(axis=0)
