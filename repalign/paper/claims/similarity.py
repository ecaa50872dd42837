"""E9, section 7.3: Figure 14, Table 1 and Appendix D, with halves of CIFAR-100 as sources.

What stands for seeds in the checks of alignment are the pairs of classes, each averaged over the
seeds. They share classes, and all networks, so that their standard errors are rather too small.
"""

from functools import partial

import numpy as np

from repalign.paper.claims.ledger import HOLDS, PARTLY, Claim, Null, above
from repalign.paper.claims.readers import height_of, height_thresholds, named, share_of

ARTIFICIAL, NATURAL = range(2)
"""The order of networks and of kinds of classes on their axes, as in the experiment."""
KINDS = ("artificial", "natural")
CHANCE = 0.02
"""About two standard errors of the difference of two accuracies on 4000 or 6000 pictures."""
LAYERS = ("blocks.4", "blocks.5", "blocks.6", "blocks.7")
TAUS = (0.1, 0.5, 2.0, 8.0)
UPPER, MEDIAN = 2, 1
"""Of the quantiles over shuffles of the labels."""


def similar_less(*measures, kinds=(ARTIFICIAL, NATURAL)):
    """Measure of the similar source's layer less that of the other's, for each layer and measure:
    (pairs, L m)."""

    def read(stored):
        own = stored["pair_kinds"]
        of_kinds = np.flatnonzero(np.isin(own, kinds))
        rows = [
            [_mean_difference(stored, layer, pair, own[pair], measures) for layer in LAYERS]
            for pair in of_kinds
        ]
        return np.reshape(rows, (len(of_kinds), -1))

    return read


def _mean_difference(stored, layer, pair, similar, measures):
    """Over the seeds, of each measure."""
    both = [
        [
            [measure(stored.spectrum(layer, seed, source, pair)) for measure in measures]
            for seed in range(len(stored["difference"]))
        ]
        for source in (similar, 1 - similar)
    ]
    return np.subtract(*both).mean(axis=0)


def shuffled(taus, quantile=UPPER):
    """A quantile, over shuffled labels, of the mean difference over the pairs: layers and
    thresholds, (1, L t)."""

    def read(stored):
        curves = stored["null_difference"][:, :, quantile].mean(axis=0)
        return [
            np.concatenate(
                [np.interp(np.log(taus), np.log(stored["taus"]), curve) for curve in curves]
            )
        ]

    return read


def shuffled_up(stored):
    """Of the medians, the mean over the thresholds of `height_of`, each layer less the one before:
    (1, L - 1)."""
    n = stored[f"{LAYERS[0]}.shape"][0]
    heights = shuffled(height_thresholds(n), MEDIAN)(stored)
    return np.diff(np.reshape(heights, (len(LAYERS), -1)).mean(axis=1))[None]


def lowest_mean(stored):
    """Of each layer the lowest mean difference, over pairs and seeds, at any threshold up to the
    last of `TAUS`."""
    curves = stored["difference"][..., stored["taus"] <= TAUS[-1]].mean(axis=(0, 2))
    return [curves.min(axis=1)]


def up(*measures):
    """The difference in each layer less that in the layer before: (pairs, (L - 1) m)."""
    return lambda stored: _steps(stored, measures, lambda values: np.diff(values, axis=1))


def last_less_first(*measures):
    return lambda stored: _steps(stored, measures, lambda values: values[:, -1] - values[:, 0])


def _steps(stored, measures, step):
    values = similar_less(*measures)(stored)
    return step(values.reshape(len(values), len(LAYERS), len(measures))).reshape(len(values), -1)


def artificial_less_natural(stored):
    """Accuracy after fine-tuning with either source: (S, targets)."""
    return stored["tuned_accuracy"][:, ARTIFICIAL] - stored["tuned_accuracy"][:, NATURAL]


def similar_is_better(stored):
    """The same of the similar source less the other."""
    return artificial_less_natural(stored) * [1, -1]


def better_anyway(stored):
    """The same, were the better source equally better on both targets, whichever it resembles."""
    return artificial_less_natural(stored).mean(axis=1, keepdims=True) * [1, -1]


def by_seed(read):
    """Seeds as cases instead: (1, S m)."""
    return lambda stored: np.reshape(read(stored), (1, -1))


def seeds(stored):
    return [f"seed {seed}" for seed in range(len(stored["tuned_accuracy"]))]


def targets(stored):
    return [f"{kind} classes, {seed}" for seed in seeds(stored) for kind in KINDS]


def similar_on_pairs(kind):
    """Accuracy of the same networks between two classes, similar source less the other:
    (pairs,)."""

    def read(stored):
        similar, other = (
            stored["tuned_pairs"][:, source].mean(axis=0) for source in (kind, 1 - kind)
        )
        return (similar - other)[stored["pair_kinds"] == kind]

    return read


claim = partial(Claim, chapter="07_similarity", experiment="similarity", unit="pairs of classes")
SHARES = tuple(partial(share_of, tau=tau) for tau in TAUS)
NAMES = ("fourth to last", "third to last", "second to last", "last layer")
EACH = {"cases": named(*NAMES), "form": "+.3f"}
STEPS = {"cases": named("third over fourth to last", "second over third to last", "last over second to last"),
         "form": "+.3f"}  # fmt: skip

CLAIMS = (
    claim(
        "E9.1", "Section 7.3, Figure 14",
        "Trained on the source that resembles the target, a network is better aligned with it than trained on the "
        "other: at every threshold, on the mean of all pairs of classes, in each of the last four layers.",
        checks=(
            above("share with the similar source less that with the other, over all pairs", similar_less(*SHARES),
                  form="+.3f", cases=named(*(f"{name}, τ = {tau:g}" for name in NAMES for tau in TAUS))),
            above("the mean over pairs where it is lowest, up to τ = 8", lowest_mean, **EACH),
            above("difference in the height of the curve, pairs of artificial classes",
                  similar_less(height_of, kinds=[ARTIFICIAL]), **EACH),
            above("the same, pairs of natural classes", similar_less(height_of, kinds=[NATURAL]), **EACH),
        ),
        null=Null("shuffled labels, upper end of their interval", shuffled(TAUS)),
        verdict=HOLDS,
        comment="In the mean over pairs it is {1} or more, and largest in the last layer ({0.cases[15]}: {0[15]}). So "
        "it is for artificial classes and, by less, for natural ones ({2} and {3} in height). "
        "Beyond that threshold few pairs have anything left to compare.",
    ),
    claim(
        "E9.2", "Section 7.3, Figure 14",
        "The difference is larger in layers closer to the output.",
        checks=(
            above("difference in the height of the curve, each layer less the one before", up(height_of), **STEPS),
            above("the same of the difference in the share, last layer less first", last_less_first(*SHARES),
                  form="+.3f", cases=named(*(f"τ = {tau:g}" for tau in TAUS))),
        ),
        null=Null("shuffled labels", shuffled_up),
        verdict=PARTLY,
        comment="Clearly larger in height in {0.count} steps, in share from the first of these layers to the last at "
        "{1.count} thresholds ({1.cases[3]}: {1[3]}).",
    ),
    claim(
        "E9.3", "Section 7.3, Table 1",
        "After fine-tuning, the network from the similar source is the more accurate one, on natural and on artificial "
        "classes.",
        checks=(
            above("accuracy with the similar source less that with the other", by_seed(similar_is_better), CHANCE,
                  form="+.3f", cases=targets),
            above("the mean of both targets", by_seed(lambda stored: similar_is_better(stored).mean(axis=1)),
                  CHANCE, form="+.3f", cases=seeds),
            above("the same networks between two artificial classes, over the pairs", similar_on_pairs(ARTIFICIAL),
                  form="+.3f"),
            above("the same between two natural classes", similar_on_pairs(NATURAL), form="+.3f"),
        ),
        unit="pairs of classes at most",
        null=Null("the better source better by the same on both targets", by_seed(better_anyway)),
        verdict=PARTLY,
        comment="The artificial source is the better one on both targets: the lead of the similar source is {0[0]} and "
        "{0[2]} on artificial classes, {0[1]} and {0[3]} on natural ones, though there its layers are better aligned. "
        "Either is better by more where it is similar: in the mean of both targets by {1} or more.",
    ),
)  # fmt: skip
