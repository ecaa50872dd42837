"""Figures of chapter 2: alignment that training makes for labels that mean nothing."""

from functools import partial

import numpy as np

from repalign.paper import results
from repalign.paper.figures import drawn, tabulated
from repalign.paper.figures.lines import LAYERS
from repalign.paper.readings import common, emergence
from repalign.paper.statistics import standard_error
from repalign.plot import projections

SHOWN = 50  # directions


@drawn(
    "figure-2ab",
    "Squared projections on the first 50 singular vectors with the singular values: with true "
    "labels a few directions hold nearly everything, with shuffled labels none holds more than a "
    "few units.",
)
def inputs(seed=0):
    """Inputs with true and with shuffled labels (Figure 2, a and b)."""
    stored = results.load("emergence")
    return [
        _stems(stored.spectrum(f"inputs_{labels}", seed), f"inputs, {labels} labels")
        for labels in ("true", "shuffled")
    ]


@drawn(
    "figure-2cd",
    "The same plot for the final hidden layer: before training no direction stands out, after "
    "training the first few hold nearly all of the shuffled labels.",
)
def final_layer(seed=0):
    """The final hidden layer with shuffled labels, before and after training (Figure 2, c, d)."""
    stored = results.load("emergence")
    return [
        _stems(
            stored.spectrum("final_layer", seed, at), f"final layer, epoch {stored['epochs'][at]}"
        )
        for at in (0, -1)
    ]


@drawn(
    "layers-over-epochs",
    "Share of the top ten directions over epochs for the three hidden layers: the third layer "
    "rises first and highest, the second to less than half of it, the first hardly at all.",
)
def layers():
    """Share of the labels on each hidden layer's top ten directions over the epochs, first seed."""
    return [_layers]


@tabulated(
    "top-ten-of-inputs",
    "Share of the labels on the top ten directions of the inputs",
    dict.fromkeys(("true labels", "shuffled labels"), "{:.4f}"),
)
def top_of_inputs():
    stored = results.load("emergence")
    shares = {
        f"{labels} labels": common.top(f"inputs_{labels}", emergence.FEW)(stored)
        for labels in ("true", "shuffled")
    }
    return {"seed": np.arange(len(stored["loss"]))} | shares


@tabulated(
    "top-ten-over-epochs",
    "Share of the shuffled labels on the top ten directions of the final layer, mean over seeds",
    dict.fromkeys(("share", "standard error", "accuracy"), "{:.4f}"),
)
def top_over_epochs(epochs=(0, 20, 40, 63, 100, 209, 479, 1000)):
    stored = results.load("emergence")
    at = emergence.nearest(stored["epochs"], epochs)
    shares = np.array([common.top("final_layer", emergence.FEW, c)(stored) for c in at])
    return {
        "epoch": stored["epochs"][at],
        "share": shares.mean(axis=1),
        "standard error": standard_error(shares, axis=1),
        "accuracy": stored["accuracy"][:, at].mean(axis=0),
    }


@tabulated("slingshots", "Jumps of the loss above 0.01 after it was below 0.001 for the first time")
def slingshots():
    losses = results.load("emergence")["epoch_loss"]
    learned, jumps = zip(*map(emergence.jumps, losses), strict=True)
    return {
        "seed": np.arange(len(losses)),
        "epoch in which the loss is first below 0.001": learned,
        "epochs of jumps": [", ".join(map(str, each)) or "none" for each in jumps],
    }


@tabulated("layers-at-epochs", "Share of the shuffled labels on the top ten directions, first seed")
def layers_at(epochs=(0, 40, 100, 1000)):
    stored = results.load("emergence")
    at = emergence.nearest(stored["epochs"], epochs)
    shares = emergence.top_of_layers(stored)[:, at]
    return {"epoch": stored["epochs"][at]} | {
        f"hidden layer {number}": np.round(each, 4) for number, each in enumerate(shares, start=1)
    }


def _stems(spec, title):
    return partial(projections, spec, count=SHOWN, title=title)


def _layers(ax):
    stored = results.load("emergence")
    epochs = np.maximum(stored["epochs"], 0.5)  # epoch 0 at the left end
    for number, (shares, line) in enumerate(
        zip(emergence.top_of_layers(stored), LAYERS, strict=False), start=1
    ):
        ax.plot(epochs, shares, label=f"hidden layer {number}", **line)
    ax.set(
        xscale="log",
        xlabel="epoch (0 drawn at the left end)",
        ylabel="share on the top ten directions",
        ylim=(0, 1.02),
    )
    ax.legend()
