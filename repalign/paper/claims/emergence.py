"""E2, sections 4 and 4.2: Figure 2, on MNIST."""

from functools import partial

from repalign.paper.claims.checks import above, below
from repalign.paper.claims.ledger import HOLDS, Claim, Null
from repalign.paper.readings import emergence as read
from repalign.paper.readings.common import minus, over_seeds, share, top

claim = partial(Claim, chapter="02_emergence", experiment="emergence")
before, after = (top("final_layer", read.FEW, checkpoint) for checkpoint in (0, -1))

CLAIMS = (
    claim(
        "E2.1",
        "Section 4, Figure 2a",
        "True labels lie on the top few directions of the MNIST inputs, and hardly on the others.",
        checks=(
            above("share of the top ten directions", top("inputs_true", read.FEW), 0.5, ".4f"),
            below(
                "directions that it takes to hold nine tenths",
                read.directions_to("inputs_true", 0.9),
                read.FEW,
                ".0f",
            ),
        ),
        null=Null("the labels shuffled", top("inputs_shuffled", read.FEW)),
        verdict=HOLDS,
        comment="The top ten of hundreds of directions hold {0:.1%}.",
    ),
    claim(
        "E2.2",
        "Section 4, Figure 2b",
        "Shuffled labels lie more or less evenly on all directions.",
        checks=(
            below(
                "share of the top ten directions",
                top("inputs_shuffled", read.FEW),
                read.CHANCE,
                ".4f",
            ),
            below(
                "share of the whole span, off that of a vector without preference",
                over_seeds(read.span_off_chance, "inputs_shuffled"),
                0.1,
                ".3f",
            ),
            below(
                "largest share, over the mean of one direction",
                over_seeds(read.most_on_one, "inputs_shuffled"),
                20,
                ".1f",
            ),
        ),
        null=Null("the true labels", top("inputs_true", read.FEW)),
        verdict=HOLDS,
        comment="The top ten hold {0:.2%}, about what chance has there.",
    ),
    claim(
        "E2.3",
        "Section 4.2, Figure 2c",
        "Before training, shuffled labels lie on no few directions of the network's final layer.",
        checks=(
            below("share of the top ten directions", before, read.CHANCE, ".4f"),
            below("share at τ = 10", share("final_layer", read.TAU, 0), read.CHANCE, ".5f"),
        ),
        null=Null("true labels with the inputs", top("inputs_true", read.FEW)),
        verdict=HOLDS,
        comment="The top ten hold {0:.2%}.",
    ),
    claim(
        "E2.4",
        "Section 4.2, Figure 2d",
        "After training on the shuffled labels they lie mostly on the top directions of the final "
        "layer.",
        checks=(
            above("share at τ = 10", share("final_layer", read.TAU, -1), 0.5, ".4f"),
            above("share of the top ten directions", after, 0.5, ".4f"),
            above(
                "share of the top ten, after training less before", minus(after, before), 0.5, ".4f"
            ),
        ),
        null=Null("labels shuffled anew, on the same trained layer", read.other_labels),
        verdict=HOLDS,
        comment="From next to nothing to {1:.0%} in the top ten, though the labels say nothing of "
        "the images.",
    ),
)
