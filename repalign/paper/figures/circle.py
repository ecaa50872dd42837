"""Figures of chapter 1: the hypothetical curves of Figure 3 and the circle of Figure 4."""

from functools import partial

import numpy as np

from repalign import alignment_curve, kernel_target_alignment, spectrum
from repalign._support.style import GROUND
from repalign.paper.figures import drawn, tabulated
from repalign.paper.measures.probes import least_squares
from repalign.paper.readings import circle
from repalign.plot import LINES, SOFT, alignment_curves

N = 100  # points: those that the printed singular values belong to
TITLES = {"A": "A: the groups against each other", "B": "B: each group cut through its middle"}
NAMES = [*TITLES]


@drawn(
    "figure-3",
    "Two alignment curves over the threshold: that of labels on the top directions falls slowly, "
    "and most of it is left at half of the largest singular value; that of labels on the bottom "
    "directions is gone at a twentieth of it.",
)
def hypothetical():
    """Labels on the top and on the bottom of the same 60 invented directions (Figure 3)."""
    return [_curves]


@drawn(
    "figure-4",
    "Points of length one in two opposite groups on a circle, a long arrow v₁ through both groups "
    "and a short one v₂ across. Labelling A gives each group a label of its own, labelling B cuts "
    "both groups through the middle, along v₁.",
)
def labellings(seed=0):
    """Two labellings of one circle with its right singular vectors (Figure 4)."""
    phi, Y = _circle(seed)
    return [partial(_points, phi, y, title) for y, title in zip(Y.T, TITLES.values(), strict=True)]


@tabulated(
    "two-labellings",
    "The two labellings: where the labels lie, what least squares gets right, how long its weights "
    "are, and the steps of gradient descent until 1 % of what can be fitted is left",
    dict.fromkeys(("on u₁", "on u₂", "outside"), "{:.1%}")
    | {"accuracy": "{:.0%}", "‖w‖": "{:.2f}"},
)
def two_labellings(seed=0):
    phi, Y = _circle(seed)
    spec, fits = spectrum(phi, Y), [least_squares(phi, y) for y in Y.T]
    shares = spec.squared_projections / spec.target_norm_sq
    return {
        "labelling": NAMES,
        "on u₁": shares[0],
        "on u₂": shares[1],
        "outside": spec.residual / spec.target_norm_sq,
        "accuracy": [fit["accuracy"] for fit in fits],
        "‖w‖": [fit["weight_norm"] for fit in fits],
        "steps": [circle.steps_to_fit(spec.target(k)) for k in range(len(NAMES))],
    }


@tabulated(
    "singular-values-of-figure-4",
    "The singular values that Figure 4 prints, and those of 100 and of 1000 points",
    {"σ₁": "{:.2f}", "σ₂": "{:.2f}", "σ₁² + σ₂²": "{:.1f}"},
)
def singular_values(seed=0):
    sizes = (N, circle.N_PRINTED)
    found = [np.linalg.svd(circle.points(n, seed), compute_uv=False) for n in sizes]
    sigma = np.array([circle.PRINTED, *found])
    return {
        "points": [f"as printed, for {circle.N_PRINTED}", *map(str, sizes)],
        "σ₁": sigma[:, 0],
        "σ₂": sigma[:, 1],
        "σ₁² + σ₂²": np.square(sigma).sum(axis=1),
    }


@tabulated(
    "kernel-target-alignment",
    "Kernel-target alignment, one number, and the share of the labels at three thresholds",
    {"kernel-target alignment": "{:.3f}"}
    | dict.fromkeys((f"share at τ = {tau}" for tau in (0, 1, 5)), "{:.1%}"),
)
def kernel_target(seed=0):
    phi, Y = _circle(seed)
    specs = [spectrum(phi, y) for y in Y.T]
    shares = np.transpose([alignment_curve(spec, [0, 1, 5], normalized=True) for spec in specs])
    return {
        "labelling": NAMES,
        "kernel-target alignment": [kernel_target_alignment(spec) for spec in specs],
    } | {f"share at τ = {tau}": each for tau, each in zip((0, 1, 5), shares, strict=True)}


def _circle(seed):
    phi = circle.points(N, seed)
    return phi, circle.labellings(phi, seed)


def _curves(ax):
    names = ("on the top directions", "on the bottom directions")
    alignment_curves(dict(zip(names, circle.hypothetical(), strict=True)), ax=ax)
    ax.set_title("Hypothetical labels")
    ax.legend(loc="lower center", bbox_to_anchor=(0.45, 0.1))


def _points(phi, y, title, ax):
    """Filled points are +1, open ones -1; the arrows are as long as sigma / sqrt(n)."""
    around = np.linspace(0, 2 * np.pi, 200)
    ax.plot(np.cos(around), np.sin(around), color=SOFT, linewidth=0.5, alpha=0.5)
    _, sigma, Vt = np.linalg.svd(phi)
    for k, (length, v) in enumerate(zip(sigma / np.sqrt(len(phi)), Vt, strict=True)):
        _arrow(ax, np.sign(v[1]) * length * v, f"v{'₁₂'[k]}", LINES[k]["color"])
    for label, color, face, name in (
        (1, LINES[2]["color"], LINES[2]["color"], "+1"),
        (-1, LINES[3]["color"], GROUND, "−1"),
    ):
        chosen = phi[y == label]
        ax.plot(*chosen.T, "o", color=color, markerfacecolor=face, markersize=5, label=name)
    ax.set(title=title, xlim=(-1.2, 2), ylim=(-1.15, 1.15), aspect="equal")
    ax.axis("off")
    ax.legend(title="label", loc="center right")


def _arrow(ax, tip, name, color):
    style = {"arrowstyle": "->", "color": color, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    ax.annotate("", tip, (0, 0), arrowprops=style)
    beside = tip / np.linalg.norm(tip) @ [[0, -0.18], [0.18, 0]]
    ax.text(*(0.75 * tip + beside), name, color=color, ha="center", va="center")
