"""Figures 3 and 4 and the tables of chapter 1: against numpy alone."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from repalign.paper.figures import circle
from repalign.paper.readings.circle import points


@pytest.fixture
def axes():
    return Figure().subplots()


def test_hypothetical_curves_are_named_and_fall(axes):
    (paint,) = circle.hypothetical().paints
    paint(ax=axes)
    top, bottom = axes.get_lines()
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [
        "on the top directions",
        "on the bottom directions",
    ]
    assert top.get_ydata()[200] > 0.5 > bottom.get_ydata()[200]


@pytest.mark.parametrize(("panel", "side"), [(0, [1, 1]), (1, [-1, 1])])
def test_points_carry_the_side_of_the_line_they_lie_on(axes, panel, side):
    circle.labellings().paints[panel](ax=axes)
    plus, minus = (line.get_xydata() for line in axes.get_lines()[1:])
    assert len(plus) + len(minus) == 100
    assert (plus @ side >= 0).all() and (minus @ side < 0).all()


def test_the_table_of_two_labellings():
    found = circle.two_labellings().frame.set_index("labelling")
    phi = points(100, 0)
    U, sigma, _ = np.linalg.svd(phi, full_matrices=False)
    for name, side in {"A": [1, 1], "B": [-1, 1]}.items():
        y = np.where(phi @ side >= 0, 1.0, -1.0)
        shares = (U.T @ y) ** 2 / 100
        row = found.loc[name]
        np.testing.assert_allclose(row[["on u₁", "on u₂"]].astype(float), shares, atol=1e-12)
        assert row["outside"] == pytest.approx(1 - shares.sum())
        assert row["‖w‖"] == pytest.approx(np.linalg.norm(U.T @ y / sigma)) and row["accuracy"] == 1
    assert (found["steps"] == [1, 28]).all()  # with this seed; the readings' test counts them


def test_squares_of_singular_values_add_up_to_the_points_but_not_as_printed():
    squares = circle.singular_values().frame["σ₁² + σ₂²"]
    np.testing.assert_allclose(squares, [9.58**2 + 2.84**2, 100, 1000])


def test_kernel_target_alignment_is_a_cosine_of_two_matrices():
    phi = points(100, 0)
    K, y = phi @ phi.T, np.where(phi @ [-1, 1] >= 0, 1.0, -1.0)
    cosine = y @ K @ y / np.linalg.norm(K) / (y @ y)
    found = circle.kernel_target().frame.set_index("labelling").loc["B"]
    assert found["kernel-target alignment"] == pytest.approx(cosine)
    assert found["share at τ = 0"] == pytest.approx(1)
