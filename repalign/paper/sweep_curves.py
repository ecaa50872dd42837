"""The stored sweeps of `repalign.paper.experiments.networks` as alignment curves that can be
compared.

Thresholds are in units of sqrt(n), here called levels: with rows of length one the squared singular
values add up to n, so a direction at level q carries the share q^2 of Phi, whatever the number of
samples.
"""

from typing import NamedTuple

import numpy as np

from repalign import alignment_curve

DATASETS = {"ct_slices": "CT slices", "mnist": "MNIST", "cifar10": "CIFAR-10"}
SWEEPS = {
    "depth": "depth",
    "width": "width",
    "optimizer": "optimiser",
    "activation": "activation",
    "batch_size": "batch size",
}
LEVELS = np.array(
    [float(f"{10 ** (k / 20):.2g}") for k in range(-50, 1)]
)  # round numbers, in nearly equal ratios
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
    configs = [run["config"] for run in stored.provenance["runs"]]
    pairs = list(
        zip((config[sweep] for config in configs), map(str, stored["setting"]), strict=True)
    )
    values = {
        value: name for value, name in pairs if name == "base" or name.startswith(f"{sweep} ")
    }
    return (
        dict(sorted(values.items())) if all(isinstance(value, int) for value in values) else values
    )


def run_index(stored, dataset, setting):
    """Where the arrays with one entry a run hold a setting; ValueError lists those there are."""
    found = np.flatnonzero((stored["dataset"] == dataset) & (stored["setting"] == setting))
    if len(found) != 1:
        there = sorted(
            {
                f"{each}: {name}"
                for each, name in zip(stored["dataset"], stored["setting"], strict=True)
            }
        )
        raise ValueError(
            f"no setting {setting!r} of {dataset!r} is stored; stored: {', '.join(there)}"
        )
    return int(found[0])


def curve(spec, levels=LEVELS):
    """Share of ||y||^2 in directions at or above each level: array (t,)."""
    return alignment_curve(spec, np.asarray(levels) * np.sqrt(spec.n_samples), normalized=True)


def curves(stored, name, levels=LEVELS):
    """The same of every Spectrum stored under a name: array (..., t), the name's axes in front.

    Of the experiment `networks`, ``<dataset>.<setting>.<split>`` is (2, S), the final hidden layer
    before and after training in each network.
    """
    axes = stored[f"{name}.residual"].shape
    found = [curve(stored.spectrum(name, *index), levels) for index in np.ndindex(axes)]
    return np.reshape(found, (*axes, len(levels)))


def null_curve(stored, dataset, setting, split, levels=LEVELS):
    """The same of shuffled labels with the trained layer, mean over the networks: array (t,).

    Linear between the thresholds that are stored.
    """
    null = stored[f"{split}_null"][run_index(stored, dataset, setting)].mean(axis=0)
    n = stored[f"{dataset}.{split}.shape"][0]
    return np.interp(np.log(levels), np.log(stored["taus"] / np.sqrt(n)), null)


def standard_error(curves, axis=0):
    """Of the mean over an axis of independent runs."""
    return np.std(curves, axis=axis, ddof=1) / np.sqrt(np.shape(curves)[axis])


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
        """How many settings are better aligned after training than before, in the mean: array
        (t,)."""
        return (self.trained.mean(axis=1) > self.start.mean(axis=1)).sum(axis=0)

    def beyond_inputs(self, errors=2):
        """How many trained layers are above, and how many below, the inputs by so many standard
        errors: two (t,)."""
        gain = self.trained.mean(axis=1) - self.inputs
        limit = errors * standard_error(self.trained, axis=1)
        return (gain > limit).sum(axis=0), (gain < -limit).sum(axis=0)


def comparison(stored, dataset, split, levels=LEVELS):
    """All settings of a data set, each once, in the order of the sweeps: Comparison."""
    settings = list(
        dict.fromkeys(name for sweep in SWEEPS for name in of_sweep(stored, sweep).values())
    )
    both = np.stack(
        [curves(stored, f"{dataset}.{name}.{split}", levels) for name in settings], axis=1
    )
    null = np.stack([null_curve(stored, dataset, name, split, levels) for name in settings])
    return Comparison(settings, curve(stored.spectrum(f"{dataset}.{split}"), levels), *both, null)
