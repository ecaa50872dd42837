"""LayersExplorer: alignment from layer to layer while a network trains, neural collapse beside it
(Figure 7)."""

from typing import NamedTuple

import numpy as np

from repalign._support.arrays import as_real, as_shaped, as_vector, as_whole
from repalign._support.check import as_dict, as_list, require_index, require_positive, shown
from repalign.widgets._base import STATIC, Explorer, per_mille, rounded, traitlets


class LayerHistory(NamedTuple):
    """What samples show of a network at C checkpoints in L hidden layers.

    ``inputs`` (t,) and ``layers`` (C, L, t) are normalised alignment curves, ``accuracy`` (C,)
    shares, ``collapse`` (C, L) the within-class variability, or None for targets that are no
    labels.
    """

    n_samples: int
    inputs: np.ndarray
    layers: np.ndarray
    accuracy: np.ndarray
    collapse: np.ndarray | None = None


class LayersExplorer(Explorer):
    """Scrub through the depth of a network and through its training.

    Parameters
    ----------
    levels : array (t,)
        Ascending thresholds of all curves, in units of sqrt(n).
    data : dict of str -> (epochs, dict of str -> LayerHistory)
        By data set: epochs (C,) of the checkpoints, ascending from 0, and what each kind of samples
        shows.
    level : float, optional
        One of `levels`, or the nearest is taken; default 0.2.

    Raises
    ------
    ValueError
        Numbers of layers or checkpoints that do not fit each other.
    """

    _esm = STATIC / "layers.js"
    levels = traitlets.List().tag(sync=True)
    datasets = traitlets.List(traitlets.Unicode()).tag(sync=True)
    splits = traitlets.List(traitlets.Unicode()).tag(sync=True)
    data = traitlets.List().tag(sync=True)
    dataset = traitlets.Int(min=0).tag(sync=True)
    split = traitlets.Int(min=0).tag(sync=True)
    layer = traitlets.Int(min=0).tag(sync=True)
    checkpoint = traitlets.Int(min=0).tag(sync=True)
    level = traitlets.Float(0.2).tag(sync=True)

    def __init__(self, levels, data, **traits):
        levels = as_vector("levels", levels)
        data, depth = _checked(levels, data)
        epochs, histories = list(data.values())[
            require_index("dataset", traits.get("dataset", 0), len(data))
        ]
        defaults = {
            "layer": depth,
            "checkpoint": len(epochs) - 1,
            "page_key": "layers",
            "page_state": ["dataset", "split", "layer", "checkpoint", "level"],
        }
        super().__init__(
            levels=rounded(levels, 5),
            datasets=list(data),
            splits=list(histories),
            data=[
                {
                    "epochs": epochs,
                    "splits": [
                        _history(each, (len(epochs), depth, len(levels)))
                        for each in splits.values()
                    ],
                }
                for epochs, splits in data.values()
            ],
            **defaults | traits,
        )


def _history(history, shape):
    (n_epochs, depth, n_levels), collapse = shape, history.collapse
    return {
        "n": require_positive("n_samples", history.n_samples, integer=True),
        "inputs": per_mille(as_vector("inputs", history.inputs, n_levels)),
        "layers": per_mille(history.layers),
        "accuracy": rounded(as_vector("accuracy", history.accuracy, n_epochs), 5),
        "collapse": []
        if collapse is None
        else rounded(as_shaped("collapse", collapse, (n_epochs, depth)), 4),
    }


def _checked(levels, data):
    """Data sets as (epochs, histories), and L; ValueError unless all have the same splits, layers
    and levels."""
    data = {name: _dataset(name, each) for name, each in as_dict("data", data).items()}
    first = next(iter(data.values()))[1]
    shape = as_real("layers", next(iter(first.values())).layers).shape
    if len(shape) != 3:
        raise ValueError(
            f"layers must be shares (C, L, t), by checkpoint, layer and level; got shape {shape}"
        )
    for dataset, (epochs, histories) in data.items():
        if list(histories) != list(first):
            raise ValueError(
                f"{dataset!r} has the samples {list(histories)}; expected {list(first)} as in the "
                "first"
            )
        for split, history in histories.items():
            as_shaped(
                f"layers of {dataset!r}, {split!r}",
                history.layers,
                (len(epochs), shape[1], len(levels)),
            )
    return data, shape[1]


def _dataset(name, pair):
    pair = as_list(f"data[{name!r}]", pair)
    if len(pair) != 2:
        raise ValueError(f"data[{name!r}] must be (epochs, histories); got {shown(pair)}")
    return as_whole("epochs", pair[0]), as_dict("histories", pair[1], LayerHistory)
