"""E9, Figure 14 and Table 1: a network trained on what resembles the target serves it better.

Two networks of the same start are trained on artificial and on natural things
(`repalign.paper.experiments.similarity.sources` says which, and why not the paper's). Measured is
how their last four residual blocks, and those of the start, are aligned with the 21 pairs of
classes of one kind of CIFAR-10, and how well they are classified after fine-tuning.
"""

import json
import tempfile
from contextlib import nullcontext
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np

from repalign.paper import datasets
from repalign.paper.datasets.kinds import KINDS, PAIRS, TARGETS
from repalign.paper.experiments.similarity.pair_scores import (
    DESCENT_STEPS,
    LAYERS,
    SCORE_TAUS,
    TAUS,
    layers_on_pairs,
    pixels_on_pairs,
)
from repalign.paper.experiments.similarity.sources import (
    TRAINING,
    TUNING,
    Source,
    Tuning,
    all_trained,
)
from repalign.paper.measures.nulls import QUANTILES
from repalign.paper.results import PARTS
from repalign.paper.results.arrays import in_float32, stacked
from repalign.paper.training.pictures import Recipe, accuracy, predictions

NETWORKS = (*KINDS, "start")
SPECTRA = tuple(f".{part}" for part in PARTS)
PAIR_KINDS = np.array([KINDS.index(kind) for kind, *_ in PAIRS])


@dataclass(frozen=True)
class Config:
    """Section 7.3 of the paper at the scale of two processor cores; recipes are ours, the paper
    names none."""

    seed: int = 0
    width: int = 32
    n_source: int = 500
    training: Recipe = TRAINING
    n_per_class: int = 1000
    tuning: Recipe = TUNING
    n_permutations: int = 100

    def source(self, network):
        """One of `NETWORKS`; the start is a network of either source trained for no epochs."""
        if network == "start":
            return replace(self.source("natural"), recipe=replace(self.training, epochs=0))
        return Source(self.seed, network, self.width, self.n_source, self.training)

    def tunings(self):
        """Of each of `NETWORKS` on each of `KINDS`."""
        return [
            [Tuning(self.source(name), kind, self.n_per_class, self.tuning) for kind in KINDS]
            for name in NETWORKS
        ]


CONFIGS = tuple(Config(seed=seed) for seed in range(4))
QUICK = (
    Config(
        width=4,
        n_source=4,
        training=Recipe(epochs=3, batch_size=40),
        n_per_class=8,
        tuning=Recipe(epochs=2, batch_size=16),
        n_permutations=5,
    ),
)


def data(config, data_dir=None):
    """Pictures and labels of both sources and of both targets, training and test."""
    jobs = [*map(config.source, KINDS), *config.tunings()[0]]
    return tuple(array for job in jobs for array in job.data(data_dir))


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Train, fine-tune and measure; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
    state_path : path, optional
        In its folder the weights of every network are kept, a ``.pth`` file each, also when the run
        is over: another run, or one that was killed, trains only what is missing.
    progress : callable (epochs done, epochs in all), of all networks together

    Returns
    -------
    dict of arrays
        N = 3 networks `NETWORKS`, K = 2 `KINDS`, P = 21 `PAIRS`: what `layers_on_pairs` gives of
        one network, with N in front, the label shuffles the same for all; ``pixel_curve`` (P, t) at
        `TAUS`, shares of ||y||^2; ``source_accuracy`` (K,), ``source_loss`` (K, epochs);
        ``tuned_accuracy`` (N, K), ``tuned_loss`` (N, K, epochs), ``tuned_pairs`` (N, P),
        ``n_tested`` (K,); ``training``, JSON: seconds an epoch and environment of each network.
    """
    kept = nullcontext(Path(state_path).parent) if state_path else tempfile.TemporaryDirectory()
    with kept as folder:
        jobs = [*map(config.source, KINDS), *chain(*config.tunings())]
        done = all_trained(jobs, folder, data_dir=data_dir, progress=progress)
    networks, tuned = done[: len(KINDS)], done[len(KINDS) :]
    start = config.source("start").start()
    return {
        **_measured(config, [*(network for _, network, _ in networks), start], data_dir),
        **_source_arrays(networks, data_dir),
        **_tuned_arrays(tuned, data_dir),
        "training": np.array(json.dumps({job.name(): record for job, _, record in done})),
    }


def summarize(runs):
    """What the book keeps of the runs of `CONFIGS`, float32: arrays by name.

    Parameters
    ----------
    runs : list of what `run` returned, S of them, one a seed

    Returns
    -------
    dict of arrays
        S seeds; N = 3 `NETWORKS`, trained on artificial and on natural things, and their common
        start; K = 2 `KINDS`, artificial and natural; L = 4 layers; P = 21 pairs, 6 artificial ones
        first; t thresholds. Shares are of
        ||y||^2, from 0 to 1; accuracies are on test pictures.

        Spectra ``blocks.4`` to ``blocks.7`` (S, K, P): the last four residual blocks of both
        trained networks, averaged over places, with bias and unit rows;
        ``results.spectrum("blocks.7", seed, source, pair)``. ``start_curve`` (S, L, P, t),
        ``pixel_curve`` (P, t): alignment of the start and of the pixels, as shares. ``difference``
        (S, L, P, t): share with the similar source minus share with the dissimilar one (Figure 14
        is its mean over the pairs); ``null_difference`` (S, L, 3, t): quantiles `QUANTILES`,
        over label shuffles, of the same mean.

        ``source_accuracy`` (S, K) of 30 classes, ``source_loss`` (S, K, epochs). ``tuned_accuracy``
        (S, N, K): Table 1, row the source and column the target; ``tuned_loss`` (S, N, K, epochs);
        ``tuned_pairs`` (S, N, P): the same networks, choosing between the two classes of a pair
        only.

        Scores of a network, layer and pair (S, N, L, P), for "does alignment rank sources and
        layers": ``alignment`` (..., 3), shares at ``score_taus``; ``kernel_target_alignment``;
        ``log_evidence``, per sample (LogME); ``h_score``; ``ncti`` (..., 3), its parts;
        ``cross_validated`` accuracy of ridge regression, and ``probe_accuracy`` on test pictures;
        ``descent_accuracy`` (..., 3) of the linear model after ``descent_steps`` of gradient
        descent on the squared error, at the best of three step sizes.

        Names: ``networks`` (N,), ``layers`` (L,), ``pairs`` (P, 2), ``pair_kinds`` (P,), index into
        KINDS and so of the similar source. ``taus`` (t,), ``score_taus`` (3,), ``descent_steps``
        (3,), ``null_quantiles`` (3,), ``n_tested`` (K,), test pictures behind each accuracy of
        ``tuned_accuracy``. ``training`` (S,): JSON, for each network its losses, seconds an epoch,
        and environment.
    """
    every = stacked(runs, shared=["pixel_curve", "n_tested"])
    curve = every.pop("curve")
    kept = {
        name: values[:, :2] if name.endswith(SPECTRA) else values for name, values in every.items()
    }
    null = _difference(kept.pop("null")[:, :2]).mean(axis=2)
    kept |= {
        "start_curve": curve[:, -1],
        "difference": _difference(curve),
        "null_difference": np.quantile(null, QUANTILES, axis=2).transpose(1, 2, 0, 3),
    }
    return in_float32(kept) | {
        "networks": np.array(NETWORKS),
        "layers": np.array(LAYERS),
        "pairs": np.array([pair for _, *pair in PAIRS]),
        "pair_kinds": PAIR_KINDS,
        "taus": TAUS,
        "score_taus": np.array(SCORE_TAUS),
        "descent_steps": np.array(DESCENT_STEPS),
        "null_quantiles": np.array(QUANTILES),
    }


def _difference(curves):
    """Similar minus dissimilar source: (S, N, L, P, ...) to (S, L, P, ...)."""
    pairs = np.arange(len(PAIRS))
    by_pair = np.moveaxis(curves, 3, 0)  # (P, S, N, L, ...)
    return np.moveaxis(by_pair[pairs, :, PAIR_KINDS] - by_pair[pairs, :, 1 - PAIR_KINDS], 0, 2)


def _measured(config, networks, data_dir):
    """The alignment of every network and of the pixels with every pair."""
    cifar = datasets.load("cifar10", data_dir=data_dir)
    sizes = {"n_per_class": config.n_per_class, "n_permutations": config.n_permutations}
    each = [layers_on_pairs(network, cifar, seed=config.seed, **sizes) for network in networks]
    return stacked(each) | {"pixel_curve": pixels_on_pairs(cifar, config.n_per_class)}


def _source_arrays(networks, data_dir):
    accuracies = [accuracy(network, *job.data(data_dir)[2:]) for job, network, _ in networks]
    losses = [record["losses"] for *_, record in networks]
    return {"source_accuracy": np.array(accuracies), "source_loss": np.array(losses)}


def _tuned_arrays(tuned, data_dir):
    """Accuracy of fine-tuned networks on all classes of a kind, and on its pairs."""
    accuracies, pairs, tested = [], [], []
    for job, network, _ in tuned:
        *_, images, labels = job.data(data_dir)
        outputs = predictions(network, images)
        accuracies.append(np.mean(outputs.argmax(axis=1) == labels))
        own = [
            [TARGETS[kind].index(name) for name in pair]
            for kind, *pair in PAIRS
            if kind == job.kind
        ]
        pairs.append([_pair_accuracy(outputs, labels, *pair) for pair in own])
        tested.append(len(labels))
    return {
        "tuned_accuracy": np.reshape(accuracies, (len(NETWORKS), len(KINDS))),
        "tuned_loss": np.reshape(
            [record["losses"] for *_, record in tuned], (len(NETWORKS), len(KINDS), -1)
        ),
        "tuned_pairs": np.array(
            [[*chain(*both)] for both in zip(pairs[::2], pairs[1::2], strict=True)]
        ),
        "n_tested": np.array(tested[: len(KINDS)]),
    }


def _pair_accuracy(outputs, labels, first, second):
    rows = np.isin(labels, (first, second))
    return np.mean((outputs[rows, second] > outputs[rows, first]) == (labels[rows] == second))
