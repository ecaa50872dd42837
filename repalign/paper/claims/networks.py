"""E4, section 5: Figure 6 and Appendix A, on three data sets."""

from functools import partial

from repalign.paper.claims.checks import above, below
from repalign.paper.claims.ledger import HOLDS, PARTLY, UNDECIDED, Claim, Null
from repalign.paper.readings import networks as read
from repalign.paper.readings.common import share_of


def _heights(sweep):
    options = {"form": "+.3f", "cases": read.setting_names(sweep)}
    for said, split in (("training", "train"), ("test", "test")):
        for key, other in (("inputs", "inputs"), ("start", "layer before training")):
            what = f"{said} data: height of the trained layer's curve less that of the {other}"
            yield above(what, read.trained_minus(key, sweep, split), **options)


def _shares(sweep):
    options = {"form": "+.3f", "cases": read.setting_names(sweep)}
    for tau in (read.LOW, read.HIGH):
        measure = partial(share_of, tau=tau, per=1000)
        what = f"training data: share at τ = {tau}, trained layer less inputs"
        yield above(what, read.trained_minus("inputs", sweep, "train", measure), **options)


def sweep_claim(number, sweep, values, verdict):
    """Training increases alignment in every setting of a sweep, over inputs and start, on training
    and test data; both are the control."""
    return claim(
        f"E4.{number}",
        "Section 5, Figure 6 and Appendix A",
        f"Whatever the {read.SWEEPS[sweep]} ({values}), training increases the alignment of the "
        "final hidden layer above that of the inputs and above that at initialisation, on "
        "training and on test data.",
        checks=(*_heights(sweep), *_shares(sweep)),
        verdict=verdict,
        comment="The curve is higher than before training in {1.count} settings, and than that of "
        "the inputs in {0.count}; at single thresholds it is above the inputs in {4.count} and "
        "{5.count}, below them in {4.against} and {5.against}. The inputs of the CT slices are "
        "hard to beat.",
    )


claim = partial(
    Claim,
    chapter="03_networks",
    experiment="networks",
    unit="networks",
)

CLAIMS = (
    sweep_claim(1, "depth", "1, 2, 4, 8 layers", PARTLY),
    sweep_claim(2, "width", "32, 128, 512", PARTLY),
    sweep_claim(3, "optimizer", "SGD, SGD with momentum, RMSprop, Adam", PARTLY),
    sweep_claim(4, "activation", "ReLU, tanh, PReLU, LeakyReLU", PARTLY),
    sweep_claim(5, "batch_size", "32, 128, 256", PARTLY),
    claim(
        "E4.6",
        "Abstract and section 5, Figure 6",
        "More alignment arises from depth.",
        checks=(
            above(
                "training data: height of the final layer's curve, each depth less the one before",
                read.more_from_depth("train"),
                form="+.3f",
                cases=read.depth_steps,
            ),
            above(
                "test data: the same",
                read.more_from_depth("test"),
                form="+.3f",
                cases=read.depth_steps,
            ),
            above(
                "training data: the same of the share at τ = 8",
                read.more_from_depth("train", partial(share_of, tau=read.HIGH, per=1000)),
                form="+.3f",
                cases=read.depth_steps,
            ),
        ),
        null=Null("the networks before training", read.more_from_depth("train", when=read.START)),
        verdict=UNDECIDED,
        comment="It grows in {0.count} steps of depth; the last ones add nothing clear "
        "({0.cases[8]}: {0[8]}).",
    ),
    claim(
        "E4.7",
        "Section 5, Figure 6",
        "On MNIST the curves of all learnt representations nearly coincide up to τ = 8, since each "
        "reaches a high alignment.",
        checks=(
            above(
                "smallest share at τ = 8 of any setting",
                read.least_share("mnist", read.HIGH),
                0.9,
                ".3f",
            ),
            below(
                "largest distance between the curves of two settings, up to τ = 8",
                read.spread("mnist"),
                0.05,
                ".3f",
            ),
        ),
        null=Null("the inputs", read.inputs_share("mnist", read.HIGH)),
        verdict=HOLDS,
        comment="All hold at least {0:.1%} there, and no two curves are further apart than {1}. "
        "Beyond it, where they break off, they lie far apart.",
    ),
)
