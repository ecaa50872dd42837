"""Beyond the paper: alignment of each layer during fine-tuning, with all classes of the target.

Section 7.3 leaves "the relationship between alignment in hidden layers and dynamics of a fine-tuned
multi-class network" for future work. The networks are those of `similarity`, fine-tuned in the same
way; on the way their layers are held against the classes they are tuned on, and against those of
the other kind, on test pictures: no network was trained on either.
"""

from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np

from repalign.paper import datasets
from repalign.paper.datasets.kinds import KINDS, TARGETS, chosen
from repalign.paper.experiments import similarity
from repalign.paper.experiments.similarity.class_scores import LEVELS, layers_on_classes
from repalign.paper.experiments.similarity.sources import TUNING, Tuning
from repalign.paper.results.arrays import in_float32, stacked
from repalign.paper.training.pictures import accuracy, fit_classes, normalise_by

NETWORKS = similarity.NETWORKS
LAYERS = ("blocks.1", "blocks.3", "blocks.5", "blocks.6", "blocks.7")
CHECKPOINTS = (0, 0.25, 0.5, 1, 2, 4, TUNING.epochs)


@dataclass(frozen=True)
class Config(similarity.Config):
    """One fine-tuning of those in `similarity`, and when and on how many test pictures of a class
    its layers are measured."""

    network: str = "natural"
    target: str = "natural"
    checkpoints: tuple = CHECKPOINTS
    n_measured: int = 400

    def job(self):
        """The `Tuning`: where it starts, on what and how."""
        return Tuning(self.source(self.network), self.target, self.n_per_class, self.tuning)


def _each(config):
    """A configuration for every one of `NETWORKS` and every target."""
    return tuple(
        replace(config, network=network, target=target)
        for network, target in product(NETWORKS, KINDS)
    )


CONFIGS = tuple(config for seed in range(4) for config in _each(Config(seed=seed)))
QUICK = _each(Config(**vars(similarity.QUICK[0]), checkpoints=(0, 0.5, 1, 2), n_measured=6))


def data(config, data_dir=None):
    """Pictures and labels of the target, training and test, and those of both kinds that layers are
    measured on."""
    measured = (array for pair in _pictures(config, data_dir) for array in pair)
    return *config.job().data(data_dir), *measured


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Fine-tune and measure; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
    state_path : path, optional
        Where the fine-tuning stands is kept there; in its folder the weights of the source, which
        `similarity` finds there too. A source that is not there is trained first.
    progress : callable (epochs done, epochs in all), of the fine-tuning

    Returns
    -------
    dict of arrays
        C checkpoints, K = 2 `KINDS` of classes, L layers `LAYERS`: what `layers_on_classes` gives
        with (C, K) in front; ``accuracy`` (C,) on all test pictures of the target; ``loss``
        (epochs,); ``checkpoints`` (C,), epochs.
    """
    job, pictures = config.job(), _pictures(config, data_dir)
    images, labels, *test = job.data(data_dir)
    network = job.start(state_path and Path(state_path).parent, data_dir)
    if not job.source.recipe.epochs:
        normalise_by(network, images)
    record = fit_classes(
        network,
        images,
        labels,
        job.recipe,
        seed=job.seed,
        state_path=state_path,
        progress=progress,
        measure_at=config.checkpoints,
        measure=lambda: _measured(network, pictures, test),
    )
    measured = [
        {name: np.array(values) for name, values in each.items()} for each in record["measured"]
    ]
    return {
        **stacked(measured),
        "loss": np.array(record["losses"]),
        "checkpoints": np.array(config.checkpoints, dtype=float),
    }


def summarize(runs):
    """What the book keeps of the runs of `CONFIGS`, float32: arrays by name.

    Parameters
    ----------
    runs : list of what `run` returned, in the order of `CONFIGS`, whole seeds

    Returns
    -------
    dict of arrays
        S seeds; N = 3 ``networks``, sources of artificial and natural things, and the start; K = 2
        ``kinds``, of the classes a network is tuned on, and again of those its layers are held
        against; C ``checkpoints``, epochs; L ``layers``; t ``levels``, thresholds over the root of
        the number of pictures.

        ``share`` (S, N, K, C, K, L, t), of ||Y||_F^2; ``collapse`` and ``effective_rank`` (S, N, K,
        C, K, L); ``accuracy`` (S, N, K, C) on test pictures of what the network is tuned on;
        ``loss`` (S, N, K, epochs).
    """
    every = stacked(runs, shared=["checkpoints"])
    checkpoints = every.pop("checkpoints")
    shape = (-1, len(NETWORKS), len(KINDS))
    kept = {name: values.reshape(*shape, *values.shape[1:]) for name, values in every.items()}
    return in_float32(kept | {"checkpoints": checkpoints, "levels": LEVELS}) | {
        "networks": np.array(NETWORKS),
        "kinds": np.array(KINDS),
        "layers": np.array(LAYERS),
    }


def _pictures(config, data_dir):
    """Test pictures and labels of each kind of CIFAR-10's classes."""
    cifar = datasets.load("cifar10", data_dir=data_dir)
    return [chosen(cifar, TARGETS[kind], config.n_measured, split="test") for kind in KINDS]


def _measured(network, pictures, test):
    of_kinds = [layers_on_classes(network, *own, LAYERS) for own in pictures]
    return {**stacked(of_kinds), "accuracy": accuracy(network, *test)}
