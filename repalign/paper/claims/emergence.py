"""E2, sections 4 and 4.2: Figure 2, on MNIST."""

from functools import partial

import numpy as np

from repalign import cumulative_power
from repalign.paper.claims.ledger import HOLDS, Claim, Null, above, below
from repalign.paper.claims.readers import minus, over_seeds, share, top

FEW = 10  # directions
TAU = 10.0  # a tenth of the largest that unit rows allow: above it lie about as many directions
CHANCE = 0.005  # a share that is next to none: five times what shuffled labels have on ten directions in the mean


def directions_to(name, held, *index):
    """Number of directions that hold a share of ||y||^2."""
    return over_seeds(
        lambda spec: np.count_nonzero(cumulative_power(spec) < held) + 1, name, *index
    )


def span_off_chance(spec):
    """Share of ||y||^2 in the span, relative to what it is for labels without any preference, rank
    / n, less 1."""
    return abs(cumulative_power(spec)[-1] * spec.n_samples / spec.rank - 1)


def most_on_one(spec):
    """The largest squared projection relative to its mean for labels without preference, ||y||^2 /
    n."""
    return spec.squared_projections.max() * spec.n_samples / spec.target_norm_sq


def other_labels(stored):
    """Median over labels shuffled anew, share at the stored threshold nearest to TAU of the trained
    final layer."""
    n = stored.spectrum("final_layer", 0, -1).n_samples
    return stored["final_layer_null"][:, -1, 1, np.argmin(np.abs(stored["taus"] - TAU))] / n


claim = partial(Claim, chapter="02_emergence", experiment="emergence")
before, after = (top("final_layer", FEW, checkpoint) for checkpoint in (0, -1))

CLAIMS = (
    claim(
        "E2.1", "Section 4, Figure 2a",
        "True labels lie on the top few directions of the MNIST inputs, and hardly on the others.",
        checks=(
            above("share of the top ten directions", top("inputs_true", FEW), 0.5, ".4f"),
            below("directions that it takes to hold nine tenths", directions_to("inputs_true", 0.9), FEW, ".0f"),
        ),
        null=Null("the labels shuffled", top("inputs_shuffled", FEW)),
        verdict=HOLDS,
        comment="The top ten of hundreds of directions hold {0:.1%}.",
    ),
    claim(
        "E2.2", "Section 4, Figure 2b",
        "Shuffled labels lie more or less evenly on all directions.",
        checks=(
            below("share of the top ten directions", top("inputs_shuffled", FEW), CHANCE, ".4f"),
            below("share of the whole span, off that of a vector without preference",
                  over_seeds(span_off_chance, "inputs_shuffled"), 0.1, ".3f"),
            below("largest share, over the mean of one direction", over_seeds(most_on_one, "inputs_shuffled"), 20,
                  ".1f"),
        ),
        null=Null("the true labels", top("inputs_true", FEW)),
        verdict=HOLDS,
        comment="The top ten hold {0:.2%}, about what chance has there.",
    ),
    claim(
        "E2.3", "Section 4.2, Figure 2c",
        "Before training, shuffled labels lie on no few directions of the network's final layer.",
        checks=(
            below("share of the top ten directions", before, CHANCE, ".4f"),
            below("share at τ = 10", share("final_layer", TAU, 0), CHANCE, ".5f"),
        ),
        null=Null("true labels with the inputs", top("inputs_true", FEW)),
        verdict=HOLDS,
        comment="The top ten hold {0:.2%}.",
    ),
    claim(
        "E2.4", "Section 4.2, Figure 2d",
        "After training on the shuffled labels they lie mostly on the top directions of the final layer.",
        checks=(
            above("share at τ = 10", share("final_layer", TAU, -1), 0.5, ".4f"),
            above("share of the top ten directions", after, 0.5, ".4f"),
            above("share of the top ten, after training less before", minus(after, before), 0.5, ".4f"),
        ),
        null=Null("labels shuffled anew, on the same trained layer", other_labels),
        verdict=HOLDS,
        comment="From next to nothing to {1:.0%} in the top ten, though the labels say nothing of the images.",
    ),
)  # fmt: skip
