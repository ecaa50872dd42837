"""E2, sections 4 and 4.2: Figure 2, on MNIST."""

from functools import partial

from repalign.paper.claims.checks import above, below
from repalign.paper.claims.ledger import BY_CONSTRUCTION, HOLDS, Claim
from repalign.paper.readings import emergence as read
from repalign.paper.readings.common import minus, most_beneath, over_seeds, share, top

claim = partial(Claim, chapter="02_emergence", experiment="emergence")
before, after = (top("final_layer", read.FEW, checkpoint) for checkpoint in (0, -1))

CLAIMS = (
    claim(
        "E2.1",
        "Section 4, Figure 2a",
        "True labels lie on the top few directions of the MNIST inputs, and hardly on the others.",
        checks=(
            below(
                "directions that it takes to hold nine tenths",
                read.directions_to("inputs_true", 0.9),
                read.FEW,
                ".0f",
            ),
            below(
                "largest share of any one direction with σ < 10",
                over_seeds(partial(most_beneath, tau=read.TAU), "inputs_true"),
                0.01,
                ".4f",
            ),
        ),
        verdict=HOLDS,
        comment="Of hundreds of directions {0} hold nine tenths, and none of those with a small "
        "singular value more than {1:.2%}.",
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
        verdict=BY_CONSTRUCTION,
        comment="Labels in random order hold the same on every direction in the mean, whatever the "
        "inputs are. So they do here: {0:.2%} in the top ten.",
    ),
    claim(
        "E2.3",
        "Section 4.2, Figure 2c",
        "Before training, shuffled labels lie on no few directions of the network's final layer.",
        checks=(
            below("share of the top ten directions", before, read.CHANCE, ".4f"),
            below("share at τ = 10", share("final_layer", read.TAU, 0), read.CHANCE, ".5f"),
        ),
        verdict=BY_CONSTRUCTION,
        comment="The network before training knows nothing of the order in which labels were "
        "shuffled, so that every direction holds the same in the mean: here {0:.2%} in the top "
        "ten. What it is good for is the comparison with the network after training.",
    ),
    claim(
        "E2.4",
        "Section 4.2, Figure 2d",
        "After training on the shuffled labels they lie mostly on the top directions of the final "
        "layer.",
        checks=(
            above(
                "share at τ = 10, less that before training",
                minus(
                    share("final_layer", read.TAU, -1),
                    share("final_layer", read.TAU, 0),
                ),
                0.5,
                ".4f",
            ),
            above("share of the top ten directions", after, 0.5, ".4f"),
        ),
        verdict=HOLDS,
        comment="From next to nothing to {1:.0%} in the top ten, though the labels say nothing of "
        "the images.",
    ),
)
