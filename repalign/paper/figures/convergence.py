"""Figures of chapter 4 on gradient descent: its fast and its slow phase, on CT slices.

A broad pale line is what the thin one in its colour is held against.
"""

from functools import partial

import numpy as np

from repalign import Spectrum, max_step_size, training_error, weight_norm
from repalign.paper import results
from repalign.paper.figures import drawn, tabulated
from repalign.paper.figures.cells import in_columns
from repalign.paper.figures.lines import headed
from repalign.paper.readings import convergence as read
from repalign.plot import INK, LINES, SOFT, alignment_curves, processes

SIGMAS = 6.0, 1.0
NORM_SQ = 100.0  # of the made-up labels
END = 4  # steps, half of the way each, so that 1/256 of the fast loss is left
FOREVER = 100_000  # steps
SPLITS = 0.9, 0.5  # well aligned, and poorly
TARGET, SHUFFLED, NOISY = LINES[:3]
BROAD = {"linewidth": 5, "alpha": 0.4, "linestyle": "-"}


@drawn(
    "figure-8",
    "Two pairs of parabolas, the share of the loss against the weight. Well aligned: the steep "
    "fast process holds nearly all of the loss and loses it. Half and half: half of the loss stays "
    "on the slow process.",
)
def two_processes(splits=SPLITS):
    """Circles at the start and squares when the fast process has come to rest (Figure 8).

    Parameters
    ----------
    splits : sequence of floats
        Shares of the labels on the fast direction, a panel each.
    """
    farthest = np.sqrt(NORM_SQ * (1 - min(splits))) / min(SIGMAS)
    return [partial(_two_processes, split, farthest) for split in splits]


@tabulated(
    "phases",
    "The fast phase and the slow one",
    {"on the fast one": "{:.0f} %", "loss left": "{:.1f} %"}
    | dict.fromkeys(("‖w‖ at step 4", "‖w‖ in the end"), "{:.2f}"),
)
def phases(splits=SPLITS):
    made = [_two_directions(split) for split in splits]
    norms = [weight_norm(spec, [END, FOREVER], step_size=eta) for spec, eta in made]
    return {
        "on the fast one": [100 * split for split in splits],
        "loss left": [100 * _left(*each) for each in made],
        f"‖w‖ at step {END}": [now for now, _ in norms],
        "‖w‖ in the end": [end for _, end in norms],
    }


@drawn(
    "figure-9",
    "Alignment curves of the two label vectors: y₂ drops a little at a small singular value and "
    "fully at a large one, y₁ drops at one between. Learning curves that cross: y₂ is ahead at "
    "first, then y₁; dots of the real run lie on the lines of the closed form.",
)
def crossing():
    """One that starts fast and one that arrives first, first draw (Figure 9)."""
    return [_two_alignments, _two_learning_curves]


@tabulated(
    "crossings",
    "The first step after which y₁ is ahead, and the largest difference between a real run and its "
    "closed form, as a share of the closed form, over all label vectors",
    {"largest difference": "{:.1e}"},
)
def crossings():
    stored = results.load("convergence")
    return {
        "draw": np.arange(len(stored["crossing"])),
        "closed form": stored["crossing"],
        "real run": stored["crossing_measured"],
        "largest difference": stored["difference"].max(axis=1),
    }


@tabulated(
    "scalings",
    "Singular values of three directions of 1000 samples, columns scaled in four ways, and the sum "
    "of all squares, means of the draws (for the paper, the least that its first ten directions "
    "make of it)",
    dict.fromkeys(("σ₅", "σ₁₀", "σ₅₀"), "{:.1f}") | {"Σσ²": "{:.0f}"},
)
def scalings():
    stored = results.load("convergence")
    fifth, tenth, _ = read.PRINTED  # five are at least as large as the one, five as the other
    least = 5 * fifth**2 + 5 * tenth**2
    sigmas = np.vstack([stored["sigmas"].mean(axis=0), read.PRINTED])
    return {
        "columns": [*read.SCALINGS, "printed in the paper"],
        **dict(zip(("σ₅", "σ₁₀", "σ₅₀"), sigmas.T, strict=True)),
        "Σσ²": [*stored["squares"].mean(axis=0), least],
    }


@drawn(
    "stopping-early",
    "Learning curves as shares of their start. On other slices of the same patients the test loss "
    "of the target falls with the training loss. On another patient it stays far above. With noise "
    "on the target the test loss rises after the fast phase in all panels.",
)
def stopping_early():
    """Test loss beside training loss, mean over the draws, wherever test samples are from."""
    return [partial(_stopping_early, place) for place in range(len(read.PLACES))]


@tabulated(
    "test-loss",
    "Test loss as a share of its start, after the fast phase, where it is lowest and in the end, "
    "mean over the draws, and the range of the last; and how many times longer the weights are in "
    "the end than after the fast phase",
    dict.fromkeys(("fast phase", "lowest", "end"), "{:.3f}") | {"weights": "{:.1f}"},
)
def left_over():
    stored = results.load("convergence")
    end, rows = read.fast_end(stored), []
    for name, k in (("target", read.TRUE), ("with noise", read.NOISY)):
        losses = read.loss_left("test_measured", k)(stored)
        norms = read.everywhere("norm_measured", k)(stored)
        grown = norms[..., -1] / norms[..., end]
        values = losses[..., end], losses.min(axis=2), losses[..., -1], grown
        means = np.transpose([each.mean(axis=0) for each in values])
        ends = [f"{min(each):.3g} to {max(each):.3g}" for each in losses[..., -1].T]
        rows += [
            (name, where, *loss, spread, weights)
            for where, (*loss, weights), spread in zip(read.PLACES, means, ends, strict=True)
        ]
    heads = "trained on", "tested on", "fast phase", "lowest", "end", "its range", "weights"
    return in_columns(heads, rows)


@drawn(
    "beyond-proposition-1",
    "Learning curves of the target and of the shuffled one against the closed form. Minibatches "
    "follow it. Adam is slower on the target at first, and faster on the shuffled one. The "
    "logistic loss leaves what its parabola foresees and goes further down, first that of the true "
    "classes.",
)
def beyond():
    """Minibatches, Adam and the logistic loss against the closed form, first draw."""
    stored = results.load("convergence")
    aligned = [read.TRUE, read.SHUFFLED]
    losses = {
        name: np.square(stored[name][0][:, aligned] / stored["predicted"][0, 0, aligned])
        for name in ("predicted", "minibatch", "adam")
    }
    logistic = stored["logistic_predicted"][0], stored["logistic_loss"][0]
    share = "share of the loss"
    return [
        partial(_against, losses["predicted"], losses["minibatch"], "minibatches", share),
        partial(_against, losses["predicted"], losses["adam"], "Adam", share),
        partial(_against, *logistic, "logistic loss, two classes", "mean logistic loss"),
    ]


def _two_directions(split):
    """Made-up labels, and a quarter of the largest step size that converges."""
    spec = Spectrum(SIGMAS, [NORM_SQ * split, NORM_SQ * (1 - split)], 0.0, 100, 2)
    return spec, 0.25 * max_step_size(spec)


def _left(spec, eta):
    return training_error(spec, [END], step_size=eta)[0] ** 2 / spec.target_norm_sq


def _two_processes(split, farthest, ax):
    spec, eta = _two_directions(split)
    processes(spec, END, step_size=eta, ax=ax)
    for mark, label in (("o", "start"), ("s", f"step {END}")):
        ax.plot([], [], mark, color=INK, markersize=8, label=label)
    ax.set_xlim(-0.2 * farthest, 2.2 * farthest)
    ax.set_ylim(-0.05 * NORM_SQ, 1.3 * NORM_SQ)
    ax.set_ylabel("share of the loss, %")
    ax.set_title(f"{100 * split:.0f} % on the fast one, {100 * _left(spec, eta):.0f} % left")
    ax.legend()


def _two_alignments(ax):
    stored = results.load("convergence")
    alignment_curves({"y₁": stored.spectrum("y1", 0), "y₂": stored.spectrum("y2", 0)}, ax=ax)
    ax.set_title("alignment")


def _two_learning_curves(ax):
    stored = results.load("convergence")
    steps, at = stored["steps"], stored["crossing"][0]
    curves = ("y₁", 0, LINES[0]), ("y₂", 1, LINES[1])
    predicted, measured = (stored[part][0] for part in ("predicted", "measured"))
    for name, k, line in curves:
        ax.plot(steps[1:], predicted[1:, k], label=f"{name}, closed form", **line)
    ax.axvline(at, ymax=0.5, label=f"y₁ ahead from step {at}", color=SOFT, linewidth=1)
    for name, k, line in curves:
        dots = {"color": line["color"], "markersize": 3.5, "label": f"{name}, real run"}
        ax.plot(steps[1::3], measured[1::3, k], "o", **dots)
    ax.set(xscale="log", xlabel="step", ylabel="‖Φw − y‖", ylim=(0, 1.05))
    headed(ax, "what is left", columns=2)


def _stopping_early(place, ax):
    stored = results.load("convergence")
    steps, end = stored["steps"], read.fast_end(stored)
    for name, k, line in (("target", read.TRUE, TARGET), ("with noise", read.NOISY, NOISY)):
        for part, style in (("measured", BROAD), ("test_measured", {})):
            curve = read.loss_left(part, k)(stored)[:, place].mean(axis=0)
            label = f"{name}, {'test' if part.startswith('test') else 'training'}"
            ax.plot(steps[1:], curve[1:], label=label, **line | style)
    ax.axvspan(steps[1], steps[end], color=SOFT, alpha=0.15, linewidth=0)
    ax.text(steps[1], 2e-5, " fast phase", color=SOFT)
    ax.set(xscale="log", yscale="log", xlabel="step", ylim=(1e-5, 1e5))
    ax.set_ylabel("share of the loss")
    headed(ax, read.PLACES[place], columns=2)


def _against(predicted, walked, title, loss, ax):
    """Curves (T, 2) of the target and of the shuffled one."""
    steps = results.load("convergence")["steps"][1:]
    lines = {"target": TARGET, "shuffled": SHUFFLED}
    # The long names in one column: the panel has no room for them in two.
    for curves, what, style in ((predicted, ", closed form", BROAD), (walked, "", {})):
        for k, (name, line) in enumerate(lines.items()):
            ax.plot(steps, curves[1:, k], label=name + what, **line | style)
    ax.set(xscale="log", yscale="log", xlabel="step", ylabel=loss, ylim=(1e-6, 2))
    headed(ax, title, columns=2)
