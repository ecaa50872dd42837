"""Figures of chapter 4 on representations that all fit: three learnt ones, and random networks."""

from functools import partial

import numpy as np

from repalign.paper import results
from repalign.paper.figures import drawn, tabulated
from repalign.paper.figures.cells import in_columns, with_interval
from repalign.paper.figures.lines import AFTER, BEFORE, INPUTS, OTHER, headed
from repalign.paper.readings import expressivity as read
from repalign.paper.readings.common import height, minus, share, threshold
from repalign.paper.readings.convergence import PLACES
from repalign.plot import SOFT, alignment_curves

ROLES = AFTER, INPUTS, BEFORE, OTHER  # of the four below
NAMES = {
    "network": "ReLU network",
    "inputs": "inputs",
    "rbf_network": "RBF network",
    "sparse_coding": "sparse coding",
}
ALL = NAMES | {"wide_rbf_network": "RBF network, wider units"}
LAYERS = {
    "trained": "trained",
    "inputs": "inputs",
    "random_1024": "random",
    "random_deep": "random, deep",
}
TITLES = dict(zip(read.DATASETS, ("CT slices", "MNIST", "peaks function"), strict=True))
PAIRS = ("network", "rbf_network"), ("rbf_network", "sparse_coding"), ("inputs", "network")


@drawn(
    "figure-1",
    "Training and test error of a linear model on four representations over the steps of gradient "
    "descent. At first the training error falls fastest on the ReLU network, and slowest on the "
    "RBF network; the test error of sparse coding stays far above the others.",
)
def learning():
    """Mean over the draws, at the best of the step sizes that the paper sweeps (Figure 1)."""
    return [partial(_learning, part) for part in ("train", "test")]


@drawn(
    "figure-5",
    "Alignment curves of four representations with the target: those of the inputs and of the ReLU "
    "network stay high up to large thresholds, that of the RBF network falls earlier, and that of "
    "sparse coding at once.",
)
def curves():
    """The first draw (Figure 5)."""
    return [_curves]


@tabulated(
    "representations",
    "Relative error of least squares, share of the target at the paper's threshold (the dotted "
    "line above), steps until 1 % of the training loss is left (range over the draws), and lowest "
    "test error",
    {"least squares": "{:.0e}", "share": "{:.2f}", "test error": "{:.2g}"},
)
def representations():
    stored = results.load("expressivity")
    measures = {
        "least squares": lambda name: read.of("least_squares", name)(stored).max(),
        "share": lambda name: share(name, read.TAU, per=1000)(stored).mean(),
        "steps, paper's sizes": lambda name: _range(read.steps(name)(stored)),
        "steps, near the limit": lambda name: _range(read.steps(name, read.NEAR_LIMIT)(stored)),
        "test error": lambda name: read.lowest_test(name)(stored).mean(),
    }
    columns = {what: [measure(name) for name in ALL] for what, measure in measures.items()}
    return {"features": list(ALL.values())} | columns


@tabulated(
    "representations-compared",
    "Differences over the draws, with half of their 95 % interval, in the height of the alignment "
    "curve and in the share at the paper's τ = 8",
)
def compared():
    stored = results.load("expressivity")
    measures = height, lambda name: share(name, read.TAU, per=1000)
    found = [
        with_interval(
            np.transpose([minus(measure(a), measure(b))(stored) for a, b in PAIRS]), "+.2f"
        )
        for measure in measures
    ]
    pairs = [f"{NAMES[first]} less {NAMES[second]}" for first, second in PAIRS]
    return {"features": pairs} | dict(zip(("height", "share"), found, strict=True))


@tabulated(
    "test-error",
    "Lowest test error over that of the ReLU network, geometric mean over the draws",
    dict.fromkeys(PLACES, "{:.2f}"),
)
def test_errors():
    stored = results.load("expressivity")
    names = "rbf_network", "wide_rbf_network", "sparse_coding"
    errors = {name: _test_errors(stored, name) for name in ("network", *names)}
    factors = [np.exp(np.log(errors[name] / errors["network"]).mean(axis=0)) for name in names]
    columns = zip(PLACES, zip(*factors, strict=True), strict=True)
    return {"features": [ALL[name] for name in names]} | dict(columns)


@drawn(
    "random-networks",
    "Alignment curves as shares against the threshold. On CT slices and MNIST one random hidden "
    "layer stays close to the inputs, four random layers fall early. On the peaks function all but "
    "the trained layer stay low.",
)
def random_networks():
    """Mean over the draws, a panel for each data set."""
    return [partial(_random, data) for data in range(len(read.DATASETS))]


@tabulated(
    "random-heights",
    "Height of the alignment curve, mean over the draws and half of its 95 % interval",
)
def random_heights():
    stored = results.load("random_features")
    heights = [
        with_interval(read.random_height(layer)(stored), ".3f") for layer in read.HIDDEN_LAYERS
    ]
    return _by_data(heights)


@tabulated(
    "random-out-of-reach",
    "Share of ‖y‖² that no linear model on the layer can reach, mean over the draws",
    dict.fromkeys(TITLES.values(), "{:.1g}"),
)
def out_of_reach():
    stored = results.load("random_features")
    return _by_data(
        [read.random_of("outside", layer)(stored).mean(axis=0) for layer in read.HIDDEN_LAYERS]
    )


def _learning(part, ax):
    stored = results.load("expressivity")
    for (name, label), line in zip(NAMES.items(), ROLES, strict=True):
        mean = read.curve(part, name)(stored).mean(axis=0)
        ax.plot(stored["steps"][1:], mean[1:], label=label, **line)
    ax.set(xscale="log", yscale="log", xlabel="step", ylabel="mean squared error", ylim=(1e-5, 1))
    headed(ax, {"train": "training samples", "test": "test samples"}[part])


def _curves(ax):
    stored = results.load("expressivity")
    spectra = {label: stored.spectrum(name, 0) for name, label in NAMES.items()}
    alignment_curves(spectra, ax=ax)
    tau = threshold(read.TAU, stored.spectrum("inputs", 0), per=1000)
    ax.axvline(tau, color=SOFT, linestyle=":", label=f"τ = {tau:.2f}, paper's {read.TAU}")
    ax.set(xscale="log", xlim=(0.1, None))
    headed(ax, "alignment with the target", columns=2)


def _random(data, ax):
    stored = results.load("random_features")
    levels = np.geomspace(1 / 100, 1, stored["curves"].shape[-1])
    for (name, label), line in zip(LAYERS.items(), ROLES, strict=True):
        of_layer = stored["curves"][data, :, read.HIDDEN_LAYERS.index(name)]
        ax.plot(levels, of_layer.mean(axis=0), label=label, **line)
    ax.set(xscale="log", xlabel="threshold τ / √n", ylabel="share of ‖y‖²", ylim=(0, 1.02))
    headed(ax, TITLES[read.DATASETS[data]])


def _range(steps):
    return f"{min(steps)} to {max(steps)}"


def _test_errors(stored, name):
    """On other slices, another patient and the other way round: (S, 3)."""
    own, by_patient = read.lowest_test(name)(stored), read.lowest_test_by_patient(name)(stored)
    return np.column_stack([own, by_patient])


def _by_data(values):
    """Columns of what is given for each layer and data set."""
    layers = [name.replace("_", " ") for name in read.HIDDEN_LAYERS]
    return {"layer": layers} | in_columns(TITLES.values(), values)
