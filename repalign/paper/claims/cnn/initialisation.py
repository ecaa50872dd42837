"""E8.2 and B7: networks at random initialisation, with BatchNorm that has seen no data and with
statistics of the pictures themselves."""

from functools import partial

from repalign.paper.claims.checks import above, below
from repalign.paper.claims.ledger import HOLDS, UNDECIDED, Claim, Null
from repalign.paper.readings import cnn
from repalign.paper.readings.cnn import initialisation as read
from repalign.paper.readings.common import height, named, share

claim = partial(Claim, chapter="06_cnn", experiment="initialisation", unit="pairs of classes")
STEPS = (("vgg16", "resnet50"), *read.DEEPER)
DEEPER = {"cases": read.deeper_names(), "form": "+.4f"}
OTHER_WEIGHTS = {"cases": named(*(read.WEIGHTS[kind] for kind in read.OTHERS)), "form": "+.3f"}
LAYER_STEPS = {
    "cases": named("layer 2 over 1", "3 over 2", "4 over 3", "the last over 4"),
    "form": "+.3f",
}

DEPTH = claim(
    "E8.2",
    "Section 7.2 and Appendix C",
    "At initialisation the last hidden layer is extremely poorly aligned, worse than pixels, the "
    "more so the deeper the network.",
    checks=(
        below(
            "height of the layer's curve less that of pixels",
            read.less(height, read.EVALUATION, "pixels"),
            form="+.3f",
            cases=read.network_names(read.EVALUATION),
        ),
        below(
            "height of the curve, the deeper of two networks less the other",
            read.deeper(height, read.EVALUATION, STEPS),
            form="+.4f",
            cases=read.deeper_names(STEPS),
        ),
        below(
            "height less that of pixels, batch statistics",
            read.less(height, read.BATCH, "pixels"),
            form="+.3f",
            cases=read.network_names(read.BATCH),
        ),
        below(
            "the deeper of two ResNets less the other, batch statistics",
            read.deeper(height, read.BATCH),
            **DEEPER,
        ),
    ),
    verdict=UNDECIDED,
    comment="In evaluation mode below pixels in {0.count} networks and falling in {1.count} steps "
    "of depth. With the statistics of the pictures themselves below pixels in {2.count}, falling "
    "in {3.count} ({3.cases[0]}: {3[0]}; {3.cases[1]}: {3[1]}).",
)

OURS = (
    claim(
        "B7.1",
        "Section 7.2",
        "That random networks are poorly aligned is in part a matter of BatchNorm that has seen "
        "no data: given the statistics of the pictures, the curve rises, by more than that of "
        "shuffled labels does.",
        checks=(
            above(
                "height of the curve, batch statistics less evaluation mode",
                read.less(height, read.BATCH, "{network}/random"),
                form="+.3f",
                cases=read.network_names(read.BATCH),
            ),
            above(
                "the same of the height less that of shuffled labels",
                read.less(read.beyond_shuffled, read.BATCH, "{network}/random"),
                form="+.3f",
                cases=read.network_names(read.BATCH),
            ),
            above(
                "accuracy of ridge regression, batch statistics less evaluation mode",
                read.less(read.column("accuracy"), read.BATCH, "{network}/random"),
                form="+.3f",
                cases=read.network_names(read.BATCH),
            ),
        ),
        verdict=UNDECIDED,
        comment="The curve rises in {0.count} networks ({0.cases[0]}: {0[0]}), by more than that "
        "of shuffled labels in {1.count} ({1.cases[0]}: {1[0]}), though most of the rise is theirs "
        "too. What ridge regression gets right falls clearly in {2.against}.",
    ),
    claim(
        "B7.2",
        "Section 7.2",
        "With batch statistics too, the deeper of two random ResNets has less to say of the "
        "classes.",
        checks=(
            below(
                "height of the curve less that of shuffled labels, the deeper less the other",
                read.deeper(read.beyond_shuffled, read.BATCH),
                **DEEPER,
            ),
            below(
                "accuracy of ridge regression, the deeper less the other",
                read.deeper(read.column("accuracy"), read.BATCH),
                **DEEPER,
            ),
        ),
        verdict=UNDECIDED,
        comment="The part of the height that is about these labels falls in {0.count} steps "
        "({0.cases[0]}: {0[0]}), accuracy in {1.count} ({1.cases[0]}: {1[0]}).",
    ),
    claim(
        "B7.3",
        "Section 7.2",
        "How well VGG16 is aligned at random, which has no BatchNorm, is decided by its "
        "initialisation: torchvision's keeps the signal at size, others do not.",
        checks=(
            above(
                "height of the curve, torchvision's initialisation less another",
                read.own_less_others(height, "vgg16"),
                **OTHER_WEIGHTS,
            ),
            above(
                "share at the lowest threshold, one hundredth of all",
                read.own_less_others(lambda name: share(name, 0.1, per=100), "vgg16"),
                **OTHER_WEIGHTS,
            ),
        ),
        null=Null(
            "shuffled labels with both",
            read.own_less_others(read.column("shuffled_height"), "vgg16"),
        ),
        verdict=HOLDS,
        comment="{0.cases[0]} is behind by {0[0]}, {0.cases[1]} by {0[1]} in height.",
    ),
    Claim(
        "B7.4",
        "Section 7.2 and Appendix C",
        "Within SqueezeNet at random, which has no BatchNorm, each layer is less aligned than the "
        "one before.",
        "06_cnn",
        "cnn",
        checks=(
            below(
                "height of each layer's curve less that of the one before",
                cnn.steps_up(height),
                **LAYER_STEPS,
            ),
            below(
                "the same of the share at τ = 2",
                cnn.steps_up(lambda name: share(name, 2.0)),
                **LAYER_STEPS,
            ),
        ),
        unit="pairs of classes",
        verdict=UNDECIDED,
        comment="The height falls in {0.count} steps, the share in {1.count}.",
    ),
)
