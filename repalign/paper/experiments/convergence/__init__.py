"""E6, Figure 9: labels that start fast and labels that arrive first; and where Proposition 1 stops.

CT slices, columns standardised, rows not of unit length. y1 is the 10th left singular vector, y2 a
sum of the 5th and the 50th; with them the target, as it is, shuffled, and with noise. Gradient
descent is walked through step by step and held against the closed form. Then what the closed form
does not speak of, at the same step size: minibatches, Adam, the logistic loss. Test samples are
other slices of the same patients; and once more, of other patients.
"""

from dataclasses import dataclass
from itertools import islice

import numpy as np

from repalign import max_step_size, prepare, spectrum, training_error, weight_norm
from repalign.generalisation import held_out, test_error
from repalign.paper.datasets import ct_slices
from repalign.paper.experiments.convergence import neighbours
from repalign.paper.measures import descent
from repalign.paper.measures.descent import steps_by_decade
from repalign.paper.readings.convergence import DIRECTIONS, SHUFFLED, TARGETS, TRUE
from repalign.paper.results.arrays import by_patient, spectrum_arrays

CLASSES = ("classes", "shuffled_classes")
SCALINGS = {
    "raw": lambda X: X,
    "centred": lambda X: X - X.mean(axis=0),
    "standardised": lambda X: ct_slices.standardised(X, X)[0],
    "from -1 to 1": ct_slices.within_one,
}
"""What the printed singular values may be those of; the paper says only that points were drawn."""
N_TESTED = 3  # targets, the last ones, that have test errors
BY_PATIENT = ("step_size", "measured", "test_measured", "norm_measured")
"""What is stored of the runs whose test samples are of other patients."""
FLOOR = 1e-6  # of ||y||: below, rounding shows in relative differences


@dataclass(frozen=True)
class Config:
    """Section 6.2 of the paper; the step size, left open, obeys its bound 1 / sigma_1^2."""

    seed: int = 0
    half: int | None = None  # of the patients, to train on; None: slices of all train and test
    n_samples: int = 1000
    steps: int = 10_000
    step_share: float = 0.4  # of the largest step size that converges, 2 / sigma_1^2
    batch_size: int = 64
    learning_rate: float = 1e-3  # of Adam
    noise: float = 1.0  # standard deviation of what is added to the target, over the target's own

    def grid(self):
        """Numbers of steps: 0, and 30 a decade."""
        return steps_by_decade(self.steps, 30)


CONFIGS = tuple(Config(seed=seed, half=half) for seed in range(5) for half in ct_slices.HALVES)
QUICK = tuple(
    Config(half=half, n_samples=60, steps=300, batch_size=16) for half in ct_slices.HALVES
)


def data(config, data_dir=None):
    """X (n, 384), y (n,), X_test, y_test, features as they come."""
    return ct_slices.draw(config.n_samples, config.seed, data_dir, half=config.half)


def features(config, data_dir=None):
    """Phi (n, 385), Y (n, k) of `TARGETS`, Phi' (m, 385), and y' (m, 1), the target without noise.

    By patients only the last three of `TARGETS`: one patient may have fewer slices than y2 needs
    directions.
    """
    X, y, X_test, y_test = data(config, data_dir)
    phi, phi_test = (prepare(Z, normalize=False) for Z in ct_slices.standardised(X, X_test))
    rng = np.random.default_rng(config.seed)
    order, noise = rng.permutation(len(y)), rng.standard_normal(len(y))
    targets = [y, y[order], y + config.noise * y.std() * noise]
    if config.half is None:
        targets = [*two_labels(phi), *targets]
    return phi, np.column_stack(targets), phi_test, y_test[:, None]


def classes_of(targets):
    """-1 below the median of the target, 1 above, of the target and of the shuffled one: (n, 2)."""
    return np.where(targets[:, [TRUE, SHUFFLED]] > np.median(targets[:, TRUE]), 1.0, -1.0)


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
        T steps; k = 5 targets as in `TARGETS`, or by patients the last three of them, and then only
        ``half`` (), -1 unless by patients, ``steps``, ``step_size``, and what is predicted and
        measured of errors and norms. A spectrum under each name of `TARGETS` and
        `CLASSES`. ``steps`` (T,); ``step_size`` (), of the summed loss; ||Phi w - y||,
        ``predicted`` in closed form and ``measured`` (T, k);
        ||w||, ``norm_predicted`` and ``norm_measured`` (T, k); ||Phi' w - y'|| with the true y'
        after training on the target, on the shuffled and on the noisy one, ``test_predicted`` and
        ``test_measured`` (T, 3);
        ``difference`` (k,), the largest between measured and predicted at any step, relative to
        what is predicted, or to `FLOOR` of ||y|| where that is more; ``crossing`` and
        ``crossing_measured`` (), the first step after which y1 has the smaller error;
        ``minibatch`` and ``adam`` (T, k), ||Phi w - y||; ``logistic_loss``,
        ``logistic_predicted``, mean losses of `CLASSES`, and ``logistic_accuracy``,
        ``logistic_accuracy_predicted``, (T, 2) all; ``sigmas`` (4, 3), those of `DIRECTIONS` in
        all `SCALINGS`, as 1000 samples would have them; ``squares`` (4,), sums of all sigma^2 so.
    """
    phi, targets, phi_test, y_test = features(config, data_dir)
    spec = spectrum(phi, targets)
    stages = [lambda: _curves(config, phi, targets, spec, phi_test, y_test)]
    if config.half is None:
        classes = classes_of(targets)
        stages += [
            lambda: _spectra(TARGETS, spec) | _spectra(CLASSES, spectrum(phi, classes)),
            lambda: _scalings(data(config, data_dir)[0]),
            lambda: _crossings(config, phi, targets, spec),
            lambda: neighbours.other_walks(config, phi, targets, _step_size(config, spec)),
            lambda: neighbours.logistic(config, phi, classes, spec, _step_size(config, spec)),
        ]
    arrays = {
        "half": np.array(-1 if config.half is None else config.half),
        "steps": config.grid(),
        "step_size": np.array(_step_size(config, spec)),
    }
    for done, stage in enumerate(stages, start=1):
        arrays |= stage()
        progress(done, len(stages))
    return arrays


def summarize(runs):
    """What `by_patient` says, ``steps`` once; of the runs by patients `BY_PATIENT`."""
    return by_patient(runs, lambda run: {name: run[name] for name in BY_PATIENT}, shared=("steps",))


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


def _curves(config, phi, targets, spec, phi_test, y_test):
    """Training errors, test errors and weights, predicted and walked."""
    steps, step_size = config.grid(), _step_size(config, spec)
    walk = descent.descend(
        descent.squared_gradient(phi, targets),
        (phi.shape[1], targets.shape[1]),
        step_size=step_size,
    )
    weights = descent.at(steps, walk)
    both = [held_out(phi, y, phi_test, y_test[:, 0]) for y in targets[:, -N_TESTED:].T]
    return {
        "predicted": training_error(spec, steps, step_size=step_size),
        "measured": descent.errors(phi, targets, weights),
        "norm_predicted": weight_norm(spec, steps, step_size=step_size),
        "norm_measured": np.linalg.norm(weights, axis=1),
        "test_predicted": np.column_stack(
            [test_error(one, steps, step_size=step_size) for one in both]
        ),
        "test_measured": descent.errors(phi_test, y_test, weights[:, :, -N_TESTED:]),
    }
