"""What the book keeps of the runs of the experiment `peaks`."""

import numpy as np

from repalign.paper.datasets.peaks import PEAKS
from repalign.paper.measures.transfer import steps_saved
from repalign.paper.results.arrays import in_float32, picked
from repalign.paper.statistics import rank_correlation

# Of gradient descent, from none.
STEPS = np.unique(np.geomspace(1, 1e5, 60).round().astype(int)) - 1
TAU = 2.0  # of the transfer matrix
# Shares of ||y||^2 that the training loss is to fall to; the inputs cannot go below 0.5.
GOALS = (0.9, 0.8, 0.7, 0.6)
NAMES = ("one", "three")  # hidden layers: prefixes of what is stored


def summarize(runs):
    """What the book keeps of the two `CONFIGS`, in float32 where it is much: arrays by name.

    Parameters
    ----------
    runs : list of what `run` returned with one and with three hidden layers

    Returns
    -------
    dict of arrays
        Symbols as in `run`; t of `STEPS`, g of `GOALS`. Of both runs, with ``one_`` or ``three_``
        in front: ``loss`` (S, C), ``epoch_loss`` (S, epochs); ``layers`` (S, C, L), of ``three_``
        for K members only; ``matrix_alignment`` (K, 3, 120), ``matrix_steps`` (K, 3, 120, g);
        ``matrix_correlation`` (K, 2, g, 3), Spearman's and the ends of its interval, between the
        gain in alignment over inputs and over the start and the factor by which steps are saved.
        ``three_ends`` (S, 2, L): layers of all members at the start and at the end. Of one hidden
        layer: ``few`` (K, 3), ``few_coefficients`` (K, 3, r, 3), ``few_factor`` (K, 3, r, r),
        ``few_target`` (K, 3, r, 3), ``few_outside`` (K, 3, 3), ``few_test_samples`` (), for
        `few_samples`; and for all members ``few_train``, ``few_test`` (mean squared errors),
        ``few_weights`` (S, 3, 3, t), ``few_step`` (S, 3, 3). Shared: ``functions`` (S, 3),
        ``inputs`` (S,), ``epochs`` (C,), ``steps`` (t,), ``tau`` (), ``goals`` (g,), ``targets``
        (120,).
    """
    one, three = runs
    K = len(one["matrix_steps"])
    kept = {name: values for name, values in one.items() if name.startswith(("inputs", "few"))}
    detail = ("few.", "few_coefficients", "few_factor", "few_target", "few_outside")
    kept |= {
        name: kept[name][:K] for name in kept if name.startswith(detail) and name != "few.shape"
    }
    for name, run in zip(NAMES, runs, strict=True):
        kept |= {f"{name}_{part}": run[part].T for part in ("loss", "epoch_loss")}
        kept |= {f"{name}_{part}": run[part] for part in ("matrix_alignment", "matrix_steps")}
        kept[f"{name}_matrix_correlation"] = _correlations(
            run["matrix_alignment"], run["matrix_steps"]
        )
    kept |= _layers(one, "one_layers") | _layers(three, "three_layers", members=slice(K))
    kept |= _layers(three, "three_ends", checkpoints=[0, -1])
    return in_float32(kept) | {
        "functions": one["functions"],
        "epochs": one["epochs"],
        "steps": STEPS,
        "tau": np.array(TAU),
        "goals": np.array(GOALS),
        "targets": np.array(PEAKS),
    }


def _layers(run, name, members=slice(None), checkpoints=slice(None)):
    """The spectra of layers with members first, (S, C, L)."""
    return picked(run, "layers", name, lambda values: values[checkpoints].swapaxes(0, 1)[members])


def _correlations(shares, steps):
    """For each source, reference (inputs, start) and goal: array (K, 2, g, 3)."""
    return np.array(
        [
            [
                [
                    rank_correlation(own[2] - own[before], saved, rng=0)
                    for saved in steps_saved(per[before], per[2]).T
                ]
                for before in (0, 1)
            ]
            for own, per in zip(shares, steps, strict=True)
        ]
    )
