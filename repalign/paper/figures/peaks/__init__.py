"""Figures of chapter 5: the source, a related and an unrelated peaks function."""

from functools import partial

import numpy as np

from repalign import alignment_curve
from repalign.paper import results
from repalign.paper.figures import drawn, tabulated
from repalign.paper.figures.cells import in_columns, with_error, with_interval
from repalign.paper.figures.lines import AFTER, BEFORE, INPUTS, LAYERS
from repalign.paper.figures.peaks import foretold, tangent, targets
from repalign.paper.readings import peaks as read
from repalign.paper.readings.common import over_seeds
from repalign.paper.readings.peaks import TASKS
from repalign.paper.readings.peaks.targets import shuffled_source
from repalign.plot import mean_curve

__all__ = ["foretold", "tangent", "targets"]

REPRESENTATIONS = {
    "inputs": (("inputs",), INPUTS),
    "before training": (("one_layers", 0, 0), BEFORE),
    "after training": (("one_layers", -1, 0), AFTER),
}
SHARES = dict.fromkeys(("inputs", "before", "after"), "{:.3f}")
TAUS = np.geomspace(0.3, 40, 90)


@tabulated("peaks-tasks", "Three functions a run")
def tasks():
    functions = results.load("peaks")["functions"]
    return {"run": np.arange(len(functions))} | dict(zip(TASKS, functions.T, strict=True))


@drawn(
    "figure-10",
    "Alignment curves of source, related and unrelated task for inputs, hidden layer before and "
    "after training: after training the source is highest, the related task above the others at "
    "small and medium thresholds, the unrelated task below both.",
)
def curves():
    """Mean over the runs and its standard error, one hidden layer (Figure 10)."""
    return [partial(_curves, task) for task in range(len(TASKS))]


@tabulated(
    "peaks-shares",
    "Share of ‖y‖² at a few thresholds, of the inputs and of the hidden layer before and after "
    "training, mean over the runs, and differences (standard error)",
    {"τ": "{:.0f}"} | SHARES,
)
def shares(taus=(1.0, 2.0, 3.0, 4.0, 6.0, 8.0)):
    found = [_read(partial(_shares, taus), *where) for where, _ in REPRESENTATIONS.values()]
    inputs, before, after = (values.transpose(0, 2, 1).reshape(len(values), -1) for values in found)
    return {
        "task": np.repeat(TASKS, len(taus)),
        "τ": np.tile(taus, len(TASKS)),
        "inputs": inputs.mean(axis=0),
        "before": before.mean(axis=0),
        "after": after.mean(axis=0),
        "after − inputs": with_error(after - inputs, "+.3f"),
        "after − before": with_error(after - before, "+.3f"),
    }


@tabulated(
    "shuffled-source",
    "Share at τ = 2 after training less that of the inputs, mean over the runs and half of its "
    "95 % interval",
)
def shuffled():
    stored = results.load("peaks")
    rows = with_interval(_gained(stored)), with_interval(shuffled_source(_gained)(stored))
    trained_on = {"trained on": ["the source", "the source, labels shuffled"]}
    return trained_on | in_columns(TASKS, rows)


@drawn(
    "figure-11",
    "For the related and the unrelated task: training and test error over steps and the norm of "
    "the weights against the loss reduced. For the related task the trained layer ends lowest in "
    "both errors, for the unrelated one it is highest in all three.",
)
def learning():
    """A linear model on 100 points, mean over the runs and its standard error (Figure 11)."""
    return [
        partial(paint, task)
        for paint in (partial(_errors, "train"), partial(_errors, "test"), _weights)
        for task in (read.RELATED, read.UNRELATED)
    ]


@tabulated(
    "peaks-test-errors",
    "Lowest test error as a share of its start, on the inputs and on the hidden layer before and "
    "after training, mean over the runs, and a difference (standard error)",
    SHARES,
)
def test_errors():
    stored = results.load("peaks")
    lowest = np.array([read.lowest_test(task)(stored) for task in range(len(TASKS))])
    means = dict(zip(SHARES, lowest.mean(axis=1).T, strict=True))
    less = lowest[..., read.AFTER] - lowest[..., read.INPUTS]
    return {"task": TASKS} | means | {"after − inputs": with_error(less.T, "+.3f")}


@drawn(
    "figure-12",
    "Alignment curves of inputs and three hidden layers after training. For the source the third "
    "layer is highest; for the related task the first is, and the third falls below the inputs; "
    "the unrelated task is below the inputs on all.",
)
def layers():
    """Mean over the runs and its standard error, three hidden layers (Figure 12)."""
    return [partial(_layers, task) for task in range(len(TASKS))]


@tabulated(
    "peaks-layers",
    "Share at τ = 2 after training, mean over the runs (standard error)",
)
def layer_shares():
    stored = results.load("peaks")
    columns = [
        [with_error([*zip(values)])[0] for values in _at_tau(number)(stored).T]
        for number in range(4)
    ]
    return {"task": TASKS} | dict(zip(_layer_names(), columns, strict=True))


def _read(measure, *where):
    return over_seeds(measure, *where)(results.load("peaks"))


def _shares(taus, spec):
    return alignment_curve(spec, taus, normalized=True)


def _at_tau(number):
    """Shares of the three tasks on layer 0 (inputs) to 3, reader of (S, 3)."""
    at = read.share_at(read.TAU)
    return lambda stored: np.column_stack(
        [read.layer(at, number, task)(stored) for task in range(len(TASKS))]
    )


def _gained(stored):
    """Share at tau = 2 after training less that of the inputs, (S, 3)."""
    gains = [read.gain(task, read.INPUTS)(stored) for task in range(len(TASKS))]
    return np.column_stack([gain[:, read.TAUS.index(read.TAU)] for gain in gains])


def _layer_names():
    return ["inputs", *(f"layer {number}" for number in (1, 2, 3))]


def _curves(task, ax):
    for name, (where, line) in REPRESENTATIONS.items():
        values = _read(partial(_shares, TAUS), *where)[..., task]
        mean_curve(TAUS, values, ax=ax, label=name, **line)
    _dressed(task, ax)


def _layers(task, ax):
    wheres = ("inputs",), *(("three_ends", 1, layer) for layer in range(3))
    for name, where, line in zip(_layer_names(), wheres, (INPUTS, *LAYERS[:3]), strict=True):
        values = _read(partial(_shares, TAUS), *where)[..., task]
        mean_curve(TAUS, values, ax=ax, label=name, **line)
    _dressed(task, ax)


def _dressed(task, ax):
    ax.set(xscale="log", xlabel="threshold τ", ylabel="share of ‖y‖²", ylim=(0, 1.02))
    ax.set_title(TASKS[task])
    if task == read.SOURCE:
        ax.legend(loc="lower left")


def _errors(part, task, ax):
    stored = results.load("peaks")
    curves = read.relative(part, task)(stored)
    for r, (name, (_, line)) in enumerate(REPRESENTATIONS.items()):
        mean_curve(stored["steps"] + 1, curves[:, r], ax=ax, label=name, **line)
    what = {"train": "training error", "test": "test error"}[part]
    ax.set(xscale="log", xlabel="step + 1", ylabel="share of its start", ylim=(0, 1.2))
    ax.set_title(f"{TASKS[task]}: {what}")
    if part == "train" and task == read.RELATED:
        ax.legend()


def _weights(task, ax):
    stored = results.load("peaks")
    reduced = 1 - read.relative("train", task)(stored).mean(axis=0)
    norms = stored["few_weights"][:, :, task].mean(axis=0)
    for r, (name, (_, line)) in enumerate(REPRESENTATIONS.items()):
        ax.plot(reduced[r], norms[r], label=name, **line)
    ax.set(xlabel="share of the loss reduced", ylabel="‖w‖", ylim=(0, 20), xlim=(0, 1.02))
    ax.set_title(f"{TASKS[task]}: weights")
