"""E9, section 7.3: Figure 14, Table 1 and Appendix D, with halves of CIFAR-100 as sources.

What stands for seeds in the checks of alignment are the pairs of classes, each averaged over the
seeds. They share classes, and all networks, so that their standard errors are rather too small.
"""

from functools import partial

from repalign.paper.claims.checks import above
from repalign.paper.claims.ledger import HOLDS, PARTLY, Claim, Null
from repalign.paper.readings import fine_tuning
from repalign.paper.readings import similarity as read
from repalign.paper.readings.common import height_of, named, share_of

claim = partial(Claim, chapter="07_similarity", experiment="similarity", unit="pairs of classes")
SHARES = tuple(partial(share_of, tau=tau) for tau in read.TAUS)
NAMES = ("fourth to last", "third to last", "second to last", "last layer")
EACH = {"cases": named(*NAMES), "form": "+.3f"}
STEPS = {
    "cases": named(
        "third over fourth to last", "second over third to last", "last over second to last"
    ),
    "form": "+.3f",
}

CHANCE = 0.02
"""About two standard errors of the difference of two accuracies on 4000 or 6000 pictures."""

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
                form="+.3f",
                cases=named(*(f"{name}, τ = {tau:g}" for name in NAMES for tau in read.TAUS)),
            ),
            above("the mean over pairs where it is lowest, up to τ = 8", read.lowest_mean, **EACH),
            above(
                "difference in the height of the curve, pairs of artificial classes",
                read.similar_minus(height_of, kinds=[read.ARTIFICIAL]),
                **EACH,
            ),
            above(
                "the same, pairs of natural classes",
                read.similar_minus(height_of, kinds=[read.NATURAL]),
                **EACH,
            ),
        ),
        null=Null("shuffled labels, upper end of their interval", read.shuffled(read.TAUS)),
        verdict=HOLDS,
        comment="In the mean over pairs it is {1} or more, and largest in the last layer "
        "({0.cases[15]}: {0[15]}). So it is for artificial classes and, by less, for natural ones "
        "({2} and {3} in height). Beyond that threshold few pairs have anything left to compare.",
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
            ),
            above(
                "the same of the difference in the share, last layer less first",
                read.last_minus_first(*SHARES),
                form="+.3f",
                cases=named(*(f"τ = {tau:g}" for tau in read.TAUS)),
            ),
        ),
        null=Null("shuffled labels", read.shuffled_up),
        verdict=PARTLY,
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
                fine_tuning.by_seed(fine_tuning.similar_is_better),
                CHANCE,
                form="+.3f",
                cases=fine_tuning.targets,
            ),
            above(
                "the mean of both targets",
                fine_tuning.by_seed(
                    lambda stored: fine_tuning.similar_is_better(stored).mean(axis=1)
                ),
                CHANCE,
                form="+.3f",
                cases=fine_tuning.seeds,
            ),
            above(
                "the same networks between two artificial classes, over the pairs",
                fine_tuning.similar_on_pairs(read.ARTIFICIAL),
                form="+.3f",
            ),
            above(
                "the same between two natural classes",
                fine_tuning.similar_on_pairs(read.NATURAL),
                form="+.3f",
            ),
        ),
        unit="pairs of classes at most",
        null=Null(
            "the better source better by the same on both targets",
            fine_tuning.by_seed(fine_tuning.better_anyway),
        ),
        verdict=PARTLY,
        comment="The artificial source is the better one on both targets: the lead of the similar "
        "source is {0[0]} and {0[2]} on artificial classes, {0[1]} and {0[3]} on natural ones, "
        "though there its layers are better aligned. Either is better by more where it is "
        "similar: in the mean of both targets by {1} or more.",
    ),
)
