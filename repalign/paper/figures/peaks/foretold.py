"""Figures of chapter 5 on what foretells transfer: alignment, and what is simpler."""

from functools import partial

import numpy as np

from repalign.paper import results
from repalign.paper.figures import drawn, tabulated
from repalign.paper.figures.cells import in_columns, with_interval
from repalign.paper.figures.lines import REFERENCE, headed
from repalign.paper.figures.peaks.targets import HIDDEN, LAYERED, SAMPLES
from repalign.paper.readings.peaks import TAUS
from repalign.paper.readings.peaks import foretold as read
from repalign.paper.readings.peaks.targets import of_shuffled
from repalign.paper.statistics import over_runs
from repalign.plot import LINES

TRANSFER = ("100 samples", "1000 samples", "steps to 80 %", "steps to 60 %")
GIVEN = {
    "given shared variables": read.given_count(),
    "among those that share two": read.among_two_shared,
    "given shared variables and reach": read.given_reach(),
    "less that of the reach alone": read.ahead(read.at_level, read.reached, read.transfer),
}
FROM_FEW = {
    "alignment, given probe": read.adds(read.scouted, read.probed),
    "probe, given alignment": read.adds(read.probed, read.scouted),
}


@drawn(
    "rank-correlations",
    "Rank correlation of the gain in alignment with the held-out loss saved, against the "
    "threshold, and that of the number of shared variables: alignment is above it at low "
    "thresholds, and below it at high ones with one hidden layer.",
)
def correlations():
    """Mean over the sources and its 95 % interval, a panel for each depth and number of samples."""
    return [partial(_correlations, depth, size) for depth in HIDDEN for size in range(len(SAMPLES))]


@tabulated(
    "rank-correlations-at-thresholds",
    "Rank correlation of the gain in alignment with the held-out loss saved, the same of networks "
    "trained on a shuffled source, the first less that of the number of shared variables, and "
    "right signs; mean over the sources and half of its 95 % interval",
    {"τ": "{:.0f}"},
)
def at_thresholds():
    stored = results.load("peaks")
    measures = {
        "gain": read.correlation,
        "shuffled": of_shuffled(read.correlation),
        "less counting": read.beyond_counting,
        "right signs": read.same_sign,
    }
    columns = {name: [] for name in ("hidden", "samples", "τ", *measures)}
    for depth, hidden in HIDDEN.items():
        found = [measure(stored, depth) for measure in measures.values()]
        for size, samples in enumerate(SAMPLES):
            texts = [with_interval(values[..., size], "+.2f") for values in found]
            rows = [hidden] * 4, [samples] * 4, TAUS, *texts
            for column, cells in zip(columns.values(), rows, strict=True):
                column += cells
    return columns


@tabulated(
    "beyond-what-is-simpler",
    "Rank correlation of the gain in alignment at τ = 2 with transfer, mean over the sources and "
    "half of its 95 % interval",
)
def given():
    return _by_depth(GIVEN, TRANSFER)


@tabulated(
    "from-100-labels",
    "Partial rank correlations, given the number of shared variables too, of gains measured on 100 "
    "labelled samples with the held-out loss saved, mean over the sources and half of its 95 % "
    "interval",
)
def from_few_labels():
    return _by_depth(FROM_FEW, TRANSFER[:2])


def _by_depth(measures, heads):
    stored = results.load("peaks")
    rows = [
        (hidden, what, *with_interval(measure(stored, depth), "+.2f"))
        for depth, hidden in HIDDEN.items()
        for what, measure in measures.items()
    ]
    return in_columns(("hidden", "of what", *heads), rows)


def _correlations(depth, size, ax):
    stored = results.load("peaks")
    found = read.correlation(stored, depth)[..., size]
    counting = (found - read.beyond_counting(stored, depth)[..., size])[:, 0]
    estimate = over_runs(found)
    line = LINES[0] | {"marker": "o", "capsize": 3}
    ax.errorbar(TAUS, estimate.mean, estimate.half_width, label="gain in alignment", **line)
    ax.axhline(np.mean(counting), label="shared variables alone", linewidth=1, **REFERENCE)
    ax.set(xscale="log", xlabel="threshold τ", ylabel="rank correlation", ylim=(0, 1))
    ax.set_xticks(TAUS, [f"{tau:g}" for tau in TAUS])
    headed(ax, f"{LAYERED[depth]}, {SAMPLES[size]} samples", columns=1)
