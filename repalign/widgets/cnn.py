"""CnnExplorer: pretrained networks, untrained ones and hand-made features on pairs of classes
(Figure 13)."""

from typing import NamedTuple

import numpy as np

from repalign import Spectrum
from repalign._support.arrays import as_ascending
from repalign._support.check import as_dict, as_list, require_type
from repalign._support.levels import round_levels
from repalign.widgets._base import (
    STATIC,
    Explorer,
    differences,
    require_directions,
    rounded,
    traitlets,
)

LEVELS = round_levels(-100, 30)
PAGE_STATE = ["dataset", "pair", "network", "layer", "shown", "level", "step", "ratio"]
SHOWN_FROM = 0.01
SHOWN = ["after", "pixels"]
PARTS, PLACES = 10_000, 36  # of shares; between two neighbouring levels
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
        Of "after", "before" (the network's weights), "pixels", "sift", "hog", "rbf"; default
        "after" and "pixels".

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
    shown = traitlets.List(traitlets.Unicode(), SHOWN).tag(sync=True)
    level = traitlets.Float(2.0).tag(sync=True)
    step = traitlets.Float(1000.0, min=0).tag(sync=True)
    ratio = traitlets.Float(0.5, min=0).tag(sync=True)

    def __init__(self, tasks, networks, levels=LEVELS, **traits):
        tasks, networks = as_list("tasks", tasks, Task), as_dict("networks", networks, empty=True)
        networks = {
            name: as_list(f"networks[{name!r}]", layers, Layer) for name, layers in networks.items()
        }
        levels = as_ascending("levels", levels)
        _check(tasks, networks, as_list("shown", traits.get("shown", SHOWN), str), levels)
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
    """A lumped spectrum in few digits.

    ``ends`` are the first and the last singular value. ``power`` are the shares of the directions,
    ``sigma`` says of all but the first where they lie: `PLACES` times the number of levels below,
    and between these levels, or the ends, the place in equal ratios. Both as differences.
    """
    sigma, ends = spec.singular_values[1:], rounded(spec.singular_values[[0, -1]], 5)
    edges = np.clip([0.0, *levels, np.inf], ends[1], ends[0])
    group = np.searchsorted(levels, sigma, side="right")
    low, ratio = edges[group], np.log(edges[group + 1] / edges[group])
    place = np.floor(PLACES * np.log(sigma / low) / np.where(ratio > 0, ratio, 1))
    power = _parts(np.cumsum(spec.squared_projections) / spec.target_norm_sq)
    kept = np.diff(power) > 0  # what rounds to nothing stays at home
    return {
        "ends": ends,
        "sigma": differences((PLACES * group + np.clip(place, 0, PLACES - 1))[kept]),
        "power": differences(power[np.concatenate([[True], kept])]),
    }


def _parts(shares):
    """Shares as whole numbers of `PARTS`, none of which ends in 5: rounded to thousandths, they are
    what the shares are."""
    parts = np.rint(PARTS * shares)
    return np.where(parts % 10 == 5, parts + np.where(PARTS * shares < parts, -1, 1), parts)


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
