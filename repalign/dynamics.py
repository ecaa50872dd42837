"""What gradient descent will do, in closed form (Proposition 1).

w_{t+1} = w_t - eta Phi^T (Phi w_t - y) from w_0 = 0; the factor 2 of the squared loss is in eta. Every direction i is a
process of its own that forgets its share of the loss by the factor 1 - eta sigma_i^2 a step. The paper asks for
eta < 1 / sigma_1^2; it converges for every eta < 2 / sigma_1^2, and what lies beyond is shown as divergence.
"""

import numpy as np


def max_step_size(spec):
    """The step size below which gradient descent converges, 2 / sigma_1^2.

    Returns
    -------
    float
        Infinite where Phi is zero.

    Examples
    --------
    >>> from repalign import spectrum
    >>> max_step_size(spectrum([[2.0], [0.0]], [1.0, 1.0]))
    0.5
    """
    return float(2 / spec.singular_values[0] ** 2) if spec.rank else np.inf


def distance_to_optimum(spec, steps, *, step_size):
    """||Phi w_t - Phi w*||: falls to 0 below `max_step_size`, grows without bound above.

    sqrt(sum_i (1 - eta sigma_i^2)^(2t) (u_i^T y)^2)            (equation 3)

    Parameters
    ----------
    spec : Spectrum
    steps : array (t,) of integers >= 0
        Numbers of steps taken, in any order.
    step_size : float > 0
        eta of the summed loss; with the mean loss, eta is n times larger.

    Returns
    -------
    array (t,), or (t, k) for k targets; inf only where the value exceeds the range of a float64

    Raises
    ------
    ValueError
        Steps are not non-negative integers, or the step size is not positive and finite.

    Examples
    --------
    >>> from repalign import spectrum
    >>> distance_to_optimum(spectrum([[1.0], [0.0]], [8.0, 6.0]), [0, 1, 2], step_size=0.5)
    array([8., 4., 2.])
    """
    return _norms(spec, steps, step_size, _log_forgetting, np.zeros_like(spec.residual))


def training_error(spec, steps, *, step_size):
    """||Phi w_t - y||, the square root of the training loss: equation 3 and the residual that stays.

    Parameters, returns, raises as `distance_to_optimum`.

    Examples
    --------
    >>> from repalign import spectrum
    >>> training_error(spectrum([[1.0], [0.0]], [8.0, 6.0]), [0, 100], step_size=0.5)
    array([10.,  6.])
    """
    return _norms(spec, steps, step_size, _log_forgetting, spec.residual)


def weight_norm(spec, steps, *, step_size):
    """||w_t||: grows from 0; towards small sigma it must grow far (section 6.1).

    In direction v_i the weight is (1 - (1 - eta sigma_i^2)^t) (u_i^T y) / sigma_i.

    Parameters, returns, raises as `distance_to_optimum`.

    Examples
    --------
    >>> from repalign import spectrum
    >>> weight_norm(spectrum([[2.0], [0.0]], [8.0, 6.0]), [0, 1, 1000], step_size=0.125)
    array([0., 2., 4.])
    """
    return _norms(spec, steps, step_size, _log_learning, np.zeros_like(spec.residual))


def _norms(spec, steps, step_size, log_factor, constant):
    """sqrt(sum_i exp(2 log_factor(t, i)) p_i + constant) for every step and target."""
    steps, step_size = _checked(steps, step_size)
    power = spec.squared_projections.reshape(spec.rank, -1)
    constant = np.atleast_1d(constant)
    logs = 2 * log_factor(spec.singular_values, steps, step_size)
    norms = np.column_stack([_norm(logs, p, c) for p, c in zip(power.T, constant, strict=True)])
    return norms if spec.squared_projections.ndim == 2 else norms[:, 0]


def _norm(logs, power, constant):
    """sqrt(sum_i exp(logs) power + constant) without overflow in between: the largest term is taken out first."""
    used = power > 0
    largest = logs[:, used].max(axis=1, initial=-np.inf)
    shift = np.maximum(largest, 0.0)
    inner = np.exp(logs[:, used] - shift[:, None]) @ power[used] + constant * np.exp(-shift)
    with np.errstate(over="ignore"):
        return np.exp(shift / 2) * np.sqrt(inner)


def _log_forgetting(sigma, steps, step_size):
    """log |1 - eta sigma^2|^t, (t, r); 0 at t = 0 also where the factor is zero."""
    x = step_size * np.square(sigma)
    with np.errstate(divide="ignore"):
        rate = np.where(x < 1, np.log1p(-np.minimum(x, 1)), np.log(np.maximum(x - 1, 0)))
    return np.where(steps[:, None] > 0, np.maximum(steps, 1)[:, None] * rate, 0.0)


def _log_learning(sigma, steps, step_size):
    """log |1 - (1 - eta sigma^2)^t| / sigma, (t, r)."""
    forgetting = _log_forgetting(sigma, steps, step_size)
    negative = (step_size * np.square(sigma) > 1) & (steps[:, None] % 2 == 1)
    sign = np.where(negative, -1.0, 1.0)
    with np.errstate(divide="ignore"):
        # Each branch where it neither cancels nor overflows: |1 - e^g|, or e^g |1 - e^-g| for large g.
        small = np.where(negative, np.log1p(np.exp(np.minimum(forgetting, 0))), np.log(-np.expm1(np.minimum(forgetting, 0))))
        large = np.maximum(forgetting, 0) + np.log(np.abs(1 - sign * np.exp(-np.maximum(forgetting, 0))))
    return np.where(forgetting <= 0, small, large) - np.log(sigma)


def _checked(steps, step_size):
    steps = np.asarray(steps)
    if steps.ndim != 1 or steps.dtype.kind not in "iuf" or not np.all((steps >= 0) & (steps == np.floor(steps))):
        raise ValueError(f"steps must be a vector of integers >= 0; got {steps!r:.80}")
    if not (np.isscalar(step_size) or np.ndim(step_size) == 0) or not 0 < step_size < np.inf:
        raise ValueError(f"step_size must be a positive finite number; got {step_size!r:.80}")
    return steps.astype(np.float64), float(step_size)
