"""What linear models make of features: gradient descent on two losses, and where it would end."""

from dataclasses import dataclass

import numpy as np

from repalign.decomposition import EPS, Spectrum
from repalign.dynamics import learnt_shares, max_step_size
from repalign.paper.measures import descent
from repalign.paper.measures.descent import best_step

PENALTIES = np.geomspace(1e-8, 1e2, 51)


@dataclass(frozen=True, eq=False)
class Task:
    """Training and test samples in the right singular basis of the training features, Phi = U S
    V^T.

    Descent from zero never leaves the row space of Phi, so that U S and Phi' V (n or m samples x r)
    say all of it. Labels are -1 and +1.
    """

    train: np.ndarray
    y: np.ndarray
    test: np.ndarray
    y_test: np.ndarray
    left: np.ndarray
    spectrum: Spectrum


def task(phi, y, phi_test, y_test):
    """The `Task` of prepared features (n, d), (m, d) and labels (n,), (m,)."""
    U, sigma, Vt = np.linalg.svd(phi, full_matrices=False)
    rank = np.count_nonzero(sigma > max(phi.shape) * EPS * sigma[0])
    U, sigma = U[:, :rank], sigma[:rank]
    along = U.T @ y
    spec = Spectrum(sigma, np.square(along), np.square(y - U @ along).sum(), *phi.shape)
    return Task(U * sigma, y, phi_test @ Vt[:rank].T, y_test, U, spec)


def squared_curves(own, steps):
    """Gradient descent on the squared error, in closed form, at the best of `descent.STEP_FACTORS`.

    The best has the lowest training error, averaged over the steps given.

    Parameters
    ----------
    own : Task
    steps : array (t,) of integers >= 0

    Returns
    -------
    dict of arrays
        ``train_error`` and ``test_error`` (t,), mean squared; ``train_accuracy`` and
        ``test_accuracy`` (t,); ``factor`` (), the step size as a part of `max_step_size`.
    """
    factor, _ = best_step(own.spectrum, steps)
    limit = max_step_size(own.spectrum)
    ends = own.left.T @ own.y / own.spectrum.singular_values
    weights = learnt_shares(own.spectrum, steps, step_size=factor * limit) * ends
    return _curves(own, weights, lambda margin: np.square(1 - margin)) | {
        "factor": np.array(factor)
    }


def logistic_curves(own, steps):
    """The same on the logistic loss, mean of log(1 + exp(-y f)), by a real loop.

    It converges for certain up to 8 / sigma_1^2, four times `max_step_size`: `factor` is a part of
    that.
    """
    limit = 4 * max_step_size(own.spectrum)
    # The sweep goes on side by side, a column a step size.
    path = descent.descend(
        descent.logistic_gradient(own.train, own.y[:, None]),
        (own.train.shape[1], len(descent.STEP_FACTORS)),
        step_size=limit * np.array(descent.STEP_FACTORS),
    )
    weights = descent.at(steps, path)
    tried = [
        _curves(own, weights[..., column], _log_loss) for column in range(len(descent.STEP_FACTORS))
    ]
    best = int(np.argmin([curves["train_error"].mean() for curves in tried]))
    return tried[best] | {"factor": np.array(descent.STEP_FACTORS[best])}


def _log_loss(margin):
    return np.logaddexp(0, -margin)


def _curves(own, weights, loss):
    """Errors and accuracies of weights (t, r); loss is a function of the margin y f, since y is -1
    or +1."""
    curves = {}
    for part, phi, y in (("train", own.train, own.y), ("test", own.test, own.y_test)):
        margins = y[:, None] * (phi @ weights.T)
        curves[f"{part}_error"] = loss(margins).mean(axis=0)
        curves[f"{part}_accuracy"] = (margins > 0).mean(axis=0)
    return curves


def ridge(own):
    """A linear probe: ridge regression, with that of `PENALTIES` whose leave-one-out error is
    lowest.

    Parameters
    ----------
    own : Task

    Returns
    -------
    dict of arrays ()
        ``penalty``; ``test_accuracy`` and ``test_error``, mean squared.
    """
    sigma = own.spectrum.singular_values
    best = int(np.argmin(left_out_errors(own.left, sigma, own.y)))
    shares = np.square(sigma) / (np.square(sigma) + PENALTIES[best])
    margins = own.y_test * (own.test @ (shares * (own.left.T @ own.y) / sigma))
    return {
        "penalty": np.array(PENALTIES[best]),
        "test_accuracy": (margins > 0).mean(),
        "test_error": np.square(1 - margins).mean(),
    }


def cross_validated(phi, y, folds=5):
    """The share of samples that `ridge` gets right where there are no test samples: every fifth is
    held out in turn.

    Parameters
    ----------
    phi : array (n, d)
    y : array (n,) of -1 and +1
        One class behind the other, so that each fold has as many of both: of features that know
        nothing, one sample left out alone would be got wrong for certain, since the rest has more
        of the other class.
    folds : int

    Returns
    -------
    float
    """
    held_out = [np.arange(len(y)) % folds == fold for fold in range(folds)]
    tasks = (task(phi[~out], y[~out], phi[out], y[out]) for out in held_out)
    return float(np.mean([ridge(own)["test_accuracy"] for own in tasks]))


def left_out_errors(left, sigma, y):
    """Mean squared error of ridge regression on samples left out one by one: array (p,), for
    `PENALTIES`.

    With shares s_i = sigma_i^2 / (sigma_i^2 + penalty) the outputs are H y, H = U diag(s) U^T, and
    the error of sample j, left out, is (y_j - (H y)_j) / (1 - H_jj).

    Parameters
    ----------
    left : array (n, r)
        U.
    sigma : array (r,)
    y : array (n,)
    """
    shares = np.square(sigma) / (np.square(sigma) + PENALTIES[:, None])
    errors = (y - (shares * (left.T @ y)) @ left.T) / (1 - shares @ np.square(left).T)
    return np.square(errors).mean(axis=1)


def solution(phi, y):
    """The shortest weights (d,) that leave the least squares of phi (n, d) and y (n,)."""
    return np.linalg.lstsq(phi, y, rcond=None)[0]


def least_squares(phi, y):
    """What the best linear model misses on the samples it is fitted to, in closed form.

    Parameters
    ----------
    phi : array (n, d)
    y : array (n,) of -1 and +1

    Returns
    -------
    dict of arrays ()
        ``residual``, a share of ||y||^2; ``accuracy``; ``weight_norm``, the length of the shortest
        such weights.
    """
    weights = solution(phi, y)
    outputs = phi @ weights
    return {
        "residual": np.square(outputs - y).sum() / np.square(y).sum(),
        "accuracy": (outputs * y > 0).mean(),
        "weight_norm": np.linalg.norm(weights),
    }
