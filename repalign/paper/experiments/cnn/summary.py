"""What the book keeps of the runs of the experiment `cnn`."""

from itertools import product

import numpy as np

from repalign.paper.results.arrays import in_float32
from repalign.paper.results.tables import TaskTable

SOME_STEPS = (10, 100, 1000)
CURVES = tuple(
    "_".join(key)
    for key in product(("squared", "logistic"), ("train", "test"), ("error", "accuracy"))
)
PER_REPRESENTATION = (
    "alignment",
    "null",
    "log_evidence",
    "kernel_target_alignment",
    "h_score",
    "ncti",
    "ridge_penalty",
    "ridge_test_accuracy",
    "ridge_test_error",
    "least_squares_residual",
    "least_squares_accuracy",
    "least_squares_weight_norm",
    "squared_factor",
    "logistic_factor",
)


def summarize(runs):
    """What the book keeps of all runs, in float32 where it is much: arrays by name.

    Parameters
    ----------
    runs : list of what `run` returned
        Those of one pair of classes are put together; NaN stands where a representation was not
        measured on a pair.

    Returns
    -------
    dict of arrays
        P pairs of classes, by data set and seed; R representations, C of them the last layers and
        those by hand; T, L, t as in `run`; a few steps A, 10, 100, 1000 and the last. ``datasets``,
        ``seeds`` (P,), ``classes`` (P, 2), ``representations`` (R,), ``curves`` (C,), names;
        ``measured`` (P, R). A spectrum (P,) under the name of each representation, to be read where
        it was measured. Of `run`, with the axes P and R in front: ``alignment`` (P, R, t), ``null``
        (P, R, 3, t), ``log_evidence``, ``kernel_target_alignment``, ``h_score``, ``ridge_...``,
        ``least_squares_...``, ``squared_factor``, ``logistic_factor`` (P, R), ``ncti`` (P, R, 3);
        ``squared_at_train_error`` and so on, ``logistic_at_...`` (P, R, A). With P and C in front:
        ``squared_train_error`` and so on (P, C, T), ``logistic_...`` (P, C, L). Shared: ``steps``
        (T,), ``logistic_steps`` (L,), ``squared_at``, ``logistic_at`` (A,), ``taus`` (t,),
        ``null_quantiles`` (3,).
    """
    table = TaskTable.of(runs)
    kept = {"measured": table.measured()}
    for name in table.names:
        kept |= table.spectrum(name)
    for key in PER_REPRESENTATION:
        kept[key] = table.rows(key)
    curves = [r for r, name in enumerate(table.names) if name.count("/") < 2]
    chosen = {
        loss: _chosen(runs[0][name])
        for loss, name in (("squared", "steps"), ("logistic", "logistic_steps"))
    }
    for key in CURVES:
        loss, _, part = key.partition("_")
        values = table.rows(key)
        kept |= {key: values[:, curves], f"{loss}_at_{part}": values[..., chosen[loss]]}
    return in_float32(kept) | {
        "datasets": np.array([dataset for dataset, _ in table.tasks]),
        "seeds": np.array([seed for _, seed in table.tasks]),
        "classes": table.shared("classes"),
        "representations": np.array(table.names),
        "curves": np.array(table.names)[curves],
        "squared_at": runs[0]["steps"][chosen["squared"]],
        "logistic_at": runs[0]["logistic_steps"][chosen["logistic"]],
        **{name: runs[0][name] for name in ("steps", "logistic_steps", "taus", "null_quantiles")},
    }


def _chosen(steps):
    """Where `SOME_STEPS`, or the last before them, and the last step are."""
    return [*np.searchsorted(steps, SOME_STEPS, side="right") - 1, len(steps) - 1]
