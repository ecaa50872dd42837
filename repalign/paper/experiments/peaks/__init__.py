"""E7, Figures 10 to 12: training on one peaks function lines the layers up with related functions,
and not with others.

Ten networks are trained at once, each on a source function S of its own. Measured is what their
layers say of S, of T1 (the same variables in another order) and of T2 (the other three variables),
and what they do for all 120 functions. The null of transfer: the same networks trained as long on a
source that is none, the labels of S shuffled.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from repalign import prepare, spectrum
from repalign._support.extras import need
from repalign.paper.datasets.peaks import PEAKS, VARIABLES, peaks_inputs
from repalign.paper.experiments.peaks import targets
from repalign.paper.experiments.peaks.summary import STEPS
from repalign.paper.experiments.peaks.summary import summarize as summarize
from repalign.paper.experiments.peaks.targets import labels
from repalign.paper.measures.transfer import linear_models
from repalign.paper.networks import hidden_layers, mlp
from repalign.paper.results.arrays import spectrum_arrays, stacked
from repalign.paper.training import Ensemble, denormals_flushed, squared_loss
from repalign.paper.training.checkpoints import log_spaced, train

torch = need("torch", "torch")


@dataclass(frozen=True)
class Config:
    """Section 7.1 of the paper. One configuration is a whole ensemble: `seed` is that of its first
    member.

    "Until convergence" is a fixed number of epochs, by which every member explains 99 % of its
    labels' variance; the loss falls on ever more slowly, and the stored curves show it. Layers are
    as wide as the inputs.
    """

    seed: int = 0
    n_members: int = 10
    hidden: tuple = (60,)
    n_samples: int = 10000
    epochs: int = 100
    batch_size: int = 64
    learning_rate: float = 1e-3
    n_few: int = 100
    n_many: int = 1000
    n_scouts: int = 100
    n_test: int = 1000
    n_kept: int = 3  # members whose linear models are kept
    shuffled: bool = False  # the labels of S, among the samples

    def seeds(self):
        return range(self.seed, self.seed + self.n_members)

    def checkpoints(self):
        """Epochs measured: 0, and about 24 spaced like a logarithm up to the last."""
        return log_spaced(self.epochs, 32)


DEPTHS = ((60,), (60,) * 3)
CONFIGS = tuple(
    Config(hidden=hidden, shuffled=shuffled) for shuffled in (False, True) for hidden in DEPTHS
)
QUICK = tuple(
    replace(config, n_members=3, n_samples=500, epochs=25, n_many=150, n_test=100, n_kept=1)
    for config in CONFIGS
)


def functions(seed):
    """S of three variables in random order, T1 of the same in another order, T2 of the other three:
    three names."""
    order = np.random.default_rng(seed).permutation(list(VARIABLES))
    source, unrelated = "".join(order[:3]), "".join(order[3:])
    related = [name for name in PEAKS if set(name) == set(source) and name != source]
    return source, str(np.random.default_rng(seed).choice(related)), unrelated


def data(config, data_dir=None):
    """Variables of every member's training samples (S, n, 6), test samples (S, m, 6), and fresh
    ones for the linear models of 120 targets (S, scouts + many, 6)."""
    sizes = {0: config.n_samples, 1: config.n_test, 3: config.n_scouts + config.n_many}
    return tuple(targets.drawn(config, kind, n) for kind, n in sizes.items())


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Train and measure; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
        Not used: the tasks are made up.
    state_path : path, optional
        Where the state is kept every few epochs, and taken up from if it is there.
    progress : callable (epochs done, epochs in all)

    Returns
    -------
    dict of arrays
        S members, C checkpoints, L layers, r = d + 1 directions (padded with zeros beyond the
        rank); always in this order, the functions S, T1, T2, and the representations inputs, final
        hidden layer at the start, and trained. ``functions`` (S, 3); ``n_kept`` (); ``epochs``
        (C,), ``loss`` (C, S) on all samples, ``epoch_loss`` (epochs, S); ``inputs`` (S,) and
        ``layers`` (C, S, L) with ``.singular_values`` (..., r), ``.squared_projections`` (..., r,
        3), ``.residual`` (..., 3), and one ``.shape`` (2,); ``few`` and its companions (S, 3, ...)
        of `linear_models`; ``targets_...`` (S, ...) of `targets.measured`.
    """
    variables, test, fresh = data(config)
    with denormals_flushed():
        first, trainer, history, epoch_loss = _train(
            config, variables, state_path and Path(state_path), progress
        )
        last = trainer.networks()
    few = [
        _few(config, seed, *member)
        for seed, *member in zip(config.seeds(), variables, test, first, last, strict=True)
    ]
    every = [
        targets.measured(config, *member)
        for member in zip(variables, fresh, test, first, last, strict=True)
    ]
    return {
        "functions": np.array([functions(seed) for seed in config.seeds()]),
        "n_kept": np.array(config.n_kept),
        "epochs": config.checkpoints(),
        "epoch_loss": np.array(epoch_loss),
        **stacked(
            [_inputs(seed, member) for seed, member in zip(config.seeds(), variables, strict=True)]
        ),
        **stacked(history),
        **stacked(few, shared=["few_test_samples"]),
        **{f"targets_{name}": values for name, values in stacked(every).items()},
    }


def representations(variables, *networks):
    """The inputs, then the final hidden layer of each network, prepared: list of arrays (n, d +
    1)."""
    last = [targets.hidden(network, variables)[-1] for network in networks]
    return [prepare(phi) for phi in (peaks_inputs(variables), *last)]


def _train(config, variables, state_path, progress):
    """Networks at the start, the trained ensemble, measurements at the checkpoints and the losses
    of every epoch."""
    X = torch.tensor(np.stack([peaks_inputs(member) for member in variables]), dtype=torch.float32)
    y = [
        labels(functions(seed), member)
        for seed, member in zip(config.seeds(), variables, strict=True)
    ]
    first = [mlp(X.shape[-1], config.hidden, seed=seed) for seed in config.seeds()]
    source = torch.tensor(targets.trained_on(config, np.stack(y)[..., 0]), dtype=torch.float32)
    options = {
        "loss": squared_loss,
        "learning_rate": config.learning_rate,
        "batch_size": config.batch_size,
    }
    trainer = Ensemble(first, X, source, seeds=config.seeds(), **options)
    watch = {"checkpoints": config.checkpoints(), "measure": lambda: _measure(trainer, y)}
    return first, trainer, *train(trainer, config.epochs, state_path, progress, **watch)


def _measure(trainer, y):
    """Loss, and the spectrum of every member's layers, now."""
    members = [
        stacked(
            [
                spectrum_arrays("layers", spectrum(prepare(phi), own))
                for phi in hidden_layers(network, inputs)
            ]
        )
        for network, inputs, own in zip(trainer.networks(), trainer.inputs, y, strict=True)
    ]
    return {"loss": trainer.evaluate()[0], **stacked(members)}


def _inputs(seed, variables):
    (phi,) = representations(variables)
    return spectrum_arrays("inputs", spectrum(phi, labels(functions(seed), variables)))


def _few(config, seed, variables, test, first, last):
    """Linear models on few samples: three representations by three functions (Figure 11)."""
    chosen = np.random.default_rng([2, seed]).choice(len(variables), config.n_few, replace=False)
    few, names = variables[chosen], functions(seed)
    y, y_test = labels(names, few, variables), labels(names, test, variables)
    pairs = zip(representations(few, first, last), representations(test, first, last), strict=True)
    models = [linear_models(phi, y, phi_test, y_test, STEPS) for phi, phi_test in pairs]
    return stacked(models, shared=["few_test_samples"])
