"""E1, Figures 1 and 5: representations that all fit the same data, and what gradient descent makes
of each.

CT slices; 1024 features from a network with one ReLU layer, from an RBF network and from sparse
coding, beside the inputs. The RBF network has the scale with the lowest training loss, and once
more a wider one, since much depends on it. Spectra and what shuffled targets would give (Figure 5),
learning curves on training and test samples in closed form for every step size swept (Figure 1),
one of them walked through step by step, and least squares. Test samples are other slices of the
same patients; and once more, for the learning curves alone, of other patients.
"""

from dataclasses import dataclass

import numpy as np

from repalign import max_step_size, permutation_null, prepare, spectrum, training_error
from repalign.generalisation import held_out, test_error
from repalign.paper.datasets import ct_slices
from repalign.paper.features import learnt
from repalign.paper.measures import descent
from repalign.paper.measures.descent import steps_by_decade
from repalign.paper.measures.nulls import QUANTILES
from repalign.paper.measures.probes import solution
from repalign.paper.readings.expressivity import REPRESENTATIONS
from repalign.paper.results.arrays import by_patient, spectrum_arrays, stacked

STEP_SIZES = (0.01, 0.1, 1.0, 10.0)
"""Those of the paper (which prints 1 twice), of the mean squared loss: eta = value / n here."""
SHARES = (0.5, 0.99)
"""Further step sizes, as shares of the largest at which a representation converges."""
TAUS = np.geomspace(0.01, 100, 81)
SHARED = ("steps", "measured_steps", "taus", "null_quantiles")


@dataclass(frozen=True)
class Config:
    """Section 3 of the paper; epochs, RBF scales and penalties, which it leaves open, are ours."""

    seed: int = 0
    half: int | None = None  # of the patients, to train on; None: slices of all train and test
    n_samples: int = 1000
    width: int = 1024
    epochs: int = 300
    pilot_epochs: int = 300
    scales: tuple = (0.25, 0.5, 1.0, 2.0)
    wide_scale: float = 0.5
    learning_rates: tuple = (1e-3, 1e-2)
    penalties: tuple = (1.2, 0.6, 0.3)
    passes: int = 5
    n_permutations: int = 100
    steps: int = 100_000
    measured_steps: int = 10_000

    def grid(self):
        """Numbers of steps: 0, and 28 a decade."""
        return steps_by_decade(self.steps, 28)


CONFIGS = tuple(Config(seed=seed, half=half) for seed in range(5) for half in ct_slices.HALVES)
QUICK = tuple(
    Config(
        half=half,
        n_samples=30,
        width=40,
        epochs=30,
        pilot_epochs=10,
        scales=(0.5, 1.0),
        learning_rates=(1e-2,),
        passes=1,
        n_permutations=5,
        steps=1000,
        measured_steps=100,
    )
    for half in ct_slices.HALVES
)


def data(config, data_dir=None):
    """X (n, 384), y (n,), X_test, y_test, standardised by the training samples."""
    X, y, X_test, y_test = ct_slices.draw(config.n_samples, config.seed, data_dir, half=config.half)
    X, X_test = ct_slices.standardised(X, X_test)
    return X, y, X_test, y_test


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Learn the representations and measure them; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
    state_path : path, optional
        Not used: a run takes minutes.
    progress : callable (representations done, representations in all)

    Returns
    -------
    dict of arrays
        R representations as in `REPRESENTATIONS`, E step sizes (`STEP_SIZES`, then `SHARES`), T
        steps, M of them walked through, t thresholds `TAUS`. A spectrum under the name of each
        representation. ``step_sizes`` (R, E), of the summed loss; ``train`` and ``test`` (R, E, T),
        mean squared errors in closed form, inf where they diverge; ``best`` and ``best_of_paper``
        (R,), the step size with the lowest training error after the last step, of all and of the
        paper's; ``measured_train``, ``measured_test`` (R, M), the loop at ``best``;
        ``least_squares`` (R,), its relative error on the training samples, ``least_squares_test``
        (R,), its mean squared error on the others; ``null`` (R, 3, t), quantiles of alignment
        curves of shuffled targets; ``steps``, ``measured_steps``, ``taus``, ``null_quantiles``. How
        the fits went: ``network.loss``; of both RBF networks ``.loss``, ``.scale``,
        ``.learning_rate``, ``.losses`` (scales, rates); ``sparse_coding.penalty``, ``.nonzero``
        entries a code, ``.lost`` (2,), the relative error of the inputs decoded, training and test.
        By patients only ``half`` (), -1 elsewhere, ``steps``, ``step_sizes``, ``train``, ``test``
        and ``best``, and how the fits went.
    """
    X, y, X_test, y_test = data(config, data_dir)
    measure = _measure if config.half is None else _learning_alone
    measured, reports = [], {}
    for name in REPRESENTATIONS:
        phi, phi_test, report = _learn(name, config, X, y, X_test)
        measured.append(measure(config, name, prepare(phi), y, prepare(phi_test), y_test))
        reports |= {f"{name}.{key}": np.array(value) for key, value in report.items()}
        progress(len(measured), len(REPRESENTATIONS))
    spectra, curves = zip(*measured, strict=True)
    steps = config.grid()
    return {
        "half": np.array(-1 if config.half is None else config.half),
        "steps": steps,
        "measured_steps": steps[steps <= config.measured_steps],
        "taus": TAUS,
        "null_quantiles": np.array(QUANTILES),
        **{key: value for arrays in spectra for key, value in arrays.items()},
        **stacked(curves),
        **reports,
    }


def summarize(runs):
    """What `by_patient` says, `SHARED` once; of the runs by patients ``train`` and ``test`` (R, T)
    at the step sizes ``best``."""
    return by_patient(runs, _at_best, shared=SHARED)


def _at_best(run):
    """Curves at the step sizes with the lowest training error in the end."""
    best = np.arange(len(run["best"])), run["best"]
    return {part: run[part][best] for part in ("train", "test")}


def _learn(name, config, X, y, X_test):
    common = {"width": config.width, "seed": config.seed}
    if name == "inputs":
        return X, X_test, {}
    if name == "network":
        return learnt.relu_network(X, y, X_test, epochs=config.epochs, **common)
    if name == "sparse_coding":
        return learnt.sparse_coding(
            X, y, X_test, penalties=config.penalties, passes=config.passes, **common
        )
    scales = (config.wide_scale,) if name == "wide_rbf_network" else config.scales
    swept = {"scales": scales, "learning_rates": config.learning_rates}
    epochs = {"epochs": config.epochs, "pilot_epochs": config.pilot_epochs}
    return learnt.rbf_network(X, y, X_test, **epochs, **swept, **common)


def _measure(config, name, phi, y, phi_test, y_test):
    """The arrays of the spectrum, and those of one representation that `run` stacks."""
    spec, steps = spectrum(phi, y), config.grid()
    learning = _learning(steps, spec, phi, y, phi_test, y_test)
    step_size = learning["step_sizes"][learning["best"]]
    walked = _walk(phi, y, phi_test, y_test, step_size, steps[steps <= config.measured_steps])
    null = permutation_null(phi, y, TAUS, n_permutations=config.n_permutations, rng=config.seed)
    arrays = {
        **learning,
        "best_of_paper": np.argmin(learning["train"][: len(STEP_SIZES), -1]),
        "null": np.quantile(null, QUANTILES, axis=0),
        **walked,
        **_least_squares(phi, y, phi_test, y_test),
    }
    return spectrum_arrays(name, spec), arrays


def _learning_alone(config, name, phi, y, phi_test, y_test):
    """No spectrum is kept, and of one representation `_learning`."""
    return {}, _learning(config.grid(), spectrum(phi, y), phi, y, phi_test, y_test)


def _learning(steps, spec, phi, y, phi_test, y_test):
    """Learning curves in closed form for all step sizes, and which is best."""
    both = held_out(phi, y, phi_test, y_test)
    etas = np.concatenate([np.array(STEP_SIZES) / len(y), np.array(SHARES) * max_step_size(spec)])
    train = _mean_squares([training_error(spec, steps, step_size=eta) for eta in etas], len(y))
    test = _mean_squares([test_error(both, steps, step_size=eta) for eta in etas], len(y_test))
    return {"step_sizes": etas, "train": train, "test": test, "best": np.argmin(train[:, -1])}


def _walk(phi, y, phi_test, y_test, step_size, steps):
    """Gradient descent in a loop."""
    gradient = descent.squared_gradient(phi, y[:, None])
    weights = descent.at(steps, descent.descend(gradient, (phi.shape[1], 1), step_size=step_size))
    train, test = (
        descent.errors(*both, weights)[:, 0]
        for both in ((phi, y[:, None]), (phi_test, y_test[:, None]))
    )
    return {
        "measured_train": _mean_squares(train, len(y)),
        "measured_test": _mean_squares(test, len(y_test)),
    }


def _least_squares(phi, y, phi_test, y_test):
    weights = solution(phi, y)
    error = np.linalg.norm(phi @ weights - y) / np.linalg.norm(y)
    return {
        "least_squares": error,
        "least_squares_test": np.square(phi_test @ weights - y_test).mean(),
    }


def _mean_squares(norms, n):
    with np.errstate(over="ignore"):
        return np.square(norms) / n
