"""DescentExplorer on the Python side: what travels to the page, and what is refused."""

import numpy as np
import pytest
from spectra import some_spectrum

from repalign import spectrum

pytest.importorskip("anywidget")
from repalign.widgets import DescentExplorer


def test_descent_explorer_of_features_and_labels():
    rng = np.random.default_rng(0)
    phi, y = rng.standard_normal((30, 8)), rng.standard_normal(30)
    explorer = DescentExplorer.from_features(phi, y, rng=1)
    curves = {curve["name"]: curve for curve in explorer.curves}
    assert list(curves) == ["true labels", "shuffled labels", "top directions", "bottom directions"]
    np.testing.assert_allclose(
        curves["true labels"]["power"], spectrum(phi, y).squared_projections, rtol=1e-6
    )
    for name, zero in (("top directions", slice(5, None)), ("bottom directions", slice(3))):
        power = np.array(curves[name]["power"])
        assert (
            power.sum() == pytest.approx(y @ y)
            and not power[zero].any()
            and curves[name]["residual"] == 0
        )
    with pytest.raises(ValueError, match=r"one target; got shape \(30, 2\)"):
        DescentExplorer.from_features(phi, np.column_stack([y, y]))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"own": [(1.0, 1.0)]}, "two to eight directions; got 1"),
        ({"own": [(1.0, 1.0), (0.0, 2.0)]}, "own must be a positive finite number; got 0.0"),
        ({"puzzles": ["faster"]}, "need own directions"),
        ({"own": [(1, 1), (2, 2)], "puzzles": ["harder"]}, "puzzles are faster, crossing, lighter"),
    ],
)
def test_descent_explorer_refuses(settings, message):
    with pytest.raises(ValueError, match=message):
        DescentExplorer({"a": some_spectrum()}, **settings)
