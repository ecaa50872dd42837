"""What linear models come to on these representations, by gradient descent and exactly."""

from functools import partial

import numpy as np

from repalign.paper import results
from repalign.paper.figures import drawn, tabulated
from repalign.paper.figures.cells import in_columns
from repalign.paper.figures.cnn.common import (
    LINE,
    NETWORK,
    PIXELS,
    RANDOM,
    by_dataset,
    compared,
    named,
    per_cent,
    told_mean,
)
from repalign.paper.figures.lines import headed
from repalign.paper.measures.transfer import steps_to_reach
from repalign.paper.readings import cnn
from repalign.paper.statistics import paired_difference
from repalign.plot import mean_curve

FIRST_STEPS = (
    "and accuracy over the steps of gradient descent on CIFAR-100: with ImageNet weights the test "
    "error is lowest and the accuracy highest from the first steps; the error on RBF features "
    "hardly moves."
)
START = {"squared": 1, "logistic": np.log(2)}  # error where all outputs are zero


@drawn(
    "figure-13c",
    f"Squared error {FIRST_STEPS}",
)
def squared_error(network=NETWORK, dataset="cifar100"):
    """Learning curves of squared error on four representations (Figure 13c)."""
    return _learning_curves("squared", "steps", network, dataset)


@drawn(
    "figure-13d",
    f"Logistic loss {FIRST_STEPS}",
)
def logistic_loss(network=NETWORK, dataset="cifar100"):
    """Learning curves of logistic loss on four representations (Figure 13d)."""
    return _learning_curves("logistic", "logistic_steps", network, dataset)


@tabulated(
    "linear-models",
    "Linear models after the last step at which logistic loss was measured, and ridge regression: "
    "mean over pairs (standard error)",
)
def linear_models(network=NETWORK):
    stored = results.load("cnn")
    last = np.searchsorted(stored["steps"], stored["logistic_steps"][-1])
    rows = {}
    for dataset, title in cnn.DATASETS.items():
        own = stored["datasets"] == dataset
        for text, name in named(network).items():
            at = stored["curves"].tolist().index(name)
            ridge_right = stored["ridge_test_accuracy"][own, cnn.index(stored, name)]
            rows[title, text] = (
                told_mean(stored["squared_train_error"][own, at, last]),
                told_mean(per_cent(stored["squared_test_accuracy"][own, at, last]), ".1f"),
                told_mean(per_cent(stored["logistic_test_accuracy"][own, at, -1]), ".1f"),
                told_mean(per_cent(ridge_right), ".1f"),
            )
    heads = (
        "training error",
        "right, squared error, %",
        "right, logistic loss, %",
        "right, ridge, %",
    )
    return by_dataset(rows) | in_columns(heads, rows.values())


@tabulated(
    "ridge-beyond-pixels",
    "Right on test pictures with ridge regression, less that on pixels: percentage points, mean "
    "over all pairs",
    {"mean": "{:+.1f}", "standard error": "{:.1f}"},
)
def ridge(network=NETWORK):
    stored, names = results.load("cnn"), named(network)
    right = {
        text: per_cent(stored["ridge_test_accuracy"][:, cnn.index(stored, names[text])])
        for text in (PIXELS, "RBF", RANDOM)
    }
    pixels = right.pop(PIXELS)
    mean, error = paired_difference(np.column_stack([*right.values()]), pixels[:, None])
    return {"features": list(right), "mean": mean, "standard error": error}


@tabulated(
    "exact-and-descent",
    "CIFAR-100: what least squares reaches at once, means; and the steps of descent, at half the "
    "largest stable step size, until one half and one tenth of the error is left, medians (never: "
    "least squares itself leaves more)",
    {"error left": "{:.1e}", "right": "{:.1%}", "length of w": "{:.3g}"}
    | dict.fromkeys(("to one half", "to one tenth"), "{:.3g}"),
)
def exact_and_descent(network=NETWORK):
    stored, names = results.load("cnn"), named(network)
    rows = np.flatnonzero(stored["datasets"] == "cifar100")
    columns = [cnn.index(stored, name) for name in names.values()]
    exact = {
        head: stored[f"least_squares_{part}"][np.ix_(rows, columns)].mean(axis=0)
        for head, part in (
            ("error left", "residual"),
            ("right", "accuracy"),
            ("length of w", "weight_norm"),
        )
    }
    spectra = [[stored.spectrum(name, p) for p in rows] for name in names.values()]
    steps = {
        head: [np.median([steps_to_reach(spec, goal) for spec in own]) for own in spectra]
        for head, goal in (("to one half", 0.5), ("to one tenth", 0.1))
    }
    return {"features": list(names)} | exact | steps


def _learning_curves(loss, steps, network, dataset):
    return [
        partial(_learning_curve, loss, steps, part, what, compared(network), dataset)
        for what in ("error", "accuracy")
        for part in ("train", "test")
    ]


def _learning_curve(loss, steps, part, what, names, dataset, ax):
    stored = results.load("cnn")
    own, curves = stored["datasets"] == dataset, stored["curves"].tolist()
    values = stored[f"{loss}_{part}_{what}"][own]
    for text, name in names.items():
        mean_curve(
            stored[steps][1:], values[:, curves.index(name), 1:], ax=ax, label=text, **LINE[text]
        )
    pictures = {"train": "training", "test": "test"}[part]
    ax.set(xscale="log", xlabel="step")
    ax.set(ylabel=cnn.LOSSES[loss] if what == "error" else "share right")
    ax.set_ylim((0, 1.02 * START[loss]) if what == "error" else (0.55, 1.02))
    headed(ax, f"{what} on {pictures} pictures")
