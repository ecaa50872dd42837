"""What gradient descent will do, in closed form (Proposition 1).

w_{t+1} = w_t - eta Phi^T (Phi w_t - y) from w_0 = 0; the factor 2 of the squared loss is in eta.
Every direction i is a process of its own that forgets its share of the loss by the factor 1 - eta
sigma_i^2 a step. The paper asks for eta < 1 / sigma_1^2; it converges for every eta < 2 /
sigma_1^2, and what lies beyond is shown as divergence.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from repalign._support.arrays import as_real
from repalign._support.check import (
    LARGEST_COUNT,
    as_share,
    require_one_target,
    require_positive,
    require_type,
    shown,
)
from repalign._support.typing import Floats
from repalign.decomposition import Spectrum

MOST_STEPS = 10**9  # looked ahead
BLOCK = 2**19  # entries of steps x directions worked on at once: 4 MB an array


def max_step_size(spec: Spectrum) -> float:
    """The step size below which gradient descent converges, 2 / sigma_1^2.

    Returns
    -------
    float
        Infinite where Phi is zero, or so small that float64 cannot hold the limit.

    Examples
    --------
    >>> from repalign import spectrum
    >>> max_step_size(spectrum([[2.0], [0.0]], [1.0, 1.0]))
    0.5
    """
    require_type("spec", spec, Spectrum)
    if spec.rank == 0:
        return np.inf
    with np.errstate(over="ignore"):
        return float(2 / spec.singular_values[0] / spec.singular_values[0])


def distance_to_optimum(spec: Spectrum, steps: ArrayLike, *, step_size: float) -> Floats:
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
    return _norms(spec, steps, step_size, _log_forgetting, 0.0)


def steps_to(spec: Spectrum, share: float, *, step_size: float) -> int | None:
    """First number of steps, at least one, after which that share of the reachable loss is gone;
    None beyond 10^9.

    The reachable loss is the part of ||y||^2 on the directions: the residual always stays.

    Parameters
    ----------
    spec : Spectrum
        One target.
    share : float
        Above 0, at most 1: then nothing of it is left in float64.
    step_size : float > 0
        As in `distance_to_optimum`.

    Raises
    ------
    TypeError, ValueError
        Several targets; a share or a step size out of range.

    Examples
    --------
    >>> from repalign import spectrum
    >>> steps_to(spectrum([[1.0], [0.0]], [8.0, 6.0]), 0.9, step_size=0.5)
    2
    """
    require_one_target("spec", require_type("spec", spec, Spectrum))
    most = (1 - as_share("share", share)) * spec.squared_projections.sum()

    def reached(steps: int) -> bool:
        return bool(distance_to_optimum(spec, [steps], step_size=step_size)[0] ** 2 <= most)

    if not reached(MOST_STEPS):
        return None
    low, high = 0, 1
    while not reached(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle, high)
    return high


def training_error(spec: Spectrum, steps: ArrayLike, *, step_size: float) -> Floats:
    """||Phi w_t - y||, the square root of the training loss: equation 3 and the residual that
    stays.

    Parameters, returns, raises as `distance_to_optimum`.

    Examples
    --------
    >>> from repalign import spectrum
    >>> training_error(spectrum([[1.0], [0.0]], [8.0, 6.0]), [0, 100], step_size=0.5)
    array([10.,  6.])
    """
    require_type("spec", spec, Spectrum)
    return _norms(spec, steps, step_size, _log_forgetting, spec.residual)


def weight_norm(spec: Spectrum, steps: ArrayLike, *, step_size: float) -> Floats:
    """||w_t||: grows from 0; towards small sigma it must grow far (section 6.1).

    In direction v_i the weight is (1 - (1 - eta sigma_i^2)^t) (u_i^T y) / sigma_i.

    Parameters, returns, raises as `distance_to_optimum`.

    Examples
    --------
    >>> from repalign import spectrum
    >>> weight_norm(spectrum([[2.0], [0.0]], [8.0, 6.0]), [0, 1, 1000], step_size=0.125)
    array([0., 2., 4.])
    """
    return _norms(spec, steps, step_size, _log_learning, 0.0)


def learnt_shares(spec: Spectrum, steps: ArrayLike, *, step_size: float) -> Floats:
    """1 - (1 - eta sigma_i^2)^t: how much of its weight a direction has reached, from 0 to 1;
    beyond 1 it overshoots.

    Parameters and raises as `distance_to_optimum`.

    Returns
    -------
    array (t, r); infinite where it exceeds the range of a float64

    Examples
    --------
    >>> from repalign import spectrum
    >>> learnt_shares(spectrum([[2.0, 0.0], [0.0, 1.0]], [1.0, 1.0]), [1, 2], step_size=0.25)
    array([[1.    , 0.25  ],
           [1.    , 0.4375]])
    """
    require_type("spec", spec, Spectrum)
    steps = _checked_steps(steps)[:, None]
    step_size = require_positive("step_size", step_size)
    with np.errstate(divide="ignore", over="ignore"):
        forgetting = _log_forgetting(spec.singular_values, steps, step_size)
        return np.where(
            _flipped(spec.singular_values, steps, step_size),
            1 + np.exp(forgetting),
            -np.expm1(forgetting),
        )


def _norms(
    spec: Spectrum,
    steps: ArrayLike,
    step_size: float,
    log_factor: Callable[[Floats, Floats, float], Floats],
    constant: float | Floats,
) -> Floats:
    """sqrt(sum_i factor(t, i)^2 p_i + constant) for every step and target."""
    require_type("spec", spec, Spectrum)
    steps = _checked_steps(steps)
    step_size = require_positive("step_size", step_size)
    blocks = np.array_split(steps, 1 + len(steps) * spec.rank // BLOCK)
    with np.errstate(divide="ignore", over="ignore"):
        log_power = np.log(spec.squared_projections.reshape(spec.rank, spec.residual.size))
        logs = [
            _log_sums(log_factor(spec.singular_values, t[:, None], step_size), log_power)
            for t in blocks
        ]
        log_sums = np.concatenate(logs).reshape(len(steps), *spec.residual.shape)
        return np.exp(np.logaddexp(log_sums, np.log(constant)) / 2)


def _log_sums(log_factor: Floats, log_power: Floats) -> Floats:
    """log sum_i factor(t, i)^2 p_i, (t, k): in logarithms nothing overflows on the way."""
    return np.stack(
        [np.logaddexp.reduce(2 * log_factor + column, axis=1) for column in log_power.T], axis=1
    )


def _log_forgetting(sigma: Floats, steps: Floats, step_size: float) -> Floats:
    """log |1 - eta sigma^2|^t, (t, r)."""
    x = _share_learnt(sigma, step_size)
    rate = np.log1p(np.where(x < 1, -x, x - 2))  # log |1 - x|, exact for small x too
    # Not 0 * -inf where the factor is zero.
    return np.where(steps > 0, np.maximum(steps, 1) * rate, 0.0)


def _share_learnt(sigma: Floats, step_size: float) -> Floats:
    """eta sigma^2, the share of what is missing that a step adds."""
    return np.minimum(step_size * sigma * sigma, np.finfo(np.float64).max)


def _flipped(sigma: Floats, steps: Floats, step_size: float) -> NDArray[np.bool_]:
    """Where (1 - eta sigma^2)^t is negative."""
    return (_share_learnt(sigma, step_size) > 1) & (steps % 2 == 1)


def _log_learning(sigma: Floats, steps: Floats, step_size: float) -> Floats:
    """log(|1 - (1 - eta sigma^2)^t| / sigma), (t, r)."""
    forgetting = _log_forgetting(sigma, steps, step_size)
    # log(1 + e^g), and log|1 - e^g| without cancellation near g = 0 or overflow for large g.
    apart, close = (
        np.logaddexp(0, forgetting),
        np.maximum(forgetting, 0) + np.log(-np.expm1(-np.abs(forgetting))),
    )
    return np.where(_flipped(sigma, steps, step_size), apart, close) - np.log(sigma)


def _checked_steps(steps: ArrayLike) -> Floats:
    steps = as_real("steps", steps)
    if steps.ndim != 1 or not np.all((steps % 1 == 0) & (steps >= 0) & (steps <= LARGEST_COUNT)):
        raise ValueError(f"steps must be a vector of integers from 0 to 2^53; got {shown(steps)}")
    return steps
