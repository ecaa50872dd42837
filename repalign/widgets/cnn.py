"""CnnExplorer: pretrained networks, untrained ones and hand-made features on pairs of classes
(Figure 13)."""

from typing import NamedTuple

import numpy as np

from repalign import Spectrum
from repalign._support.arrays import as_ascending
from repalign._support.check import as_dict, as_list, require_type
from repalign._support.levels import round_levels
from repalign.widgets._base import STATIC, Explorer, require_directions, rounded, traitlets

LEVELS = round_levels(-100, 30)
PAGE_STATE = ["dataset", "pair", "network", "layer", "shown", "level", "step", "ratio"]
SHOWN_FROM = 0.01
KINDS = {
    "after": "ImageNet weights",
    "before": "random weights",
    "pixels": "pixels",
    "sift": "SIFT",
    "hog": "HOG",
    "rbf": "RBF",
}


class Measured(NamedTuple):
    """A representation on a pair: its Spectrum, the share of ||y||^2 that least squares leaves, a
    probe's accuracy."""

    spectrum: Spectrum
    least_squares: float
    accuracy: float


class Task(NamedTuple):
    """Two classes of a data set, and a `Measured` by the name of each representation that was
    measured on them."""

    dataset: str
    classes: tuple
    measured: dict


class Layer(NamedTuple):
    """A layer as the reader sees it, and the names of its representations, one at least; None where
    it was not measured."""

    text: str
    before: str | None = None
    after: str | None = None


class CnnExplorer(Explorer):
    """Choose two classes, a network and a layer; see alignment, and what gradient descent makes of
    it.

    Spectra travel `lumped`, so that the page stays small: shares at the levels are exact, training
    errors nearly so.

    Parameters
    ----------
    tasks : sequence of Task
    networks : dict of str -> list of Layer
        By the text that names the network; the last hidden layer last.
    levels : array (t,), optional
        Ascending thresholds.
    level : float, optional
        The threshold shown; one of `levels` from 0.01 on, or the nearest is taken. Default 2.
    step : float, optional
        Of gradient descent, default 1000.
    ratio : float, optional
        Step size in units of the largest stable one of each representation, default 0.5.
    shown : list of str, optional
        Of "after", "before" (the network's weights), "pixels", "sift", "hog", "rbf"; default all.

    Raises
    ------
    ValueError
        No tasks, no networks, a network without layers, or something unknown to show.
    """

    _esm = STATIC / "cnn.js"
    levels = traitlets.List().tag(sync=True)
    shown_from = traitlets.Float(SHOWN_FROM).tag(sync=True)
    kinds = traitlets.List().tag(sync=True)
    datasets = traitlets.List(traitlets.Unicode()).tag(sync=True)
    tasks = traitlets.List().tag(sync=True)
    networks = traitlets.List().tag(sync=True)
    dataset = traitlets.Int(min=0).tag(sync=True)
    pair = traitlets.Int(min=0).tag(sync=True)
    network = traitlets.Int(min=0).tag(sync=True)
    layer = traitlets.Int(99, min=0).tag(sync=True)
    shown = traitlets.List(traitlets.Unicode(), list(KINDS)).tag(sync=True)
    level = traitlets.Float(2.0).tag(sync=True)
    step = traitlets.Float(1000.0, min=0).tag(sync=True)
    ratio = traitlets.Float(0.5, min=0).tag(sync=True)

    def __init__(self, tasks, networks, levels=LEVELS, **traits):
        tasks, networks = as_list("tasks", tasks, Task), as_dict("networks", networks, empty=True)
        networks = {
            name: as_list(f"networks[{name!r}]", layers, Layer) for name, layers in networks.items()
        }
        levels = as_ascending("levels", levels)
        _check(tasks, networks, as_list("shown", traits.get("shown", list(KINDS)), str), levels)
        datasets = list(dict.fromkeys(require_type("dataset", task.dataset, str) for task in tasks))
        defaults = {
            "layer": len(next(iter(networks.values()))) - 1,
            "page_key": "cnn",
            "page_state": PAGE_STATE,
        }
        super().__init__(
            levels=rounded(levels, 5),
            kinds=[list(kind) for kind in KINDS.items()],
            datasets=datasets,
            tasks=[_task(task, datasets, levels) for task in tasks],
            networks=[
                [text, [list(layer) for layer in layers]] for text, layers in networks.items()
            ],
            **defaults | traits,
        )


def lumped(spec, levels):
    """One direction for all that lie between two neighbouring levels, with their labels and their
    mean sigma^2.

    The first direction, which decides about step sizes, stays as it is. Alignment at every level is
    that of `spec`. The mean is weighted with the squared projections, so that gradient descent
    starts at the same speed; neighbouring levels should be so close that it goes on so.

    Parameters
    ----------
    spec : Spectrum
        One target.
    levels : array (t,)
        Ascending and positive.

    Returns
    -------
    Spectrum
        At most t + 2 directions.
    """
    sigma, power = spec.singular_values[1:], spec.squared_projections[1:]
    group = np.searchsorted(levels, sigma, side="right")
    sums, squares = (np.bincount(group, weights) for weights in (power, power * sigma**2))
    kept = np.flatnonzero(sums)[::-1]
    edges = np.concatenate([[0.0], levels, [np.inf]])
    # A distance from the next level that survives rounding.
    means = np.clip(np.sqrt(squares[kept] / sums[kept]), edges[kept], (1 - 1e-4) * edges[kept + 1])
    return Spectrum(
        np.concatenate([spec.singular_values[:1], np.minimum(means, spec.singular_values[0])]),
        np.concatenate([spec.squared_projections[:1], sums[kept]]),
        spec.residual,
        spec.n_samples,
        spec.n_features,
    )


def _task(task, datasets, levels):
    measured = as_dict("measured", task.measured, Measured, empty=True)
    return {
        "dataset": datasets.index(task.dataset),
        "classes": [str(name) for name in as_list("classes", task.classes)],
        "data": {name: _measured(each, levels) for name, each in measured.items()},
    }


def _measured(measured, levels):
    spec = lumped(require_directions("spectrum", measured.spectrum), levels)
    if spec.target_norm_sq == 0:
        raise ValueError(
            "a target is zero everywhere, so that shares of ||y||^2 are not defined; leave it out"
        )
    return _packed(spec, levels) | {
        "fit": rounded(measured.least_squares, 3),
        "accuracy": rounded(measured.accuracy, 5),
    }


def _packed(spec, levels):
    """A lumped spectrum in few letters.

    ``ends`` are the first and the last singular value. ``power`` are the shares of the first
    direction and of the groups between neighbouring levels, descending from number ``top``;
    ``place`` says for each group where its singular value lies between its edges, in equal ratios.
    """
    sigma = spec.singular_values
    ends = rounded(sigma[[0, -1]], 5)
    group = np.searchsorted(levels, sigma[1:], side="right")
    group = np.minimum.accumulate(group) if len(group) else np.zeros(1, dtype=int)
    low, high = _edges(ends, levels, group)
    place = np.zeros(len(group), dtype=int)
    wide = (high > low) if len(sigma) > 1 else np.zeros(1, dtype=bool)
    place[wide] = PLACES * np.log(sigma[1:][wide] / low[wide]) / np.log(high[wide] / low[wide])
    letters = np.full(group[0] - group[-1] + 1, "0")
    letters[group[0] - group] = [LETTERS[i] for i in np.clip(place, 0, PLACES - 1)]
    power = np.zeros(1 + len(letters))
    power[0] = spec.squared_projections[0]
    power[1 + group[0] - group[: len(sigma) - 1]] = spec.squared_projections[1:]
    parts = _parts(np.cumsum(power) / spec.target_norm_sq)
    return {
        "ends": ends,
        "top": int(group[0]),
        "power": np.diff(parts, prepend=0).tolist(),
        "place": "".join(letters),
    }


def _check(tasks, networks, shown, levels):
    if levels[0] <= 0:
        raise ValueError(f"levels must be positive; the first is {levels[0]:g}")
    if not tasks or not networks or not all(networks.values()):
        raise ValueError(
            f"there must be tasks, and networks with layers; got {len(tasks)} tasks, "
            f"{list(networks)}"
        )
    if not set(shown) <= set(KINDS):
        raise ValueError(f"shown must be some of {', '.join(KINDS)}; got {shown}")
