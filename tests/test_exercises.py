"""The answers of exercises, each against another way to it than the module's own, and what the check says."""

import numpy as np
import pytest

from repalign import Spectrum, training_error
from repalign.paper import tasks
from repalign.paper.exercises import ANSWERS, check


def test_figure_4_with_1000_points_from_a_large_sample():
    rng = np.random.default_rng(0)
    angles = np.resize([0.25, -0.75], 200_000) * np.pi + 0.29 * rng.standard_normal(200_000)
    sigma = np.linalg.svd(np.column_stack([np.cos(angles), np.sin(angles)]), compute_uv=False)
    np.testing.assert_allclose(ANSWERS["1.1"](), sigma / np.sqrt(200), rtol=0.01)


def test_flips_by_flipping():
    y = np.ones(100)
    u = y / 10
    for k in range(100):
        y[k] = -1
        if (u @ y) ** 2 < 50:
            break
    assert ANSWERS["1.2"]() == k + 1


def test_steps_and_crossing_by_the_closed_form():
    one = Spectrum([30.0, 3.0], [0.0, 1.0], 0.0, 10, 2)
    losses = training_error(one, np.arange(400), step_size=1 / 900) ** 2
    assert ANSWERS["4.1"]() == np.argmax(losses < 0.01)
    both = Spectrum([4.0, 2.0, 0.5], [[0.0, 0.9], [1.0, 0.0], [0.0, 0.1]], [0.0, 0.0], 10, 3)
    errors = training_error(both, np.arange(100), step_size=0.05)
    assert ANSWERS["4.2"]() == np.argmax(errors[:, 0] < errors[:, 1])


def test_functions_that_share_two_variables():
    assert ANSWERS["5.1"]() == sum(tasks.shared("ABC", name) == 2 for name in tasks.PEAKS)


@pytest.mark.parametrize("name", ANSWERS)
def test_the_check_knows_right_from_wrong(name, capsys):
    for answer, said in (
        (ANSWERS[name](), "right"),
        (np.asarray(ANSWERS[name]()) * 1.5, "not yet"),
        (..., "not answered"),
    ):
        assert check(name, answer) is None
        assert said in capsys.readouterr().out


def test_a_shape_that_does_not_fit_is_wrong_and_an_unknown_name_an_error(capsys):
    check("1.1", 30.4)
    assert "not yet" in capsys.readouterr().out
    with pytest.raises(ValueError, match=r"unknown exercise '9\.9'; known: 1\.1"):
        check("9.9", 1)
