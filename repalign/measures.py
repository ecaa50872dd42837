"""What a Spectrum says of a representation and its labels."""

import numpy as np

from repalign._check import as_matrix, as_real, as_targets, require_positive
from repalign.spectrum import EPS, spectrum


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
    if np.ndim(tau) != 0:
        raise ValueError(f"tau must be one number, got shape {np.shape(tau)}; for several use alignment_curve")
    return _plain(alignment_curve(spec, [tau])[0])


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
    >>> from repalign import spectrum
    >>> spec = spectrum([[3.0, 0.0], [0.0, 1.0], [0.0, 0.0]], [1.0, -2.0, 2.0])
    >>> alignment_curve(spec, [0, 1, 2, 4])
    array([9., 5., 1., 0.])
    """
    taus = as_real("taus", taus)
    if taus.ndim != 1:
        raise ValueError(f"taus must be a vector of thresholds; got shape {taus.shape}")
    # sums[m] is what the first m directions hold, and the last entry counts the residual too.
    parts = np.concatenate([spec.squared_projections, [spec.residual]])
    sums = np.concatenate([[np.zeros_like(spec.residual)], np.cumsum(parts, axis=0)])
    counted = np.searchsorted(-spec.singular_values, -taus, side="right")
    curve = sums[np.where(taus <= 0, spec.rank + 1, counted)]
    return curve / _positive(sums[-1]) if normalized else curve


def permutation_null(phi, y, taus, *, n_permutations, rng):
    """Alignment curves of shuffled labels: what alignment there is without any association.

    Unlike the count of directions over n, this stays right for imbalanced labels, whose mean aligns with the nearly
    constant top direction of many representations.

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
        As `spectrum` and `alignment_curve`; y has more than one column; n_permutations is not a positive integer.

    Examples
    --------
    Three labels of four agree, and a constant feature, which tells nothing of them, holds a quarter of ||y||^2 = 4:

    >>> permutation_null([[1.0], [1.0], [1.0], [1.0]], [1, 1, 1, -1], [0.0, 2.0], n_permutations=2, rng=0)
    array([[4., 1.],
           [4., 1.]])
    """
    phi = as_matrix("phi", phi)
    y = as_targets(y, len(phi))
    if y.ndim != 1:
        raise ValueError(f"the null is of one label vector, y of shape (n,); got {y.shape}; call it for each column")
    require_positive("n_permutations", n_permutations, integer=True)
    rng = np.random.default_rng(rng)
    shuffled = np.column_stack([rng.permutation(y) for _ in range(n_permutations)])
    return alignment_curve(spectrum(phi, shuffled), taus).T


def kernel_target_alignment(spec):
    """Cosine between the kernel Phi Phi^T and y y^T, from 0 to 1 (Cristianini et al. 2001).

    sum_i sigma_i^2 (u_i^T y)^2 / (||y||^2 sqrt(sum_i sigma_i^4)): alignment weighted by sigma^2, in one number.

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
    norm = _positive(spec.target_norm_sq)
    # Relative to sigma_1: fourth powers of large values must not overflow.
    weight = np.square(spec.singular_values / spec.singular_values[:1])
    return _plain(weight @ spec.squared_projections / (norm * max(np.linalg.norm(weight), 1)))


def cumulative_power(spec):
    """Share of ||y||^2 in the first 1, 2, ... r directions: rises from 0 towards 1, the faster the better aligned.

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
    return np.cumsum(spec.squared_projections, axis=0) / _positive(spec.target_norm_sq)


def effective_rank(spec):
    """How many directions the features really use, from 1 to r: exp of the entropy of sigma_i / sum_j sigma_j.

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
    if spec.rank == 0:
        return 0.0
    share = spec.singular_values / spec.singular_values.sum()
    return float(np.exp(-np.sum(share * np.log(share))))


def log_evidence(spec):
    """Best marginal likelihood of a Bayesian linear regression, in nats a sample: higher is better, without bounds.

    LogME of You et al. (2021): weights ~ N(0, 1/alpha), noise ~ N(0, 1/beta), maximised over alpha and beta. With
    lambda = alpha / beta the best beta = n / Q is known, and one number is left to search for:

        L = -n/2 (log(2 pi Q / n) + 1) - 1/2 sum_i log(1 + sigma_i^2 / lambda),
        Q = sum_i (u_i^T y)^2 / (1 + sigma_i^2 / lambda) + residual.

    Returns
    -------
    float, or array (k,)
        L / n; infinite where r < n directions fit y exactly, since then the noise may vanish.

    Raises
    ------
    ValueError
        A target is zero.

    Examples
    --------
    Equally noisy labels along a large and along a small feature: isotropic weights make the first more likely.

    >>> import numpy as np
    >>> from repalign import spectrum
    >>> t = np.arange(100)
    >>> large, small, noise = np.sin(t / 5), np.cos(t), np.cos(3 * t) / 2
    >>> labels = np.column_stack([large + noise, small + noise])
    >>> log_evidence(spectrum(np.column_stack([large, small / 100]), labels)).round(2)
    array([-0.42, -0.49])
    """
    _positive(spec.target_norm_sq)
    power = spec.squared_projections.reshape(spec.rank, spec.residual.size)
    best = [_best_evidence(spec, p, e) for p, e in zip(power.T, np.atleast_1d(spec.residual), strict=True)]
    return _plain(np.reshape(best, spec.residual.shape))


def _best_evidence(spec, power, residual):
    if spec.rank < spec.n_samples and residual <= EPS * spec.n_samples * (power.sum() + residual):
        return np.inf
    log_sigma_sq = 2 * np.log(spec.singular_values)
    low, high = (log_sigma_sq[-1], log_sigma_sq[0]) if spec.rank else (0, 0)
    # There can be two maxima, all signal or all noise: the grid finds the higher one, each finer grid sharpens it.
    grid = np.arange(low - 40, high + 40, 0.5)
    for width in 0.5 * 0.1 ** np.arange(8):
        evidence = _evidence(spec.n_samples, log_sigma_sq, power, residual, grid)
        best = grid[np.argmax(evidence)]
        grid = np.linspace(best - width, best + width, 21)
    return evidence.max()


def _evidence(n, log_sigma_sq, power, residual, log_lambda):
    """L / n with the best beta, for each lambda."""
    ratio = np.exp(log_sigma_sq - log_lambda[:, None])
    misfit = (1 / (1 + ratio)) @ power + residual
    return -0.5 * (np.log(2 * np.pi * misfit / n) + 1) - 0.5 * np.log1p(ratio).sum(axis=1) / n


def _positive(norm):
    if not np.all(norm > 0):
        raise ValueError("a target is zero everywhere, so that shares of ||y||^2 are not defined; drop it")
    return norm


def _plain(value):
    """A float instead of an array without dimensions."""
    return float(value) if np.ndim(value) == 0 else value
