"""Figures of chapter 3: five sweeps of depth, width, optimiser, activation and batch size."""

from functools import partial

import numpy as np

from repalign._support.style import GROUND
from repalign.paper import results
from repalign.paper.figures import Picture, drawn, tabulated
from repalign.paper.figures.lines import AFTER, BEFORE, INPUTS, OTHER, PALE, SETTINGS, headed
from repalign.paper.readings import networks
from repalign.paper.readings.common import LEVELS, curve, curves
from repalign.paper.statistics import standard_error
from repalign.plot import SOFT, mean_curve

SAMPLES = {"train": "training", "test": "test"}
TWO = (0.2, 0.4)
EIGHT = (0.004, 0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5)


@drawn(
    "figure-6",
    "Charts of alignment against the threshold, a sweep on a data set each. Pale curves, before "
    "training, are below the strong ones, after training, most so for the deepest networks; the "
    "strong ones break off together, above the inputs at large thresholds.",
)
def sweeps(datasets=tuple(networks.DATASETS)):
    """Final hidden layers before and after training, and the inputs, on training samples (Figure
    6)."""
    return [partial(_sweep, dataset, sweep) for sweep in networks.SWEEPS for dataset in datasets]


@drawn(
    "settings-at-two-thresholds",
    "Dots for 14 settings on three data sets at thresholds 0.2 and 0.4: after training nearly all "
    "are high; before training most are low; on the CT slices the line of the inputs lies above "
    "most dots at 0.2 and below them at 0.4.",
)
def settings():
    """Every setting before and after training, and the inputs, at two thresholds."""
    return [partial(_dots, dataset, level) for dataset in networks.DATASETS for level in TWO]


@drawn(
    "settings-counted",
    "Numbers of settings against the threshold. On MNIST and CIFAR-10 nearly all 14 are above "
    "their start and above the inputs; on the CT slices nearly all are below the inputs at small "
    "thresholds and above them at large ones.",
)
def counts():
    """In how many settings the trained layer is above its start, and clearly off the inputs."""
    return [partial(_counts, dataset, split) for dataset in networks.DATASETS for split in SAMPLES]


@tabulated(
    "settings-counted-at-thresholds",
    "In how many settings the trained layer is above the same layer before training, clearly above "
    "the inputs, and clearly below them",
    {"τ/√n": "{:g}"},
)
def counts_at(levels=EIGHT):
    stored, columns = results.load("networks"), {}
    for dataset, name in networks.DATASETS.items():
        for split, samples in SAMPLES.items():
            every = networks.comparison(stored, dataset, split, levels)
            above, below = every.beyond_inputs()
            rows = {
                "data": [name] * len(levels),
                "samples": [samples] * len(levels),
                "τ/√n": levels,
                "above start": every.after_start(),
                "above inputs": above,
                "below inputs": below,
            }
            columns = {key: [*columns.get(key, ()), *rows[key]] for key in rows}
    return columns


@tabulated(
    "what-was-trained",
    "Samples for training and for tests, epochs, settings that reached their goal, and the "
    "smallest share of right signs in training",
    {"right signs": "{:.1%}"},
)
def trained():
    stored = results.load("networks")
    return [
        {"data": title} | _trained(stored, dataset) for dataset, title in networks.DATASETS.items()
    ]


@tabulated(
    "learning-rates",
    "Learning rates, chosen on the training loss of a sixth network",
    dict.fromkeys(networks.DATASETS.values(), "{:g}"),
)
def learning_rates():
    stored = results.load("networks")
    names = networks.comparison(stored, "mnist", "train", [0.2]).settings
    return {"setting": [*map(networks.label, names)]} | {
        text: [stored["learning_rate"][networks.run_index(stored, dataset, name)] for name in names]
        for dataset, text in networks.DATASETS.items()
    }


@tabulated(
    "first-directions-of-ct-slices",
    "CT slices: σ/√n of the first directions and their shares of the target, of the inputs and of "
    "the base setting after training (first network)",
    dict.fromkeys(("inputs: σ/√n", "trained: σ/√n"), "{:.2f}")
    | dict.fromkeys(("inputs: share", "trained: share"), "{:.1%}"),
)
def first_directions(count=6):
    stored, columns = results.load("networks"), {"direction": np.arange(1, count + 1)}
    for name, spec in {
        "inputs": stored.spectrum("ct_slices.train"),
        "trained": stored.spectrum("ct_slices.base.train", networks.TRAINED, 0),
    }.items():
        columns[f"{name}: σ/√n"] = spec.singular_values[:count] / np.sqrt(spec.n_samples)
        columns[f"{name}: share"] = spec.squared_projections[:count] / spec.target_norm_sq
    return columns


@tabulated(
    "edges",
    "MNIST: τ/√n up to which the labels stay, in each of the networks",
)
def edges():
    stored = results.load("networks")
    found = networks.of_sweep(stored, "activation")
    at = np.transpose([networks.edges(stored, "mnist", name) for name in found.values()])
    return {"activation": [networks.label(value) for value in found]} | {
        f"network {s}": np.round(each, 3) for s, each in enumerate(at, start=1)
    }


def compared(samples):
    """Networks of one's own before and after training beside their inputs: a `Picture`.

    Parameters
    ----------
    samples : dict of str -> (inputs (t,), before (S, t), after (S, t))
        Curves at `LEVELS`, a panel each.
    """
    alt = "Alignment curves of the inputs, and of the networks before and after training."
    return Picture(alt, tuple(partial(_compared, *each) for each in samples.items()))


def _trained(stored, dataset):
    own, missed = stored["dataset"] == dataset, networks.missed(stored, dataset)
    epochs, all_missed = stored["epochs"][own], len(missed) == own.sum()
    return {
        "training": stored[f"{dataset}.train.shape"][0],
        "test": stored[f"{dataset}.test.shape"][0],
        "epochs": " to ".join(dict.fromkeys(map(str, (epochs.min(), epochs.max())))),
        "reached it": f"{own.sum() - len(missed)} of {own.sum()}",
        "missed it": "all" if all_missed else ", ".join(map(networks.label, missed)) or "none",
        "right signs": stored["train_accuracy"][own].mean(axis=1).min(),
    }


def _sweep(dataset, sweep, ax):
    stored = results.load("networks")
    ax.plot(LEVELS, curve(stored.spectrum(f"{dataset}.train")), label="inputs", **INPUTS)
    members = networks.of_sweep(stored, sweep).items()
    for line, (value, setting) in zip(SETTINGS, members, strict=False):
        before, after = curves(stored, f"{dataset}.{setting}.train")
        ax.plot(LEVELS, before.mean(axis=0), **line | PALE)
        mean_curve(LEVELS, after, ax=ax, label=networks.label(value), **line)
    ax.plot([], label="pale: before", color=SOFT, **PALE)
    against_levels(ax, f"{networks.DATASETS[dataset]}, {networks.SWEEPS[sweep]}")


def _dots(dataset, level, ax):
    every = networks.comparison(results.load("networks"), dataset, "train", [level])
    rows, after = np.arange(len(every.settings)), every.trained[..., 0]
    ax.axvline(every.inputs[0], label="inputs", **INPUTS)
    ax.plot(every.null[:, 0], rows, "x", color=SOFT, markersize=4, zorder=3, label="shuffled")
    start = {"color": BEFORE["color"], "markerfacecolor": GROUND, "markersize": 4.5}
    ax.plot(every.start[..., 0].mean(axis=1), rows, "o", label="before", **start)
    error = {"xerr": standard_error(after, axis=1), "color": AFTER["color"], "markersize": 4.5}
    ax.errorbar(after.mean(axis=1), rows, fmt="o", label="after", **error)
    ax.set(xlabel="share of ‖y‖²", xlim=(-0.05, 1.05))
    ax.set_yticks(rows, map(_short, every.settings), fontsize=8.4)
    ax.invert_yaxis()
    headed(ax, f"{networks.DATASETS[dataset]}, τ/√n = {level}", columns=4, left=-0.4)


def _short(name):
    """A setting without the words that go without saying."""
    return networks.label(name).removeprefix("optimiser ").removeprefix("activation ")


def _counts(dataset, split, ax):
    every = networks.comparison(results.load("networks"), dataset, split)
    above, below = every.beyond_inputs()
    ax.step(LEVELS, every.after_start(), where="mid", label="above start", **BEFORE)
    ax.step(LEVELS, above, where="mid", label="above inputs", **AFTER)
    ax.step(LEVELS, below, where="mid", label="below inputs", **OTHER)
    title = f"{networks.DATASETS[dataset]}, {SAMPLES[split]} samples"
    top = len(every.settings)
    ax.set(xscale="log", xlabel="τ/√n", ylabel="settings", ylim=(-0.5, top + 0.5))
    ax.set_yticks([0, top // 2, top])
    headed(ax, title, columns=2)


def _compared(samples, arrays, ax):
    inputs, before, after = arrays
    ax.plot(LEVELS, inputs, label="inputs", **INPUTS)
    for name, runs, line in (("before training", before, BEFORE), ("after", after, AFTER)):
        for number, each in enumerate(runs):
            ax.plot(LEVELS, each, label=None if number else name, **line)
    against_levels(ax, f"{samples} samples")


def against_levels(ax, title):
    """Axes of alignment curves, with their names above."""
    ax.set(xscale="log", xlabel="τ/√n", ylabel="share of ‖y‖²", ylim=(-0.02, 1.05))
    headed(ax, title)
