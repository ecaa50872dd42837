"""Scores that rank sources and layers, and what fine-tuning makes of the sources."""

from repalign.paper import results
from repalign.paper.datasets.kinds import KINDS
from repalign.paper.figures import drawn, tabulated
from repalign.paper.figures.cells import between, in_columns, told
from repalign.paper.figures.lines import headed
from repalign.paper.figures.similarity.common import KIND_LINES, of_kind
from repalign.paper.readings import similarity
from repalign.paper.readings.similarity import mean_over_tasks, ranking
from repalign.plot import SOFT

MARKS = dict(zip(KINDS, "so", strict=True))
SCORE = "alignment, tau = 2"


@tabulated(
    "scores-of-sources-and-layers",
    "How well scores foretell the accuracy of a linear model: mean (standard error)",
)
def scores():
    """After the fewest steps that were measured, and after the most."""
    stored = results.load("similarity")
    rows = [
        (
            f"{stored['descent_steps'][t]} ({outcome.mean():.1%})",
            _said(name),
            *_foretold(stored, score, outcome),
        )
        for t in (0, -1)
        for outcome in [stored["descent_accuracy"][:, :2, ..., t]]
        for name, score in ranking.scores(stored).items()
    ]
    heads = "steps (mean accuracy)", "score", "layers", "source", "both", "lost, points"
    return in_columns(heads, rows)


@drawn(
    "alignment-and-fine-tuning",
    "A point for each of 21 pairs: difference in alignment between natural and artificial source "
    "against the difference in accuracy after fine-tuning; artificial and natural pairs have "
    "different colours and marks.",
)
def tuned():
    """Leads of the natural source on each task, in alignment and after fine-tuning."""
    return [_tuned]


@tabulated(
    "scores-and-fine-tuning",
    "Spearman's correlation, over pairs, of leads in a score and after fine-tuning: mean of the "
    "runs ± half of its 95 % interval; none where that is wider than correlations can be",
)
def agreement():
    stored = results.load("similarity")
    scores = ranking.scores(stored)
    estimates = [
        similarity.agreement(stored, ranking.leads(stored, score)) for score in scores.values()
    ]
    cells = [
        [
            between(mean, half, "+.2f") if half < 1 else "–"
            for mean, half in zip(each.mean, each.half_width, strict=True)
        ]
        for each in estimates
    ]
    groups = "all pairs", *(f"{kind} pairs" for kind in KINDS)
    return {"score": [*map(_said, scores)]} | in_columns(groups, cells)


def _foretold(stored, score, outcome):
    measured = (
        ranking.order_of_layers(score, outcome),
        ranking.right_source(score, outcome).mean(axis=1),
        ranking.order_of_all(score, outcome),
        100 * ranking.cost_of_choice(score, outcome),
    )
    estimates = [mean_over_tasks(stored, values) for values in measured]
    return [told(each.mean, each.error, ".2f") for each in estimates]


def _said(score):
    return score.replace("tau", "τ")


def _tuned(ax):
    stored = results.load("similarity")
    leads = ranking.leads(stored, ranking.scores(stored)[SCORE]).mean(axis=0)
    for kind, mark in MARKS.items():
        aligned, accurate = leads[of_kind(stored, kind)].T
        colour = KIND_LINES[kind]["color"]
        ax.plot(aligned, 100 * accurate, mark, color=colour, label=f"{kind} pairs")
    for rule in (ax.axhline, ax.axvline):
        rule(0, color=SOFT, linewidth=0.8)
    ax.set(xlabel="alignment at τ = 2", ylabel="accuracy, percentage points")
    headed(ax, "natural less artificial source")
