"""E6, section 6: Proposition 1, Figures 8 and 9, on CT slices."""

from functools import partial

import numpy as np

from repalign.paper.claims.checks import TIMES, above, below
from repalign.paper.claims.ledger import BY_CONSTRUCTION, HOLDS, NOT_COMPARABLE, PARTLY, Claim, Null
from repalign.paper.readings import convergence as read
from repalign.paper.readings.common import minus, named

claim = partial(Claim, chapter="04_convergence", experiment="convergence")
LABELS = named("y₁", "y₂", "target", "shuffled target", "target with noise")
PLACES = named(*read.PLACES)
TRUE_AND_NOISY = named(
    *(f"{target}, {place}" for target in ("target", "with noise") for place in read.PLACES)
)

CLAIMS = (
    claim(
        "E6.1",
        "Section 6.1, Proposition 1",
        "Gradient descent follows the closed form of Equation 3.",
        checks=(
            below(
                "largest difference between a real run and the closed form in ten thousand steps, "
                "relative to it",
                lambda stored: stored["difference"],
                1e-6,
                ".1e",
                cases=LABELS,
            ),
            below(
                "the same of the norm of the weights",
                read.worst("norm_measured", "norm_predicted"),
                1e-6,
                ".1e",
                cases=LABELS,
            ),
            below(
                "the same of the test error",
                read.worst("test_measured", "test_predicted"),
                1e-6,
                ".1e",
                cases=named("target", "shuffled target", "target with noise"),
            ),
        ),
        verdict=BY_CONSTRUCTION,
        comment="It is proved. A real run and the closed form differ by {0:.1e} at most.",
    ),
    claim(
        "E6.2",
        "Section 6.1, Figure 8",
        "With most of the labels on large singular values the fast phase reduces most of the loss; "
        "else much stays for the slow phase, which must grow the weights.",
        checks=(
            above(
                "share of the training loss reduced in the fast phase, target",
                read.reduced(read.TRUE),
                0.8,
                ".3f",
                cases=PLACES,
            ),
            below(
                "the same, shuffled target",
                read.reduced(read.SHUFFLED),
                0.6,
                ".3f",
                cases=PLACES,
            ),
            above(
                "growth of the weights in the slow phase, shuffled target over true one",
                minus(
                    read.slow_phase("norm_measured", read.SHUFFLED),
                    read.slow_phase("norm_measured", read.TRUE),
                ),
                form=TIMES,
                cases=PLACES,
            ),
        ),
        null=Null("the target with noise", read.reduced(read.NOISY)),
        verdict=HOLDS,
        comment="The figure has made-up labels, which show what they were made for; this is of CT "
        "slices. The fast phase reduces {0[0]} of the loss of the target, and {1[0]} of that of "
        "the shuffled one.",
    ),
    claim(
        "E6.3",
        "Section 6.1",
        "With high alignment gradient descent reduces a large part of the loss in few steps and "
        "with small weights.",
        checks=(
            above(
                "norm of the weights that halves the loss: shuffled target over true one",
                read.price(
                    read.at_half("norm_measured", read.SHUFFLED),
                    read.at_half("norm_measured", read.TRUE),
                ),
                form=TIMES,
            ),
            below(
                "share of the loss left after 100 steps, true target",
                read.left_after(100, read.TRUE),
                0.1,
                ".3f",
            ),
            above("the same, shuffled target", read.left_after(100, read.SHUFFLED), 0.5, ".3f"),
        ),
        verdict=HOLDS,
        comment="Halving the loss of the shuffled target takes weights {0} as large as for the "
        "true one.",
    ),
    claim(
        "E6.4",
        "Section 6.1",
        "In the initial fast phase an aligned target loses most of its loss while test and "
        "training error stay together.",
        checks=(
            above(
                "share of the training loss reduced before the test loss departs from it by a "
                "twentieth of the start",
                read.cheap(read.TRUE),
                0.5,
                ".3f",
                cases=PLACES,
            ),
            below(
                "share of the test loss left after the fast phase",
                read.test_loss_left(read.TRUE),
                0.5,
                ".3f",
                cases=PLACES,
            ),
        ),
        null=Null("the shuffled target", read.cheap(read.SHUFFLED)),
        verdict=PARTLY,
        comment="They stay together on other slices of the same patients, which are nearly copies "
        "of those trained on. On another patient they part at once, and after the fast phase "
        "{1[1]} of the test loss is left, the other way round {1[2]}.",
    ),
    claim(
        "E6.5",
        "Section 6.2, Figure 9",
        "y₂ converges faster at first; y₁ overtakes it once y₂ has entered its slow phase.",
        checks=(
            above(
                "error of y₁ over that of y₂ after 5 steps",
                read.lead(1, 0, 5),
                form=TIMES,
            ),
            above(
                "share of the loss of y₂ that is on the slower direction where y₁ overtakes",
                read.slow_at_crossing,
                0.5,
                ".2f",
            ),
        ),
        verdict=BY_CONSTRUCTION,
        comment="Both follow from the closed form and from where the two vectors were put: y₂ is "
        "ahead by {0}, and where it is overtaken {1:.0%} of what it has left is slow.",
    ),
    claim(
        "E6.6",
        "Section 6.2, Figure 9",
        "y₁ lies on one singular value, about 70; y₂ mostly on a larger one, about 115, and "
        "slightly on a smaller one, about 30.",
        checks=(
            below(
                "distance of the singular values of directions 5, 10 and 50 from the printed ones, "
                "relative to them",
                read.off_print,
                0.1,
                ".2f",
                cases=named("115", "70", "30"),
            ),
        ),
        verdict=NOT_COMPARABLE,
        comment="Where the label vectors lie is how they were made. The values belong to other "
        "patients and to a scaling of the features that the paper does not name; those of ours "
        "that come nearest are off by {0:.0%}.",
    ),
    claim(
        "E6.7",
        "Section 6.1",
        "Stopping after the fast phase keeps the weights small and so generalises better.",
        checks=(
            above(
                "test loss at the end of training over that after the fast phase",
                read.slow_phase("test_measured", read.TRUE, read.NOISY, power=2),
                form=TIMES,
                cases=TRUE_AND_NOISY,
            ),
            above(
                "growth of the weights in the slow phase",
                read.slow_phase("norm_measured", read.TRUE, read.NOISY),
                np.log10(2),
                form=TIMES,
                cases=TRUE_AND_NOISY,
            ),
        ),
        verdict=PARTLY,
        comment="Where the target has noise: training on multiplies the test loss by {0[3]}, and "
        "the weights by {1[3]}. Without noise by {0[0]}: there, on other slices of the same "
        "patients, training on is better; on another patient neither is clear.",
    ),
)
