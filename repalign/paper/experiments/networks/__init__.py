"""E4, Figure 6 and Appendix A: whatever the network and its training, its last layer aligns.

Five sweeps around one network of four layers of 128 ReLUs that Adam trains in batches of 128:
depth, width, optimiser, activation, batch size; on three data sets; 5 networks a setting, trained
at once. Measured are the inputs and the final hidden layer before and after, on training and on
test samples.
"""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from repalign import alignment_curve, prepare, spectrum
from repalign._support.extras import need
from repalign.paper.datasets import samples
from repalign.paper.experiments.networks.summary import SPLITS, TAUS
from repalign.paper.experiments.networks.summary import summarize as summarize
from repalign.paper.measures.nulls import with_shuffled
from repalign.paper.networks import ACTIVATIONS, hidden_layers, mlp
from repalign.paper.results.arrays import spectrum_arrays, stacked
from repalign.paper.training import (
    Ensemble,
    Trainer,
    denormals_flushed,
    logistic_loss,
    squared_loss,
)
from repalign.paper.training.checkpoints import train

torch = need("torch", "torch")

LEARNING_RATES = {
    "sgd": (0.03, 0.1, 0.3),
    "momentum": (0.003, 0.01, 0.03, 0.1),
    "rmsprop": (1e-4, 3e-4, 1e-3),
    "adam": (3e-4, 1e-3, 3e-3),
}
"""Tried, by optimiser."""


@dataclass(frozen=True)
class Config:
    """Section 5 of the paper. One configuration is a whole ensemble: `seed` is that of its first
    member.

    The paper leaves open the depths, widths and optimisers beside Adam, the learning rates and when
    to stop. Learning rate: of `LEARNING_RATES`, the one with the lowest loss after `pilot_epochs`
    of one network that is not among the members. Stop: when the loss of an epoch, mean over the
    members, is at most `goal` times that of always answering 0, or after `max_epochs`; which of the
    two is stored. Loss: logistic, for CT slices squared.
    """

    dataset: str
    depth: int = 4
    width: int = 128
    optimizer: str = "adam"
    activation: str = "relu"
    batch_size: int = 128
    seed: int = 0
    n_members: int = 5
    n_samples: int = 10000
    n_test: int = 2000
    goal: float = 0.01
    pilot_epochs: int = 5
    max_epochs: int = 80
    n_permutations: int = 20

    def hidden(self):
        return (self.width,) * self.depth

    def setting(self):
        """What differs from `BASE`, as "depth 8"; "base" where nothing does."""
        names = [
            f"{sweep} {value}"
            for sweep in SWEEPS
            if (value := getattr(self, sweep)) != getattr(Config, sweep)
        ]
        return ", ".join(names) or "base"


SWEEPS = {
    "depth": (1, 2, 4, 8),
    "width": (32, 128, 512),
    "optimizer": ("sgd", "momentum", "rmsprop", "adam"),
    "activation": ("relu", "tanh", "prelu", "leaky_relu"),
    "batch_size": (32, 128, 256),
}
"""Figure 6 and Appendix A: values of each sweep, all else as `Config` has it."""


def settings(base):
    """The base, then what each sweep makes of it: list of Config, none twice."""
    swept = [
        replace(base, **{sweep: value}) for sweep, values in SWEEPS.items() for value in values
    ]
    return list(dict.fromkeys([base, *swept]))


# 341 slices are few batches, so many epochs. Pictures in colour are learned slowly, and the
# learning rate that is ahead after a few epochs is not the one that gets to the end first.
BASES = (
    Config("ct_slices", n_samples=1000, n_test=1000, goal=1e-4, pilot_epochs=50, max_epochs=1000),
    Config("mnist", goal=1e-3),
    Config("cifar10", pilot_epochs=50, max_epochs=400),
)
CONFIGS = tuple(config for base in BASES for config in settings(base))
_quick = {
    "n_members": 2,
    "n_samples": 60,
    "n_test": 20,
    "pilot_epochs": 1,
    "max_epochs": 4,
    "n_permutations": 2,
}
QUICK = tuple(
    replace(config, width=min(config.width, 16), **_quick)
    for base in BASES
    for config in (base, replace(base, depth=2, optimizer="sgd", activation="prelu"))
)


def data(config, data_dir=None):
    """X (n, d), y (n,), X_test (m, d), y_test (m,), the same for all members."""
    return samples.split(config.dataset, config.n_samples, config.n_test, data_dir=data_dir)


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Choose the learning rate, train, measure; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
    state_path : path, optional
        Where the state is kept every few epochs, and taken up from if it is there.
    progress : callable (epochs done, epochs at most)

    Returns
    -------
    dict of arrays
        S members, t thresholds `TAUS`. ``dataset``, ``setting``, ``learning_rate`` (); ``tried``
        (k,) and ``tried_loss`` (k,), inf where it diverged; ``epoch_loss`` (epochs, S);
        ``converged`` (), whether the goal was reached. For each of `SPLITS`: ``<split>_loss``,
        ``<split>_accuracy`` (S,) in the end (for targets that are no labels, the share of right
        signs); spectra ``<split>_inputs`` (), ``<split>_start`` and ``<split>_trained`` (S,);
        ``<split>_null`` (S, t), the mean normalised alignment curve of shuffled labels with the
        trained layer.
    """
    X, y, X_test, y_test = map(_tensor, data(config, data_dir))
    with denormals_flushed():
        tried, tried_loss = _pilot(config, X, y)
        rate = float(tried[np.argmin(tried_loss)])  # a state holds no NumPy scalar
        first, trainer, epoch_loss = _train(
            config, X, y, rate, state_path and Path(state_path), progress
        )
        last = trainer.networks()
        measured = [
            _measure(config, split, *pair, first, last)
            for split, pair in zip(SPLITS, ((X, y), (X_test, y_test)), strict=True)
        ]
    return {
        "dataset": np.array(config.dataset),
        "setting": np.array(config.setting()),
        "learning_rate": np.array(rate),
        "tried": tried,
        "tried_loss": tried_loss,
        "epoch_loss": np.array(epoch_loss),
        "converged": np.array(_reached(config, y, epoch_loss)),
        **measured[0],
        **measured[1],
    }


def _tensor(array):
    return torch.tensor(array, dtype=torch.float32)


def loss_of(config):
    """The loss a setting is trained with: callable (outputs, y)."""
    return squared_loss if config.dataset == "ct_slices" else logistic_loss


def untrained(config, n_inputs, seed):
    """The untrained network of a setting."""
    return mlp(n_inputs, config.hidden(), activation=ACTIVATIONS[config.activation], seed=seed)


def _options(config):
    return {"loss": loss_of(config), "optimizer": config.optimizer, "batch_size": config.batch_size}


def _pilot(config, X, y):
    """Learning rates tried and the loss each came to, inf where it diverged: two arrays (k,)."""
    seed = config.seed + config.n_members
    losses = []
    for rate in LEARNING_RATES[config.optimizer]:
        net = untrained(config, X.shape[1], seed)
        trainer = Trainer(net, X, y, learning_rate=rate, seed=seed, **_options(config))
        try:
            losses.append([trainer.train_epoch() for _ in range(config.pilot_epochs)][-1])
        except FloatingPointError:
            losses.append(np.inf)
    return np.array(LEARNING_RATES[config.optimizer]), np.array(losses)


def _reached(config, y, epoch_loss):
    """Whether the last epoch's loss is at the goal."""
    return bool(epoch_loss) and np.mean(epoch_loss[-1]) <= config.goal * float(
        loss_of(config)(torch.zeros_like(y), y)
    )


def _train(config, X, y, rate, state_path, progress):
    """Networks at the start, the trained ensemble, and the losses of every epoch."""
    seeds = range(config.seed, config.seed + config.n_members)
    first = [untrained(config, X.shape[1], seed) for seed in seeds]
    trainer = Ensemble(first, X, y, seeds=seeds, learning_rate=rate, **_options(config))
    converged = partial(_reached, config, y)
    _, epoch_loss = train(trainer, config.max_epochs, state_path, progress, converged=converged)
    return first, trainer, epoch_loss


@torch.no_grad()
def _measure(config, split, X, y, first, last):
    """Spectra of the inputs and of all members' final hidden layers, with the null of the trained
    ones."""
    outputs = torch.stack([net(X).squeeze(1) for net in last])
    labels = y.double().numpy()
    options = (config.n_permutations, config.seed)
    trained, shuffled = zip(
        *(with_shuffled(final_layer(net, X), labels, *options) for net in last), strict=True
    )
    null = [alignment_curve(spec, TAUS, normalized=True).mean(axis=1) for spec in shuffled]
    start = [spectrum(final_layer(net, X), labels) for net in first]
    inputs = spectrum(prepare(X.double().numpy()), labels)
    return {
        f"{split}_loss": loss_of(config)(outputs, y).double().numpy(),
        f"{split}_accuracy": (outputs * y > 0).double().mean(1).numpy(),
        f"{split}_null": np.stack(null),
        **spectrum_arrays(f"{split}_inputs", inputs),
        **stacked([spectrum_arrays(f"{split}_start", spec) for spec in start]),
        **stacked([spectrum_arrays(f"{split}_trained", spec) for spec in trained]),
    }


def final_layer(net, X):
    """The prepared final hidden layer: array (n, width + 1)."""
    return prepare(hidden_layers(net, X)[-1])
