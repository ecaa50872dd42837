"""What a Spectrum says of a representation and its labels."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from repalign._support.arrays import as_matrix, as_real, as_rng, as_targets, require_nonzero
from repalign._support.check import as_flag, as_share, require_positive, require_type
from repalign._support.levels import thresholds
from repalign._support.scale import plain, power_of_two
from repalign._support.typing import Floats
from repalign.decomposition import Spectrum, spectrum

LARGEST_NULL = 2**30  # labels shuffled at once: 8 GB


def alignment(spec: Spectrum, tau: float | np.floating[Any]) -> float | Floats:
    """Squared length of y in the directions with sigma >= tau: higher is better aligned, from 0 to
    ||y||^2.

    Alignment(Phi, y, tau) = sum over {i: sigma_i >= tau} of (u_i^T y)^2            (equation 2)

    Parameters
    ----------
    spec : Spectrum
    tau : float
        Threshold, in the units of the singular values. At tau <= 0 all left singular vectors count,
        and so the residual does too: the result is ||y||^2.

    Returns
    -------
    float, or array (k,) for k targets

    Raises
    ------
    ValueError
        tau is not one finite number.

    Examples
    --------
    >>> from repalign import spectrum
    >>> spec = spectrum([[3.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [1.0, -2.0, 2.0])
    >>> alignment(spec, 2.0), alignment(spec, 1.0), alignment(spec, 0.0)
    (1.0, 5.0, 9.0)
    """
    threshold = as_real("tau", tau)
    if threshold.ndim != 0:
        raise ValueError(
            f"tau must be one number, got shape {threshold.shape}; for several use alignment_curve"
        )
    return plain(alignment_curve(spec, [threshold])[0])


def alignment_curve(spec: Spectrum, taus: ArrayLike, *, normalized: bool = False) -> Floats:
    """`alignment` at many thresholds, as in Figures 3, 5, 6, 7, 9 and 10.

    Parameters
    ----------
    spec : Spectrum
    taus : array (t,)
        Thresholds in any order.
    normalized : bool
        Divide by ||y||^2: the share of y, from 0 to 1.

    Returns
    -------
    array (t,), or (t, k) for k targets

    Raises
    ------
    ValueError
        taus is not a finite vector; or normalized, and a target is zero.

    Examples
    --------
    >>> from repalign import spectrum
    >>> spec = spectrum([[3.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [1.0, -2.0, 2.0])
    >>> alignment_curve(spec, [0, 1, 2, 4])
    array([9., 5., 1., 0.])
    """
    require_type("spec", spec, Spectrum)
    taus, normalized = as_real("taus", taus), as_flag("normalized", normalized)
    if taus.ndim != 1:
        raise ValueError(f"taus must be a vector of thresholds; got shape {taus.shape}")
    # sums[m] is what the first m directions hold, and the last entry counts the residual too.
    parts = np.concatenate([spec.squared_projections, [spec.residual]])
    sums = np.concatenate([[np.zeros_like(spec.residual)], np.cumsum(parts, axis=0)])
    counted = np.searchsorted(-spec.singular_values, -taus, side="right")
    curve = sums[np.where(taus <= 0, spec.rank + 1, counted)]
    return curve / require_nonzero(sums[-1]) if normalized else curve


def alignment_share(spec: Spectrum, level: float) -> float:
    """`alignment` at the threshold level * ||Phi|| as a share of ||y||^2, from 0 to 1; the mean
    over targets where there are several.

    ||Phi|| is the root of the sum of the squared singular values, sqrt(n) for rows of length one;
    level lies above 0 and at most at 1.

    Examples
    --------
    >>> from repalign import spectrum
    >>> alignment_share(spectrum([[4.0, 0.0], [0.0, 3.0]], [1.0, 3.0]), 0.8)
    0.1
    """
    sigma = require_type("spec", spec, Spectrum).singular_values
    large = sigma >= thresholds(sigma, as_share("level", level))
    share = spec.squared_projections[large].sum(axis=0) / require_nonzero(spec.target_norm_sq)
    return float(np.mean(share))


def permutation_null(
    phi: ArrayLike,
    y: ArrayLike,
    taus: ArrayLike,
    *,
    n_permutations: int,
    rng: np.random.Generator | int | None,
) -> Floats:
    """Alignment curves of shuffled labels: what alignment there is without any association.

    Unlike the count of directions over n, this stays right for imbalanced labels, whose mean aligns
    with the nearly constant top direction of many representations.

    Parameters
    ----------
    phi : array (n, d)
    y : array (n,)
    taus : array (t,)
    n_permutations : int
        At least 1. They are measured together, from one factorisation of phi.
    rng : numpy Generator, or seed for one

    Returns
    -------
    array (n_permutations, t)

    Raises
    ------
    ValueError
        As `spectrum` and `alignment_curve`; y has more than one column; n_permutations is not a
        positive integer, or so large that the shuffled labels would take more than 8 GB.

    Examples
    --------
    Three labels of four agree, and a constant feature, which tells nothing of them, holds a quarter
    of ||y||^2 = 4:

    >>> phi, y = [[1.0], [1.0], [1.0], [1.0]], [1, 1, 1, -1]
    >>> permutation_null(phi, y, [0.0, 2.0], n_permutations=2, rng=0)
    array([[4., 1.],
           [4., 1.]])
    """
    phi = as_matrix("phi", phi)
    y = as_targets(y, len(phi))
    if y.ndim != 1:
        raise ValueError(
            f"the null is of one label vector, y of shape (n,); got {y.shape}; call it for each "
            "column"
        )
    require_positive("n_permutations", n_permutations, integer=True)
    if n_permutations * len(y) > LARGEST_NULL:
        raise ValueError(
            f"n_permutations is {n_permutations}, for which {len(y)} labels take "
            f"{8e-9 * n_permutations * len(y):.3g} GB; the most is {LARGEST_NULL // len(y)}: call "
            "it several times, with other seeds"
        )
    rng = as_rng("rng", rng)
    shuffled = np.column_stack([rng.permutation(y) for _ in range(n_permutations)])
    return alignment_curve(spectrum(phi, shuffled), taus).T


def kernel_target_alignment(spec: Spectrum) -> float | Floats:
    """Cosine between the kernel Phi Phi^T and y y^T, from 0 to 1 (Cristianini et al. 2001).

    sum_i sigma_i^2 (u_i^T y)^2 / (||y||^2 sqrt(sum_i sigma_i^4)): alignment weighted by sigma^2, in
    one number.

    Returns
    -------
    float, or array (k,); 0 where Phi is zero

    Raises
    ------
    ValueError
        A target is zero.

    Examples
    --------
    >>> from repalign import spectrum
    >>> kernel_target_alignment(spectrum([[1.0], [-1.0]], [2.0, -2.0]))
    1.0
    """
    norm = require_nonzero(require_type("spec", spec, Spectrum).target_norm_sq)
    # Relative to sigma_1: fourth powers of large values must not overflow.
    weight = np.square(spec.singular_values / spec.singular_values[:1])
    length = max(float(np.linalg.norm(weight)), 1.0)
    return plain(weight @ spec.squared_projections / (norm * length))


def cumulative_power(spec: Spectrum) -> Floats:
    """Share of ||y||^2 in the first 1, 2, ... r directions: rises from 0 towards 1, the faster the
    better aligned.

    C(i) of Canatar et al. (2021), with the residual counted in the whole.

    Returns
    -------
    array (r,) or (r, k)

    Raises
    ------
    ValueError
        A target is zero.

    Examples
    --------
    >>> from repalign import spectrum
    >>> cumulative_power(spectrum([[3.0, 0.0], [0.0, 1.0]], [1.0, 1.0]))
    array([0.5, 1. ])
    """
    norm = require_nonzero(require_type("spec", spec, Spectrum).target_norm_sq)
    return np.cumsum(spec.squared_projections, axis=0) / norm


def effective_rank(spec: Spectrum) -> float:
    """How many directions the features really use, from 1 to r: exp of the entropy of sigma_i /
    sum_j sigma_j.

    Roy and Vetterli (2007). It says nothing of the labels.

    Returns
    -------
    float; 0 where Phi is zero

    Examples
    --------
    >>> from repalign import spectrum
    >>> even, uneven = [[1, 0], [0, 1]], [[9, 0], [0, 1]]
    >>> [round(effective_rank(spectrum(phi, [1, 1])), 3) for phi in (even, uneven)]
    [2.0, 1.384]
    """
    if require_type("spec", spec, Spectrum).rank == 0:
        return 0.0
    sigma = spec.singular_values / power_of_two(spec.singular_values[0])
    share = sigma / sigma.sum()
    share = share[share > 0]  # the smallest may vanish beside the largest
    return float(np.exp(-np.sum(share * np.log(share))))
