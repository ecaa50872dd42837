"""Figures on made-up results: what they draw, with one run and with several."""

import numpy as np
import pytest

from repalign.paper.results import Results

pytest.importorskip("matplotlib")
from matplotlib.figure import Figure

from repalign.paper.figures import depth

RNG = np.random.default_rng(0)
NAMES = {"networks": np.array(["artificial", "natural", "start"]), "levels": np.ones(4)}


def painted(paint):
    ax = Figure().subplots()
    paint(ax=ax)
    return ax


@pytest.mark.parametrize("n_runs", [1, 3])
def test_fine_tuning_draws_every_layer_and_the_accuracy(n_runs):
    stored = Results(
        NAMES
        | {
            "share": RNG.random((n_runs, 3, 2, 4, 2, 5, 4)),
            "accuracy": RNG.random((n_runs, 3, 2, 4)),
            "checkpoints": np.array([0, 0.5, 1, 2]),
            "kinds": np.array(["artificial", "natural"]),
            "layers": np.array([f"blocks.{number}" for number in (1, 3, 5, 6, 7)]),
        },
        {},
    )
    paints = depth.fine_tuning(stored).paints
    assert len(paints) == 6
    ax = painted(paints[4])
    *layers, accuracy = ax.lines
    assert [line.get_label() for line in layers][::4] == ["block 2", "block 8"]
    expected = stored["share"][:, 1, 1, :, 1].mean(axis=(0, -1))
    drawn = np.array([line.get_ydata() for line in layers])
    np.testing.assert_allclose(drawn, expected.T)
    np.testing.assert_allclose(accuracy.get_ydata(), stored["accuracy"][:, 1, 1].mean(axis=0))


@pytest.mark.parametrize("n_runs", [1, 3])
def test_tunnel_draws_every_role_with_the_start_behind(n_runs):
    stored = Results(
        NAMES
        | {
            "share": RNG.random((n_runs, 3, 4, 9, 4)),
            "effective_rank": 1 + RNG.random((n_runs, 3, 4, 9)),
            "layers": np.array(["stem", *(f"blocks.{number}" for number in range(8))]),
        },
        {},
    )
    _, heights, _, ranks = map(painted, depth.tunnel(stored).paints)  # of the natural source
    own, start = heights.lines[0], heights.lines[4]
    np.testing.assert_allclose(own.get_ydata(), stored["share"][:, 1, 1].mean(axis=(0, -1)))
    np.testing.assert_allclose(start.get_ydata(), stored["share"][:, 2, 1].mean(axis=(0, -1)))
    assert (own.get_label(), start.get_label()) == ("own classes", "before training")
    assert len(ranks.lines) == 8
    logs = np.log10(stored["effective_rank"][:, 1, 1]).mean(axis=0)
    np.testing.assert_allclose(ranks.lines[0].get_ydata(), logs)
