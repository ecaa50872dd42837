"""The circle on the Python side: its spectrum is that of Figure 4."""

import numpy as np
import pytest

pytest.importorskip("anywidget")
from repalign.widgets import CircleExplorer


def test_circle_has_the_singular_values_that_figure_4_prints():
    # Paper: 9.58 and 2.84, which belong to 100 points; expected lengths in closed form, (n +- n
    # e^(-2 s^2)) / 2.
    explorer = CircleExplorer()
    expected = np.sqrt(50 * (1 + np.array([1, -1]) * np.exp(-2 * 0.29**2)))
    np.testing.assert_allclose(explorer.spectrum.singular_values, expected, rtol=0.08)
    np.testing.assert_allclose(explorer.spectrum.singular_values, [9.58, 2.84], rtol=0.06)


def test_circle_labellings_of_figure_4_lie_on_one_direction_each():
    left, right = CircleExplorer(direction=45).spectrum, CircleExplorer(direction=135).spectrum
    assert left.squared_projections[0] > 0.95 * left.target_norm_sq
    assert right.squared_projections[1] > 0.5 * right.target_norm_sq
    assert right.squared_projections[0] < 0.05 * right.target_norm_sq


def test_painted_labels_take_precedence():
    plain, painted = CircleExplorer(n_points=20), CircleExplorer(n_points=20, painted="m.p")
    assert plain.labels[:4].tolist() == [1, -1, 1, -1]
    assert painted.labels[:4].tolist() == [-1, -1, 1, -1]
