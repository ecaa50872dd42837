"""What Proposition 1 does not speak of, at its step size: minibatches, Adam, the logistic loss."""

import numpy as np

from repalign.dynamics import learnt_shares
from repalign.paper.measures import descent


def other_walks(config, phi, targets, step_size):
    """The same loss by minibatches, and by Adam on all samples."""
    steps, shape = config.grid(), (phi.shape[1], targets.shape[1])
    rng = np.random.default_rng(config.seed)
    some = descent.minibatches(phi, targets, min(config.batch_size, len(phi)), rng)
    walks = {
        "minibatch": descent.descend(some, shape, step_size=step_size),
        "adam": descent.adam(
            descent.squared_gradient(phi, targets), shape, learning_rate=config.learning_rate
        ),
    }
    return {
        name: descent.errors(phi, targets, descent.at(steps, walk)) for name, walk in walks.items()
    }


def logistic(config, phi, classes, spec, step_size):
    """The logistic loss, and what its parabola at zero outputs foresees.

    log(1 + exp(-y f)) = log 2 - y f / 2 + f^2 / 8 + ... = (f - 2 y)^2 / 8 + constant: descent on
    squares with targets 2 y and a quarter of the step size. So the logistic one is taken four times
    as large.
    """
    steps, shape = config.grid(), (phi.shape[1], classes.shape[1])
    gradient = descent.logistic_gradient(phi, classes)
    walk = descent.descend(gradient, shape, step_size=4 * step_size)
    measured, predicted = (
        phi @ descent.at(steps, walk),
        _outputs(phi, 2 * classes, spec, steps, step_size),
    )
    return {
        "logistic_loss": np.logaddexp(0, -classes * measured).mean(axis=1),
        "logistic_predicted": np.logaddexp(0, -classes * predicted).mean(axis=1),
        "logistic_accuracy": (classes * measured > 0).mean(axis=1),
        "logistic_accuracy_predicted": (classes * predicted > 0).mean(axis=1),
    }


def _outputs(phi, targets, spec, steps, step_size):
    """Phi w after each of `steps`, in closed form: array (t, n, k)."""
    U = np.linalg.svd(phi, full_matrices=False)[0][:, : spec.rank]
    shares = learnt_shares(spec, steps, step_size=step_size)
    return U @ (shares[:, :, None] * (U.T @ targets))
