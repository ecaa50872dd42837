"""PeaksExplorer: positive and negative transfer (Figures 10, 11 and 12)."""

from itertools import chain

import numpy as np

from repalign._support.arrays import as_whole
from repalign._support.check import as_list, require_type
from repalign.decomposition import Spectrum
from repalign.generalisation import HeldOut
from repalign.widgets._base import STATIC, Explorer, rounded, traitlets

REPRESENTATIONS = ("inputs", "before training", "after training")


class PeaksExplorer(Explorer):
    """Scrub through training on a source task and see alignment with it, a related and an unrelated
    task.

    Below, the linear model that is trained on few samples of one of the tasks, for any step size:
    training and test error in closed form.

    Parameters
    ----------
    tasks : sequence of k str
    inputs : Spectrum
        Of the inputs, with the k tasks as targets.
    layers : sequence of sequence of Spectrum
        layers[c][l], of hidden layer l at checkpoint c, with the k tasks as targets; checkpoint 0
        is before training.
    epochs : sequence of int
        Of the checkpoints, ascending.
    transfer : sequence of sequence of HeldOut, optional
        transfer[k][r], of task k on inputs, on the last hidden layer before and after training;
        without it, no learning curves.
    max_steps : int
        Last step of the learning curves.

    Raises
    ------
    ValueError
        Numbers of tasks, checkpoints or representations that do not fit each other.
    """

    _esm = STATIC / "peaks.js"
    tasks = traitlets.List(traitlets.Unicode()).tag(sync=True)
    epochs = traitlets.List().tag(sync=True)
    inputs = traitlets.Dict().tag(sync=True)
    layers = traitlets.List().tag(sync=True)
    transfer = traitlets.List().tag(sync=True)
    max_steps = traitlets.Int(10_000, min=2).tag(sync=True)
    checkpoint = traitlets.Int(min=0).tag(sync=True)
    layer = traitlets.Int(min=0).tag(sync=True)
    task = traitlets.Int(min=0).tag(sync=True)
    threshold = traitlets.Float(2.0, min=0).tag(sync=True)
    ratio = traitlets.Float(0.5, min=0).tag(sync=True)

    def __init__(self, tasks, inputs, layers, epochs, transfer=(), **traits):
        tasks, epochs = as_list("tasks", tasks, str), as_whole("epochs", epochs)
        layers = [as_list("layers", each, Spectrum) for each in as_list("layers", layers)]
        transfer = [as_list("transfer", each, HeldOut) for each in as_list("transfer", transfer)]
        _check(tasks, inputs, layers, epochs, transfer)
        defaults = {
            "checkpoint": len(epochs) - 1,
            "layer": len(layers[0]) - 1,
            "task": len(tasks) - 1,
            "page_key": "peaks",
            "page_state": ["checkpoint", "layer", "task", "threshold", "ratio"],
        }
        super().__init__(
            tasks=tasks,
            epochs=epochs,
            inputs=_spectrum(inputs),
            layers=[[_spectrum(spec) for spec in each] for each in layers],
            transfer=[[_held_out(both) for both in each] for each in transfer],
            **defaults | traits,
        )


def _spectrum(spec):
    return {
        "sigma": rounded(spec.singular_values, 4),
        "power": rounded(spec.squared_projections.T, 4),
        "residual": rounded(spec.residual, 6),
    }


def _held_out(both):
    return {
        "sigma": rounded(both.spectrum.singular_values, 8),
        "coefficients": rounded(both.coefficients, 8),
        "residual": rounded(both.spectrum.residual, 8),
        "factor": [rounded(row[q:], 5) for q, row in enumerate(both.factor)],
        "target": rounded(both.target, 8),
        "outside": rounded(both.outside, 8),
    }


def _check(tasks, inputs, layers, epochs, transfer):
    for spec in (require_type("inputs", inputs, Spectrum), *chain.from_iterable(layers)):
        if spec.residual.shape != (len(tasks),):
            raise ValueError(
                f"every Spectrum must hold {len(tasks)} targets, one a task; got "
                f"{spec.residual.shape}"
            )
    if not all(layers) or len({len(each) for each in layers}) != 1:
        raise ValueError(
            f"every checkpoint must have the same layers; got {[len(each) for each in layers]} of "
            "them"
        )
    if len(layers) != len(epochs) or np.any(np.diff(epochs) <= 0):
        raise ValueError(
            f"layers must hold one entry an epoch, ascending; got {len(layers)} for epochs {epochs}"
        )
    if (transfer and len(transfer) != len(tasks)) or any(
        len(each) != len(REPRESENTATIONS) for each in transfer
    ):
        raise ValueError(
            f"transfer must hold, for each of {len(tasks)} tasks, {', '.join(REPRESENTATIONS)}"
        )
