"""Scores that rank sources and layers, and what fine-tuning makes of them."""

import numpy as np
import pytest
from scipy import stats

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from matplotlib.figure import Figure

from repalign.paper import results
from repalign.paper.figures import similarity as figures


def test_every_task_is_a_point():
    stored, ax = results.load("similarity"), Figure().subplots()
    figures.tuned().paints[0](ax=ax)
    at = stored["score_taus"].tolist().index(2.0)
    aligned = (stored["alignment"][:, 1, -1, :, at] - stored["alignment"][:, 0, -1, :, at]).mean(0)
    tuned = 100 * (stored["tuned_pairs"][:, 1] - stored["tuned_pairs"][:, 0]).mean(axis=0)
    for line, kind in zip(ax.lines, (0, 1), strict=False):
        own = stored["pair_kinds"] == kind
        np.testing.assert_allclose(line.get_xdata(), aligned[own])
        np.testing.assert_allclose(line.get_ydata(), tuned[own])


def test_scores_lose_what_the_best_layer_is_ahead():
    stored = results.load("similarity")
    frame = figures.scores().frame.set_index(["steps (mean accuracy)", "score"])
    score = np.moveaxis(stored["kernel_target_alignment"][:, :2], 3, 1).reshape(-1, 8)
    right = np.moveaxis(stored["descent_accuracy"][:, :2, ..., -1], 3, 1).reshape(-1, 8)
    chosen = right[np.arange(len(right)), score.argmax(axis=1)]
    lost = 100 * (right.max(axis=1) - chosen).mean()
    steps = f"{stored['descent_steps'][-1]} ({right.mean():.1%})"
    row = frame.loc[(steps, "kernel-target alignment")]
    assert row["lost, points"].startswith(f"{lost:.2f} (")


def test_agreement_is_spearmans_of_the_leads():
    stored = results.load("similarity")
    evidence, tuned = stored["log_evidence"], stored["tuned_pairs"]
    each = [
        stats.spearmanr(own[1, -1] - own[0, -1], right[1] - right[0]).statistic
        for own, right in zip(evidence, tuned, strict=True)
    ]
    row = figures.agreement().frame.set_index("score").loc["LogME evidence"]
    assert row["all pairs"].startswith(f"{np.mean(each):+.2f} ±")
