"""Section 9: networks with random weights, so wide that they fit exactly, and how they align.

The hidden layer of a ReLU network that is never trained, for several widths, and the last of four
such layers; beside them the inputs, and a hidden layer that is trained. 1000 samples each of CT
slices, MNIST and a peaks function, which no linear model of its inputs fits.
"""

from dataclasses import dataclass

import numpy as np

from repalign import alignment_curve, prepare, spectrum
from repalign._support.extras import need
from repalign.paper.datasets import peaks, samples
from repalign.paper.features import learnt
from repalign.paper.networks import hidden_layers, mlp
from repalign.paper.readings.common import height_curve
from repalign.paper.readings.expressivity import (
    DATASETS,
    DEPTH,
    HIDDEN_LAYERS,
    RANDOM_TAUS,
    TRAINED_WIDTH,
    WIDTHS,
)
from repalign.paper.results.arrays import stacked

torch = need("torch", "torch")

FUNCTION = "ABC"  # of the peaks functions; the others differ in the names of variables only


@dataclass(frozen=True)
class Config:
    """Widths are those of the paper's 1024 features (section 3), and less and more."""

    dataset: str
    seed: int = 0
    n_samples: int = 1000
    widths: tuple = WIDTHS
    depth: int = DEPTH
    width: int = TRAINED_WIDTH
    epochs: int = 100


CONFIGS = tuple(Config(name, seed) for seed in range(5) for name in DATASETS)
QUICK = tuple(
    Config(name, n_samples=60, widths=(8, 80), depth=2, width=80, epochs=5) for name in DATASETS
)


def data(config, data_dir=None):
    """X (n, d), y (n,): labels +-1, targets from -1 to 1, or values of a peaks function less their
    mean."""
    if config.dataset != "peaks":
        return samples.split(
            config.dataset, config.n_samples, 2, seed=config.seed, data_dir=data_dir
        )[:2]
    variables = peaks.peaks_variables(config.n_samples, config.seed)
    y = peaks.peaks(FUNCTION, variables)
    return peaks.peaks_inputs(variables), y - y.mean()


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Measure all representations; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
    state_path : path, optional
        Not used: a run takes a minute.
    progress : callable (representations done, representations in all)

    Returns
    -------
    dict of arrays
        R representations as in `HIDDEN_LAYERS`, t thresholds: ``dataset`` (), ``curves`` (R, t),
        alignment as a share of ||y||^2 at `height_thresholds`; ``shares`` (R, 4), the same at
        `RANDOM_TAUS` of 1000 samples; ``outside`` (R,), the share of ||y||^2 that least squares
        misses; ``loss`` (), mean squared error of the network that is trained.
    """
    X, y = data(config, data_dir)
    layers = [lambda: X]
    layers += [lambda width=width: _random(X, (width,), config.seed) for width in config.widths]
    layers += [lambda: _random(X, (config.width,) * config.depth, config.seed)]
    measured = []
    for layer in layers:
        measured.append(_measure(layer(), y))
        progress(len(measured), len(HIDDEN_LAYERS))
    trained, _, report = learnt.relu_network(
        X, y, X[:1], width=config.width, epochs=config.epochs, seed=config.seed
    )
    own = {"dataset": np.array(config.dataset), "loss": np.array(report["loss"])}
    return own | stacked([*measured, _measure(trained, y)])


def summarize(runs):
    """All that was measured, along first axes of data sets, as in `DATASETS`, and of seeds."""
    by_dataset = [stacked([run for run in runs if run["dataset"] == name]) for name in DATASETS]
    both = stacked(by_dataset)
    return {name: both[name] for name in ("curves", "shares", "outside", "loss")}


def _random(X, widths, seed):
    """The last hidden layer of an `mlp` as it is initialised: array (n, widths[-1])."""
    inputs = torch.tensor(X, dtype=torch.float32)
    return hidden_layers(mlp(X.shape[1], widths, seed=seed), inputs)[-1]


def _measure(features, y):
    spec = spectrum(prepare(features.astype(float)), y)
    n = len(y)
    return {
        "curves": height_curve(spec),
        "shares": alignment_curve(spec, np.sqrt(n / 1000) * np.array(RANDOM_TAUS), normalized=True),
        "outside": spec.residual / spec.target_norm_sq,
    }
