"""Accuracies after fine-tuning: Table 1."""

from repalign.paper import results
from repalign.paper.datasets.kinds import KINDS
from repalign.paper.figures import tabulated
from repalign.paper.figures.cells import told_each
from repalign.paper.readings.similarity import fine_tuning
from repalign.paper.statistics import Estimate

TOLD = {-1: "below", 0: "not clear", 1: "above"}


@tabulated(
    "table-1",
    "Test accuracy in per cent after fine-tuning on artificial and on natural classes: mean "
    "(standard error)",
)
def table_1():
    """What networks get right after fine-tuning, ours and the paper's (Table 1)."""
    stored = results.load("similarity")
    accuracy = fine_tuning.table_1(stored).accuracy
    columns = {"fine-tuned from": stored["networks"].tolist()}
    for target, kind in enumerate(KINDS):
        own = Estimate(*(part[:, target] for part in _per_cent(accuracy)))
        paper = [f"{each:.2f}" for each in fine_tuning.PAPER[:, target]]
        columns[kind] = told_each(own, ".2f")
        columns[f"{kind}, paper"] = paper + ["–"] * (len(own.mean) - len(paper))
    return columns


@tabulated(
    "table-1-gains",
    "What the similar source gains after fine-tuning, in percentage points: mean (standard error)",
    {"paper": "{:+.2f}"},
)
def gains():
    stored = results.load("similarity")
    by_run = fine_tuning.gains(stored)
    estimate = fine_tuning.estimated_gains(stored, by_run)
    return {
        "target": [*(f"{kind} classes" for kind in KINDS), "equal parts"],
        "gain": told_each(_per_cent(estimate), "+.2f"),
        "of zero": [TOLD[int(side)] for side in estimate.side()],
        "run by run": [", ".join(f"{100 * run:+.2f}" for run in own) for own in by_run.T],
        "paper": fine_tuning.gains_of(fine_tuning.PAPER),
    }


def _per_cent(estimate):
    return Estimate(100 * estimate.mean, 100 * estimate.error, estimate.freedom)
