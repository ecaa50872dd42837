"""B5: the neural tangent kernel beside the hidden representation on the peaks tasks."""

from functools import partial

from repalign.paper.claims.checks import above, below
from repalign.paper.claims.ledger import BY_CONSTRUCTION, PARTLY, Claim, Null
from repalign.paper.readings.common import named
from repalign.paper.readings.peaks import RELATED, SOURCE, UNRELATED
from repalign.paper.readings.peaks import tangent as read

claim = partial(Claim, chapter="05_peaks", experiment="tangent", unit="networks")
NEAR, FAR = [SOURCE, RELATED], [UNRELATED]
BOTH = {"form": "+.3f", "cases": named("source", "related")}
FEATURES = {
    "form": "+.3f",
    "cases": named(
        *(f"{what}, {task}" for what in ("hidden", "kernel") for task in ("source", "related"))
    ),
}
NULL = partial(Null, "networks trained on a shuffled source")

CLAIMS = (
    claim(
        "B5.1",
        "Section 6.1, ours",
        "Where features are learnt, training lines the neural tangent kernel up with the source "
        "and with the related task, and away from the unrelated one, as it does the hidden "
        "representation.",
        checks=(
            above(
                "kernel: height of the curve after rich training less that before",
                read.gains(read.RICH, read.KERNEL, NEAR),
                **BOTH,
            ),
            above(
                "hidden representation: the same",
                read.gains(read.RICH, read.HIDDEN, NEAR),
                **BOTH,
            ),
            below(
                "kernel: the same of the unrelated task",
                read.gains(read.RICH, read.KERNEL, FAR),
                form="+.3f",
            ),
        ),
        null=NULL(read.gains(read.RICH, read.KERNEL, NEAR, "shuffled_")),
        verdict=PARTLY,
        comment="The kernel gains {0[0]} on the source and {0[1]} on the related task, but does "
        "not turn away from the unrelated one: {2}. A shuffled source lifts the kernel too, by "
        "less.",
    ),
    claim(
        "B5.2",
        "Section 6.1, ours",
        "It is features learnt that gain alignment, not the function: lazy training to the same "
        "source gains less.",
        checks=(
            above(
                "height gained in rich training less that gained in lazy training",
                read.rich_over_lazy(NEAR),
                **FEATURES,
            ),
            above(
                "the same of the share at τ = 0.02 √n",
                read.rich_over_lazy(NEAR, measure=read.shares),
                **FEATURES,
            ),
        ),
        null=NULL(read.rich_over_lazy(NEAR, "shuffled_")),
        verdict=BY_CONSTRUCTION,
        comment="At least {0}: lazy means that features hardly move, and what hardly moves gains "
        "little. The losses that both reach differ: this is no comparison at equal success.",
    ),
    claim(
        "B5.3",
        "Section 6.1, ours",
        "Rich training lifts the hidden representation's alignment with the source and with the "
        "related task by more than the kernel's.",
        checks=(
            above(
                "height gained by the hidden representation less that gained by the kernel",
                read.hidden_over_kernel(NEAR),
                **BOTH,
            ),
            above(
                "the same of the share at τ = 0.02 √n",
                read.hidden_over_kernel(NEAR, measure=read.shares),
                **BOTH,
            ),
        ),
        null=NULL(read.hidden_over_kernel(NEAR, "shuffled_")),
        verdict=PARTLY,
        comment="On the source {0[0]}, on the related task {0[1]}. The kernel is the better "
        "aligned of the two with all three tasks, before training as after it.",
    ),
)
