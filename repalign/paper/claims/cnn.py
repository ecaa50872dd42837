"""E8, section 7.2: Figure 13 and Appendix C, on CIFAR-10 and CIFAR-100.

What stands for seeds here are the pairs of classes, five a data set. Each has its own pictures and
random weights.
"""

from functools import partial

from repalign.paper.claims.checks import TIMES, above, below
from repalign.paper.claims.ledger import HOLDS, PARTLY, UNDECIDED, Claim, Null
from repalign.paper.readings import cnn as read
from repalign.paper.readings.common import cases, height, named, share


def against(words, *more):
    """Names of the cases: each of the others, with each of some more words."""
    return named(*(f"{word}, {each}" for word in words for each in more))


claim = partial(Claim, chapter="06_cnn", experiment="cnn", unit="pairs of classes")
AT = tuple(f"τ = {tau:g}" for tau in read.TAUS)
WITH_LOSSES = {"cases": against(read.OTHERS.values(), *read.LOSSES.values()), "form": "+.3f"}
EACH_LOSS = {"cases": named(*read.LOSSES.values())}
LAYER_STEPS = {
    "cases": named("layer 2 over 1", "3 over 2", "4 over 3", "the last over 4"),
    "form": "+.3f",
}

CLAIMS = (
    claim(
        "E8.1",
        "Section 7.2, Figure 13a",
        "The last hidden layer of a network trained on ImageNet is better aligned with two random "
        "classes than pixels are, and pixels better than that layer at initialisation.",
        checks=(
            above(
                "share of the trained layer less that of pixels",
                read.shares(read.TRAINED, ["pixels"]),
                form="+.3f",
                cases=named(*AT),
            ),
            above(
                "share of pixels less that of the layer at initialisation",
                read.shares("pixels", [read.START]),
                form="+.3f",
                cases=named(*AT),
            ),
            above(
                "height of the trained layer's curve less that of pixels",
                read.heights(read.TRAINED, ["pixels"]),
                form="+.3f",
            ),
            above(
                "height of the curve of pixels less that of the layer at initialisation",
                read.heights("pixels", [read.START]),
                form="+.3f",
            ),
        ),
        null=Null("shuffled labels with both", read.shuffled(read.TRAINED, ["pixels"])),
        verdict=UNDECIDED,
        comment="Measured with SqueezeNet. At {0.cases[3]} the trained layer has {0[3]} more than "
        "pixels, and these {1[3]} more than the layer at initialisation.",
    ),
    claim(
        "E8.2",
        "Section 7.2 and Appendix C",
        "At initialisation the last hidden layer is extremely poorly aligned, the more so the "
        "deeper the network.",
        checks=(
            below(
                "share of the last layer",
                cases(share(read.START, 2.0), share(read.START, 5.0)),
                0.1,
                ".3f",
                cases=named(*AT[3:]),
            ),
            below(
                "share of each layer less that of the one before it, at τ = 2",
                read.steps_up(lambda name: share(name, 2.0)),
                **LAYER_STEPS,
            ),
            below(
                "height of each layer's curve less that of the one before it",
                read.steps_up(height),
                **LAYER_STEPS,
            ),
            below(
                "height of the curve of deeper networks over that of others, pairs that have them",
                read.height_of_deeper,
                form=TIMES,
                cases=read.network_names,
            ),
        ),
        null=Null("the trained network", cases(share(read.TRAINED, 2.0), share(read.TRAINED, 5.0))),
        verdict=UNDECIDED,
        comment="At {0.cases[0]} the last layer of SqueezeNet has {0[0]}. From layer to layer the "
        "height of the curve falls in {2.count} steps, the share in {1.count}. From network to "
        "deeper network, measured on few pairs, the fall of the height is clear in {3.count} "
        "({3.cases[0]}: {3[0]}).",
    ),
    claim(
        "E8.3",
        "Section 7.2, Figure 13b",
        "Features of the pretrained network are better aligned than HOG, SIFT and RBF features.",
        checks=(
            above(
                "share of the trained layer less that of the others",
                read.shares(read.TRAINED, read.BY_HAND),
                form="+.3f",
                cases=against(read.BY_HAND.values(), *AT),
            ),
            above(
                "difference in the height of the curve",
                read.heights(read.TRAINED, read.BY_HAND),
                form="+.3f",
                cases=named(*read.BY_HAND.values()),
            ),
        ),
        null=Null("shuffled labels with all", read.shuffled(read.TRAINED, read.BY_HAND)),
        verdict=PARTLY,
        comment="Above HOG and RBF at every threshold, above SIFT at high ones only ({0.cases[2]}: "
        "{0[2]}). The number of columns decides at low ones: SIFT has more than there are "
        "pictures ({0.cases[0]}: {0[0]}), HOG has fewer than the network, and {0[5]} at "
        "{0.cases[5]} is hardly more than shuffled labels give.",
    ),
    claim(
        "E8.4",
        "Section 7.2, Figure 13c and d",
        "Higher alignment goes with faster optimisation and better performance on test data, for "
        "squared error and for logistic loss.",
        checks=(
            above(
                "rank correlation of height and accuracy on test data after 100 steps, over all "
                "representations",
                read.correlation("test_accuracy", read.FEW),
                **EACH_LOSS,
            ),
            below(
                "rank correlation of height and training error after 100 steps",
                read.correlation("train_error", read.FEW),
                **EACH_LOSS,
            ),
            above(
                "accuracy on test data after 1000 steps, trained layer less others",
                read.minus_others("test_accuracy", read.MANY, read.TRAINED, read.OTHERS),
                **WITH_LOSSES,
            ),
            below(
                "training error after 100 steps, trained layer less others",
                read.minus_others("train_error", read.FEW, read.TRAINED, read.OTHERS),
                **WITH_LOSSES,
            ),
        ),
        null=Null(
            "each height beside another representation's accuracy",
            read.correlation("test_accuracy", read.FEW, read.by_lot),
        ),
        verdict=UNDECIDED,
        comment="Over all representations they go together ({0} and {1}), and the trained network "
        "is the best on test data. Yet SIFT, less aligned on the whole, is fitted sooner than it "
        "({3.cases[2]}: {3[2]}), to no avail: on test data it is behind by {2[2]}.",
    ),
    claim(
        "E8.5",
        "Section 7.2, Figure 13c and d",
        "RBF features fit the training data exactly in closed form, and yet gradient descent "
        "leaves a high training error on them.",
        checks=(
            above(
                "training error after 1000 steps over that at the start",
                read.left("rbf"),
                0.5,
                ".2f",
                **EACH_LOSS,
            ),
            below(
                "what least squares miss, as a share of ‖y‖²",
                read.least_squares("residual"),
                1e-9,
                ".0e",
            ),
            above(
                "accuracy of least squares on the training data",
                read.least_squares("accuracy"),
                0.999,
                ".3f",
            ),
            above(
                "training error after 1000 steps, RBF features less others",
                read.minus_others(
                    "train_error", read.MANY, "rbf", ["pixels", "sift", "hog", read.TRAINED]
                ),
                form="+.3f",
                cases=against(["pixels", "SIFT", "HOG", "trained network"], *read.LOSSES.values()),
            ),
        ),
        null=Null("features of the trained network in their place", read.left(read.TRAINED)),
        verdict=HOLDS,
        comment="Of the squared error {0[0]} is left, of the logistic loss {0[1]}.",
    ),
)
