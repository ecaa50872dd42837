"""What is read off the stored experiment `networks`: sweeps around one network, three data sets."""

from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from repalign import alignment_curve
from repalign.paper.datasets import samples
from repalign.paper.datasets.kinds import TITLES
from repalign.paper.readings.common import (
    LEVELS,
    at,
    curve,
    curves,
    height_of,
    share_of,
)
from repalign.paper.statistics import over_runs

DATASETS = {name: TITLES[name] for name in samples.DATASETS}
"""What they are called, in the order of the figures."""
LOW, HIGH = 2, 8
"""Thresholds, of 1000 samples."""
START, TRAINED = 0, 1
SWEEPS = {
    "depth": "depth",
    "width": "width",
    "optimizer": "optimiser",
    "activation": "activation",
    "batch_size": "batch size",
}
DEPTHS = ("depth 1", "depth 2", "base", "depth 8")
_SPELLED = {
    **SWEEPS,
    "sgd": "SGD",
    "rmsprop": "RMSprop",
    "adam": "Adam",
    "relu": "ReLU",
    "prelu": "PReLU",
    "leaky_relu": "LeakyReLU",
}


def label(name):
    """A setting, or a value of it, as a reader would write it.

    Examples
    --------
    >>> label("optimizer sgd")
    'optimiser SGD'
    """
    return " ".join(_SPELLED.get(word, word) for word in str(name).split())


def of_sweep(stored, sweep):
    """Settings of a sweep by its value: dict of value -> setting; numbers ascending, else the base
    first."""
    values = {
        run["config"][sweep]: str(name)
        for run, name in zip(stored.provenance["runs"], stored["setting"], strict=True)
        if name == "base" or name.startswith(f"{sweep} ")
    }
    numeric = all(isinstance(value, int) for value in values)
    return dict(sorted(values.items())) if numeric else values


def run_index(stored, dataset, setting):
    """Where the arrays with one entry a run hold a setting; ValueError lists those there are."""
    found = np.flatnonzero((stored["dataset"] == dataset) & (stored["setting"] == setting))
    if len(found) != 1:
        both = zip(stored["dataset"], stored["setting"], strict=True)
        there = ", ".join(sorted({f"{each}: {name}" for each, name in both}))
        raise ValueError(f"no setting {setting!r} of {dataset!r} is stored; stored: {there}")
    return int(found[0])


def null_curve(stored, dataset, setting, split, levels=LEVELS):
    """`curve` of shuffled labels with the trained layer, mean over the networks: array (t,)."""
    null = stored[f"{split}_null"][run_index(stored, dataset, setting)].mean(axis=0)
    return at(levels, stored["taus"] / np.sqrt(stored[f"{dataset}.{split}.shape"][0]), null)


class Comparison(NamedTuple):
    """Shares at t levels in all C settings of a data set, with S networks each.

    ``settings`` names; ``inputs`` (t,); ``start`` and ``trained`` (C, S, t); ``null`` (C, t), of
    shuffled labels on the trained layer.
    """

    settings: list
    inputs: np.ndarray
    start: np.ndarray
    trained: np.ndarray
    null: np.ndarray

    def after_start(self):
        """How many settings are better aligned after training than before, in the mean: (t,)."""
        return (self.trained.mean(axis=1) > self.start.mean(axis=1)).sum(axis=0)

    def beyond_inputs(self):
        """How many trained layers are clearly above the inputs, and how many below: two (t,)."""
        sides = over_runs(np.swapaxes(self.trained, 0, 1) - self.inputs).side()
        return (sides > 0).sum(axis=0), (sides < 0).sum(axis=0)


def comparison(stored, dataset, split, levels=LEVELS):
    """All settings of a data set, each once, in the order of the sweeps: Comparison."""
    swept = [name for sweep in SWEEPS for name in of_sweep(stored, sweep).values()]
    settings = list(dict.fromkeys(swept))
    both = [curves(stored, f"{dataset}.{name}.{split}", levels) for name in settings]
    null = [null_curve(stored, dataset, name, split, levels) for name in settings]
    inputs = curve(stored.spectrum(f"{dataset}.{split}"), levels)
    return Comparison(settings, inputs, *np.stack(both, axis=1), np.stack(null))


def missed(stored, dataset):
    """Settings of a data set that did not reach the goal within the epochs they are allowed."""
    own = (stored["dataset"] == dataset) & ~stored["converged"]
    return [str(name) for name in stored["setting"][own]]


def edges(stored, dataset, setting):
    """Where the labels lie after training, on training samples: the level of the direction that
    holds most of them, (S,)."""
    name = f"{dataset}.{setting}.train"
    specs = [stored.spectrum(name, TRAINED, s) for s in range(stored["train_loss"].shape[1])]
    return np.array([_edge(spec) for spec in specs])


def _edge(spec):
    return spec.singular_values[spec.squared_projections.argmax()] / np.sqrt(spec.n_samples)


def settings(stored, sweep):
    """Indices of the settings of a sweep on all data sets: list of int."""
    return [
        i for i, name in enumerate(stored["setting"]) if name == "base" or name.startswith(sweep)
    ]


def setting_names(sweep):
    """Of the same, in words: reader."""

    def word(stored, i):
        name = str(stored["setting"][i])
        if name == "base":
            name = f"{sweep} {stored.provenance['runs'][i]['config'][sweep]}"
        return name.replace(sweep, SWEEPS[sweep], 1).replace("_", " ")

    return lambda stored: [
        f"{TITLES[str(stored['dataset'][i])]}, {word(stored, i)}" for i in settings(stored, sweep)
    ]


def trained_minus(other, sweep, split, measure=height_of):
    """Measure of the trained final layer less that at the start, or of the inputs: reader of
    (S, settings)."""

    def gain(stored, i):
        trained = _layers(stored, i, split, TRAINED, measure)
        if other == "inputs":
            return trained - measure(stored.spectrum(f"{stored['dataset'][i]}.{split}"))
        return trained - _layers(stored, i, split, START, measure)

    return lambda stored: np.column_stack([gain(stored, i) for i in settings(stored, sweep)])


def _layers(stored, i, split, when, measure):
    name = f"{stored['dataset'][i]}.{stored['setting'][i]}.{split}"
    members = range(stored["train_loss"].shape[1])
    return np.array([measure(stored.spectrum(name, when, s)) for s in members])


def more_from_depth(split, measure=height_of, when=TRAINED):
    """What each depth has more than the one before it: reader of (S, 3 a data set)."""

    def steps(stored, rows):
        levels = [_layers(stored, i, split, when, measure) for i in rows]
        return [after - before for before, after in pairwise(levels)]

    return lambda stored: np.column_stack(
        [step for _, rows in _depths(stored) for step in steps(stored, rows)]
    )


def depth_steps(stored):
    """Of the same, in words."""
    return [
        f"{name}, {after} layers over {before}"
        for name, rows in _depths(stored)
        for before, after in pairwise(stored.provenance["runs"][i]["config"]["depth"] for i in rows)
    ]


def _depths(stored):
    """Name of each data set and the indices of `DEPTHS` in it."""
    names = dict.fromkeys(map(str, stored["dataset"]))
    return [(TITLES[name], [run_index(stored, name, each) for each in DEPTHS]) for name in names]


def spread(dataset, split="train"):
    """How far the curves of a data set's settings lie apart, at most over thresholds up to `HIGH`:
    reader of (S,), networks of one seed compared."""

    def low_curve(spec):
        taus = np.geomspace(0.1, HIGH, 41) * np.sqrt(spec.n_samples / 1000)
        return alignment_curve(spec, taus, normalized=True)

    def read(stored):
        rows = np.flatnonzero(stored["dataset"] == dataset)
        curves = np.array([_layers(stored, i, split, TRAINED, low_curve) for i in rows])
        return np.ptp(curves, axis=0).max(axis=-1)

    return read


def inputs_share(dataset, tau):
    """Of the inputs, the share at a threshold: reader of (S,), the same for each network."""

    def read(stored):
        share = share_of(stored.spectrum(f"{dataset}.train"), tau, per=1000)
        return np.full(stored["train_loss"].shape[1], share)

    return read


def least_share(dataset, tau):
    """Of the trained layers of all settings, the smallest share at a threshold: reader of (S,)."""
    measure = partial(share_of, tau=tau, per=1000)

    def read(stored):
        rows = np.flatnonzero(stored["dataset"] == dataset)
        return np.min([_layers(stored, i, "train", TRAINED, measure) for i in rows], axis=0)

    return read
