"""E9, section 7.3: Figure 14, Table 1 and Appendix D, with halves of CIFAR-100 as sources.

Runs are pairs of networks, one of either source. The 21 tasks share classes and networks, so that
their errors come from leaving classes out, beside what the runs differ by.
"""

from functools import partial

from repalign.paper.claims.checks import above
from repalign.paper.claims.ledger import UNDECIDED, Claim
from repalign.paper.readings import similarity as read
from repalign.paper.readings.common import height_of, named, share_of
from repalign.paper.readings.similarity import fine_tuning

claim = partial(Claim, chapter="07_similarity", experiment="similarity", unit="pairs of networks")
SHARES = tuple(partial(share_of, tau=tau) for tau in read.TAUS)
NAMES = ("fourth to last", "third to last", "second to last", "last layer")
ALL, ARTIFICIAL, NATURAL = (
    {"estimate": read.over_tasks(*parts), "form": "+.3f"} for parts in ((), ((1, 0),), ((0, 1),))
)
EACH = {"cases": named(*NAMES)}
STEPS = {
    "cases": named(
        "third over fourth to last", "second over third to last", "last over second to last"
    )
}
TARGETS = {"estimate": fine_tuning.estimated_gains, "form": "+.3f"}

CLAIMS = (
    claim(
        "E9.1",
        "Section 7.3, Figure 14",
        "Trained on the source that resembles the target, a network is better aligned with it than "
        "trained on the other: at every threshold, on the mean of all pairs of classes, in each "
        "of the last four layers.",
        checks=(
            above(
                "share with the similar source less that with the other, over all pairs",
                read.similar_minus(*SHARES),
                cases=named(*(f"{name}, τ = {tau:g}" for name in NAMES for tau in read.TAUS)),
                **ALL,
            ),
            above(
                "difference in the height of the curve, pairs of artificial classes",
                read.similar_minus(height_of),
                **EACH,
                **ARTIFICIAL,
            ),
            above(
                "the same, pairs of natural classes",
                read.similar_minus(height_of),
                **EACH,
                **NATURAL,
            ),
        ),
        verdict=UNDECIDED,
        comment="Over all pairs it is clear in {0.count} layers and thresholds ({0.cases[15]}: "
        "{0[15]}); of artificial classes alone in {1.count} layers, of natural ones in {2.count}.",
    ),
    claim(
        "E9.2",
        "Section 7.3, Figure 14",
        "The difference is larger in layers closer to the output.",
        checks=(
            above(
                "difference in the height of the curve, each layer less the one before",
                read.up(height_of),
                **STEPS,
                **ALL,
            ),
            above(
                "the same of the difference in the share, last layer less first",
                read.last_minus_first(*SHARES),
                cases=named(*(f"τ = {tau:g}" for tau in read.TAUS)),
                **ALL,
            ),
        ),
        verdict=UNDECIDED,
        comment="Clearly larger in height in {0.count} steps, in share from the first of these "
        "layers to the last at {1.count} thresholds ({1.cases[3]}: {1[3]}).",
    ),
    claim(
        "E9.3",
        "Section 7.3, Table 1",
        "After fine-tuning, the network from the similar source is the more accurate one, on "
        "natural and on artificial classes.",
        checks=(
            above(
                "accuracy with the similar source less that with the other",
                fine_tuning.gains,
                cases=named("artificial classes", "natural classes", "mean of both"),
                **TARGETS,
            ),
            above(
                "the same networks between two artificial classes",
                fine_tuning.similar_on_pairs,
                **ARTIFICIAL,
            ),
            above("the same between two natural classes", fine_tuning.similar_on_pairs, **NATURAL),
        ),
        verdict=UNDECIDED,
        comment="The lead of the similar source is {0[0]} on artificial classes and {0[1]} on "
        "natural ones; in the mean of both, which cancels whatever one source is better at "
        "for both, {0[2]}.",
    ),
    claim(
        "E9.4",
        "Section 7.3, Table 1",
        "Accuracy after fine-tuning mirrors the relative alignments in the tasks of two classes.",
        checks=(
            above(
                "rank correlation over the tasks of two leads of the artificial source: its last "
                "layer's in the height of the curve, and its fine-tuned network's in accuracy",
                read.leads,
                cases=named("all tasks", "artificial classes", "natural classes"),
                form="+.2f",
                estimate=read.agreement,
            ),
            above(
                "the same, alignment as the share at τ = 2",
                read.leads_at(2.0),
                cases=named("all tasks", "artificial classes", "natural classes"),
                form="+.2f",
                estimate=read.agreement,
            ),
        ),
        verdict=UNDECIDED,
        comment="Over all tasks {0[0]}, but there the kind of the task alone says as much: the "
        "sign of the lead in alignment is that of the kind in every task. Within artificial "
        "classes {0[1]}, within natural ones {0[2]}.",
    ),
)
