"""The value everything follows from: singular values, squared projections of y, and the
residual."""

import warnings
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from repalign._support.arrays import as_array, as_real, as_rows, as_targets
from repalign._support.check import LARGEST_REAL, as_path, checked_rtol, require_positive, shown
from repalign._support.files import load_arrays, save_arrays
from repalign._support.typing import Floats, StrPath
from repalign.reduction import projected, reduced

EPS = np.finfo(np.float64).eps
LARGEST_POWER = 1e305  # of ||y||^2: sums and products of shares must stay in the range of float64


@dataclass(frozen=True, eq=False)
class Spectrum:
    """What a representation looks like from a label vector's side.

    With Phi = U S V^T, it holds sigma_i, (u_i^T y)^2 and what is left of ||y||^2 outside the span
    of Phi. r = rank(Phi); k targets are measured together, or a single one without the axis k.

    Attributes
    ----------
    singular_values : array (r,)
        sigma_i, descending, all positive.
    squared_projections : array (r,) or (r, k)
        (u_i^T y)^2, in the order of the singular values.
    residual : array () or (k,)
        ||y||^2 minus the sum of the squared projections: the part of y that no linear model on Phi
        can fit.
    n_samples : int
        n, the rows of Phi or of the kernel.
    n_features : int
        d, the columns of Phi or of the kernel.

    Raises
    ------
    ValueError
        Shapes that do not fit; negative, NaN, infinite or complex entries; singular values that do
        not descend; more of them than min(n, d); n or d that are no positive integers.

    Notes
    -----
    In degenerate directions (equal sigma) single projections depend on the basis; their sum does
    not.
    """

    singular_values: Floats
    squared_projections: Floats
    residual: Floats
    n_samples: int
    n_features: int

    def __post_init__(self) -> None:
        for name in ("singular_values", "squared_projections", "residual"):
            array = np.array(as_real(name, getattr(self, name)))
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        for name in ("n_samples", "n_features"):
            object.__setattr__(
                self, name, require_positive(name, getattr(self, name), integer=True)
            )
        _require_shapes(self)
        _require_sizes(self)

    @property
    def rank(self) -> int:
        """Number of directions, r."""
        return len(self.singular_values)

    @property
    def target_norm_sq(self) -> np.float64 | Floats:
        """Squared length of y, all squared projections and the residual: array () or (k,)."""
        return self.squared_projections.sum(axis=0) + self.residual

    def target(self, index: int | slice | ArrayLike) -> "Spectrum":
        """The Spectrum of some of k targets: an integer gives one, a slice or a list several."""
        if self.squared_projections.ndim == 1:
            raise ValueError("this Spectrum has a single target: use it as it is")
        chosen = self._chosen(index)
        power, residual = self.squared_projections[:, chosen], self.residual[chosen]
        return Spectrum(self.singular_values, power, residual, self.n_samples, self.n_features)

    def _chosen(self, index: int | slice | ArrayLike) -> NDArray[np.intp]:
        k = len(self.residual)
        try:
            chosen = np.arange(k)[index if isinstance(index, slice) else as_array("index", index)]
        except (IndexError, TypeError, ValueError, OverflowError):
            chosen = np.array([])
        if chosen.size == 0 or chosen.ndim > 1:
            raise ValueError(
                f"index must be an integer from 0 to {k - 1}, a slice or a list of some, since "
                f"there are {k} targets; got {shown(index)}"
            )
        return chosen

    def save(self, path: StrPath) -> None:
        """Write to an .npz file, under a temporary name first, so that it is whole or not there."""
        save_arrays(
            as_path("path", path),
            **{field.name: getattr(self, field.name) for field in fields(self)},
        )

    @classmethod
    def load(cls, path: StrPath) -> Self:
        """Read what `save` wrote; ValueError if the file holds something else."""
        arrays: dict[str, Any] = load_arrays(
            as_path("path", path), [field.name for field in fields(cls)]
        )
        # Numbers are stored as arrays ().
        return cls(**{name: array[()] for name, array in arrays.items()})


def _require_shapes(spec: Spectrum) -> None:
    sigma, power, residual = spec.singular_values, spec.squared_projections, spec.residual
    fits = sigma.ndim == 1 and power.shape == sigma.shape + residual.shape
    if not fits or residual.ndim > 1 or not residual.size:
        raise ValueError(
            f"shapes do not fit: singular_values {sigma.shape}, squared_projections {power.shape}, "
            f"residual {residual.shape}; expected (r,), (r,), () for one target or (r,), (r, k), "
            "(k,) for k"
        )
    if len(sigma) > min(spec.n_samples, spec.n_features):
        raise ValueError(
            f"{len(sigma)} singular values of {spec.n_samples} samples and {spec.n_features} "
            "features: there are at most as many as the smaller of the two; count those that are "
            "rounding errors into the residual"
        )


def _require_sizes(spec: Spectrum) -> None:
    sigma, power, residual = spec.singular_values, spec.squared_projections, spec.residual
    if any((array < 0).any() for array in (sigma, power, residual)):
        raise ValueError(
            "singular values, squared projections and residual must be finite and not negative"
        )
    with np.errstate(over="ignore"):
        largest = np.max(spec.target_norm_sq)
    if largest > LARGEST_POWER:
        raise ValueError(
            f"||y||^2 reaches {largest:.3g}, more than {LARGEST_POWER:g}; divide y by a constant"
        )
    if (sigma == 0).any() or (np.diff(sigma) > 0).any():
        raise ValueError(
            "singular_values must be positive and descending; count zero ones into the residual"
        )


def spectrum(phi: ArrayLike, y: ArrayLike, *, rtol: float | None = None) -> Spectrum:
    """Singular values of phi and squared projections of y on the left singular vectors.

    Parameters
    ----------
    phi : array (n, d)
        Features, used as they are: see `prepare` for the paper's bias and unit rows. A tensor on a
        GPU is reduced there.
    y : array (n,) or (n, k)
        One target or several.
    rtol : float in [0, 1), optional
        Directions with sigma <= rtol * sigma_1 are dropped and what lies on them belongs to the
        residual. Default: max(n, d) times the float64 machine epsilon, as numpy's matrix_rank.

    Returns
    -------
    Spectrum

    Raises
    ------
    ValueError
        NaN, infinite, empty or non-numeric input, wrong dimensions, or lengths that differ.

    Warns
    -----
    UserWarning
        y holds 0 and 1: two classes are meant to be -1 and +1, as `signed_labels` makes them.

    Notes
    -----
    U is never formed when n >> d: with [Phi y] = Q R, the small triangle holds the singular values
    of Phi, Q^T y and the residual. A Gram matrix would be faster and lose half of the digits of
    small singular values. Rows are reduced a block at a time, on as many threads as BLAS may use:
    features of float32, or mapped from a file, are never copied whole.

    Examples
    --------
    >>> spec = spectrum([[3.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [1.0, -2.0, 2.0])
    >>> spec.singular_values, spec.squared_projections, float(spec.residual)
    (array([3., 1.]), array([1., 4.]), 4.0)
    """
    rows = as_rows("phi", phi)
    y = as_targets(y, len(rows))
    if y.ndim == 1 and y.any() and not y.all() and np.isin(y, (0, 1)).all():
        warnings.warn(
            "y holds 0 and 1, and is measured as that vector, most of which may lie along the "
            "constant feature; for two classes pass signed_labels(y)",
            stacklevel=2,
        )
    return of_rows(rows, y.reshape(len(y), -1), rtol, rows.shape, y.ndim)


def of_rows(
    phi: Any, targets: Floats, rtol: float | None, shape: tuple[int, ...], ndim: int
) -> Spectrum:
    """The Spectrum of (n, d) features that `phi`, with `targets` (m, k), was rotated from, or is; y
    had `ndim` axes."""
    rtol = checked_rtol(rtol, max(shape) * EPS)
    scale, small, coordinates, outside = reduced(phi, targets)
    sigma, along, left = projected(small, coordinates, shape[0] * shape[1])
    if scale > 1 and sigma[0] > LARGEST_REAL / scale:
        raise ValueError(
            f"phi reaches {scale:.3g}, and its singular values exceed float64; divide it by a "
            "constant"
        )
    return of_directions(scale * sigma, along, outside + left, rtol, shape, ndim)


def of_directions(
    sigma: Floats,
    along: Floats,
    outside: Floats,
    rtol: float,
    shape: tuple[int, ...],
    ndim: int,
) -> Spectrum:
    """The Spectrum of directions with sigma (r,) and U^T y (r, k), of which those dropped belong to
    the residual, beside the squared lengths `outside` (k,) of all of them."""
    kept = sigma > rtol * sigma[0]
    projections = np.square(along)
    residual = projections[~kept].sum(axis=0) + outside
    target = 0 if ndim == 1 else slice(None)
    return Spectrum(sigma[kept], projections[kept][:, target], residual[target], *shape)
