"""What is drawn of gradient descent, against Equation 3 summed here and the stored runs."""

import numpy as np
import pytest

from repalign.paper import results

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from matplotlib.figure import Figure

from repalign.paper.experiments.convergence import SCALINGS
from repalign.paper.figures import convergence
from repalign.paper.readings.convergence import PLACES
from repalign.paper.readings.convergence import SCALINGS as NAMED

STORED = results.load("convergence")


def painted(picture, panel):
    """Lines of a panel by their label."""
    ax = Figure().subplots()
    picture.paints[panel](ax=ax)
    return {line.get_label(): line for line in ax.lines}


def left(sigma, squared, eta, step):
    return np.sqrt(np.sum((1 - eta * sigma**2) ** (2 * step) * squared))


def test_figure_9_draws_the_closed_form_and_the_real_run():
    lines = painted(convergence.crossing(), 1)
    own = STORED.spectrum("y2", 0)
    steps, errors = lines["y₂, closed form"].get_data()
    expected = [
        left(own.singular_values, own.squared_projections, STORED["step_size"][0], step)
        for step in steps
    ]
    np.testing.assert_allclose(errors, expected, rtol=1e-6, atol=1e-12)
    np.testing.assert_array_equal(lines["y₂, real run"].get_ydata(), STORED["measured"][0, 1::3, 1])
    at = convergence.crossings().frame["closed form"][0]
    assert lines[f"y₁ ahead from step {at}"].get_xdata() == [at, at]


def test_figure_8_starts_with_all_of_the_loss_and_no_weight():
    circles = [
        line
        for line in painted(convergence.two_processes([0.7]), 0).values()
        if line.get_marker() == "o" and len(line.get_xdata())
    ]
    assert [line.get_ydata()[0] for line in circles] == pytest.approx([70, 30])
    table = convergence.phases([0.7]).frame.iloc[0]
    eta, sigma, squared = 0.5 / 36, np.array([6.0, 1.0]), np.array([70.0, 30.0])
    assert table["loss left"] == pytest.approx(left(sigma, squared, eta, 4) ** 2)
    reached = (1 - (1 - eta * sigma**2) ** 4) * np.sqrt(squared) / sigma
    assert table["‖w‖ at step 4"] == pytest.approx(np.linalg.norm(reached))
    assert table["‖w‖ in the end"] == pytest.approx(np.linalg.norm(np.sqrt(squared) / sigma))


def test_test_losses_are_shares_of_their_start():
    errors = STORED["test_measured_by_patient"][:, 0, :, 2]  # another patient, with noise
    shares = np.square(errors / errors[:, :1])
    line = painted(convergence.stopping_early(), 1)["with noise, test"]
    np.testing.assert_allclose(line.get_ydata(), shares.mean(axis=0)[1:])
    table = convergence.left_over().frame
    row = table[(table["trained on"] == "with noise") & (table["tested on"] == PLACES[1])]
    assert row["end"].item() == pytest.approx(shares[:, -1].mean())
    assert row["lowest"].item() == pytest.approx(shares.min(axis=1).mean())


@pytest.mark.parametrize(("panel", "name"), [(0, "minibatch"), (1, "adam")])
def test_what_is_beyond_proposition_1_is_drawn_beside_it(panel, name):
    lines = painted(convergence.beyond(), panel)
    for label, array in (("shuffled", name), ("shuffled, closed form", "predicted")):
        errors = STORED[array][0, :, 3]
        expected = np.square(errors / STORED["predicted"][0, 0, 3])[1:]
        np.testing.assert_allclose(lines[label].get_ydata(), expected)


def test_scalings_have_the_names_of_the_experiment():
    assert tuple(SCALINGS) == NAMED
    table = convergence.scalings().frame
    assert table.iloc[-1].tolist() == ["printed in the paper", 115, 70, 30, 5 * 115**2 + 5 * 70**2]
    np.testing.assert_allclose(table["σ₁₀"][:4], STORED["sigmas"][:, :, 1].mean(axis=0))
