"""Chapter 1: each answer by another way than the module's own, and what is said of a mistake.

Simulations and spectra of features made here stand against closed forms, and the closed form of
many points against the explorer's hundred.
"""

import numpy as np
import pytest
from scipy.stats import norm

from repalign import spectrum
from repalign.paper.chapters.exercises import EXERCISES
from repalign.paper.chapters.exercises.circle import sigmas
from repalign.widgets import CircleExplorer


def shares(features, labels):
    """Left singular vectors of the matrix itself, with labels, and what lies outside."""
    left, sigma, _ = np.linalg.svd(features, full_matrices=False)
    held = (left.T @ labels)[sigma > 1e-9] ** 2 / len(labels)
    return held, 1 - held.sum()


def test_the_even_direction_of_many_points_is_among_those_of_a_hundred():
    """The boundary stands z deviations from the middle of a group: u_1 holds E[sign(s - z)]^2, u_2
    E[|s|; |s| > z]^2 and so on."""
    z = np.linspace(0, 3, 3001)
    first, second = (2 * norm.cdf(z) - 1) ** 2, (2 * norm.pdf(z)) ** 2
    crossing = z[np.argmax(first > second)]
    low, high = EXERCISES["1.1"].right()["direction"]
    assert low - 2 <= 135 - np.rad2deg(0.29 * crossing) <= high + 2
    for direction in (low, high):
        at = CircleExplorer(direction=direction)
        held, _ = shares(at.phi, at.labels)
        assert abs(held[0] - held[1]) < 0.25
    for direction in (low - 1, high + 1):
        at = CircleExplorer(direction=direction)
        held, _ = shares(at.phi, at.labels)
        assert abs(held[0] - held[1]) > 0.25


@pytest.mark.parametrize(
    ("direction", "which"), [(90, 0), (60, 1), (115, 1), (135, 2), (152, 3)], ids=str
)
def test_a_wrong_direction_is_told_where_it_is(direction, which):
    exercise, at = EXERCISES["1.1"], CircleExplorer(direction=direction)
    assert exercise.judge(at).why == exercise.mistakes[which][1]
    held, _ = shares(at.phi, at.labels)
    assert (held[0] > held[1]) == (which in (0, 1, 3))


def test_flips_by_flipping():
    y = np.ones(100)
    u = y / 10
    for k in range(100):
        y[k] = -1
        if (u @ y) ** 2 < 50:
            break
    assert EXERCISES["1.2"].right() == [k + 1]
    assert "its square" in EXERCISES["1.2"].judge(25).why


def test_figure_4_with_1000_points_from_a_large_sample():
    rng = np.random.default_rng(0)
    angles = np.resize([0.25, -0.75], 200_000) * np.pi + 0.29 * rng.standard_normal(200_000)
    sigma = np.linalg.svd(np.column_stack([np.cos(angles), np.sin(angles)]), compute_uv=False)
    np.testing.assert_allclose(EXERCISES["1.3"].right(), sigma / np.sqrt(200), rtol=0.01)
    assert "100 points" in EXERCISES["1.3"].judge(sigmas(100)).why
    assert "Doubled angles" in EXERCISES["1.3"].judge(sigmas(1000, 0.145)).why


def test_what_no_weights_reach_from_a_large_sample():
    s = 0.01 * np.random.default_rng(0).standard_normal(200_000)
    _, outside = shares(np.column_stack([np.cos(s), np.sin(s)]), np.where(s > 0, 1.0, -1.0))
    assert EXERCISES["1.4"].right() == pytest.approx([outside], rel=0.01)
    assert "inside the span" in EXERCISES["1.4"].judge(1 - outside).why
    assert "Separable" in EXERCISES["1.4"].judge(0).why


def test_only_stretching_moves_the_labels_to_the_largest_singular_value():
    """Both groups on the axes of v_1 and v_2, so that a stretch is a factor of a column."""
    s = 0.29 * np.random.default_rng(0).standard_normal(1000)
    side = np.resize([1.0, -1.0], 1000)
    points = np.column_stack([side * np.cos(s), side * np.sin(s)])
    y = np.where(points[:, 1] > 0, 1.0, -1.0)
    changed = {
        "A": points[:, ::-1] * [1, -1],
        "B": 10 * points,
        "C": points * [1, 5],
        "D": np.column_stack([points, np.ones(1000)]),
    }
    on_top = {letter: shares(each, y)[0][0] for letter, each in changed.items()}
    assert [letter for letter, share in on_top.items() if share > 0.5] == EXERCISES["1.5"].right()
    assert max(share for letter, share in on_top.items() if letter != "C") < 0.05
    for letter, said in (("A", "rotation"), ("B", "same factor"), ("D", "nearly constant")):
        assert said in EXERCISES["1.5"].judge(letter).why


def test_groups_at_corners_from_their_spectra():
    """Three on the circle, ten by the nine directions that hold ten corners."""
    at = np.deg2rad([90, 210, 330])
    three = np.column_stack([np.cos(at), np.sin(at)])
    ten = np.linalg.svd(np.eye(10) - 0.1)[0][:, :9]
    found = []
    for corners in (three, ten):
        y = np.repeat(np.where(np.arange(len(corners)) == 0, 1.0, -1.0), 4)
        spec = spectrum(np.repeat(corners, 4, axis=0), y)
        found.append(1 - spec.residual / len(y))
    exercise = EXERCISES["1.6"]
    assert exercise.right() == pytest.approx(found)
    assert "outside the span" in exercise.judge(1 - np.array(found)).why
    assert "not fitted" in exercise.judge([1, 1]).why
    assert "for each direction" in exercise.judge([found[0] / 2, found[1] / 9]).why
    assert "more classes" in exercise.judge([found[0]] * 2).why
