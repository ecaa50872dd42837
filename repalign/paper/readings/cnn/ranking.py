"""Which scores rank representations and networks, of the stored experiment `cnn`."""

from itertools import pairwise

import numpy as np

from repalign import effective_rank
from repalign.paper.measures.scores import combined
from repalign.paper.readings.cnn import FEW, MANY, NETWORKS, START, TRAINED, trained
from repalign.paper.readings.common import height, over_seeds, share
from repalign.paper.statistics import over_runs, spearman

TAUS = (0.5, 2.0, 5.0)
HEIGHT, LOGME, NCTI, PROBE = "height", "LogME evidence", "NCTI", "linear probe"
OTHERS = (LOGME, "kernel-target alignment", "H-score", NCTI, "effective rank")
STEPS = (10, FEW, MANY)
"""Of gradient descent, for the claims."""
ACCURACY = {
    "squeezenet1_1": 58.2,
    "vgg16": 71.6,
    "mobilenet_v2": 71.8,
    "efficientnet_lite0": 75.1,
    "resnet50": 76.1,
    "efficientnet_lite1": 76.7,
    "resnet101": 77.4,
    "efficientnet_lite2": 77.6,
}
"""Per cent right on ImageNet, as torchvision and the authors of EfficientNet-Lite publish it; of
MobileNetV2, as tonylins/pytorch-mobilenet-v2 does (212d47f), whose code its package took over."""


def after_steps(steps):
    """The name of an outcome, test accuracy after so many steps of gradient descent."""
    return f"{steps} steps"


RIDGE, DESCENT = "ridge", after_steps(FEW)


def scores(stored, columns):
    """What ranks some of the representations, (C,) indices: dict of arrays (P, C).

    All but the linear probe, whose accuracy is on test pictures, know training pictures only.
    """
    names = stored["representations"][columns].tolist()

    def read(measure):
        return np.column_stack([measure(name)(stored) for name in names])

    return {
        **{f"alignment, τ = {tau:g}": read(lambda name, tau=tau: share(name, tau)) for tau in TAUS},
        HEIGHT: read(height),
        LOGME: stored["log_evidence"][:, columns],
        "kernel-target alignment": stored["kernel_target_alignment"][:, columns],
        "H-score": stored["h_score"][:, columns],
        NCTI: combined(stored["ncti"][:, columns]),
        "effective rank": read(lambda name: over_seeds(effective_rank, name)),
        PROBE: stored["ridge_test_accuracy"][:, columns],
    }


def outcomes(stored, columns):
    """What is to be foretold, test accuracy of linear models: dict of arrays (P, C)."""
    return {RIDGE: stored["ridge_test_accuracy"][:, columns]} | {
        after_steps(steps): stored["squared_at_test_accuracy"][:, columns, k]
        for k, steps in enumerate(stored["squared_at"])
    }


def groups(stored):
    """Indices of representations, all that every pair has, by what they are."""
    names = stored["representations"].tolist()
    there = np.flatnonzero(stored["measured"].all(axis=0))
    own = trained(stored)
    squeezenet = [r for r in there if names[r].startswith((START, TRAINED))]
    return {
        "all representations": there,
        "networks with ImageNet weights": np.array([r for r in there if names[r] in own]),
        "layers of SqueezeNet, both weights": np.array(squeezenet),
    }


def correlations(stored, columns):
    """Spearman's, over these representations, of each score with each outcome: dict by (score,
    outcome) of arrays (P,); 0 where all values are equal."""
    ends = outcomes(stored, columns)
    return {
        (score, outcome): np.nan_to_num(spearman(values, end))
        for score, values in scores(stored, columns).items()
        for outcome, end in ends.items()
        if (score, outcome) != (PROBE, RIDGE)
    }


def table(stored):
    """By group, the mean over the pairs of `correlations` and half of its 95 % interval: dicts of
    (mean, half width) by (score, outcome). The pairs share no class."""
    found = {}
    for group, columns in groups(stored).items():
        estimates = {
            key: over_runs(values) for key, values in correlations(stored, columns).items()
        }
        found[group] = {key: (own.mean, own.half_width) for key, own in estimates.items()}
    return found


def of_networks(score):
    """`correlations` of a score over the networks with ImageNet weights, both outcomes: (P, 2)."""
    return _of("networks with ImageNet weights", [(score, RIDGE), (score, DESCENT)])


def better(score, ends, others=OTHERS):
    """`correlations` of a score over all representations less those of others, with each of some
    outcomes: (P, m)."""
    pairs = [(other, end) for end in ends for other in others]
    own = _of("all representations", [(score, end) for _, end in pairs])
    rest = _of("all representations", pairs)
    return lambda stored: own(stored) - rest(stored)


def _of(group, keys):
    def read(stored):
        found = correlations(stored, groups(stored)[group])
        return np.column_stack([found[key] for key in keys])

    return read


def by_accuracy(stored):
    """Networks with ImageNet weights, from the worst on ImageNet to the best: list of names."""
    return sorted(trained(stored), key=lambda name: ACCURACY[name.partition("/")[0]])


def steps_up(measure):
    """What `measure` reads of each of these less that of the one before, (P, m)."""
    return lambda stored: np.column_stack(
        [
            measure(after)(stored) - measure(before)(stored)
            for before, after in pairwise(by_accuracy(stored))
        ]
    )


def step_names(stored):
    """Of the same, in words."""
    names = [NETWORKS[name.partition("/")[0]] for name in by_accuracy(stored)]
    return [f"{after} over {before}" for before, after in pairwise(names)]


def accuracy_and(measure):
    """Spearman's of accuracy on ImageNet and what `measure` reads, over the networks, (P,)."""

    def read(stored):
        values = np.column_stack([measure(name)(stored) for name in by_accuracy(stored)])
        return spearman(np.broadcast_to(np.arange(values.shape[1]), values.shape), values)

    return read
