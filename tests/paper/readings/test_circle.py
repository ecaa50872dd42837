"""Readings of the circle: against closed forms and gradient descent step by step."""

import numpy as np
import pytest

from repalign import Spectrum, alignment_curve, spectrum
from repalign.paper.readings import circle


def test_hypothetical_labels_start_together_and_the_well_aligned_stay_higher():
    good, bad = (
        alignment_curve(spec, np.linspace(0, 11, 100), normalized=True)
        for spec in circle.hypothetical()
    )
    assert good[0] == pytest.approx(1) and bad[0] == pytest.approx(1)
    assert (good >= bad).all() and (good > bad + 0.5).sum() > 50
    # Shares fall like sigma^2 = 100^(1 - 2 k / 59): the first holds (1 - q) / (1 - q^60).
    q = 100 ** (-2 / 59)
    assert circle.hypothetical()[0].squared_projections[0] == pytest.approx((1 - q) / (1 - q**60))


def test_steps_to_fit_are_those_of_gradient_descent():
    phi = circle.points(100, 3)
    y = circle.labellings(phi, 3)[:, 1]
    best = np.linalg.lstsq(phi, y, rcond=None)[0]
    step_size = 1 / np.linalg.norm(phi, 2) ** 2
    w, steps = np.zeros(2), 0
    while np.sum((phi @ (w - best)) ** 2) > 0.01 * np.sum((phi @ best) ** 2):
        w, steps = w - step_size * phi.T @ (phi @ w - y), steps + 1
    assert circle.steps_to_fit(spectrum(phi, y)) == steps > 5


def test_what_is_not_fitted_in_time():
    slow = Spectrum(np.array([1.0, 0.001]), np.array([0.0, 4.0]), 0.0, n_samples=4, n_features=2)
    with pytest.raises(ValueError, match="not fitted within 1000 steps"):
        circle.steps_to_fit(slow)
