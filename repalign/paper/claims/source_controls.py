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
        "{1.count}, of natural ones in {2.count}.",
    ),
    claim(
        "B6.2",
        "Section 7.3, Figure 14",
        "The lead of the similar source does not come from training that was too short: it is "
        "there after a quarter, after half and after the whole of it.",
        checks=(
            above(
                "height of the last layer's curve, similar source less the other, over all pairs",
                read.by_budget,
                cases=read.budget_names,
                **ALL,
            ),
            above(
                "the same, artificial classes",
                read.by_budget,
                cases=read.budget_names,
                **ARTIFICIAL,
            ),
            above("the same, natural classes", read.by_budget, cases=read.budget_names, **NATURAL),
        ),
        verdict=UNDECIDED,
        comment="Over all pairs {0.count}, of artificial classes {1.count}, of natural ones "
        "{2.count}.",
    ),
)
