"""Beyond the paper, the tunnel effect: alignment of every layer with own and with foreign tasks.

Masarczyk et al. (2023) find that the first layers of a trained network make its classes separable,
and that the rest, the tunnel, compresses them and loses what other tasks would need; Harun et al.
(2024) find that this depends on the data. Here the sources of `similarity` and their start are held
against both source tasks and both targets, on test pictures, which no network was trained on.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from repalign.paper import datasets
from repalign.paper.datasets.kinds import KINDS, SOURCES, TARGETS, chosen
from repalign.paper.experiments import similarity
from repalign.paper.experiments.similarity.class_scores import LEVELS, layers_on_classes
from repalign.paper.experiments.similarity.sources import TRAINING, trained
from repalign.paper.results.arrays import in_float32, stacked
from repalign.paper.training.pictures import Recipe, normalise_by

NETWORKS = similarity.NETWORKS
LAYERS = ("stem", *(f"blocks.{number}" for number in range(8)))
TASKS = tuple((name, kind) for name in ("cifar100", "cifar10") for kind in KINDS)
CLASSES = {"cifar100": SOURCES, "cifar10": TARGETS}


@dataclass(frozen=True)
class Config:
    """Sources as in `similarity`; `n_measured` is the number of test pictures of each class of
    CIFAR-10. Of CIFAR-100 all are taken."""

    seed: int = 0
    width: int = 32
    n_source: int = 500
    training: Recipe = TRAINING
    n_measured: int = 500

    def source(self, network):
        """One of `NETWORKS`."""
        sizes = (self.seed, self.width, self.n_source, self.training)
        return similarity.Config(*sizes).source(network)


CONFIGS = tuple(Config(seed=seed) for seed in range(4))
QUICK = (Config(width=4, n_source=4, training=similarity.QUICK[0].training, n_measured=6),)


def data(config, data_dir=None):
    """Test pictures and labels of each of `TASKS`."""
    return tuple(array for task in TASKS for array in _pictures(task, config, data_dir))


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Measure every layer of every network on every task; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
    state_path : path, optional
        In its folder are the weights of the sources, which `similarity` keeps there. Those that are
        not there are trained.
    progress : callable (networks measured, networks)

    Returns
    -------
    dict of arrays
        N = 3 `NETWORKS`, J = 4 `TASKS`, L = 9 `LAYERS`: what `layers_on_classes` gives, with (N, J)
        in front.
    """
    folder = state_path and Path(state_path).parent
    measured = []
    for name in NETWORKS:
        network = _network(config.source(name), folder, data_dir)
        tasks = (_pictures(task, config, data_dir) for task in TASKS)
        measured.append(stacked([layers_on_classes(network, *own, LAYERS) for own in tasks]))
        progress(len(measured), len(NETWORKS))
    return stacked(measured)


def summarize(runs):
    """What the book keeps of the runs of `CONFIGS`, float32: arrays by name.

    Parameters
    ----------
    runs : list of what `run` returned, one a seed

    Returns
    -------
    dict of arrays
        S seeds; N = 3 ``networks``, sources of artificial and natural things, and the start; J = 4
        ``tasks``, data set and kind of classes (J, 2): first the two source tasks; L = 9
        ``layers``; t ``levels``, thresholds over the root of the number of pictures.

        ``share`` (S, N, J, L, t), of ||Y||_F^2; ``collapse`` and ``effective_rank`` (S, N, J, L).
    """
    return in_float32(stacked(runs) | {"levels": LEVELS}) | {
        "networks": np.array(NETWORKS),
        "tasks": np.array(TASKS),
        "layers": np.array(LAYERS),
    }


def _network(source, folder, data_dir):
    network, _ = trained(source, folder, data_dir=data_dir)
    if not source.recipe.epochs:
        images, *_ = source.data(data_dir)
        normalise_by(network, images)
    return network


def _pictures(task, config, data_dir):
    name, kind = task
    cifar = datasets.load(name, data_dir=data_dir)
    n_per_class = config.n_measured if name == "cifar10" else None
    return chosen(cifar, CLASSES[name][kind], n_per_class, split="test")
