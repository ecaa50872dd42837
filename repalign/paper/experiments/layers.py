"""E5 and E10, Figure 7 and section 9: alignment layer by layer while a network trains, and neural
collapse beside it.

Three hidden layers of 128, Adam, batches of 64, 5 networks trained at once, on MNIST and CT slices
as in the paper and on CIFAR-10. Every hidden layer is measured at checkpoints spaced like a
logarithm, on training and on test samples.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from repalign import alignment_curve, prepare, spectrum
from repalign._support.extras import need
from repalign.paper.datasets import samples
from repalign.paper.experiments.networks import SPLITS, TAUS, loss_of
from repalign.paper.measures.collapse import within_class_variability
from repalign.paper.measures.nulls import with_shuffled
from repalign.paper.networks import hidden_layers, mlp
from repalign.paper.readings.common import height_of, of_all
from repalign.paper.results import Results
from repalign.paper.results.arrays import in_float32, picked, spectrum_arrays, stacked
from repalign.paper.training import Ensemble, denormals_flushed
from repalign.paper.training.checkpoints import log_spaced, train

torch = need("torch", "torch")


@dataclass(frozen=True)
class Config:
    """Section 5 of the paper. One configuration is a whole ensemble: `seed` is that of its first
    member.

    "Until convergence" is a fixed number of epochs, far beyond the one from which on the training
    labels are right, since neural collapse is about what happens then. Loss: logistic, for CT
    slices squared.
    """

    dataset: str
    epochs: int
    hidden: tuple = (128, 128, 128)
    batch_size: int = 64
    learning_rate: float = 1e-3
    seed: int = 0
    n_members: int = 5
    n_samples: int = 10000
    n_test: int = 2000
    n_permutations: int = 20

    def checkpoints(self):
        """Epochs measured: 0, and about 20 spaced like a logarithm up to the last."""
        return log_spaced(self.epochs, 22)


CONFIGS = (
    Config("mnist", 100),
    Config("ct_slices", 1000, n_samples=1000, n_test=1000),
    Config("cifar10", 100),
)
QUICK = tuple(
    Config(
        name, epochs=12, hidden=(16, 16, 16), n_members=2, n_samples=60, n_test=20, n_permutations=2
    )
    for name in ("mnist", "ct_slices")
)


def data(config, data_dir=None):
    """X (n, d), y (n,), X_test (m, d), y_test (m,), the same for all members."""
    return samples.split(config.dataset, config.n_samples, config.n_test, data_dir=data_dir)


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Train and measure; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
    state_path : path, optional
        Where the state is kept every few epochs, and taken up from if it is there.
    progress : callable (epochs done, epochs in all)

    Returns
    -------
    dict of arrays
        S members, C checkpoints, L layers, r directions (padded with zeros beyond the rank), t
        thresholds `TAUS`: ``dataset`` (), ``epochs`` (C,), ``epoch_loss`` (epochs, S). For each of
        `SPLITS`: ``<split>_loss`` (C, S), ``<split>_accuracy`` (C, S), ``<split>_null`` (C, S, L,
        t), the mean normalised alignment curve of shuffled labels; ``<split>_collapse`` (C, S, L),
        `within_class_variability`, not for targets that are no labels; the spectra
        ``<split>_layers`` (C, S, L) and ``<split>_inputs`` ().
    """
    X, y, X_test, y_test = (
        torch.tensor(array, dtype=torch.float32) for array in data(config, data_dir)
    )
    pairs = dict(zip(SPLITS, ((X, y), (X_test, y_test)), strict=True))
    with denormals_flushed():
        history, epoch_loss = _train(config, pairs, state_path and Path(state_path), progress)
    spectra = {
        f"{split}_inputs": spectrum(prepare(inputs.double().numpy()), labels.double().numpy())
        for split, (inputs, labels) in pairs.items()
    }
    return {
        "dataset": np.array(config.dataset),
        "epochs": config.checkpoints(),
        "epoch_loss": np.array(epoch_loss),
        **stacked(history),
        **{
            key: array
            for name, spec in spectra.items()
            for key, array in spectrum_arrays(name, spec).items()
        },
    }


def summarize(runs):
    """What the book keeps of the runs of `CONFIGS`, in float32 where it is much: arrays by name.

    Parameters
    ----------
    runs : list of what `run` returned

    Returns
    -------
    dict of arrays
        Symbols as in `run`, with the data set in front. ``datasets`` (3,), ``taus`` (t,);
        ``<dataset>_epochs`` (C,), ``<dataset>_epoch_loss`` (epochs, S). For each of `SPLITS`, after
        ``<dataset>_<split>_``: ``loss``, ``accuracy`` (C, S), ``collapse`` and ``heights`` of the
        alignment curve (C, S, L); the spectra ``inputs`` (), ``layers`` (C, L) of the first member,
        and ``ends`` (2, S, L) of all, at the start and at the end; ``null`` (2, S, L, t) likewise.
    """
    kept = {"datasets": np.array([run["dataset"] for run in runs]), "taus": TAUS}
    for run in runs:
        kept |= {f"{run['dataset']}_{name}": array for name, array in _kept(run).items()}
    return in_float32(kept)


def _kept(run):
    """Of every member the ends and all heights, of the first one all checkpoints."""
    ends = {
        name: values for name, values in run.items() if name != "dataset" and "_layers." not in name
    }
    for split in SPLITS:
        ends |= picked(run, f"{split}_layers", f"{split}_layers", lambda values: values[:, 0])
        ends |= picked(run, f"{split}_layers", f"{split}_ends", lambda values: values[[0, -1]])
        ends[f"{split}_null"] = run[f"{split}_null"][[0, -1]]
        ends[f"{split}_heights"] = of_all(Results(run, {}), f"{split}_layers", height_of)
    return ends


def _train(config, pairs, state_path, progress):
    """Measurements at the checkpoints, and the losses of every epoch."""
    seeds = range(config.seed, config.seed + config.n_members)
    X, y = pairs["train"]
    first = [mlp(X.shape[1], config.hidden, seed=seed) for seed in seeds]
    options = {
        "learning_rate": config.learning_rate,
        "batch_size": config.batch_size,
        "loss": loss_of(config),
    }
    trainer = Ensemble(first, X, y, seeds=seeds, **options)
    watch = {
        "checkpoints": config.checkpoints(),
        "measure": lambda: _measure(config, trainer, pairs),
    }
    return train(trainer, config.epochs, state_path, progress, **watch)


def _measure(config, trainer, pairs):
    """Of both splits: loss, accuracy, and every layer of every member, now."""
    networks = trainer.networks()
    measured = [_measure_split(config, split, networks, *pair) for split, pair in pairs.items()]
    return measured[0] | measured[1]


@torch.no_grad()
def _measure_split(config, split, networks, X, y):
    outputs = torch.stack([network(X).squeeze(1) for network in networks])
    return {
        f"{split}_loss": loss_of(config)(outputs, y).double().numpy(),
        f"{split}_accuracy": (outputs * y > 0).double().mean(1).numpy(),
        **stacked(
            [_measure_layers(config, split, network, X, y.double().numpy()) for network in networks]
        ),
    }


def _measure_layers(config, split, network, X, y):
    """Spectrum, null and collapse of every layer of one network."""
    layers = hidden_layers(network, X)
    measured = [
        with_shuffled(prepare(phi), y, config.n_permutations, config.seed) for phi in layers
    ]
    arrays = [
        {
            f"{split}_null": alignment_curve(shuffled, TAUS, normalized=True).mean(axis=1),
            **spectrum_arrays(f"{split}_layers", own),
        }
        for own, shuffled in measured
    ]
    if config.dataset != "ct_slices":
        for layer, phi in zip(arrays, layers, strict=True):
            layer[f"{split}_collapse"] = np.array(within_class_variability(phi, y))
    return stacked(arrays)
