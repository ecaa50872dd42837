"""LayersExplorer: alignment from layer to layer while a network trains, neural collapse beside it (Figure 7)."""

from typing import NamedTuple

import numpy as np

from repalign.widgets._base import STATIC, Explorer, per_mille, rounded, traitlets


class LayerHistory(NamedTuple):
    """What samples show of a network at C checkpoints in L hidden layers.

    ``inputs`` (t,) and ``layers`` (C, L, t) are normalised alignment curves, ``accuracy`` (C,) shares, ``collapse``
    (C, L) the within-class variability, or None for targets that are no labels.
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
        By data set: epochs (C,) of the checkpoints, ascending from 0, and what each kind of samples shows.
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
        _check(levels, data)
        epochs, histories = list(data.values())[traits.get("dataset", 0)]
        defaults = {
            "layer": next(iter(histories.values())).layers.shape[1],
            "checkpoint": len(epochs) - 1,
            "page_key": "layers",
            "page_state": ["dataset", "split", "layer", "checkpoint", "level"],
        }
        super().__init__(
            levels=rounded(levels, 5),
            datasets=list(data),
            splits=list(histories),
            data=[
                {"epochs": [int(epoch) for epoch in epochs], "splits": [_history(each) for each in histories.values()]}
                for epochs, histories in data.values()
            ],
            **defaults | traits,
        )


def _history(history):
    return {
        "n": int(history.n_samples),
        "inputs": per_mille(history.inputs),
        "layers": per_mille(history.layers),
        "accuracy": rounded(history.accuracy, 5),
        "collapse": [] if history.collapse is None else rounded(history.collapse, 4),
    }


def _check(levels, data):
    """ValueError unless all data sets have the same splits and layers, and every history its checkpoints and levels."""
    first = next(iter(data.values()))[1]
    depth = next(iter(first.values())).layers.shape[1]
    for dataset, (epochs, histories) in data.items():
        if list(histories) != list(first):
            raise ValueError(f"{dataset!r} has the samples {list(histories)}; expected {list(first)} as in the first")
        for split, history in histories.items():
            expected = (len(epochs), depth, len(levels))
            if np.shape(history.layers) != expected:
                raise ValueError(
                    f"layers of {dataset!r}, {split!r} have shape {np.shape(history.layers)}; expected {expected}"
                )
