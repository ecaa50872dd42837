"""Figures with matplotlib: the paper's two kinds of plot, in colours that every eye tells apart."""

from collections.abc import Mapping, Sequence
from itertools import cycle
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from repalign._support.arrays import as_real, as_vector
from repalign._support.bands import as_bands
from repalign._support.check import (
    as_dict,
    as_flag,
    require_one_target,
    require_positive,
    require_type,
)
from repalign._support.errors import standard_error
from repalign._support.levels import SAID
from repalign._support.style import INK, LINES, SOFT, STYLE, Axes, plt
from repalign._support.typing import Floats
from repalign.decomposition import Spectrum
from repalign.dynamics import learnt_shares
from repalign.history import AlignmentHistory
from repalign.measures import alignment_curve

__all__ = [
    "alignment_curves",
    "mean_curve",
    "processes",
    "projections",
    "training",
    "use_style",
]

SUBSCRIPTS = "₁₂₃₄"
LARGEST_DRAWN = 1e100  # axes need room above what they show


def use_style() -> None:
    """Make `STYLE` the default of the session."""
    plt.rcParams.update(STYLE)


def projections(
    spec: Spectrum, *, ax: Axes | None = None, count: int | None = None, title: str | None = None
) -> Axes:
    """Squared projections as stems against the index, singular values as a line on the right
    (Figure 2).

    Parameters
    ----------
    spec : Spectrum
        One target.
    ax : matplotlib Axes, optional
    count : int, optional
        First directions shown; default all.
    title : str, optional

    Returns
    -------
    matplotlib Axes
    """
    _drawable("spec", spec)
    shown = slice(None if count is None else require_positive("count", count, integer=True))
    require_type("title", "" if title is None else title, str)
    ax = _axes(ax)
    index = np.arange(1, spec.rank + 1)[shown]
    ax.vlines(index, 0, spec.squared_projections[shown], color=LINES[0]["color"])
    ax.plot(index, spec.squared_projections[shown], "o", markersize=3, color=LINES[0]["color"])
    ax.set(xlabel="index i", ylabel="(uᵢᵀy)²", title=title)
    ax.set_ylim(bottom=0)
    right = ax.twinx()
    right.plot(index, spec.singular_values[shown], **LINES[1])
    right.set_ylabel("σᵢ", color=LINES[1]["color"])
    right.set_ylim(bottom=0)
    right.spines["right"].set_visible(True)
    return ax


def alignment_curves(
    spectra: Mapping[str, Spectrum],
    taus: ArrayLike | None = None,
    *,
    normalized: bool = True,
    nulls: Mapping[str, Sequence[ArrayLike]] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Alignment against the threshold for several representations (Figures 3, 5, 6, 7, 9 and 10).

    Parameters
    ----------
    spectra : dict of str -> Spectrum
        One target each.
    taus : array (t,), optional
        Default: 400 thresholds from 0 to the largest singular value.
    normalized : bool
        Shares of ||y||^2.
    nulls : dict of str -> (taus, low, high), optional
        Bands of shuffled labels, absolute, for some of the spectra.
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes
    """
    for name, spec in as_dict("spectra", spectra, Spectrum).items():
        _drawable(name, spec)
    normalized = as_flag("normalized", normalized)
    taus = _thresholds(spectra) if taus is None else _within_axes("taus", as_vector("taus", taus))
    bands = as_bands(nulls, spectra)
    for name, band in bands.items():
        _within_axes(f"the null of {name!r}", np.array(band))
    ax = _axes(ax)
    for i, (name, (at, *ends)) in enumerate(bands.items()):
        low, high = np.array(ends) / (spectra[name].target_norm_sq if normalized else 1.0)
        # Several look the same, and share an entry of the legend.
        label = f"{name}: shuffled anew" if len(bands) == 1 else "" if i else "shuffled anew"
        ax.fill_between(at, low, high, alpha=0.3, linewidth=0, color=SOFT, label=label)
    for line, (name, spec) in zip(cycle(LINES), spectra.items(), strict=False):
        curve = alignment_curve(spec, taus, normalized=normalized)
        ax.step(taus, curve, where="pre", label=name, **line)
    ax.set(xlabel="threshold τ", ylabel="share of ‖y‖²" if normalized else "alignment")
    ax.set_ylim(bottom=0)
    ax.legend()
    return ax


def training(history: AlignmentHistory, *, level: float = SAID, ax: Axes | None = None) -> Axes:
    """Alignment of layers against the step of training, from an `AlignmentRecorder`.

    Parameters
    ----------
    history : AlignmentHistory
    level : float in (0, 1]
        Shares of ||y||^2 in directions with sigma >= level * ||Phi||.
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes
    """
    shares = require_type("history", history, AlignmentHistory).alignment(level)
    ax = _axes(ax)
    for line, (layer, share) in zip(cycle(LINES), shares.items(), strict=False):
        ax.plot(history.steps, share, label=layer or "the model", **line)
    ax.set(xlabel="step", ylabel=f"share of ‖y‖² with σ ≥ {float(level):g} ‖Φ‖")
    ax.set_ylim(bottom=0)
    ax.legend()
    return ax


def mean_curve(x: ArrayLike, runs: ArrayLike, *, ax: Axes, **line: Any) -> None:
    """Mean of curves over runs as a line, its standard error as a band.

    Parameters
    ----------
    x : array (t,)
    runs : array (S, t)
    ax : matplotlib Axes
    line
        Of `Axes.plot`: color and so on.
    """
    x, runs = _within_axes("x", as_vector("x", x)), _within_axes("runs", as_real("runs", runs))
    if runs.shape[1:] != x.shape or len(runs) < 2:
        raise ValueError(
            f"runs must hold two curves or more, (S, {len(x)}); got shape {runs.shape}"
        )
    ax = require_type("ax", ax, Axes)
    mean, error = np.mean(runs, axis=0), standard_error(runs)
    drawn = ax.plot(x, mean, **line)[0]
    ax.fill_between(x, mean - error, mean + error, color=drawn.get_color(), alpha=0.25, linewidth=0)


def processes(spec: Spectrum, steps: int, *, step_size: float, ax: Axes | None = None) -> Axes:
    """Each direction's share of the loss against its weight, at the start and after some steps
    (Figure 8).

    Parameters
    ----------
    spec : Spectrum
        One target, up to four directions.
    steps : int
    step_size : float > 0
    ax : matplotlib Axes, optional

    Returns
    -------
    matplotlib Axes
    """
    _drawable("spec", spec)
    if spec.rank == 0:
        raise ValueError("spec has no singular value above zero, so there is nothing to show")
    needed, reached = _weights(spec, learnt_shares(spec, [steps], step_size=step_size)[0])
    ax = _axes(ax)
    for i, line in zip(range(spec.rank), LINES, strict=False):
        sigma, weights = spec.singular_values[i], np.linspace(-0.15, 2.15, 200) * needed[i]
        ax.plot(
            weights,
            sigma**2 * (weights - needed[i]) ** 2,
            label=f"σ{SUBSCRIPTS[i]} = {sigma:g}",
            **line,
        )
        for at, mark in ((0, "o"), (reached[i], "s")):
            ax.plot(at, sigma**2 * (at - needed[i]) ** 2, mark, color=INK, markersize=8)
    ax.set(xlabel="weight vᵢᵀw", ylabel="share of the loss")
    ax.legend()
    return ax


def _weights(spec: Spectrum, shares: Floats) -> tuple[Floats, Floats]:
    """Of each direction, when all is learnt and now."""
    with np.errstate(over="ignore"):
        needed = np.sqrt(spec.squared_projections) / spec.singular_values
        # Not infinite times 0.
        reached = np.multiply(shares, needed, out=np.zeros_like(needed), where=needed > 0)
        return _within_axes("a weight", needed), _within_axes(
            "a weight that descent diverged to", reached
        )


def _axes(ax: Axes | None) -> Axes:
    return plt.subplots()[1] if ax is None else require_type("ax", ax, Axes)


def _drawable(name: str, spec: Spectrum) -> None:
    require_one_target(name, require_type(name, spec, Spectrum))
    _within_axes(name, np.append(spec.singular_values, spec.target_norm_sq))


def _within_axes(name: str, array: Floats) -> Floats:
    largest = np.abs(array).max(initial=0)
    if largest > LARGEST_DRAWN:
        raise ValueError(
            f"{name} reaches {largest:.3g}, too large for an axis; divide it by a constant"
        )
    return array


def _thresholds(spectra: Mapping[str, Spectrum]) -> Floats:
    largest = max(spec.singular_values.max(initial=0) for spec in spectra.values())
    if largest == 0:
        raise ValueError(
            f"no singular value of {', '.join(spectra)} is above zero, so there is nothing to show"
        )
    return np.linspace(0, 1.02 * largest, 400)
