"""Fine-tuning and the tunnel: what is drawn is what is read off the stored results."""

import numpy as np
import pytest

from repalign.paper import results

pytest.importorskip("matplotlib")
from matplotlib.figure import Figure

from repalign.paper.figures import similarity as figures

ARTIFICIAL, NATURAL, START = range(3)


def painted(paint):
    ax = Figure().subplots()
    paint(ax=ax)
    return ax


def test_fine_tuning_draws_every_layer_and_the_accuracy():
    stored = results.load("fine_tuning")
    paints = figures.during_fine_tuning().paints
    assert len(paints) == 6
    ax = painted(paints[4])  # the natural source, tuned on natural classes
    *layers, accuracy = ax.lines
    assert [line.get_label() for line in layers][::4] == ["block 2", "block 8"]
    expected = stored["share"][:, NATURAL, NATURAL, :, NATURAL].mean(axis=(0, -1))
    drawn = np.array([line.get_ydata() for line in layers])
    np.testing.assert_allclose(drawn, expected.T, rtol=1e-5)
    own = stored["accuracy"][:, NATURAL, NATURAL]
    np.testing.assert_allclose(accuracy.get_ydata(), own.mean(axis=0), rtol=1e-5)


def test_tunnel_draws_every_role_with_the_start_behind():
    stored = results.load("tunnel")
    _, heights = map(painted, figures.tunnel().paints)  # of the natural source
    own, start = heights.lines[0], heights.lines[4]
    for line, network in ((own, NATURAL), (start, START)):
        expected = stored["share"][:, network, NATURAL].mean(axis=(0, -1))
        np.testing.assert_allclose(line.get_ydata(), expected, rtol=1e-5)
    assert (own.get_label(), start.get_label()) == ("own classes", "before training")
    assert len(heights.lines) == 8
