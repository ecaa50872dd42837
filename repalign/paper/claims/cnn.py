"""E8, section 7.2: Figure 13 and Appendix C, on CIFAR-10 and CIFAR-100.

What stands for seeds here are the pairs of classes, five a data set. Each has its own pictures and
random weights.
"""

from functools import partial
from itertools import pairwise

import numpy as np
from scipy.stats import rankdata

from repalign.paper.claims.ledger import HOLDS, PARTLY, TIMES, Claim, Null, above, below
from repalign.paper.claims.readers import cases, height, height_of, minus, named, share

START, TRAINED = "squeezenet1_1/random", "squeezenet1_1/imagenet"
LAYERS = ("features.2", "features.5", "features.8", "features.10")
"""Of SqueezeNet, before the last hidden one."""
RESNETS = ("resnet18", "resnet34", "resnet50", "resnet101", "resnet152")
"""By depth; stored are some, at initialisation, for some pairs."""
BY_HAND = {"sift": "SIFT", "hog": "HOG", "rbf": "RBF"}
OTHERS = {"pixels": "pixels", **BY_HAND, START: "network at initialisation"}
LOSSES = {"squared": "squared error", "logistic": "logistic loss"}
TAUS = (0.1, 0.5, 1.0, 2.0, 5.0)
FEW, MANY = 100, 1000
"""Steps of gradient descent."""


def shares(name, others, taus=TAUS):
    """Share of ||y||^2 with one representation less that with each of the others, at each
    threshold."""
    return cases(*(minus(share(name, tau), share(other, tau)) for other in others for tau in taus))


def heights(name, others):
    return cases(*(minus(height(name), height(other)) for other in others))


def shuffled(name, others, taus=TAUS):
    """What `shares` reads, of shuffled labels: the medians, linear between the thresholds that are
    stored."""

    def median(stored, name, tau):
        null = stored["null"][:, _index(stored, name), 1]
        return [np.interp(np.log(tau), np.log(stored["taus"]), row) for row in null]

    def read(stored):
        differences = [
            np.subtract(median(stored, name, tau), median(stored, other, tau))
            for other in others
            for tau in taus
        ]
        return np.column_stack(differences)

    return read


def steps_up(measure):
    """At initialisation, each layer of SqueezeNet less the one before it."""
    names = [*(f"{START}/{layer}" for layer in LAYERS), START]
    return cases(*(minus(measure(after), measure(before)) for before, after in pairwise(names)))


def deeper(stored):
    """Two networks each, the second one deeper: ResNets measured on several pairs, the paper's step
    from VGG16."""
    count = dict(zip(stored["representations"], stored["measured"].sum(axis=0), strict=True))
    there = [name for name in (*RESNETS, "vgg16") if count.get(f"{name}/random", 0) > 1]
    paper = [("vgg16", "resnet50")] if "vgg16" in there else []
    return [*pairwise(name for name in there if name in RESNETS), *paper]


def height_of_deeper(stored):
    """log10 of the height at initialisation of each of them over that of the other, on pairs of
    classes with all."""
    steps = deeper(stored)
    columns = [_index(stored, f"{name}/random") for step in steps for name in step]
    found = np.flatnonzero(stored["measured"][:, columns].all(axis=1))
    level = lambda name: np.array(
        [height_of(stored.spectrum(f"{name}/random", pair)) for pair in found]
    )  # noqa: E731
    return np.column_stack([np.log10(level(after) / level(before)) for before, after in steps])


def network_names(stored):
    spelled = {"vgg16": "VGG16", **{name: name.replace("resnet", "ResNet") for name in RESNETS}}
    return [f"{spelled[after]} over {spelled[before]}" for before, after in deeper(stored)]


def after(key, step):
    """What linear models come to after some steps, both losses: (P, R, 2), NaN where not
    measured."""
    return lambda stored: np.stack(
        [
            stored[f"{loss}_at_{key}"][..., stored[f"{loss}_at"].tolist().index(step)]
            for loss in LOSSES
        ],
        axis=-1,
    )


def less(key, step, first, others):
    """Of what `after` reads: one representation less each of the others, with both losses, (P, 2 an
    other)."""

    def read(stored):
        values = after(key, step)(stored)
        own = values[:, _index(stored, first)]
        return np.hstack([own - values[:, _index(stored, other)] for other in others])

    return read


def correlation(key, step, order=lambda levels: levels):
    """Spearman's, over representations, of the height of the curve and what `after` reads, (P, 2).

    Of all representations that every pair has; `order` may put their heights (P, R) in another one.
    """

    def read(stored):
        found = np.flatnonzero(stored["measured"].all(axis=0))
        levels = order(
            np.column_stack([height(stored["representations"][r])(stored) for r in found])
        )
        both = zip(levels, after(key, step)(stored)[:, found], strict=True)
        return [[_spearman(level, each) for each in values.T] for level, values in both]

    return read


def by_lot(levels):
    return np.random.default_rng(0).permuted(levels, axis=1)


def left(name):
    """Training error after `MANY` steps over that at the start, where all outputs are zero: both
    losses, (P, 2)."""
    return lambda stored: (
        after("train_error", MANY)(stored)[:, _index(stored, name)] / [1, np.log(2)]
    )


def least_squares(key):
    return lambda stored: stored[f"least_squares_{key}"][:, _index(stored, "rbf")]


def _spearman(first, second):
    return np.corrcoef(rankdata(first), rankdata(second))[0, 1]


def _index(stored, name):
    return stored["representations"].tolist().index(name)


def against(words, *more):
    """Names of the cases: each of the others, with each of some more words."""
    return named(*(f"{word}, {each}" for word in words for each in more))


claim = partial(Claim, chapter="06_cnn", experiment="cnn", unit="pairs of classes")
AT = tuple(f"τ = {tau:g}" for tau in TAUS)
WITH_LOSSES = {"cases": against(OTHERS.values(), *LOSSES.values()), "form": "+.3f"}
EACH_LOSS = {"cases": named(*LOSSES.values())}
LAYER_STEPS = {
    "cases": named("layer 2 over 1", "3 over 2", "4 over 3", "the last over 4"),
    "form": "+.3f",
}

CLAIMS = (
    claim(
        "E8.1", "Section 7.2, Figure 13a",
        "The last hidden layer of a network trained on ImageNet is better aligned with two random classes than pixels "
        "are, and pixels better than that layer at initialisation.",
        checks=(
            above("share of the trained layer less that of pixels", shares(TRAINED, ["pixels"]), form="+.3f",
                  cases=named(*AT)),
            above("share of pixels less that of the layer at initialisation", shares("pixels", [START]), form="+.3f",
                  cases=named(*AT)),
            above("height of the trained layer's curve less that of pixels", heights(TRAINED, ["pixels"]),
                  form="+.3f"),
            above("height of the curve of pixels less that of the layer at initialisation",
                  heights("pixels", [START]), form="+.3f"),
        ),
        null=Null("shuffled labels with both", shuffled(TRAINED, ["pixels"])),
        verdict=HOLDS,
        comment="Measured with SqueezeNet. At {0.cases[3]} the trained layer has {0[3]} "
        "more than pixels, and these {1[3]} more than the layer at initialisation.",
    ),
    claim(
        "E8.2", "Section 7.2 and Appendix C",
        "At initialisation the last hidden layer is extremely poorly aligned, the more so the deeper the network.",
        checks=(
            below("share of the last layer", cases(share(START, 2.0), share(START, 5.0)), 0.1, ".3f",
                  cases=named(*AT[3:])),
            below("share of each layer less that of the one before it, at τ = 2",
                  steps_up(lambda name: share(name, 2.0)), **LAYER_STEPS),
            below("height of each layer's curve less that of the one before it", steps_up(height), **LAYER_STEPS),
            below("height of the curve of deeper networks over that of others, pairs that have them",
                  height_of_deeper, form=TIMES, cases=network_names),
        ),
        null=Null("the trained network", cases(share(TRAINED, 2.0), share(TRAINED, 5.0))),
        verdict=PARTLY,
        comment="At {0.cases[0]} the last layer of SqueezeNet has {0[0]}. From layer to layer the height of the curve "
        "falls in {2.count} steps, the share in {1.count}. From network to deeper network, measured on few pairs, the "
        "fall of the height is clear in {3.count} ({3.cases[0]}: {3[0]}).",
    ),
    claim(
        "E8.3", "Section 7.2, Figure 13b",
        "Features of the pretrained network are better aligned than HOG, SIFT and RBF features.",
        checks=(
            above("share of the trained layer less that of the others", shares(TRAINED, BY_HAND), form="+.3f",
                  cases=against(BY_HAND.values(), *AT)),
            above("difference in the height of the curve", heights(TRAINED, BY_HAND), form="+.3f",
                  cases=named(*BY_HAND.values())),
        ),
        null=Null("shuffled labels with all", shuffled(TRAINED, BY_HAND)),
        verdict=PARTLY,
        comment="Above HOG and RBF at every threshold, above SIFT at high ones only ({0.cases[2]}: {0[2]}). The number "
        "of columns decides at low ones: SIFT has more than there are pictures ({0.cases[0]}: {0[0]}), HOG has fewer "
        "than the network, and {0[5]} at {0.cases[5]} is hardly more than shuffled labels give.",
    ),
    claim(
        "E8.4", "Section 7.2, Figure 13c and d",
        "Higher alignment goes with faster optimisation and better performance on test data, for squared error and for "
        "logistic loss.",
        checks=(
            above("rank correlation of height and accuracy on test data after 100 steps, over all representations",
                  correlation("test_accuracy", FEW), **EACH_LOSS),
            below("rank correlation of height and training error after 100 steps", correlation("train_error", FEW),
                  **EACH_LOSS),
            above("accuracy on test data after 1000 steps, trained layer less others",
                  less("test_accuracy", MANY, TRAINED, OTHERS), **WITH_LOSSES),
            below("training error after 100 steps, trained layer less others",
                  less("train_error", FEW, TRAINED, OTHERS), **WITH_LOSSES),
        ),
        null=Null("each height beside another representation's accuracy", correlation("test_accuracy", FEW, by_lot)),
        verdict=PARTLY,
        comment="Over all representations they go together ({0} and {1}), and the trained network is the best on test "
        "data. Yet SIFT, less aligned on the whole, is fitted sooner than it ({3.cases[2]}: {3[2]}), to no avail: on "
        "test data it is behind by {2[2]}.",
    ),
    claim(
        "E8.5", "Section 7.2, Figure 13c and d",
        "RBF features fit the training data exactly in closed form, and yet gradient descent leaves a high training "
        "error on them.",
        checks=(
            above("training error after 1000 steps over that at the start", left("rbf"), 0.5, ".2f", **EACH_LOSS),
            below("what least squares miss, as a share of ‖y‖²", least_squares("residual"), 1e-9, ".0e"),
            above("accuracy of least squares on the training data", least_squares("accuracy"), 0.999, ".3f"),
            above("training error after 1000 steps, RBF features less others",
                  less("train_error", MANY, "rbf", ["pixels", "sift", "hog", TRAINED]), form="+.3f",
                  cases=against(["pixels", "SIFT", "HOG", "trained network"], *LOSSES.values())),
        ),
        null=Null("features of the trained network in their place", left(TRAINED)),
        verdict=HOLDS,
        comment="Of the squared error {0[0]} is left, of the logistic loss {0[1]}.",
    ),
)  # fmt: skip
