"""What a representation learnt on one task does for another, on samples that were not trained on
(section 7.1)."""

from bisect import bisect_left

import numpy as np

from repalign.decomposition import EPS, spectrum
from repalign.dynamics import max_step_size, training_error, weight_norm
from repalign.generalisation import held_out, test_error
from repalign.paper.measures.descent import best_step
from repalign.paper.measures.probes import left_out_errors
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


def held_out_losses(phi, y, phi_test, y_test, steps):
    """Loss on samples not trained on, ||Phi' w_t - y'||^2 / ||y'||^2, of k targets at once.

    What `held_out` and `test_error` say of one target, at half of `max_step_size`: eta = 1 /
    sigma_1^2, the paper's limit.

    Parameters
    ----------
    phi, phi_test : arrays (n, d), (m, d)
    y, y_test : arrays (n, k), (m, k)
    steps : array (t,) of integers >= 0

    Returns
    -------
    array (t, k)
    """
    U, sigma, V = _factors(phi)
    learnt = 1 - (1 - np.square(sigma / sigma[0])) ** steps[:, None]
    Q, R = np.linalg.qr(phi_test @ V)
    target, norm_sq = Q.T @ y_test, np.square(y_test).sum(axis=0)
    misfit = R @ (learnt[..., None] * (U.T @ y / sigma[:, None])) - target
    return 1 + (np.square(misfit).sum(axis=1) - np.square(target).sum(axis=0)) / norm_sq


def probe(phi, y):
    """What ridge regression on a few samples promises: R^2 with each sample left out, array (k,).

    At the best of `PENALTIES` for each of the k targets of y (n, k).
    """
    U, sigma, _ = _factors(phi)
    errors = np.array([left_out_errors(U, sigma, own).min() for own in y.T])
    return 1 - errors / np.square(y).mean(axis=0)


def _factors(phi):
    """U (n, r), sigma (r,) and V (d, r), as far as the rank goes."""
    U, sigma, Vt = np.linalg.svd(phi, full_matrices=False)
    rank = np.count_nonzero(sigma > max(phi.shape) * EPS * sigma[0])
    return U[:, :rank], sigma[:rank], Vt[:rank].T


def first_below(losses, goals, steps):
    """Steps after which losses (t, k) have first fallen to each of g goals: array (k, g), infinite
    where they never do.

    Examples
    --------
    >>> first_below(np.array([[1.0], [0.5], [0.7]]), [0.6, 0.1], np.array([0, 10, 20]))
    array([[10., inf]])
    """
    hit = losses[..., None] <= np.asarray(goals)
    return np.where(hit.any(axis=0), steps[hit.argmax(axis=0)], np.inf)
