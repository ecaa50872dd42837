"""What a Spectrum says of a representation and its labels."""

import numpy as np
from scipy.optimize import minimize_scalar

from repalign._check import as_matrix, as_targets
from repalign.spectrum import spectrum


def alignment(spec, tau):
    """Squared length of y in the directions with sigma >= tau: higher is better aligned, from 0 to ||y||^2.

    Alignment(Phi, y, tau) = sum over {i: sigma_i >= tau} of (u_i^T y)^2            (equation 2)

    Parameters
    ----------
    spec : Spectrum
    tau : float
        Threshold, in the units of the singular values. At tau <= 0 all left singular vectors count, and so the
        residual does too: the result is ||y||^2.

    Returns
    -------
    float, or array (k,) for k targets

    Examples
    --------
    >>> spec = spectrum([[3.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [1.0, -2.0, 2.0])
    >>> alignment(spec, 2.0), alignment(spec, 1.0), alignment(spec, 0.0)
    (1.0, 5.0, 9.0)
    """
    curve = alignment_curve(spec, [tau])[0]
    return float(curve) if curve.ndim == 0 else curve


def alignment_curve(spec, taus, *, normalized=False):
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
    >>> spec = spectrum([[3.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [1.0, -2.0, 2.0])
    >>> alignment_curve(spec, [0, 1, 2, 4])
    array([9., 5., 1., 0.])
    """
    taus = _thresholds(taus)
    power = spec.squared_projections
    # sums[m] is what the first m directions hold; m counts those with sigma >= tau.
    sums = np.concatenate([np.zeros((1, *power.shape[1:])), np.cumsum(power, axis=0)])
    curve = sums[np.searchsorted(-spec.singular_values, -taus, side="right")]
    curve[taus <= 0] = spec.target_norm_sq
    return curve / _positive_norm(spec) if normalized else curve


def permutation_null(phi, y, taus, *, n_permutations=100, rng=None):
    """Alignment curves of shuffled labels: what alignment there is without any association.

    Unlike the count of directions over n, this stays right for imbalanced labels, whose mean aligns with the nearly
    constant top direction of many representations.

    Parameters
    ----------
    phi : array (n, d)
    y : array (n,)
    taus : array (t,)
    n_permutations : int
    rng : numpy Generator, or seed for one

    Returns
    -------
    array (n_permutations, t)

    Examples
    --------
    >>> curves = permutation_null(np.eye(4)[:, :2], [1, 1, -1, -1], [0.0, 1.0], n_permutations=3, rng=0)
    >>> curves[:, 0]
    array([4., 4., 4.])
    """
    phi = as_matrix("phi", phi)
    y = as_targets(y, len(phi))
    if y.ndim != 1:
        raise ValueError(f"the null is of one label vector, y of shape (n,); got {y.shape}; call it for each column")
    if n_permutations < 1:
        raise ValueError(f"n_permutations must be at least 1; got {n_permutations}")
    rng = np.random.default_rng(rng)
    shuffled = np.column_stack([rng.permutation(y) for _ in range(n_permutations)])
    return alignment_curve(spectrum(phi, shuffled), taus).T


def kernel_target_alignment(spec):
    """Cosine between the kernel Phi Phi^T and y y^T, from 0 to 1 (Cristianini et al. 2001).

    sum_i sigma_i^2 (u_i^T y)^2 / (||y||^2 sqrt(sum_i sigma_i^4)): alignment weighted by sigma^2, in one number.

    Returns
    -------
    float, or array (k,)

    Examples
    --------
    >>> kernel_target_alignment(spectrum([[1.0], [-1.0]], [2.0, -2.0]))
    1.0
    """
    # Relative to sigma_1: fourth powers of large values must not overflow.
    weight = np.square(spec.singular_values / spec.singular_values[:1].max(initial=1.0))
    scale = np.linalg.norm(weight) or 1.0
    value = weight @ spec.squared_projections / (scale * _positive_norm(spec))
    return float(value) if value.ndim == 0 else value


def cumulative_power(spec):
    """Share of ||y||^2 in the first 1, 2, ... r directions: rises from 0 towards 1, the faster the better aligned.

    C(i) of Canatar et al. (2021), with the residual counted in the whole.

    Returns
    -------
    array (r,) or (r, k)

    Examples
    --------
    >>> cumulative_power(spectrum([[3.0, 0.0], [0.0, 1.0]], [1.0, 1.0]))
    array([0.5, 1. ])
    """
    return np.cumsum(spec.squared_projections, axis=0) / _positive_norm(spec)


def effective_rank(spec):
    """How many directions the features really use, from 1 to r: exp of the entropy of sigma_i / sum_j sigma_j.

    Roy and Vetterli (2007). It says nothing of the labels.

    Returns
    -------
    float

    Examples
    --------
    >>> round(effective_rank(spectrum(np.eye(3), [1.0, 1.0, 1.0])), 12)
    3.0
    """
    if spec.rank == 0:
        return 0.0
    share = spec.singular_values / spec.singular_values.sum()
    return float(np.exp(-np.sum(share * np.log(share))))


def log_evidence(spec):
    """Best marginal likelihood of Bayesian linear regression of y on Phi, a sample, in nats: higher fits better.

    LogME of You et al. (2021): weights ~ N(0, 1/alpha), noise ~ N(0, 1/beta), maximised over alpha and beta. With
    lambda = alpha / beta the best beta is known, and one number is left to search for:

        L = -n/2 (log(2 pi Q / n) + 1) + 1/2 sum_i log(lambda / (lambda + sigma_i^2)),
        Q = sum_i (u_i^T y)^2 lambda / (lambda + sigma_i^2) + residual.

    Returns
    -------
    float, or array (k,)
        L / n; infinite where r < n features fit y exactly, since then the noise may vanish.

    Examples
    --------
    >>> aligned, not_aligned = spectrum(np.diag([9.0, 1.0]), [[3, 1], [1, 3]]), None
    >>> log_evidence(aligned)[0] > log_evidence(aligned)[1]
    True
    """
    _positive_norm(spec)
    power = spec.squared_projections.reshape(spec.rank, -1)
    values = np.array([_best_evidence(spec, p, e) for p, e in zip(power.T, np.atleast_1d(spec.residual), strict=True)])
    return values if spec.squared_projections.ndim == 2 else float(values[0])


def _best_evidence(spec, power, residual):
    n, sigma_sq = spec.n_samples, np.square(spec.singular_values)
    if residual <= np.finfo(float).eps * n * (power.sum() + residual) and spec.rank < n:
        return np.inf

    def loss(log_lambda):
        ratio = sigma_sq * np.exp(-log_lambda)
        misfit = power @ (1 / (1 + ratio)) + residual
        return 0.5 * (np.log(2 * np.pi * misfit / n) + 1) + 0.5 * np.log1p(ratio).sum() / n

    # The loss can have two minima (all noise, or all signal): a grid finds the right one, the search sharpens it.
    middle = np.log(sigma_sq.max(initial=1e-300))
    grid = np.linspace(middle - 40, middle + 40, 161)
    best = grid[np.argmin([loss(x) for x in grid])]
    return -minimize_scalar(loss, bounds=(best - 0.5, best + 0.5), method="bounded").fun


def _thresholds(taus):
    taus = np.asarray(taus, dtype=np.float64)
    if taus.ndim != 1 or np.isnan(taus).any():
        raise ValueError(f"taus must be a vector of thresholds without NaN; got shape {taus.shape}")
    return taus


def _positive_norm(spec):
    norm = spec.target_norm_sq
    if not np.all(norm > 0):
        raise ValueError("a target is zero everywhere, so that shares of ||y||^2 are not defined; drop it")
    return norm
