"""E2, Figure 2: a network trained on shuffled labels lines its hidden layers up with them.

MNIST classes 0 and 1, as many images of each. The spectrum of the inputs with the true and with the
shuffled labels (Figure 2a, b), and of every hidden layer with the shuffled labels at checkpoints
spaced like a logarithm (Figure 2c at the first, 2d at the last).
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from repalign import alignment_curve, prepare, signed_labels, spectrum
from repalign._support.extras import need
from repalign.paper import datasets
from repalign.paper.measures.nulls import QUANTILES, with_shuffled
from repalign.paper.networks import hidden_layers, mlp
from repalign.paper.results.arrays import in_float32, picked, spectrum_arrays, stacked
from repalign.paper.training import Trainer, denormals_flushed
from repalign.paper.training.checkpoints import log_spaced, train

torch = need("torch", "torch")

TAUS = np.geomspace(0.01, 100, 81)  # of the null; with unit rows no sigma exceeds sqrt(n) = 100


@dataclass(frozen=True)
class Config:
    """Section 4.2 of the paper; the learning rate and the initialisation, which it leaves open, are
    PyTorch's."""

    seed: int = 0
    n_per_class: int = 5000
    hidden: tuple = (784, 784, 784)
    epochs: int = 1000
    batch_size: int = 64
    learning_rate: float = 1e-3
    n_permutations: int = 100

    def checkpoints(self):
        """Epochs measured: 0, and about 60 spaced like a logarithm up to the last."""
        return log_spaced(self.epochs, 76)


CONFIGS = tuple(Config(seed=seed) for seed in range(3))
QUICK = (Config(n_per_class=50, hidden=(16, 16), epochs=50, n_permutations=5),)


def data(config, data_dir=None):
    """Inputs (n, 784) in [0, 1], true labels and shuffled labels (n,) of +-1."""
    mnist = datasets.load("mnist", data_dir=data_dir)
    rng = np.random.default_rng(config.seed)
    picked = np.concatenate(
        [
            rng.choice(
                np.flatnonzero(mnist.train_labels == digit), config.n_per_class, replace=False
            )
            for digit in (0, 1)
        ]
    )
    true = signed_labels(mnist.train_labels[picked])
    return mnist.train_images[picked].reshape(len(picked), -1) / 255.0, true, rng.permutation(true)


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Train and measure; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
    state_path : path, optional
        Where the state is kept every few epochs, and taken up from if it is there: the result is
        the same to the bit, on the same machine with the same number of threads.
    progress : callable (epochs done, epochs in all)

    Returns
    -------
    dict of arrays
        C checkpoints, L layers, r directions (padded with zeros beyond the rank), t thresholds
        `TAUS`: ``epochs`` (C,), ``loss`` and ``accuracy`` (C,) on all samples, ``epoch_loss``
        (epochs,), the running mean; ``inputs_true``, ``inputs_shuffled`` and ``layers`` (C, L) with
        ``.singular_values``, ``.squared_projections``, ``.residual``; ``inputs_null`` (3, t) and
        ``layers_null`` (C, L, 3, t), quantiles of alignment curves of labels shuffled anew.
    """
    X, true, shuffled = data(config, data_dir)
    with denormals_flushed():
        history, epoch_loss = _train(config, X, shuffled, state_path and Path(state_path), progress)
        phi = prepare(X)
        return {
            "epochs": config.checkpoints(),
            "epoch_loss": np.array(epoch_loss),
            **stacked(history),
            **spectrum_arrays("inputs_true", spectrum(phi, true)),
            **_with_null(config, "inputs_shuffled", phi, shuffled),
        }


def summarize(runs):
    """What the book keeps of the runs of `CONFIGS`, in float32 where it is much: arrays by name.

    Parameters
    ----------
    runs : list of what `run` returned, S of them, one a seed

    Returns
    -------
    dict of arrays
        Names and symbols as in `run`. One entry a seed: ``loss`` and ``accuracy`` (S, C),
        ``epoch_loss`` (S, epochs), ``inputs_true`` and ``inputs_shuffled`` (S,), ``final_layer``
        (S, C), ``inputs_null`` (S, 3, t), ``final_layer_null`` (S, C, 3, t). Of the first run only:
        ``earlier_layers`` (C, L - 1) and ``earlier_layers_null`` (C, L - 1, 3, t). For all:
        ``epochs`` (C,), ``taus`` (t,), ``null_quantiles`` (3,). Every spectrum has a ``.shape``
        (2,), samples and features, too.
    """
    every = stacked(runs)
    kept = {name: every[name] for name in ("loss", "accuracy", "epoch_loss", "inputs_null")}
    large = {
        **picked(every, "inputs_true", "inputs_true"),
        **picked(every, "inputs_shuffled", "inputs_shuffled"),
        **picked(every, "layers", "final_layer", lambda values: values[:, :, -1]),
        **picked(every, "layers", "earlier_layers", lambda values: values[0, :, :-1]),
        "final_layer_null": every["layers_null"][:, :, -1],
        "earlier_layers_null": every["layers_null"][0, :, :-1],
    }
    return (
        kept
        | in_float32(large)
        | {"epochs": runs[0]["epochs"], "taus": TAUS, "null_quantiles": np.array(QUANTILES)}
    )


def _train(config, X, y, state_path, progress):
    """Measurements at the checkpoints, and the loss of every epoch."""
    trainer = Trainer(
        mlp(X.shape[1], config.hidden, seed=config.seed),
        torch.tensor(X, dtype=torch.float32),
        torch.tensor(y, dtype=torch.float32),
        learning_rate=config.learning_rate,
        batch_size=config.batch_size,
        seed=config.seed,
    )
    watch = {"checkpoints": config.checkpoints(), "measure": lambda: _measure(config, trainer, y)}
    return train(trainer, config.epochs, state_path, progress, **watch)


def _measure(config, trainer, y):
    """Loss, accuracy and the spectrum of every hidden layer, now."""
    loss, accuracy = trainer.evaluate()
    layers = [
        _with_null(config, "layers", prepare(phi), y)
        for phi in hidden_layers(trainer.network, trainer.inputs)
    ]
    return {"loss": np.array(loss), "accuracy": np.array(accuracy), **stacked(layers)}


def _with_null(config, name, phi, y):
    """The Spectrum of y, and quantiles of the curves of y shuffled anew, all from one
    factorisation."""
    own, null = with_shuffled(phi, y, config.n_permutations, config.seed)
    quantiles = np.quantile(alignment_curve(null, TAUS), QUANTILES, axis=1)
    return spectrum_arrays(name, own) | {f"{name.removesuffix('_shuffled')}_null": quantiles}
