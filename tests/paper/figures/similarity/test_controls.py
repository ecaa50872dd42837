"""Mixed sources and budgets: what is drawn and written is what is stored."""

import numpy as np
import pytest

from repalign.paper import results

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from matplotlib.figure import Figure

from repalign.paper.figures import similarity as figures

ARTIFICIAL, NATURAL = range(2)
LAST = -1


def lead(stored, runs, layer):
    """Of the similar source, mean over these runs and all tasks."""
    artificial, natural = np.moveaxis(stored["heights"][runs], 1, 0)[:, :, layer]
    sign = np.where(stored["pair_kinds"] == ARTIFICIAL, 1, -1)
    return np.mean((artificial - natural) * sign)


def test_leads_are_drawn_for_every_budget():
    stored = results.load("source_controls")
    _, paint = figures.long_enough().paints
    ax = Figure().subplots()
    paint(ax=ax)
    mean = ax.containers[0].lines[0]
    by_kind = ~stored["mixed"]
    expected = [
        lead(stored, by_kind & (stored["epochs"] == epochs), LAST)
        for epochs in np.unique(stored["epochs"][by_kind])
    ]
    np.testing.assert_allclose(mean.get_ydata(), expected, rtol=1e-5)


def test_losses_are_drawn_for_both_sources():
    stored = results.load("similarity")
    paint, _ = figures.long_enough().paints
    ax = Figure().subplots()
    paint(ax=ax)
    drawn = {line.get_label(): line.get_ydata() for line in ax.lines}
    expected = stored["source_loss"][:, NATURAL].mean(axis=0)
    np.testing.assert_allclose(drawn["natural source"], expected, rtol=1e-5)


def test_mixed_sources_stand_beside_similar_ones():
    stored = results.load("source_controls")
    row = figures.mixed_sources().frame.iloc[LAST]
    similar = lead(stored, ~stored["mixed"] & (stored["epochs"] == stored["epochs"].max()), LAST)
    mixed = stored["heights"][stored["mixed"]][:, :, LAST]
    apart = np.abs(mixed[:, 0] - mixed[:, 1]).mean()
    assert row["similar source ahead"].startswith(f"{similar:+.3f} (")
    assert row["mixed sources apart"].startswith(f"{apart:+.3f} (")
    assert row["difference"].startswith(f"{similar - apart:+.3f} (")
