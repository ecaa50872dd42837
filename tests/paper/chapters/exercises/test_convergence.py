"""Exercises of chapter 4: answers from walks of gradient descent, step by step, and from the
explorer's own curves."""

import numpy as np
import pytest

from repalign.paper.chapters import explorers
from repalign.paper.chapters.exercises import EXERCISES

SAID = {
    "4.1": (
        ((459, 9.9), "twice as fast"),
        ((230, 10), "needed in the end"),
        ((230, 100), "not by its square"),
    ),
    "4.2": (("A", "how much of the labels"), ("C", "start at 0"), ("D", "is -1")),
    "4.3": (
        ("#figure9?ratio=0.05&step=25", "the larger step size"),
        ("#figure9?ratio=0.05&step=1600", "only σ is squared"),
        ("#figure9?ratio=0.4&step=200", "make it smaller first"),
        ("#figure9?ratio=0.05&step=70", "the step is not"),
    ),
    "4.4": (("A", "no noise"), ("C", "still holds"), ("D", "still missing")),
    "4.5": (
        ((1, 0, -1), "slow, but it is learned"),
        ((1, 2, 1), "first to be learned"),
        ((1, 1, 1), "It is not 0"),
    ),
    "4.6": ((22, "starts at rest"), (230, "without momentum"), (63, "its square")),
}


@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [(name, *each) for name, several in SAID.items() for each in several],
)
def test_likely_mistakes_are_named(name, wrong, said):
    verdict = EXERCISES[name].judge(wrong)
    assert verdict.word == "not yet"
    assert said in verdict.why


def walk(phi, y, eta, momentum=0.0):
    """Weights of gradient descent from 0, step by step, without end."""
    before = w = np.zeros(phi.shape[1])
    while True:
        yield w
        before, w = w, w - eta * phi.T @ (phi @ w - y) + momentum * (w - before)


def walked_to_goal(phi, y, eta, momentum=0.0):
    """Steps until less than 1 % of the loss is left, and the weights then."""
    goal = 0.01 * y @ y
    return next(
        (t, w)
        for t, w in enumerate(walk(phi, y, eta, momentum))
        if np.square(phi @ w - y).sum() < goal
    )


def test_steps_and_weights_by_walking():
    phi = np.diag([30.0, 3.0])
    (one, fast), (t, slow) = (walked_to_goal(phi, y, 1 / 900) for y in np.eye(2))
    steps, ratio = EXERCISES["4.1"].right()
    assert (one, t) == (1, steps)
    assert ratio == pytest.approx(np.linalg.norm(slow) / np.linalg.norm(fast))
    assert EXERCISES["4.1"].judge((230, 9)).word == "right"
    assert EXERCISES["4.1"].judge((229, 9)).word == "not yet"


def test_beyond_the_limit_by_walking_on_axes_where_zeros_stay():
    # On the axes nothing is rounded on the top direction: its weight is exactly 0.
    phi, y = np.diag([10.0, 6.0, 3.0]), np.array([0.0, 1.0, 1.0])
    weights = walk(phi, y, 0.022)
    losses = [np.square(phi @ next(weights) - y).sum() for _ in range(200)]
    assert np.all(np.diff(losses) <= 0)
    assert losses[-1] < 1e-12
    assert EXERCISES["4.2"].right() == ["B"]
    anything = walk(phi, np.array([1e-9, 1, 1]), 0.022)
    assert max(np.square(phi @ next(anything) - y).sum() for _ in range(200)) > 1


def test_the_crossing_at_both_step_sizes_from_what_the_explorer_draws():
    page = explorers.figure9()

    def left(curve, ratio, step):
        sigma, power = (np.array(curve[name]) for name in ("sigma", "power"))
        return power @ (1 - 2 * ratio * (sigma / sigma[0]) ** 2) ** (2 * step)

    def crossing(ratio):
        step = 1
        while left(page.curves[0], ratio, step) >= left(page.curves[1], ratio, step):
            step += 1
        return step

    for step in (8 * crossing(page.ratio), crossing(0.05)):
        moved = explorers.figure9(ratio=0.05, step=step)
        assert EXERCISES["4.3"].judge(moved).word == "right"
    assert EXERCISES["4.3"].judge(page).word == "not yet"


def test_where_stopping_pays_by_walking_on_two_directions():
    phi, pays = np.diag([10.0, 0.1]), []
    cases = {"A": (99, 1, 0), "B": (99, 1, 4), "C": (60, 40, 4), "D": (1, 99, 4)}
    for letter, (fast, slow, noise) in cases.items():
        signal = np.sqrt([fast, slow])
        errors = np.zeros(2)
        # Noise of either sign on either direction, so that it is orthogonal to the signal in the
        # mean.
        for signs in np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]]):
            y = signal + np.sqrt(noise) * signs
            weights = walk(phi, y, 0.99 / 100)
            outputs = [phi @ next(weights) for _ in range(10)]
            errors += np.square([outputs[-1] - signal, y - signal]).sum(axis=1) / 4
        if errors[0] < errors[1]:
            pays.append(letter)
    assert EXERCISES["4.4"].right() == pays


def test_labels_that_never_move_by_walking():
    phi, y = np.array([[1.0, 0], [1, 1], [0, 1]]), np.array(EXERCISES["4.5"].right())
    weights = walk(phi, y, 0.1)
    assert not any(next(weights).any() for _ in range(50))
    for others in ((1, 0, -1), (1, 2, 1), (1, 1, 0)):
        assert walked_to_goal(phi, np.array(others, dtype=float), 0.1)[0] > 1


def test_momentum_by_walking():
    phi, y = np.array([[3.0]]), np.array([1.0])
    t, _ = walked_to_goal(phi, y, 1 / 900, momentum=0.81)
    assert EXERCISES["4.6"].right() == [t]
    closed = (1 + 0.1 * np.arange(100)) * 0.9 ** np.arange(100)
    assert t == np.argmax(closed**2 < 0.01)
