"""E7.10 to E7.12 and B1: all functions as targets, on samples not trained on."""

from functools import partial

from repalign.paper.claims.checks import above
from repalign.paper.claims.ledger import HOLDS, PARTLY, UNDECIDED, Claim, Null
from repalign.paper.readings.common import named
from repalign.paper.readings.peaks import TAUS, foretold
from repalign.paper.readings.peaks import targets as read

claim = partial(Claim, chapter="05_peaks", experiment="peaks", unit="networks")
SIZES = ("100 samples", "1000 samples")
GOALS = ("steps to 80 %", "steps to 60 %")
LAYERS = [f"{layer} hidden" for layer in read.DEPTHS]
OTHER_LEVELS = [level for level in range(len(TAUS)) if level != read.LEVEL]


def at_depths(measure, *cases):
    """A reader at both depths, and the names of its cases."""
    return {
        "values": read.at_depths(measure),
        "cases": named(*(f"{depth}, {case}" for depth in LAYERS for case in cases)),
    }


EVERYWHERE = tuple(f"τ = {tau:g}, {size}" for tau in TAUS for size in SIZES)
UPWARDS = tuple(f"{pair}, {size}" for pair in ("1 to 2", "2 to 3") for size in SIZES)


def shuffled(measure):
    """The same of a network trained on a shuffled source: its own gains and its own benefits."""
    return Null(
        "the same of networks trained on a shuffled source",
        read.at_depths(read.of_shuffled(measure)),
    )


CLAIMS = (
    claim(
        "E7.10",
        "Abstract and section 7.1",
        "Alignment is what decides on positive and negative transfer to similar and dissimilar "
        "tasks.",
        checks=(
            above(
                "rank correlation over 119 targets of the gain in alignment and the held-out loss "
                "saved",
                **at_depths(foretold.correlation, *EVERYWHERE),
            ),
            above(
                "the same less that of the number of shared variables alone",
                **at_depths(foretold.beyond_counting, *EVERYWHERE),
            ),
            above(
                "share of targets where both have one sign, less that of always the commoner",
                **at_depths(foretold.same_sign, *EVERYWHERE),
            ),
        ),
        null=shuffled(foretold.correlation),
        verdict=PARTLY,
        comment="At low thresholds it is: {0[2]} ({0.cases[2]}), above counting by {1[2]}, and the "
        "share of right signs is above what always naming the commoner sign gets by {2[2]}. At "
        "high ones counting can be better: {1[6]} ({1.cases[6]}). No one threshold decides.",
    ),
    claim(
        "E7.11",
        "Section 7.1, on Figure 12",
        "The deeper the transferred layer, the fewer tasks it helps.",
        checks=(
            above(
                "targets of 119 served better than by the layer before training, less those of the "
                "next layer",
                read.upwards(read.helped_by_training),
                form="+.1f",
                cases=named(*UPWARDS),
            ),
            above(
                "targets served better than by the inputs, less those of the next",
                read.upwards(read.helped),
                form="+.1f",
                cases=named(*UPWARDS),
            ),
            above(
                "targets better aligned at τ = 2 than with the inputs, less those of the next",
                read.upwards(read.aligned),
                form="+.1f",
                cases=named("1 to 2", "2 to 3"),
            ),
        ),
        null=Null(
            "networks trained on a shuffled source",
            read.shuffled_source(read.upwards(read.helped_by_training)),
        ),
        verdict=UNDECIDED,
        comment="Fewer by {0[0]} from the first layer to the second and {0[2]} to the third "
        "({0.cases[2]}); but deeper layers serve fewer after training on a shuffled source too.",
    ),
    claim(
        "E7.12",
        "Section 8, on Maennel et al. (2020)",
        "Inactive ReLU units do not explain negative transfer.",
        checks=(
            above(
                "half of the held-out loss that training adds on targets sharing no variable, less "
                "what the units that it left idle add when taken out of the layer before",
                form="+.3f",
                **at_depths(read.cost_unexplained, *SIZES),
            ),
            above(
                "share of these targets that the trained layer serves worse than the layer before "
                "without those units",
                bound=0.5,
                form=".3f",
                **at_depths(read.hurt_beyond_idle, *SIZES),
            ),
        ),
        null=shuffled(read.cost_unexplained),
        verdict=HOLDS,
        comment="Hardly a unit falls idle here: half of what training adds is at least {0} more "
        "than what idle units cost.",
    ),
    claim(
        "B1.1",
        "Section 7.1, ours",
        "Alignment at a threshold, τ = 2, says more about transfer than the number of variables "
        "that a target shares with the source.",
        checks=(
            above(
                "rank correlation of the gain in alignment and the held-out loss saved, given that "
                "number",
                **at_depths(foretold.given_count(read.benefit), *SIZES),
            ),
            above(
                "the same with the factor by which steps are saved",
                **at_depths(foretold.given_count(read.saving), *GOALS),
            ),
            above(
                "rank correlation among the 54 targets that share two variables",
                **at_depths(foretold.among_two_shared, *SIZES, *GOALS),
            ),
        ),
        null=shuffled(foretold.given_count(read.benefit)),
        verdict=PARTLY,
        comment="For the loss that is reached, with one hidden layer {0[0]} given the number and "
        "{2[0]} among those that share two. For speed not everywhere: {2[2]} ({2.cases[2]}). And "
        "where the source is shuffled, so that nothing is transferred, gains foretell losses too.",
    ),
    claim(
        "B1.2",
        "Section 7.1, ours",
        "Measured on the same 100 labelled samples, alignment at τ = 2 says more about transfer "
        "than a probe and the number of shared variables do.",
        checks=(
            above(
                "rank correlation of the gain in alignment and the held-out loss saved, given both",
                **at_depths(foretold.adds(foretold.scouted, foretold.probed), *SIZES),
            ),
            above(
                "rank correlation of the gain in alignment less that of the gain in R²",
                **at_depths(foretold.ahead(foretold.scouted, foretold.probed), *SIZES),
            ),
        ),
        null=shuffled(foretold.adds(foretold.scouted, foretold.probed)),
        verdict=PARTLY,
        comment="It adds to them with three hidden layers ({0[2]}), with one less ({0[0]}), or "
        "nothing that is clear ({0[1]}), and alone it is the worse guide there: {1[1]}.",
    ),
    claim(
        "B1.3",
        "Section 7.1, ours",
        "The probe, R² of ridge regression with each sample left out, says more than alignment at "
        "τ = 2 on the same 100 samples and the number of shared variables do.",
        checks=(
            above(
                "rank correlation of the gain in R² and the held-out loss saved, given both",
                **at_depths(foretold.adds(foretold.probed, foretold.scouted), *SIZES),
            ),
            above(
                "rank correlation of the gain in R² less that of the gain in alignment",
                **at_depths(foretold.ahead(foretold.probed, foretold.scouted), *SIZES),
            ),
        ),
        null=shuffled(foretold.adds(foretold.probed, foretold.scouted)),
        verdict=UNDECIDED,
        comment="With one hidden layer ({0[0]}); with three not ({0[2]}), where alone it is the "
        "worse guide: {1[2]}.",
    ),
    claim(
        "B1.4",
        "Section 7.1, ours",
        "Which of three layers serves a target best, alignment says better than the effective rank "
        "of the layers does.",
        checks=(
            above(
                "rank correlation over the layers of the gain in alignment at τ = 2 with the "
                "held-out loss saved, less that of the effective rank, mean over the targets",
                foretold.order_of_layers,
                cases=named(*SIZES),
                form="+.3f",
            ),
            above(
                "the same at other thresholds",
                foretold.order_of_layers_at(OTHER_LEVELS),
                cases=named(*(f"τ = {TAUS[i]:g}, {size}" for i in OTHER_LEVELS for size in SIZES)),
                form="+.3f",
            ),
        ),
        null=Null(
            "the same of networks trained on a shuffled source",
            read.shuffled_source(foretold.order_of_layers),
        ),
        verdict=UNDECIDED,
        comment="The difference is {0[0]} and {0[1]}; at other thresholds alignment is clearly "
        "better in {1.count} cases, clearly worse in {1.against}.",
    ),
    claim(
        "B1.5",
        "Section 1, ours",
        "Alignment at τ = 2 says more about transfer than what a linear model on the layer can "
        "reach at all and the number of shared variables do.",
        checks=(
            above(
                "rank correlation of the gain in alignment and the held-out loss saved, given both",
                **at_depths(foretold.given_reach(read.benefit), *SIZES),
            ),
            above(
                "the same with the factor by which steps are saved",
                **at_depths(foretold.given_reach(read.saving), *GOALS),
            ),
            above(
                "rank correlation of the gain in alignment less that of the gain in reach",
                **at_depths(
                    foretold.ahead(foretold.at_level, foretold.reached, foretold.transfer),
                    *SIZES,
                    *GOALS,
                ),
            ),
        ),
        null=shuffled(foretold.given_reach(read.benefit)),
        verdict=PARTLY,
        comment="Given both {0[0]} ({0.cases[0]}) and {0[1]} ({0.cases[1]}). Where samples are "
        "many the reach alone is the better guide: {2[1]} ({2.cases[1]}).",
    ),
)
