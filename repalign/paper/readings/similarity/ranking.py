"""Which scores rank networks and layers, of the stored experiment `similarity`."""

import numpy as np

from repalign.paper.measures.scores import combined
from repalign.paper.statistics import spearman


def scores(stored):
    """What ranks networks and layers: dict of arrays (S, 2, L, P), sources artificial and natural.

    All but the last, the linear probe's accuracy, which is on test pictures, know training pictures
    only. NCTI is scaled over the eight layers of both sources.
    """
    aligned = {
        f"alignment, tau = {tau:g}": stored["alignment"][..., k]
        for k, tau in enumerate(stored["score_taus"])
    }
    named = aligned | {
        "kernel-target alignment": stored["kernel_target_alignment"],
        "LogME evidence": stored["log_evidence"],
        "H-score": stored["h_score"],
        "NCTI": _ncti(stored),
        "linear probe, cross-validated": stored["cross_validated"],
        "linear probe, test pictures": stored["probe_accuracy"],
    }
    return {name: values[:, :2] for name, values in named.items()}


def _ncti(stored):
    parts = np.moveaxis(stored["ncti"][:, :2], 3, 1)  # (S, P, 2, L, 3)
    by_task = combined(parts.reshape(*parts.shape[:2], -1, parts.shape[-1]))
    return np.moveaxis(by_task.reshape(parts.shape[:-1]), 1, 3)


def order_of_layers(score, outcome):
    """Spearman's correlation over the layers of each network: (S, 2, L, P) twice to (S, P), mean
    over both sources."""
    return _ordered(np.moveaxis(score, 2, -1), np.moveaxis(outcome, 2, -1)).mean(axis=1)


def order_of_all(score, outcome):
    """Spearman's correlation over all layers of both sources: (S, 2, L, P) twice to (S, P)."""
    return _ordered(_by_task(score), _by_task(outcome))


def _ordered(score, outcome):
    """Spearman's correlation over the last axis; 0 where all scores or all outcomes are equal."""
    return np.nan_to_num(spearman(score, outcome))


def right_source(score, outcome):
    """1 where the source with the higher score has the better outcome, 1/2 for a tie: (S, 2, ...,
    P) to (S, ..., P)."""
    agreement = np.sign(score[:, 1] - score[:, 0]) * np.sign(outcome[:, 1] - outcome[:, 0])
    return (1 + agreement) / 2


def cost_of_choice(score, outcome):
    """What the best of all layers of both sources is ahead of the best scored one: (S, 2, L, P)
    twice to (S, P)."""
    score, outcome = _by_task(score), _by_task(outcome)
    chosen = np.take_along_axis(outcome, score.argmax(axis=-1)[..., None], axis=-1)[..., 0]
    return outcome.max(axis=-1) - chosen


def leads(stored, score):
    """Of each task: how far the natural source's last layer is ahead in a score (S, 2, L, P), and
    the network fine-tuned from it in accuracy on the pair; (S, P, 2)."""
    tuned = stored["tuned_pairs"]
    return np.stack([score[:, 1, -1] - score[:, 0, -1], tuned[:, 1] - tuned[:, 0]], axis=-1)


def _by_task(values):
    """All layers of both sources side by side: (S, 2, L, P) to (S, P, 2 L)."""
    return np.moveaxis(values, -1, 1).reshape(len(values), values.shape[-1], -1)
