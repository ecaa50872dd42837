"""E6, Figure 9: labels that start fast and labels that arrive first; and where Proposition 1 stops.

CT slices, columns standardised, rows not of unit length. y1 is the 10th left singular vector, y2 a
sum of the 5th and the 50th; with them the target, as it is and shuffled. Gradient descent is walked
through step by step and held against the closed form. Then what the closed form does not speak of,
at the same step size: minibatches, Adam, the logistic loss.
"""

from dataclasses import dataclass
from itertools import islice

import numpy as np

from repalign import max_step_size, prepare, spectrum, training_error, weight_norm
from repalign.dynamics import learnt_shares
from repalign.generalisation import held_out, test_error
from repalign.paper.datasets import ct_slices
from repalign.paper.measures import descent
from repalign.paper.measures.descent import steps_by_decade
from repalign.paper.readings.convergence import TARGETS
from repalign.paper.results.arrays import spectrum_arrays, stacked

CLASSES = ("classes", "shuffled_classes")
DIRECTIONS = (5, 10, 50)
"""Of the singular vectors that y1 and y2 are made of, the first being 1."""
SCALINGS = {
    "raw": lambda X: X,
    "centred": lambda X: X - X.mean(axis=0),
    "standardised": lambda X: ct_slices.standardised(X, X)[0],
    "from -1 to 1": ct_slices.within_one,
}
"""What the printed singular values may be those of; the paper says only that points were drawn."""
FLOOR = 1e-6  # of ||y||: below, rounding shows in relative differences


@dataclass(frozen=True)
class Config:
    """Section 6.2 of the paper; the step size, left open, obeys its bound 1 / sigma_1^2."""

    seed: int = 0
    n_samples: int = 1000
    steps: int = 10_000
    step_share: float = 0.4  # of the largest step size that converges, 2 / sigma_1^2
    batch_size: int = 64
    learning_rate: float = 1e-3  # of Adam

    def grid(self):
        """Numbers of steps: 0, and 30 a decade."""
        return steps_by_decade(self.steps, 30)


CONFIGS = tuple(Config(seed=seed) for seed in range(3))
QUICK = (Config(n_samples=60, steps=300, batch_size=16),)


def data(config, data_dir=None):
    """X (n, 384), y (n,), X_test, y_test, features as they come."""
    return ct_slices.draw(config.n_samples, config.seed, data_dir)


def features(config, data_dir=None):
    """Phi (n, 385), Y (n, 4) of `TARGETS`, C (n, 2) of `CLASSES`, Phi' and Y' (m, 2) of the target,
    twice."""
    X, y, X_test, y_test = data(config, data_dir)
    phi, phi_test = (prepare(Z, normalize=False) for Z in ct_slices.standardised(X, X_test))
    order = np.random.default_rng(config.seed).permutation(len(y))
    classes = np.where(y > np.median(y), 1.0, -1.0)
    targets = np.column_stack([*two_labels(phi), y, y[order]])
    return (
        phi,
        targets,
        np.column_stack([classes, classes[order]]),
        phi_test,
        np.column_stack([y_test, y_test]),
    )


def two_labels(phi):
    """y1 = u_10, and y2 = Phi (v_5 + v_50) of the same length 1: array (n,) each.

    So y2 asks the same weight of both directions, and holds them in proportion to their singular
    values.
    """
    U, sigma, _ = np.linalg.svd(phi, full_matrices=False)
    low, middle, high = np.array(DIRECTIONS) - 1
    y2 = sigma[low] * U[:, low] + sigma[high] * U[:, high]
    return U[:, middle], y2 / np.linalg.norm(y2)


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Walk and predict; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
    state_path : path, optional
        Not used: a run takes a minute.
    progress : callable (stages done, stages in all)

    Returns
    -------
    dict of arrays
        T steps; k = 4 targets as in `TARGETS`. A spectrum under each name of `TARGETS` and
        `CLASSES`. ``steps`` (T,); ``step_size`` (), of the summed loss; ||Phi w - y||,
        ``predicted`` in closed form and ``measured`` (T, k);
        ||w||, ``norm_predicted`` and ``norm_measured`` (T, k); ||Phi' w - y'|| after training on
        the target and on the shuffled target, ``test_predicted`` and ``test_measured`` (T, 2);
        ``difference`` (k,), the largest between measured and predicted at any step, relative to
        what is predicted, or to `FLOOR` of ||y|| where that is more; ``crossing`` and
        ``crossing_measured`` (), the first step after which y1 has the smaller error;
        ``minibatch`` and ``adam`` (T, k), ||Phi w - y||; ``logistic_loss``,
        ``logistic_predicted``, mean losses of `CLASSES`, and ``logistic_accuracy``,
        ``logistic_accuracy_predicted``, (T, 2) all; ``sigmas`` (4, 3), those of `DIRECTIONS` in
        all `SCALINGS`, as 1000 samples would have them; ``squares`` (4,), sums of all sigma^2 so.
    """
    phi, targets, classes, phi_test, targets_test = features(config, data_dir)
    spec, spec_classes = spectrum(phi, targets), spectrum(phi, classes)
    stages = (
        lambda: _spectra(TARGETS, spec) | _spectra(CLASSES, spec_classes),
        lambda: _scalings(data(config, data_dir)[0]),
        lambda: _crossings(config, phi, targets, spec),
        lambda: _curves(config, phi, targets, spec, phi_test, targets_test),
        lambda: _other_walks(config, phi, targets, spec),
        lambda: _logistic(config, phi, classes, spec),
    )
    arrays = {"steps": config.grid(), "step_size": np.array(_step_size(config, spec))}
    for done, stage in enumerate(stages, start=1):
        arrays |= stage()
        progress(done, len(stages))
    return arrays


def summarize(runs):
    """All that the runs measured, along a first axis S of seeds; ``steps`` and the shapes of
    spectra once."""
    return stacked(runs, shared=("steps",))


def crossing(errors):
    """The first step from 1 on after which y1 is ahead, of errors (t, k) after 0, 1, 2, ... steps;
    -1 if none is."""
    ahead = np.flatnonzero(errors[1:, 0] < errors[1:, 1])
    return int(ahead[0]) + 1 if len(ahead) else -1


def _step_size(config, spec):
    return config.step_share * max_step_size(spec)


def _spectra(names, spec):
    parts = [spectrum_arrays(name, spec.target(index)) for index, name in enumerate(names)]
    return {key: value for part in parts for key, value in part.items()}


def _scalings(X):
    """Singular values for each of `SCALINGS`, with a bias; they grow like sqrt(n)."""
    phis = [prepare(scale(X), normalize=False) for scale in SCALINGS.values()]
    sigmas = np.sqrt(1000 / len(X)) * np.array(
        [np.linalg.svd(phi, compute_uv=False) for phi in phis]
    )
    return {"sigmas": sigmas[:, np.array(DIRECTIONS) - 1], "squares": np.square(sigmas).sum(axis=1)}


def _crossings(config, phi, targets, spec):
    """Prediction and walk compared at every single step."""
    step_size = _step_size(config, spec)
    predicted = training_error(spec, np.arange(config.steps + 1), step_size=step_size)
    walk = descent.descend(
        descent.squared_gradient(phi, targets), (phi.shape[1], len(TARGETS)), step_size=step_size
    )
    measured = descent.errors(phi, targets, islice(walk, config.steps + 1))
    floor = FLOOR * np.sqrt(spec.target_norm_sq)
    return {
        "crossing": np.array(crossing(predicted)),
        "crossing_measured": np.array(crossing(measured)),
        "difference": np.max(np.abs(measured - predicted) / np.maximum(predicted, floor), axis=0),
    }


def _curves(config, phi, targets, spec, phi_test, targets_test):
    """Training errors, test errors and weights, predicted and walked."""
    steps, step_size = config.grid(), _step_size(config, spec)
    walk = descent.descend(
        descent.squared_gradient(phi, targets), (phi.shape[1], len(TARGETS)), step_size=step_size
    )
    weights = descent.at(steps, walk)
    both = [
        held_out(phi, y, phi_test, y_test)
        for y, y_test in zip(targets[:, 2:].T, targets_test.T, strict=True)
    ]
    return {
        "predicted": training_error(spec, steps, step_size=step_size),
        "measured": descent.errors(phi, targets, weights),
        "norm_predicted": weight_norm(spec, steps, step_size=step_size),
        "norm_measured": np.linalg.norm(weights, axis=1),
        "test_predicted": np.column_stack(
            [test_error(one, steps, step_size=step_size) for one in both]
        ),
        "test_measured": descent.errors(phi_test, targets_test, weights[:, :, 2:]),
    }


def _other_walks(config, phi, targets, spec):
    """The same loss by minibatches, and by Adam on all samples."""
    steps, shape = config.grid(), (phi.shape[1], len(TARGETS))
    rng = np.random.default_rng(config.seed)
    some = descent.minibatches(phi, targets, min(config.batch_size, len(phi)), rng)
    walks = {
        "minibatch": descent.descend(some, shape, step_size=_step_size(config, spec)),
        "adam": descent.adam(
            descent.squared_gradient(phi, targets), shape, learning_rate=config.learning_rate
        ),
    }
    return {
        name: descent.errors(phi, targets, descent.at(steps, walk)) for name, walk in walks.items()
    }


def _logistic(config, phi, classes, spec):
    """The logistic loss, and what its parabola at zero outputs foresees.

    log(1 + exp(-y f)) = log 2 - y f / 2 + f^2 / 8 + ... = (f - 2 y)^2 / 8 + constant: descent on
    squares with targets 2 y and a quarter of the step size. So the logistic one is taken four times
    as large.
    """
    steps, step_size = config.grid(), _step_size(config, spec)
    walk = descent.descend(
        descent.logistic_gradient(phi, classes),
        (phi.shape[1], len(CLASSES)),
        step_size=4 * step_size,
    )
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
