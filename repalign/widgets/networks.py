"""NetworksExplorer: the same network in many settings, before and after training (Figure 6)."""

from typing import NamedTuple

import numpy as np

from repalign._support.arrays import as_real, as_shaped, as_vector
from repalign._support.check import as_dict, require_positive
from repalign._support.errors import standard_error
from repalign.widgets._base import STATIC, Explorer, per_mille, rounded, traitlets


class Setting(NamedTuple):
    """One way to build and train a network, measured on one kind of samples.

    ``start`` and ``trained`` (S, t) are the normalised alignment curves of S networks, ``null``
    (t,) that of shuffled labels with the trained layer.
    """

    start: np.ndarray
    trained: np.ndarray
    null: np.ndarray
    accuracy: float
    epochs: int


class Samples(NamedTuple):
    """Samples of a data set: how many, the curve (t,) of their inputs, and a `Setting` by name."""

    n_samples: int
    inputs: np.ndarray
    settings: dict


class NetworksExplorer(Explorer):
    """Choose a setting and see what training does, beside the others of its sweep; compare any two.

    Parameters
    ----------
    levels : array (t,)
        Ascending thresholds of all curves, in units of sqrt(n).
    data : dict of str -> dict of str -> Samples
        By data set and kind of samples; every one with the same settings.
    sweeps : dict of str -> dict of str -> str
        Settings of each sweep, up to four, by the text that names them.
    level : float, optional
        One of `levels`, or the nearest is taken; default 0.2.

    Raises
    ------
    ValueError
        Settings that differ between data sets, or a sweep of unknown or of more than four settings.
    """

    _esm = STATIC / "networks.js"
    levels = traitlets.List().tag(sync=True)
    datasets = traitlets.List(traitlets.Unicode()).tag(sync=True)
    splits = traitlets.List(traitlets.Unicode()).tag(sync=True)
    settings = traitlets.List(traitlets.Unicode()).tag(sync=True)
    sweeps = traitlets.List().tag(sync=True)
    data = traitlets.List().tag(sync=True)
    dataset = traitlets.Int(min=0).tag(sync=True)
    split = traitlets.Int(min=0).tag(sync=True)
    sweep = traitlets.Int(min=0).tag(sync=True)
    first = traitlets.Int(min=0).tag(sync=True)
    second = traitlets.Int(min=0).tag(sync=True)
    level = traitlets.Float(0.2).tag(sync=True)

    def __init__(self, levels, data, sweeps, **traits):
        levels = as_vector("levels", levels)
        data, sweeps = _dicts("data", data, Samples), _dicts("sweeps", sweeps, str, empty=True)
        datasets = list(data)
        splits = list(data[datasets[0]])
        names = list(as_dict("settings", data[datasets[0]][splits[0]].settings))
        _check(data, sweeps, names, splits)
        ends = list(next(iter(sweeps.values())).values())
        defaults = {
            "first": names.index(ends[-1]),
            "second": names.index(ends[0]),
            "page_key": "networks",
            "page_state": ["dataset", "split", "sweep", "level", "first", "second"],
        }
        super().__init__(
            levels=rounded(levels, 5),
            datasets=datasets,
            splits=splits,
            settings=names,
            sweeps=[
                [sweep, [[text, names.index(name)] for text, name in each.items()]]
                for sweep, each in sweeps.items()
            ],
            data=[
                [_samples(data[dataset][split], len(levels)) for split in splits]
                for dataset in datasets
            ],
            **defaults | traits,
        )


def _dicts(name, value, kind, **options):
    """A dict of dicts, each by name."""
    return {
        each: as_dict(f"{name}[{each!r}]", inner, kind, **options)
        for each, inner in as_dict(name, value).items()
    }


def _samples(samples, t):
    settings = [_setting(setting, t) for setting in samples.settings.values()]
    n_samples = require_positive("n_samples", samples.n_samples, integer=True)
    return {
        "n": n_samples,
        "inputs": per_mille(as_vector("inputs", samples.inputs, t)),
        "settings": settings,
    }


def _setting(setting, t):
    both = {name: _runs(name, getattr(setting, name), t) for name in ("start", "trained")}
    means = {name: per_mille(np.mean(curves, axis=0)) for name, curves in both.items()}
    errors = {f"{name}_error": per_mille(standard_error(curves)) for name, curves in both.items()}
    accuracy, epochs = (
        as_shaped("accuracy", setting.accuracy, ()),
        as_shaped("epochs", setting.epochs, ()),
    )
    numbers = {"accuracy": round(float(accuracy), 5), "epochs": int(epochs)}
    return means | errors | numbers | {"null": per_mille(as_vector("null", setting.null, t))}


def _runs(name, curves, t):
    curves = as_real(name, curves)
    if curves.shape[1:] != (t,) or len(curves) < 2:
        raise ValueError(
            f"{name} must hold curves of at least two networks, (S, {t}); got shape {curves.shape}"
        )
    return curves


def _check(data, sweeps, names, splits):
    for dataset, each in data.items():
        if list(each) != splits:
            raise ValueError(
                f"{dataset!r} has the samples {list(each)}; expected {splits} as in the first data "
                "set"
            )
        for split, samples in each.items():
            if list(as_dict("settings", samples.settings, Setting, empty=True)) != names:
                raise ValueError(
                    f"{dataset!r}, {split!r} has the settings {list(samples.settings)}; expected "
                    f"{names}"
                )
    for sweep, each in sweeps.items():
        if not 1 <= len(each) <= 4 or not set(each.values()) <= set(names):
            raise ValueError(
                f"sweep {sweep!r} must name one to four of {names}; got {list(each.values())}"
            )
