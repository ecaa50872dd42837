"""What a representation learnt on one task does for another, and whether alignment foretells it
(section 7.1)."""

from bisect import bisect_left

import numpy as np

from repalign.decomposition import spectrum
from repalign.dynamics import max_step_size, training_error, weight_norm
from repalign.generalisation import held_out, test_error
from repalign.measures import alignment
from repalign.paper.measures.descent import best_step
from repalign.paper.results.arrays import spectrum_arrays

MOST_STEPS = 2**40
CURVES = ("train", "test", "weights", "step")


def steps_to_reach(spec, share, *, factor=0.5):
    """Steps of gradient descent until the training loss ||Phi w_t - y||^2 is down to a share of
    ||y||^2.

    Parameters
    ----------
    spec : Spectrum
        Of one target.
    share : float
    factor : float in (0, 1]
        Step size, as a part of `max_step_size`.

    Returns
    -------
    float
        Infinite where that is never reached, or not in 2^40 steps.

    Examples
    --------
    >>> from repalign import spectrum
    >>> spec = spectrum([[1.0], [0.0]], [8.0, 6.0])
    >>> steps_to_reach(spec, 0.45, factor=0.25), steps_to_reach(spec, 0.3)
    (2.0, inf)
    """
    goal, step_size = np.sqrt(share * spec.target_norm_sq), factor * max_step_size(spec)
    # The loss never rises at a stable step size, so the steps can be bisected.
    reached = bisect_left(
        range(MOST_STEPS),
        True,
        key=lambda step: training_error(spec, [step], step_size=step_size)[0] <= goal,
    )
    return float(reached) if reached < MOST_STEPS else np.inf


def learning_curves(both, steps):
    """Mean squared train and test error and the norm of the weights, at the best of `STEP_FACTORS`.

    The best step size has the lowest training loss, averaged over the steps given.

    Parameters
    ----------
    both : HeldOut
    steps : array (t,) of integers >= 0

    Returns
    -------
    train, test, weights : arrays (t,)
    factor : float
        The step size that was best, as a part of `max_step_size`.
    """
    factor, errors = best_step(both.spectrum, steps)
    step_size = factor * max_step_size(both.spectrum)
    test = np.square(test_error(both, steps, step_size=step_size)) / both.n_samples
    weights = weight_norm(both.spectrum, steps, step_size=step_size)
    return np.square(errors) / both.spectrum.n_samples, test, weights, factor


def linear_models(phi, y, phi_test, y_test, steps):
    """What is stored of one representation, trained on few samples towards k targets.

    Parameters
    ----------
    phi, phi_test : arrays (n, d), (m, d)
    y, y_test : arrays (n, k), (m, k)
    steps : array (t,) of integers >= 0

    Returns
    -------
    dict of arrays
        ``few.singular_values`` (r,) and so on; ``few_coefficients`` (r, k), ``few_factor`` (r, r),
        ``few_target`` (r, k), ``few_outside`` (k,), ``few_test_samples`` (): the fields of
        `HeldOut`, r = min(n, d) with zeros beyond the rank; ``few_train``, ``few_test``,
        ``few_weights`` (k, t), ``few_step`` (k,) of `learning_curves`.
    """
    models = [
        held_out(phi, own, phi_test, own_test) for own, own_test in zip(y.T, y_test.T, strict=True)
    ]
    curves = zip(*(learning_curves(model, steps) for model in models), strict=True)
    r = min(phi.shape)
    return {
        **spectrum_arrays("few", spectrum(phi, y)),
        "few_coefficients": np.stack([_padded(model.coefficients, r) for model in models], axis=-1),
        "few_factor": _padded(models[0].factor, r, r),
        "few_target": np.stack([_padded(model.target, r) for model in models], axis=-1),
        "few_outside": np.array([model.outside for model in models]),
        "few_test_samples": np.array(len(y_test)),
        **{f"few_{name}": np.array(values) for name, values in zip(CURVES, curves, strict=True)},
    }


def _padded(array, *shape):
    return np.pad(
        array, [(0, size - given) for size, given in zip(shape, array.shape, strict=True)]
    )


def many_targets(spec, tau, goals):
    """A row of the transfer matrix: how a representation is aligned with k targets, and how soon it
    fits them.

    Parameters
    ----------
    spec : Spectrum
        Of k targets.
    tau : float
    goals : sequence of g floats
        Shares of ||y||^2 that the training loss is to fall to.

    Returns
    -------
    dict of arrays
        ``matrix_alignment`` (k,), shares of ||y||^2; ``matrix_steps`` (k, g), of `steps_to_reach`.
    """
    steps = [
        [steps_to_reach(spec.target(j), goal) for goal in goals] for j in range(len(spec.residual))
    ]
    return {
        "matrix_alignment": alignment(spec, tau) / spec.target_norm_sq,
        "matrix_steps": np.array(steps),
    }


def steps_saved(before, after):
    """How many times fewer steps: before / after; 1 where neither ever gets there (both infinite).

    Examples
    --------
    >>> steps_saved(np.array([8.0, np.inf, np.inf, 2.0]), np.array([2.0, 5.0, np.inf, np.inf]))
    array([ 4., inf,  1.,  0.])
    """
    with np.errstate(invalid="ignore"):
        return np.where(np.isinf(before) & np.isinf(after), 1.0, before / np.maximum(after, 1))
