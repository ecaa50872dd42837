"""What is drawn of hidden layer and kernel, against the stored curves."""

import numpy as np
import pytest
from scipy.integrate import trapezoid

from repalign.paper import results

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from matplotlib.figure import Figure

from repalign.paper.figures.peaks import tangent

CURVES, LEVELS = (results.load("tangent")[name] for name in ("curve", "levels"))


def test_four_curves_a_task():
    ax = Figure().subplots()
    tangent.curves().paints[2](ax=ax)
    lines = {line.get_label(): line.get_ydata() for line in ax.lines}
    assert list(lines) == ["layer, rich", "kernel, rich", "layer, lazy", "kernel, lazy"]
    np.testing.assert_allclose(lines["layer, lazy"], CURVES[:, 1, 1, 0, 2].mean(axis=0))


def test_heights_are_means_over_thresholds_from_a_hundredth_on():
    """The area under the curve on a logarithmic axis, by the trapezoid rule, over its width."""
    table = tangent.heights().frame.set_index(["features", "when"])
    upper = LEVELS >= 0.01 - 1e-12
    areas = trapezoid(CURVES[..., upper], np.log(LEVELS[upper])) / np.log(100)
    for key, index in {
        ("kernel", "at the start"): (0, 0, 1),
        ("layer", "after rich training"): (0, 1, 0),
        ("kernel", "after lazy training"): (1, 1, 1),
    }.items():
        expected = areas[(slice(None), *index)].mean(axis=0)
        assert table.loc[key].tolist() == pytest.approx(expected.tolist(), abs=2e-3)


def test_lazy_training_moves_the_weights_less():
    table = tangent.trainings().frame
    rich, lazy = (float(text.split()[0]) for text in table["weights moved"])
    assert table["α"].tolist() == [1, 30] and lazy < rich / 5
