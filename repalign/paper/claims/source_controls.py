"""B6: controls of E9, beyond the paper."""

from functools import partial

from repalign.paper.claims.checks import above
from repalign.paper.claims.ledger import UNDECIDED, Claim
from repalign.paper.claims.similarity import ALL, ARTIFICIAL, EACH, NATURAL
from repalign.paper.readings.similarity import controls as read

claim = partial(
    Claim, chapter="07_similarity", experiment="source_controls", unit="pairs of networks"
)

CLAIMS = (
    claim(
        "B6.1",
        "Section 7.3, Figure 14",
        "What the similar source is ahead by is more than what two sources differ by that have "
        "classes of both kinds.",
        checks=(
            above(
                "height of the curve, similar source less the other, less the size of that "
                "difference between mixed sources",
                read.beyond_mixed,
                **EACH,
                **ALL,
            ),
            above("the same, artificial classes", read.beyond_mixed, **EACH, **ARTIFICIAL),
            above("the same, natural classes", read.beyond_mixed, **EACH, **NATURAL),
        ),
        verdict=UNDECIDED,
        comment="Over all pairs so it is in {0.count} layers, of artificial classes alone in "
        "{1.count}, of natural ones in {2.count}. The size of a difference is never below zero, "
        "which is hard on the claim; and the classes were mixed in one way only.",
    ),
    claim(
        "B6.2",
        "Section 7.3, Figure 14",
        "The lead of the similar source does not come from training that was too short: it grows "
        "from a quarter of the training to the whole of it.",
        checks=(
            above(
                "height of the last layer's curve, similar source less the other, the whole of the "
                "training less a quarter of it",
                read.grown,
                **ALL,
            ),
            above("the same, artificial classes", read.grown, **ARTIFICIAL),
            above("the same, natural classes", read.grown, **NATURAL),
            above(
                "the lead itself, over all pairs",
                read.by_budget,
                cases=read.budget_names,
                **ALL,
            ),
        ),
        verdict=UNDECIDED,
        comment="Over all pairs by {0}, of artificial classes by {1}, of natural ones by {2}.",
    ),
)
