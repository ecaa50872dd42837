"""Beyond E9: is it similarity that the sources of E9 differ by, and were they trained for long
enough?

Two controls of `repalign.paper.experiments.similarity`. *Mixed* sources have three superclasses of
either kind each, so that neither resembles a target more than the other by design: what they
differ by comes from which classes they happen to have. *Budgets*: the sources of E9 trained for 5
and for 10 epochs beside the 20 of E9, each time with a learning rate that falls to zero.
"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from repalign.paper import datasets
from repalign.paper.datasets.kinds import KINDS, MIXED, PAIRS
from repalign.paper.experiments.similarity import PAIR_KINDS
from repalign.paper.experiments.similarity.pair_scores import LAYERS, heights_on_pairs
from repalign.paper.experiments.similarity.sources import TRAINING, Source, all_trained
from repalign.paper.results.arrays import in_float32
from repalign.paper.training.pictures import Recipe, accuracy


@dataclass(frozen=True)
class Config:
    """Two sources of one start; as in E9 but for what is named."""

    seed: int = 0
    sources: tuple = KINDS
    width: int = 32
    n_source: int = 500
    training: Recipe = TRAINING
    n_per_class: int = 1000

    def jobs(self):
        return [
            Source(self.seed, name, self.width, self.n_source, self.training)
            for name in self.sources
        ]


BUDGETS = (5, 10, 20)
CONFIGS = (
    *(
        Config(seed, training=replace(TRAINING, epochs=epochs))
        for seed in (0, 1)
        for epochs in BUDGETS
    ),
    *(Config(seed, tuple(MIXED)) for seed in (0, 1)),
)
_quick = {"width": 4, "n_source": 4, "n_per_class": 8}
QUICK = (
    *(Config(training=Recipe(epochs=epochs, batch_size=40), **_quick) for epochs in (1, 2)),
    Config(sources=tuple(MIXED), training=Recipe(epochs=2, batch_size=40), **_quick),
)


def data(config, data_dir=None):
    """Pictures and labels of both sources, training and test."""
    return tuple(array for job in config.jobs() for array in job.data(data_dir))


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Train and measure; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
    state_path : path, optional
        In its folder the weights of networks are kept, as those of E9, which are only loaded where
        they are there.
    progress : callable (epochs done, epochs in all)

    Returns
    -------
    dict of arrays
        L layers, P pairs: ``heights`` (2, L, P), `height_of` the alignment curve with the pair;
        ``accuracy`` (2,) on test pictures of the source, ``loss`` (2, epochs); ``sources`` (2,);
        ``training``, JSON: the record of each network.
    """
    folder = state_path and Path(state_path).parent
    done = all_trained(config.jobs(), folder, data_dir=data_dir, progress=progress)
    cifar = datasets.load("cifar10", data_dir=data_dir)
    heights = [heights_on_pairs(network, cifar, config.n_per_class) for _, network, _ in done]
    accuracies = [accuracy(network, *job.data(data_dir)[2:]) for job, network, _ in done]
    records = [record for *_, record in done]
    return {
        "heights": np.array(heights),
        "accuracy": np.array(accuracies),
        "loss": np.array([record["losses"] for record in records]),
        "sources": np.array(config.sources),
        "seed": np.array(config.seed),
        "training": np.array(json.dumps(records)),
    }


def summarize(runs):
    """What the book keeps of the runs of `CONFIGS`: arrays by name.

    Parameters
    ----------
    runs : list of what `run` returned

    Returns
    -------
    dict of arrays
        R runs, L layers, P pairs as in E9: ``heights`` (R, 2, L, P), ``accuracy`` (R, 2),
        ``epochs`` (R,), ``final_loss`` (R, 2), ``mixed`` (R,), ``seeds`` (R,); ``pairs`` (P, 2),
        ``pair_kinds`` (P,), ``layers`` (L,). Of sources by kind the first is the artificial one.
    """
    kept = {name: np.stack([run[name] for run in runs]) for name in ("heights", "accuracy")}
    return in_float32(kept) | {
        "final_loss": np.array([run["loss"][:, -1] for run in runs]),
        "epochs": np.array([run["loss"].shape[1] for run in runs]),
        "mixed": np.array([run["sources"].tolist() == list(MIXED) for run in runs]),
        "seeds": np.array([run["seed"] for run in runs]),
        "pairs": np.array([pair for _, *pair in PAIRS]),
        "pair_kinds": PAIR_KINDS,
        "layers": np.array(LAYERS),
    }
