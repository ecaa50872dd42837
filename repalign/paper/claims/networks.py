"""E4, section 5: Figure 6 and Appendix A, on three data sets."""

from functools import partial
from itertools import pairwise

import numpy as np

from repalign import alignment_curve
from repalign.paper.claims.ledger import HOLDS, PARTLY, Claim, Null, above, below
from repalign.paper.claims.readers import height_of, height_thresholds, share_of

LOW, HIGH = 2, 8
"""Thresholds, of 1000 samples."""
START, TRAINED = 0, 1
BASES = {"depth": "depth 4", "width": "width 128", "optimizer": "optimizer adam", "activation": "activation relu",
         "batch_size": "batch_size 128"}  # fmt: skip
"""The setting that every sweep has in common, and is stored once."""
WORDS = {"depth": "depth", "width": "width", "optimizer": "optimiser", "activation": "activation",
         "batch_size": "batch size"}  # fmt: skip
DEPTHS = ("depth 1", "depth 2", "base", "depth 8")


def settings(sweep):
    """Index of the settings of a sweep on all data sets: stored -> list of int."""
    return lambda stored: [
        i for i, name in enumerate(stored["setting"]) if name == "base" or name.startswith(sweep)
    ]


def setting_names(sweep):
    """Of the same, in words."""

    def read(stored):
        names = [BASES[sweep] if name == "base" else str(name) for name in stored["setting"]]
        words = [name.replace(sweep, WORDS[sweep], 1).replace("_", " ") for name in names]
        return [
            f"{dataset_name(stored['dataset'][i])}, {words[i]}" for i in settings(sweep)(stored)
        ]

    return read


def dataset_name(name):
    return {"mnist": "MNIST", "ct_slices": "CT slices", "cifar10": "CIFAR-10"}[str(name)]


def trained_less(other, sweep, split, measure=height_of):
    """Measure of the trained final layer less that at the start, or of the inputs: (S,
    settings)."""

    def read(stored):
        return np.column_stack(
            [_less(stored, i, other, split, measure) for i in settings(sweep)(stored)]
        )

    return read


def _less(stored, i, other, split, measure):
    trained = _layers(stored, i, split, TRAINED, measure)
    if other == "inputs":
        return trained - measure(stored.spectrum(f"{stored['dataset'][i]}.{split}"))
    return trained - _layers(stored, i, split, START, measure)


def _layers(stored, i, split, when, measure):
    name = f"{stored['dataset'][i]}.{stored['setting'][i]}.{split}"
    return np.array(
        [measure(stored.spectrum(name, when, s)) for s in range(stored["train_loss"].shape[1])]
    )


def shuffled_less_inputs(sweep, split):
    """Height of the trained layer's curve of shuffled labels less that of the inputs with the true
    ones."""

    def read(stored):
        columns = []
        for i in settings(sweep)(stored):
            inputs = stored.spectrum(f"{stored['dataset'][i]}.{split}")
            low, *_, high = height_thresholds(inputs.n_samples)
            within = (stored["taus"] >= low) & (stored["taus"] <= high)
            columns.append(stored[f"{split}_null"][i][:, within].mean(axis=1) - height_of(inputs))
        return np.column_stack(columns)

    return read


def more_from_depth(split, measure=height_of, when=TRAINED):
    """What each depth has more than the one before it: (S, 3 a data set)."""

    def read(stored):
        columns = []
        for _, rows in depths(stored):
            levels = [_layers(stored, i, split, when, measure) for i in rows]
            columns += [after - before for before, after in pairwise(levels)]
        return np.column_stack(columns)

    return read


def depth_steps(stored):
    depth = [name.replace("base", BASES["depth"]).removeprefix("depth ") for name in DEPTHS]
    return [
        f"{name}, {after} layers over {before}"
        for name, _ in depths(stored)
        for before, after in pairwise(depth)
    ]


def depths(stored):
    """Name of each data set and the indices of `DEPTHS` in it."""
    at = {(str(dataset), str(setting)): i for i, (dataset, setting) in
          enumerate(zip(stored["dataset"], stored["setting"], strict=True))}  # fmt: skip
    names = dict.fromkeys(dataset for dataset, _ in at)
    return [(dataset_name(name), [at[name, setting] for setting in DEPTHS]) for name in names]


def spread(dataset, split="train"):
    """How far the mean curves of a data set's settings lie apart, at most over thresholds up to
    HIGH: one value."""

    def read(stored):
        rows = [i for i, name in enumerate(stored["dataset"]) if name == dataset]
        curves = np.mean([_layers(stored, i, split, TRAINED, low_curve) for i in rows], axis=1)
        return [np.ptp(curves, axis=0).max()]

    return read


def low_curve(spec):
    taus = np.geomspace(0.1, HIGH, 41) * np.sqrt(spec.n_samples / 1000)
    return alignment_curve(spec, taus, normalized=True)


def least_share(dataset, tau):
    """Of the trained layers of all settings, the smallest share at a threshold: (S,)."""

    def read(stored):
        rows = [i for i, name in enumerate(stored["dataset"]) if name == dataset]
        return np.min(
            [
                _layers(stored, i, "train", TRAINED, partial(share_of, tau=tau, per=1000))
                for i in rows
            ],
            axis=0,
        )

    return read


def sweep_claim(number, sweep, values, verdict):
    """Training increases alignment in every setting of a sweep, over inputs and start, on training
    and test data."""
    options = {"form": "+.3f", "cases": setting_names(sweep)}
    checks = [
        above(f"{split} data: height of the trained layer's curve less that of the {other}",
              trained_less(key, sweep, key_split), **options)
        for split, key_split in (("training", "train"), ("test", "test"))
        for key, other in (("inputs", "inputs"), ("start", "layer before training"))
    ]  # fmt: skip
    checks += [
        above(f"training data: share at τ = {tau}, trained layer less inputs",
              trained_less("inputs", sweep, "train", partial(share_of, tau=tau, per=1000)), **options)
        for tau in (LOW, HIGH)
    ]  # fmt: skip
    return claim(
        f"E4.{number}", "Section 5, Figure 6 and Appendix A",
        f"Whatever the {WORDS[sweep]} ({values}), training increases the alignment of the final hidden layer above "
        "that of the inputs and above that at initialisation, on training and on test data.",
        checks=tuple(checks),
        null=Null("shuffled labels with the trained layer", shuffled_less_inputs(sweep, "train")),
        verdict=verdict,
        comment="The curve is higher than before training in {1.count} settings, and than that of the inputs in "
        "{0.count}; at single thresholds it is above the inputs in {4.count} and {5.count}. The inputs of the CT "
        "slices are hard to beat.",
    )  # fmt: skip


claim = partial(Claim, chapter="03_networks", experiment="networks")

CLAIMS = (
    sweep_claim(1, "depth", "1, 2, 4, 8 layers", PARTLY),
    sweep_claim(2, "width", "32, 128, 512", PARTLY),
    sweep_claim(3, "optimizer", "SGD, SGD with momentum, RMSprop, Adam", PARTLY),
    sweep_claim(4, "activation", "ReLU, tanh, PReLU, LeakyReLU", PARTLY),
    sweep_claim(5, "batch_size", "32, 128, 256", PARTLY),
    claim(
        "E4.6", "Abstract and section 5, Figure 6",
        "More alignment arises from depth.",
        checks=(
            above("training data: height of the final layer's curve, each depth less the one before",
                  more_from_depth("train"), form="+.3f", cases=depth_steps),
            above("test data: the same", more_from_depth("test"), form="+.3f", cases=depth_steps),
            above("training data: the same of the share at τ = 8",
                  more_from_depth("train", partial(share_of, tau=HIGH, per=1000)), form="+.3f", cases=depth_steps),
        ),
        null=Null("the networks before training", more_from_depth("train", when=START)),
        verdict=PARTLY,
        comment="It grows in {0.count} steps of depth; the last ones add nothing clear ({0.cases[8]}: {0[8]}).",
    ),
    claim(
        "E4.7", "Section 5, Figure 6",
        "On MNIST the curves of all learnt representations nearly coincide, since each reaches a high alignment.",
        checks=(
            above("smallest share at τ = 8 of any setting", least_share("mnist", HIGH), 0.9, ".3f"),
            below("largest distance between the mean curves of two settings, up to τ = 8", spread("mnist"), 0.05,
                  ".3f"),
        ),
        null=Null("CT slices", least_share("ct_slices", HIGH)),
        verdict=HOLDS,
        comment="All hold at least {0:.1%} there, and no two mean curves are further apart than {1}.",
    ),
)  # fmt: skip
