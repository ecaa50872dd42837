"""PeaksExplorer: positive and negative transfer (Figures 10, 11 and 12)."""

from itertools import chain
from typing import NamedTuple

import numpy as np

from repalign._support.arrays import as_ascending, as_whole
from repalign._support.check import as_list, require_type
from repalign._support.levels import round_levels
from repalign.decomposition import Spectrum
from repalign.generalisation import HeldOut
from repalign.measures import alignment_curve
from repalign.widgets._base import (
    STATIC,
    Explorer,
    differences,
    per_mille,
    rounded,
    traitlets,
)

REPRESENTATIONS = ("inputs", "before training", "after training")
TAUS = round_levels(-20, 40)
FINE = 1024  # parts of a column's largest entry: errors are off by less than 0.001 of their start


class Source(NamedTuple):
    """A peaks function that networks were trained on, and what is known of them and of k tasks.

    ``functions`` names the peaks function of each task, such as ``"ABC"``. ``inputs`` is the
    Spectrum of the inputs with the tasks as targets, ``layers[c][l]`` that of hidden layer l at
    checkpoint c, of which 0 is before training. ``transfer[k][r]`` is the HeldOut of task k on
    inputs, on the last hidden layer before and after training; without it, no learning curves.
    """

    functions: tuple
    inputs: Spectrum
    layers: tuple
    transfer: tuple = ()


class PeaksExplorer(Explorer):
    """Choose a source task, scrub through training on it, and see alignment with it, a related and
    an unrelated task.

    What the tasks read of their variables is drawn. Below, the linear model that is trained on few
    samples of one of the tasks, for any step size: training and test error in closed form.

    Parameters
    ----------
    tasks : sequence of k str
    sources : sequence of Source
        One at least, all with the same checkpoints, layers and representations.
    epochs : sequence of int
        Of the checkpoints, ascending.
    taus : array (t,), optional
        Ascending positive thresholds; default 61 round ones from 0.1 to 100.
    threshold : float, optional
        One of `taus`, or the nearest is taken; default 2.
    max_steps : int
        Last step of the learning curves.

    Raises
    ------
    ValueError
        Numbers of tasks, checkpoints or representations that do not fit each other, names that are
        not of peaks functions, or tasks that are not trained on the same samples.
    """

    _esm = STATIC / "peaks.js"
    tasks = traitlets.List(traitlets.Unicode()).tag(sync=True)
    functions = traitlets.List().tag(sync=True)
    epochs = traitlets.List().tag(sync=True)
    taus = traitlets.List().tag(sync=True)
    inputs = traitlets.List().tag(sync=True)
    layers = traitlets.List().tag(sync=True)
    transfer = traitlets.List().tag(sync=True)
    max_steps = traitlets.Int(10_000, min=2).tag(sync=True)
    source = traitlets.Int(min=0).tag(sync=True)
    checkpoint = traitlets.Int(min=0).tag(sync=True)
    layer = traitlets.Int(min=0).tag(sync=True)
    task = traitlets.Int(min=0).tag(sync=True)
    threshold = traitlets.Float(2.0, min=0).tag(sync=True)
    ratio = traitlets.Float(0.5, min=0).tag(sync=True)

    def __init__(self, tasks, sources, epochs, *, taus=TAUS, **traits):
        tasks, epochs = as_list("tasks", tasks, str), as_whole("epochs", epochs)
        taus = rounded(as_ascending("taus", taus), 5)
        sources = [_read(each) for each in as_list("sources", sources, Source)]
        _check(tasks, sources, epochs, taus)
        defaults = {
            "checkpoint": len(epochs) - 1,
            "layer": len(sources[0].layers[0]) - 1,
            "task": len(tasks) - 1,
            "page_key": "peaks",
            "page_state": ["checkpoint", "layer", "task", "threshold", "ratio", "source"],
        }
        super().__init__(
            tasks=tasks,
            functions=[each.functions for each in sources],
            epochs=epochs,
            taus=taus,
            inputs=[_curves(each.inputs, taus) for each in sources],
            layers=[
                [[_curves(spec, taus) for spec in specs] for specs in each.layers]
                for each in sources
            ],
            transfer=[_transfer(each.transfer) for each in sources],
            **defaults | traits,
        )


def _read(source):
    return Source(
        as_list("functions", source.functions, str),
        require_type("inputs", source.inputs, Spectrum),
        [as_list("layers", each, Spectrum) for each in as_list("layers", source.layers)],
        [as_list("transfer", each, HeldOut) for each in as_list("transfer", source.transfer)],
    )


def _curves(spec, taus):
    """A curve a task."""
    return differences(per_mille(alignment_curve(spec, taus, normalized=True).T))


def _transfer(transfer):
    """A dict a representation: what all tasks have in common there, and each task's own."""
    return [_representation(each) for each in zip(*transfer, strict=True)]


def _representation(tasks):
    """The columns of the factor travel as whole parts of their largest entries."""
    factor, sigma = tasks[0].factor, tasks[0].spectrum.singular_values
    if not all(
        np.array_equal(each.factor, factor) and np.array_equal(each.spectrum.singular_values, sigma)
        for each in tasks
    ):
        raise ValueError("transfer of all tasks must be from the same samples to the same samples")
    unit = np.array(rounded(np.abs(factor).max(axis=0, initial=0) / FINE, 3))
    parts = np.rint(factor / np.where(unit > 0, unit, 1)).astype(int)
    return {
        "sigma": rounded(sigma, 5),
        "unit": unit.tolist(),
        "factor": [row[q:].tolist() for q, row in enumerate(parts)],
        "tasks": [_held_out(each) for each in tasks],
    }


def _held_out(both):
    return {
        "coefficients": rounded(both.coefficients, 4),
        "residual": rounded(both.spectrum.residual, 6),
        "target": rounded(both.target, 4),
        "outside": rounded(both.outside, 6),
    }


def _check(tasks, sources, epochs, taus):
    if not sources or taus[0] <= 0:
        raise ValueError(
            f"there must be sources, and positive thresholds; got {len(sources)} sources, "
            f"thresholds from {taus[0]:g}"
        )
    for source in sources:
        _check_source(source, tasks, epochs)
    shapes = [(len(each.layers[0]), bool(each.transfer)) for each in sources]
    if len(set(shapes)) != 1:
        raise ValueError(
            f"every source must have the same layers, and transfer or none; got {shapes}"
        )


def _check_source(source, tasks, epochs):
    for spec in (source.inputs, *chain.from_iterable(source.layers)):
        if spec.residual.shape != (len(tasks),):
            raise ValueError(
                f"every Spectrum must hold {len(tasks)} targets, one a task; got "
                f"{spec.residual.shape}"
            )
    if not all(source.layers) or len({len(each) for each in source.layers}) != 1:
        raise ValueError(
            "every checkpoint must have the same layers; got "
            f"{[len(each) for each in source.layers]} of them"
        )
    if len(source.layers) != len(epochs) or np.any(np.diff(epochs) <= 0):
        raise ValueError(
            f"layers must hold one entry an epoch, ascending; got {len(source.layers)} for epochs "
            f"{epochs}"
        )
    if (source.transfer and len(source.transfer) != len(tasks)) or any(
        len(each) != len(REPRESENTATIONS) for each in source.transfer
    ):
        raise ValueError(
            f"transfer must hold, for each of {len(tasks)} tasks, {', '.join(REPRESENTATIONS)}"
        )
    if len(source.functions) != len(tasks) or not all(map(_is_peaks, source.functions)):
        raise ValueError(
            f"functions must name a peaks function, such as 'ABC', for each of {len(tasks)} tasks; "
            f"got {source.functions}"
        )


def _is_peaks(name):
    return name.isalpha() and name.isupper() and len(name) == len(set(name)) == 3
