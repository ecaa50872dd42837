"""B2: does alignment rank pretrained networks, and better than other scores."""

from functools import partial

from repalign.paper.claims.checks import above
from repalign.paper.claims.ledger import UNDECIDED, Claim, Null
from repalign.paper.readings.cnn import ranking as read
from repalign.paper.readings.common import height, named, share

claim = partial(Claim, chapter="06_cnn", experiment="cnn", unit="pairs of classes")
SHARE = f"alignment, τ = {read.TAUS[1]:g}"
OUTCOMES = {"cases": named("ridge", "gradient descent"), "form": "+.2f"}
ENDS = [read.after_steps(steps) for steps in read.STEPS]
OTHERS = {"cases": named(*(f"{name}, {end}" for end in ENDS for name in read.OTHERS))}
STEPS = {"cases": read.step_names, "form": "+.3f"}

CLAIMS = (
    claim(
        "B2.1",
        "Section 7.2, Figure 13",
        "The better a network is on ImageNet, the better its last hidden layer is aligned with "
        "classes it was not trained on.",
        checks=(
            above(
                "height of the curve, each network less the next worse on ImageNet",
                read.steps_up(height),
                **STEPS,
            ),
            above(
                "rank correlation of accuracy on ImageNet and height, over the networks",
                read.accuracy_and(height),
            ),
            above(
                "share at τ = 2, each network less the next worse",
                read.steps_up(lambda name: share(name, 2.0)),
                **STEPS,
            ),
        ),
        verdict=UNDECIDED,
        comment="Clear in {0.count} steps from network to network ({0.cases[0]}: {0[0]}; "
        "{0.cases[1]}: {0[1]}); over all of them the rank correlation is {1}.",
    ),
    claim(
        "B2.2",
        "Section 7.2, Figure 13",
        "Alignment ranks pretrained networks: on the layer with the higher curve a linear model is "
        "the more accurate one.",
        checks=(
            above(
                "rank correlation of height and accuracy on test data, over the networks",
                read.of_networks(read.HEIGHT),
                **OUTCOMES,
            ),
            above("the same of the share at τ = 2", read.of_networks(SHARE), **OUTCOMES),
        ),
        null=Null("the effective rank, which knows no labels", read.of_networks("effective rank")),
        verdict=UNDECIDED,
        comment="With ridge regression {0[0]}, after a hundred steps of gradient descent {0[1]}: "
        "no better than a score that knows no labels.",
    ),
    claim(
        "B2.3",
        "Section 7.2, Figure 13",
        "Of linear models after 10 to 1000 steps of gradient descent, the height of the alignment "
        "curve ranks all representations better than other scores do.",
        checks=(
            above(
                "rank correlation with the accuracy after so many steps, height less other scores",
                read.better(read.HEIGHT, ENDS),
                **OTHERS,
            ),
            above(
                "the same of the share at τ = 2 less other scores",
                read.better(SHARE, ENDS),
                **OTHERS,
            ),
        ),
        verdict=UNDECIDED,
        comment="The height is clearly ahead in {0.count} comparisons and behind in {0.against}. "
        "After the fewest steps NCTI is about as good ({0.cases[3]}: {0[3]}), after the most "
        "LogME evidence ({0.cases[10]}: {0[10]}).",
    ),
    claim(
        "B2.4",
        "Section 7.2, Figure 13",
        "Of the best linear model, ridge regression, LogME evidence ranks all representations "
        "better than alignment does.",
        checks=(
            above(
                "rank correlation with its accuracy, LogME evidence less alignment",
                read.better(read.LOGME, [read.RIDGE], (read.HEIGHT, SHARE)),
                cases=named("height", "share"),
            ),
            above(
                "the same, H-score less alignment",
                read.better("H-score", [read.RIDGE], (read.HEIGHT, SHARE)),
                cases=named("height", "share"),
            ),
        ),
        verdict=UNDECIDED,
        comment="Ahead of the height by {0[0]}; the H-score by {1[0]}.",
    ),
)
