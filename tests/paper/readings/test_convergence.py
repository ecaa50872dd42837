"""What E6 reads, on made-up errors of one seed: 0, 1, 10 and 100 steps, sigma_1 = 1."""

import numpy as np
import pytest

from repalign.paper.readings import convergence as read

STEPS = np.array([0, 1, 10, 30, 100])
TRAIN = np.array([4.0, 2.0, 1.0, 0.4, 0.1])
TEST = {
    "test_measured": [4.0, 2.0, 1.0, 0.8, 0.4],
    "test_measured_by_patient": [4.0, 4.0, 4.0, 4.0, 8.0],
}


def stored(step_size):
    three = np.ones((1, len(STEPS), 3))
    arrays = {
        "steps": STEPS,
        "step_size": np.array([step_size]),
        "target.singular_values": np.array([[1.0, 0.5]]),
        "measured": TRAIN[None, :, None] * np.ones((1, 1, 5)),
        "measured_by_patient": TRAIN[None, None, :, None] * np.ones((1, 2, 1, 3)),
        "test_measured": np.array(TEST["test_measured"])[None, :, None] * three,
        "test_measured_by_patient": np.array(TEST["test_measured_by_patient"])[None, None, :, None]
        * np.ones((1, 2, 1, 3)),
    }
    return arrays


@pytest.mark.parametrize(("step_size", "step"), [(0.8, 30), (1e-3, None), (1.5, 30)])
def test_the_fast_phase_ends_when_a_tenth_of_the_rate_has_lost_99_percent(step_size, step):
    """(1 - eta / 10)^(2 t) = 0.01: t = 27.6 at eta = 0.8, 14.2 at 1.5, beyond the last at 0.001."""
    end = read.fast_end(stored(step_size))
    assert end == (len(STEPS) if step is None else np.searchsorted(STEPS, step))


def test_losses_are_squares_as_shares_of_the_start():
    made = stored(0.8)
    assert read.reduced(read.TRUE)(made) == pytest.approx(np.full((1, 3), 1 - 0.01))
    assert read.test_loss_left(read.NOISY)(made) == pytest.approx(np.array([[0.04, 1.0, 1.0]]))


def test_the_slow_phase_is_what_comes_after_the_fast_one():
    """0.4 over 0.8, and 8 over 4, squared."""
    grown = read.slow_phase("test_measured", read.TRUE, read.NOISY, power=2)(stored(0.8))
    assert 10**grown == pytest.approx(np.array([[0.25, 4, 4, 0.25, 4, 4]]))


def test_what_is_cheap_ends_where_test_and_training_loss_part():
    """On other slices shares of test and training loss are 0.04 and 0.01 at 30 steps, and 0.01 and
    0.0006 in the end: never apart by a twentieth. On another patient they part at once."""
    assert read.cheap(read.TRUE)(stored(0.8)) == pytest.approx(
        np.array([[1 - 0.1**2 / 4**2, 0, 0]])
    )
