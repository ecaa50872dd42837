"""E5 and E10, sections 5 and 9: Figure 7, layer by layer, and neural collapse."""

from functools import partial

from repalign.paper.claims.checks import TIMES, above, below
from repalign.paper.claims.ledger import PARTLY, UNDECIDED, Claim, Null
from repalign.paper.readings import layers as read
from repalign.paper.readings import networks
from repalign.paper.readings.common import share_of

claim = partial(
    Claim,
    chapter="03_networks",
    experiment="layers",
    unit="networks",
)
LOW_SHARE, HIGH_SHARE = (
    partial(share_of, tau=tau, per=1000) for tau in (networks.LOW, networks.HIGH)
)
ALL, HIDDEN = {"form": "+.3f", "cases": read.pairs()}, {"form": "+.3f", "cases": read.pairs(1)}
BOTH = {"form": "+.3f", "cases": read.picture_names}

CLAIMS = (
    claim(
        "E5.1",
        "Section 5, Figure 7",
        "After training, each hidden layer is better aligned than the one before it, and the first "
        "than the inputs.",
        checks=(
            above(
                "training data: difference in the height of the curve between hidden layers",
                read.up("train", read.END, first=1),
                **HIDDEN,
            ),
            above("test data: the same", read.up("test", read.END, first=1), **HIDDEN),
            above(
                "training data: the same of the share at τ = 2",
                read.up("train", read.END, LOW_SHARE, first=1),
                **HIDDEN,
            ),
            above(
                "training data: the same of the share at τ = 8",
                read.up("train", read.END, HIGH_SHARE, first=1),
                **HIDDEN,
            ),
            above(
                "training data: height of the first layer's curve less that of the inputs",
                read.first_over_inputs,
                form="+.3f",
                cases=read.dataset_names,
            ),
        ),
        null=Null("shuffled labels with the same layers", read.shuffled_up),
        verdict=PARTLY,
        comment="Between hidden layers it rises in {0.count} steps, the smallest being {0}; the "
        "first layer is above the inputs on {4.count} data sets.",
    ),
    claim(
        "E5.2",
        "Section 5, Figure 7",
        "Before training the order is the reverse.",
        checks=(
            below(
                "training data: difference in the height of the curve",
                read.up("train", read.START),
                **ALL,
            ),
            below("test data: the same", read.up("test", read.START), **ALL),
            below(
                "training data: difference in the share at τ = 2",
                read.up("train", read.START, LOW_SHARE),
                **ALL,
            ),
        ),
        null=Null("the same layers after training", read.up("train", read.END)),
        verdict=UNDECIDED,
        comment="It falls in {0.count} steps, and at the low threshold in {2.count}.",
    ),
    claim(
        "E5.3",
        "Section 5, Figure 7",
        "Training increases alignment the more, the closer a layer is to the output.",
        checks=(
            above(
                "training data: gain in height less that of the layer before",
                read.up_in_gain("train"),
                **HIDDEN,
            ),
            above("test data: the same", read.up_in_gain("test"), **HIDDEN),
            above(
                "training data: the same of the share at τ = 2",
                read.up_in_gain("train", LOW_SHARE),
                **HIDDEN,
            ),
            above(
                "training data: the same of the share at τ = 8",
                read.up_in_gain("train", HIGH_SHARE),
                **HIDDEN,
            ),
        ),
        null=Null("shuffled labels with the same layers", read.shuffled_up_in_gain),
        verdict=UNDECIDED,
        comment="In height so it is in {0.count} steps on training data and in {1.count} on test "
        "data, the smallest being {0}; of shares in {2.count} and {3.count}: where layers hold "
        "nearly all of ‖y‖², little is left to gain.",
    ),
    claim(
        "E10.1",
        "Section 9",
        "As training goes on, the variation within a class of the last hidden layer (NC1) shrinks "
        "towards zero while alignment grows.",
        checks=(
            above(
                "training data: height of the last layer's curve, end less start",
                read.growth("train"),
                **BOTH,
            ),
            above(
                "training data: NC1 of the last layer, start over end",
                read.shrinkage("train"),
                form=TIMES,
                cases=read.picture_names,
            ),
            below(
                "rank correlation of NC1 and height along the run",
                read.together,
                -0.5,
                "+.2f",
                cases=read.picture_names,
            ),
            above(
                "height gained in the second half of the run in log time",
                read.late_growth,
                **BOTH,
            ),
        ),
        verdict=UNDECIDED,
        comment="At the start the variability within classes is {1} that in the end, or more; the "
        "curve rises by {0}, in the second half of the run by {3}.",
    ),
)
