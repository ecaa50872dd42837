"""E7, section 7.1: Figures 10 to 12, on peaks functions; what follows E7.9 stands in `targets`."""

from functools import partial

from repalign.paper.claims.checks import TIMES, above, below
from repalign.paper.claims.ledger import HOLDS, PARTLY, UNDECIDED, Claim, Null
from repalign.paper.claims.peaks import tangent, targets
from repalign.paper.readings import peaks as read
from repalign.paper.readings.common import height, named
from repalign.paper.readings.peaks.targets import shuffled_source

claim = partial(Claim, chapter="05_peaks", experiment="peaks")
EACH = {"form": "+.3f", "cases": named(*(f"τ = {tau:g}" for tau in read.TAUS))}
REPRESENTATIONS = {"form": "+.3f", "cases": named("inputs", "layer before")}
WEIGHTS = {
    "cases": named(
        *(f"{what}, {share:.0%}" for share in read.REDUCED for what in ("inputs", "layer before"))
    )
}
UPWARDS = {
    "form": "+.3f",
    "cases": named("layer 1 over inputs", "layer 2 over 1", "layer 3 over 2"),
}


def shuffled(values):
    """The null of transfer."""
    return Null("networks trained on a shuffled source", shuffled_source(values))


def gains(bound, task):
    """Checks of what training does to the alignment with a task."""
    of_inputs, of_start = (read.gain(task, other) for other in (read.INPUTS, read.BEFORE))
    return (
        bound("share after training less that of the inputs", of_inputs, **EACH),
        bound("share after training less that before", of_start, **EACH),
        bound("difference in the height of the curve", read.height_gain(task), **REPRESENTATIONS),
    )


def models(bound, task):
    """Checks of linear models on 100 samples of a task."""
    errors = read.lowest_test(task), read.train_after(task, read.STEP)
    lowest, after = map(read.others_minus_trained, errors)
    return (
        bound(
            "lowest test error of the others less that on the trained layer",
            lowest,
            **REPRESENTATIONS,
        ),
        bound(
            "training error of the others after 1000 steps less that on the trained layer",
            after,
            **REPRESENTATIONS,
        ),
    )


CLAIMS = (
    claim(
        "E7.1",
        "Section 7.1, Figure 10a",
        "Training on the source task increases the alignment of the hidden layer with it.",
        checks=gains(above, read.SOURCE),
        null=shuffled(read.gain(read.SOURCE, read.INPUTS)),
        verdict=HOLDS,
        comment="At every threshold looked at; over the inputs {0[1]} at {0.cases[1]}.",
    ),
    claim(
        "E7.2",
        "Section 7.1, Figure 10b",
        "It increases the alignment with the related task, above that before training and above "
        "that of the inputs.",
        checks=gains(above, read.RELATED),
        null=shuffled(read.gain(read.RELATED, read.INPUTS)),
        verdict=PARTLY,
        comment="Above the layer before at every threshold; above the inputs at small ones ({0[1]} "
        "at {0.cases[1]}), below at the largest that is checked ({0[3]} at {0.cases[3]}).",
    ),
    claim(
        "E7.3",
        "Section 7.1, Figure 10c",
        "It decreases the alignment with the unrelated task, below that of the inputs and below "
        "that before training.",
        checks=gains(below, read.UNRELATED),
        null=shuffled(read.gain(read.UNRELATED, read.INPUTS)),
        verdict=HOLDS,
        comment="{0[1]} against the inputs at {0.cases[1]}.",
    ),
    claim(
        "E7.4",
        "Section 7.1, Figure 11a",
        "On 100 samples of the related task, the linear model on the trained layer beats those on "
        "the inputs and on the layer before.",
        checks=models(above, read.RELATED),
        null=shuffled(read.others_minus_trained(read.lowest_test(read.RELATED))),
        verdict=HOLDS,
        comment="Its lowest test error is {0:.2f} of the start below theirs, or more.",
    ),
    claim(
        "E7.5",
        "Section 7.1, Figure 11b",
        "On 100 samples of the unrelated task it is worse than both.",
        checks=models(below, read.UNRELATED),
        null=shuffled(read.others_minus_trained(read.lowest_test(read.UNRELATED))),
        verdict=HOLDS,
        comment="Negative transfer: beside its lowest test error the inputs' is {0[0]}, the "
        "layer's before {0[1]}.",
    ),
    claim(
        "E7.6",
        "Section 7.1, Figure 11c and d",
        "The trained layer reduces the loss with smaller weights on the related task, and needs "
        "larger ones on the unrelated task.",
        checks=(
            above(
                "related: norm of the weights of the others that reduces a share of the loss, over "
                "the trained layer's",
                read.price(read.RELATED),
                form=TIMES,
                **WEIGHTS,
            ),
            above(
                "unrelated: norm of the weights of the trained layer, over the others'",
                read.negative(read.price(read.UNRELATED)),
                form=TIMES,
                **WEIGHTS,
            ),
        ),
        null=shuffled(read.price(read.RELATED)),
        verdict=UNDECIDED,
        comment="Unrelated: the trained layer's weights are {1} the others', or more. Related: "
        "those of the layer before are larger, but the inputs' are {0[0]} as large where half of "
        "the loss is reduced, {0[2]} further on, within the error.",
    ),
    claim(
        "E7.7",
        "Section 7.1, Figure 11a and b",
        "On the related task the initial fast phase reduces a large part of the loss with a small "
        "generalisation gap; on the unrelated task that phase hardly exists.",
        checks=(
            above(
                "related: share of the loss reduced before test and training loss part by a tenth "
                "of the start",
                read.on_trained(read.cheap(read.RELATED)),
                0.5,
                ".2f",
            ),
            below(
                "related: the same of the others, less the trained layer's",
                read.others_minus_trained(read.cheap(read.RELATED)),
                cases=REPRESENTATIONS["cases"],
            ),
            below(
                "unrelated: the share on the trained layer",
                read.on_trained(read.cheap(read.UNRELATED)),
                0.25,
                ".2f",
            ),
        ),
        null=shuffled(read.on_trained(read.cheap(read.RELATED))),
        verdict=UNDECIDED,
        comment="The difference is there: {0} of the loss on the related task, {2} on the "
        "unrelated one. That it is more than half varies too much from run to run.",
    ),
    claim(
        "E7.8",
        "Section 7.1, Figure 12, left",
        "With three hidden layers, each is better aligned with the source than the one before it.",
        checks=(
            above(
                "difference in the height of the curve",
                read.steps_up(height, read.SOURCE),
                **UPWARDS,
            ),
            above(
                "difference in the share at τ = 2",
                read.steps_up(read.share_at(read.TAU), read.SOURCE),
                **UPWARDS,
            ),
            above(
                "difference in the share at τ = 8",
                read.steps_up(read.share_at(8.0), read.SOURCE),
                **UPWARDS,
            ),
        ),
        null=shuffled(read.steps_up(height, read.SOURCE)),
        verdict=HOLDS,
        comment="The smallest step up in height is {0}.",
    ),
    claim(
        "E7.9",
        "Section 7.1, Figure 12, right",
        "There is no such increase for the related task: layers closer to the output are not "
        "better for transfer.",
        checks=(
            below(
                "height of the last layer's curve less that of the first",
                read.last_minus_first(height, read.RELATED),
                form="+.3f",
            ),
            below(
                "share of the last layer less that of the first at τ = 2",
                read.last_minus_first(read.share_at(read.TAU), read.RELATED),
                form="+.3f",
            ),
            below(
                "share of the last layer less that of the first at τ = 8",
                read.last_minus_first(read.share_at(8.0), read.RELATED),
                form="+.3f",
            ),
        ),
        null=shuffled(read.last_minus_first(height, read.RELATED)),
        verdict=UNDECIDED,
        comment="It decreases, {0} in height from the first layer to the last. So it does where "
        "the source is shuffled: that is depth, not yet specialisation.",
    ),
    *targets.CLAIMS,
    *tangent.CLAIMS,
)
