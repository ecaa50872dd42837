"""The evidence of a linear model on a representation (LogME)."""

import numpy as np

from repalign._support.arrays import require_nonzero
from repalign._support.check import require_type
from repalign._support.scale import plain, power_of_two
from repalign._support.typing import Floats
from repalign.decomposition import EPS, Spectrum

LARGEST_EXPONENT = 700  # e^x is finite up to here, and log(1 + e^x) = x beyond


def log_evidence(spec: Spectrum) -> float | Floats:
    """Best marginal likelihood of a Bayesian linear regression, in nats a sample: higher is better,
    without bounds.

    LogME of You et al. (2021): weights ~ N(0, 1/alpha), noise ~ N(0, 1/beta), maximised over alpha
    and beta. With lambda = alpha / beta the best beta = n / Q is known, and one number is left to
    search for:

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
    Equally noisy labels along a large and along a small feature: isotropic weights make the first
    more likely.

    >>> import numpy as np
    >>> from repalign import spectrum
    >>> t = np.arange(100)
    >>> large, small, noise = np.sin(t / 5), np.cos(t), np.cos(3 * t) / 2
    >>> labels = np.column_stack([large + noise, small + noise])
    >>> log_evidence(spectrum(np.column_stack([large, small / 100]), labels)).round(2)
    array([-0.42, -0.49])
    """
    require_nonzero(require_type("spec", spec, Spectrum).target_norm_sq)
    power = spec.squared_projections.reshape(spec.rank, spec.residual.size)
    best = [
        _best_evidence(spec, p, e)
        for p, e in zip(power.T, np.atleast_1d(spec.residual), strict=True)
    ]
    return plain(np.reshape(best, spec.residual.shape))


def _best_evidence(spec: Spectrum, power: Floats, residual: float) -> float:
    # Scaled so that nothing vanishes: the evidence of a y is that of c y plus log c.
    scale = power_of_two(power.sum() + residual)
    power, residual = power / scale, residual / scale
    if spec.rank < spec.n_samples and residual <= EPS * spec.n_samples * (power.sum() + residual):
        return np.inf
    log_sigma_sq = 2 * np.log(spec.singular_values)
    low, high = (log_sigma_sq[-1], log_sigma_sq[0]) if spec.rank else (0, 0)
    # There can be two maxima, all signal or all noise: the grid finds the higher one, each finer
    # grid sharpens it.
    grid = np.arange(low - 40, high + 40, 0.5)
    evidence = _evidence(spec.n_samples, log_sigma_sq, power, residual, grid)
    for width in 0.5 * 0.1 ** np.arange(7):
        best = grid[np.argmax(evidence)]
        grid = np.linspace(best - width, best + width, 21)
        evidence = _evidence(spec.n_samples, log_sigma_sq, power, residual, grid)
    return evidence.max() - np.log(scale) / 2


def _evidence(
    n: int, log_sigma_sq: Floats, power: Floats, residual: float, log_lambda: Floats
) -> Floats:
    """L / n with the best beta, for each lambda."""
    exponent = log_sigma_sq - log_lambda[:, None]
    ratio = np.exp(np.minimum(exponent, LARGEST_EXPONENT))
    complexity = np.where(exponent > LARGEST_EXPONENT, exponent, np.log1p(ratio)).sum(axis=1)
    misfit = (1 / (1 + ratio)) @ power + residual
    return -0.5 * (np.log(2 * np.pi * misfit / n) + 1) - 0.5 * complexity / n
