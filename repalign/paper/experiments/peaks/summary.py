"""What the book keeps of the runs of the experiment `peaks`."""

import numpy as np

from repalign.paper.datasets.peaks import PEAKS
from repalign.paper.experiments.peaks.targets import GOALS, IDLE, LEVELS
from repalign.paper.results.arrays import in_float32, picked

# Of gradient descent, from none.
STEPS = np.unique(np.geomspace(1, 1e5, 60).round().astype(int)) - 1
CURVES = ("few_train", "few_test", "few_weights")
OF_LAYERS = ("alignment", "reach", "scouted", "probe", "rank", "steps")


def summarize(runs):
    """What the book keeps of the four `CONFIGS`, in float32 where it is much: arrays by name.

    Parameters
    ----------
    runs : list of what `run` returned with one and with three hidden layers, trained on the source,
        then on the shuffled source

    Returns
    -------
    dict of arrays
        Symbols as in `run`; K members kept in detail, t of `STEPS`, R = 1 + 2 L representations,
        the inputs and the layers before and after training, and L more of `targets.measured`. Of
        both depths, with ``one_`` or ``three_`` in front: ``loss`` (S, C), ``epoch_loss``
        (S, epochs); ``layers`` (S, C, L), of ``three_`` for K members only; ``alignment`` (S, R,
        120, levels), ``reach``, ``scouted`` and ``probe`` (S, R, 120), ``rank`` (S, R), ``steps``
        (S, R, 120, goals), ``lowest`` (S, R + L, 120, 2), ``activity`` (S, 2, L, width).
        ``three_ends`` (S, 2, L): layers of all members at the start and at the end. Of one hidden
        layer: ``few`` (K, 3), ``few_coefficients`` (K, 3, r, 3), ``few_factor`` (K, 3, r, r),
        ``few_target`` (K, 3, r, 3), ``few_outside`` (K, 3, 3), ``few_test_samples`` (), for
        `few_samples`; and for all members ``few_train``, ``few_test`` (mean squared errors),
        ``few_weights`` (S, 3, 3, t), ``few_step`` (S, 3, 3). Of the shuffled source, with
        ``shuffled_`` in front: ``one_layers`` and ``three_ends`` (S, 1, L), ``few_train``,
        ``few_test``, ``few_weights`` (S, 1, 3, t); of both depths ``loss``, ``activity``,
        ``alignment``, ``reach``, ``scouted``, ``probe`` and ``rank`` (S, L, ...), ``lowest`` (S, 2
        L, 120, 2): the same networks before training are not stored again. Shared: ``functions``
        (S, 3), ``inputs`` (S,), ``epochs`` (C,), ``steps`` (t,), ``levels``, ``goals``, ``idle``
        (), ``targets`` (120,).
    """
    (one, three), (shuffled_one, shuffled_three) = runs[:2], runs[2:]
    kept = {name: values for name, values in one.items() if name.startswith("inputs")}
    kept |= _few(one) | _depth("one", one) | _depth("three", three)
    K = int(one["n_kept"])
    kept |= _layers(one, "one_layers") | _layers(three, "three_layers", members=slice(K))
    kept |= _layers(three, "three_ends", checkpoints=[0, -1])
    null = {name: shuffled_one[name][:, -1:] for name in CURVES}
    null |= _layers(shuffled_one, "one_layers", checkpoints=[-1])
    null |= _layers(shuffled_three, "three_ends", checkpoints=[-1])
    null |= _depth("one", shuffled_one, null=True) | _depth("three", shuffled_three, null=True)
    kept |= {f"shuffled_{name}": values for name, values in null.items()}
    return in_float32(kept) | {
        "functions": one["functions"],
        "epochs": one["epochs"],
        "steps": STEPS,
        "levels": LEVELS,
        "goals": np.array(GOALS),
        "idle": np.array(IDLE),
        "targets": np.array(PEAKS),
    }


def _few(run):
    """Linear models on few samples: curves of all members, all that the page computes with of the
    K kept."""
    kept = {name: values for name, values in run.items() if name.startswith("few")}
    whole = (*CURVES, "few_step", "few_test_samples", "few.shape")
    return {
        name: values if name in whole else values[: int(run["n_kept"])]
        for name, values in kept.items()
    }


def _depth(name, run, null=False):
    """Losses and all targets of one depth; of the null what training has changed."""
    L = run["targets_activity"].shape[2]
    first = 1 + L if null else 0
    kept = {part: run[f"targets_{part}"][:, first : 1 + 2 * L] for part in OF_LAYERS}
    kept |= {"lowest": run["targets_lowest"][:, first:], "activity": run["targets_activity"]}
    kept |= {part: run[part].T for part in ("loss", "epoch_loss")}
    left_out = ("steps", "epoch_loss") if null else ()
    return {f"{name}_{part}": values for part, values in kept.items() if part not in left_out}


def _layers(run, name, members=slice(None), checkpoints=slice(None)):
    """The spectra of layers with members first, (S, C, L)."""
    return picked(run, "layers", name, lambda values: values[checkpoints].swapaxes(0, 1)[members])
