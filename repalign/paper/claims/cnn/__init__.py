"""E8, section 7.2: Figure 13 and Appendix C, on CIFAR-10 and CIFAR-100.

What stands for runs here are the pairs of classes, five a data set, of which no two share a class.
Each has its own pictures and random weights.
"""

from functools import partial

from repalign.paper.claims.checks import above, below
from repalign.paper.claims.cnn import initialisation, ranking
from repalign.paper.claims.ledger import HOLDS, PARTLY, UNDECIDED, Claim, Null
from repalign.paper.readings import cnn as read
from repalign.paper.readings.common import height, minus, named

claim = partial(Claim, chapter="06_cnn", experiment="cnn", unit="pairs of classes")
AT = tuple(f"τ = {tau:g}" for tau in read.TAUS)
LOSSES = tuple(read.LOSSES.values())
EACH_LOSS = {"cases": named(*LOSSES)}


def ahead(what, measure, others, words=("",), check=above):
    """A check of the trained layers against each of the others."""
    names = read.ahead_names(others, words)
    return check(what, read.ahead(measure, others), form="+.3f", cases=names)


OWN = (
    claim(
        "E8.1",
        "Section 7.2, Figure 13a",
        "The last hidden layer of a network trained on ImageNet is better aligned with two random "
        "classes than pixels are, and pixels better than that layer at initialisation.",
        checks=(
            ahead("share of the trained layer less that of pixels", read.shares, ["pixels"], AT),
            ahead("height of the trained layer's curve less that of pixels", height, ["pixels"]),
            above(
                "share of pixels less that of SqueezeNet at initialisation",
                minus(read.shares("pixels"), read.shares(read.START)),
                form="+.3f",
                cases=named(*AT),
            ),
            above(
                "height of the curve of pixels less that of SqueezeNet at initialisation",
                minus(height("pixels"), height(read.START)),
                form="+.3f",
            ),
        ),
        null=Null("shuffled labels with both", read.ahead(read.shuffled_shares, ["pixels"])),
        verdict=PARTLY,
        comment="Trained layers are above pixels in {0.count} networks and thresholds "
        "({0.cases[3]}: {0[3]}); pixels have {2[3]} more than SqueezeNet at initialisation at "
        "{2.cases[3]}. At the lowest thresholds the lead of all but SqueezeNet says nothing: they "
        "have more features than there are pictures, and hold shuffled labels as well. SqueezeNet "
        "has no BatchNorm; of other networks the next entry speaks.",
    ),
    initialisation.DEPTH,
    claim(
        "E8.3",
        "Section 7.2, Figure 13b",
        "Features of the pretrained network are better aligned than HOG, SIFT and RBF features.",
        checks=(
            ahead(
                "share of the trained layer less that of the others", read.shares, read.BY_HAND, AT
            ),
            ahead("difference in the height of the curve", height, read.BY_HAND),
        ),
        null=Null("shuffled labels with all", read.ahead(read.shuffled_shares, read.BY_HAND)),
        verdict=PARTLY,
        comment="Clear in {0.count} cases, the opposite in {0.against}. Above HOG and RBF nearly "
        "everywhere, above SIFT at high thresholds only ({0.cases[2]}: {0[2]}). The number of "
        "columns decides at low ones: SIFT has more than there are pictures ({0.cases[0]}: "
        "{0[0]}).",
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
            ahead(
                "accuracy on test data after 1000 steps, trained layer less others",
                read.after("test_accuracy", read.MANY),
                read.OTHERS,
                LOSSES,
            ),
            ahead(
                "training error after 100 steps, trained layer less others",
                read.after("train_error", read.FEW),
                read.OTHERS,
                LOSSES,
                below,
            ),
        ),
        verdict=UNDECIDED,
        comment="Over all representations they go together ({0} and {1}), and trained networks "
        "are clearly better on test data in {2.count} comparisons. Yet SIFT, less aligned on the "
        "whole, is fitted sooner than SqueezeNet ({3.cases[2]}: {3[2]}), to no avail: on test data "
        "SqueezeNet is ahead by {2[2]}.",
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
                read.slower("train_error", read.MANY),
                form="+.3f",
                cases=read.slower_names,
            ),
        ),
        null=Null("features of SqueezeNet with ImageNet weights", read.left(read.TRAINED)),
        verdict=HOLDS,
        comment="Of the squared error {0[0]} is left, of the logistic loss {0[1]}.",
    ),
    claim(
        "E8.6",
        "Section 7.2, Figure 13a",
        "With ImageNet weights the alignment stays high and drops off suddenly.",
        checks=(
            above(
                "largest fall of the curve within a factor of two in the threshold",
                read.of_trained(read.largest_fall),
                0.5,
                ".2f",
                cases=lambda stored: [read.said(name) for name in read.trained(stored)],
            ),
            ahead("the same less that of pixels", read.largest_fall, ["pixels"]),
            below(
                "share of ‖y‖² that is lost before this fall begins",
                read.of_trained(read.lost_before_the_fall),
                0.25,
                ".2f",
                cases=lambda stored: [read.said(name) for name in read.trained(stored)],
            ),
        ),
        null=Null("shuffled labels with the same layers", read.of_trained(read.shuffled_fall)),
        verdict=UNDECIDED,
        comment="While the threshold doubles, the curve of {0.cases[0]} loses {0[0]} of ‖y‖², that "
        "of {0.cases[1]} {0[1]}; the pixels' curve loses less than that of {1.count} networks. "
        "It stays high until then in {2.count}; {2.cases[0]} has lost {2[0]}.",
    ),
    claim(
        "E8.7",
        "Section 7.2 and Appendix C",
        "All networks show the same trend on either data set by itself.",
        checks=(
            above(
                "height of the trained layer's curve less that of pixels",
                read.by_dataset(read.ahead(height, ["pixels"])),
                form="+.3f",
                cases=read.on_each(read.ahead_names(["pixels"])),
            ),
            above(
                "height of the curve of pixels less that of SqueezeNet at initialisation",
                read.by_dataset(minus(height("pixels"), height(read.START))),
                form="+.3f",
                cases=read.on_each(named("pixels")),
            ),
        ),
        null=Null(
            "shuffled labels with both",
            read.by_dataset(read.ahead(read.shuffled_height, ["pixels"])),
        ),
        verdict=HOLDS,
        comment="Clear in {0.count} networks and data sets; pixels are clearly above SqueezeNet at "
        "initialisation on {1.count} data sets. Of other networks at random the entry on depth "
        "speaks.",
    ),
)
CLAIMS = (*OWN, *ranking.CLAIMS, *initialisation.OURS)
