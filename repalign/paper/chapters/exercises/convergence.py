"""Exercises of chapter 4."""

from functools import partial

import numpy as np

from repalign import max_step_size, training_error
from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Letters, Numbers, State
from repalign.paper.chapters.exercises.stored import read

SLOW = 0.01  # eta sigma^2 of 4.1 and 4.6
GOAL = 0.01  # of the loss
RATIOS = (0.4, 0.05)  # of 4.3: the step size of the figure, and the smaller one
MOMENTUM = 0.81  # of 4.6


def steps_to_goal(left):
    """The first step at which the loss, left^2, is under the goal."""
    return int(np.argmax(np.square(left) < GOAL))


def errors_left(momentum=0.0, steps=1000):
    """e_{t+1} = (1 - eta sigma^2 + momentum) e_t - momentum e_{t-1}, from e_0 = e_{-1} = 1."""
    errors = [1.0, 1.0]
    for _ in range(steps):
        errors.append((1 - SLOW + momentum) * errors[-1] - momentum * errors[-2])
    return np.array(errors[1:])


def _steps_and_weight(late=0):
    """Of sigma = 3 and sigma = 30, at eta = 1 / 30^2: the larger one arrives in one step."""
    left = errors_left()
    t = steps_to_goal(left)
    return t + late, 10 * (1 - left[t])


def crossing(stored, ratio):
    """The first step at which y1 has less left than y2, first draw."""
    y1, y2 = (stored.spectrum(name, 0) for name in ("y1", "y2"))
    steps, eta = np.arange(5000), ratio * max_step_size(y1)
    return int(np.argmax(np.less(*(training_error(y, steps, step_size=eta) for y in (y1, y2)))))


def _near(step, ratio):
    return {"ratio": (0.98 * ratio, 1.02 * ratio), "step": (0.94 * step, 1.06 * step)}


def _slower(power):
    """Where the crossing would be if it came later like a power of 1 / eta."""
    first, second = RATIOS
    return read(
        lambda stored: _near(crossing(stored, first) * (first / second) ** power, second),
        "convergence",
    )


EXERCISES = (
    Exercise(
        "4.1",
        "compute",
        minutes=8,
        form=Numbers("a pair, such as 120, 4.56,", count=2, rtol=0.004),
        answer=_steps_and_weight,
        mistakes=(
            (partial(_steps_and_weight, -1), "At that step the loss is still just above 1 %."),
            (partial(_steps_and_weight, 1), "One step too late: it is below 1 % before."),
            (
                lambda: (
                    int(np.ceil(np.log(GOAL) / np.log(1 - SLOW))),
                    10 * (1 - GOAL),
                ),
                "That many steps bring the error to 1 %: the loss is its square, and falls twice "
                "as fast.",
            ),
            (
                lambda: (_steps_and_weight()[0], 10),
                "The steps are right, and 10 is the ratio of the weights needed in the end. After "
                "so many steps a part of the weight is still missing.",
            ),
            (
                lambda: (_steps_and_weight()[0], 100),
                "The steps are right. A weight is the projection divided by σ, not by its square.",
            ),
            (
                lambda: (_steps_and_weight()[0], 0.1 * (1 - errors_left()[_steps_and_weight()[0]])),
                "The steps are right. Which of the two weights is larger, on the small σ or on "
                "the large one?",
            ),
            (
                lambda: (_steps_and_weight()[0], 10 * (1 - GOAL)),
                "The steps are right. 1 % of the loss is left, so more than that of the error.",
            ),
        ),
    ),
    Exercise(
        "4.2",
        "predict",
        minutes=6,
        form=Letters("ABCD"),
        answer="B",
        mistakes=(
            (
                "A",
                "Which direction overshoots more and more, and how much of the labels lies on it?",
            ),
            (
                "C",
                "The weights start at 0, and the first step goes along the labels that there are. "
                "What does the formula say for the directions that hold them?",
            ),
            (
                "D",
                "A direction swings without end where 1 - ησ² is -1. Compute it for the "
                "directions that hold labels.",
            ),
        ),
    ),
    Exercise(
        "4.3",
        "predict",
        minutes=8,
        form=State("figure9"),
        answer=_slower(1),
        mistakes=(
            (
                _slower(0),
                "That is the step of the larger step size. With a smaller one each step does less.",
            ),
            (_slower(-1), "The wrong way: with a smaller step size more steps are needed."),
            (_slower(2), "Too many: η enters the exponent as it is, only σ is squared."),
            (
                {"ratio": (0.98 * RATIOS[0], 1.02 * RATIOS[0])},
                "The step size is still the one at the start: make it smaller first.",
            ),
            (
                {"ratio": (0.98 * RATIOS[1], 1.02 * RATIOS[1])},
                "The step size is right, the step is not. What has to stay the same for the loss "
                "to be the same?",
            ),
        ),
    ),
    Exercise(
        "4.4",
        "explain",
        minutes=10,
        form=Letters("ABCD"),
        answer="B",
        mistakes=(
            (
                "A",
                "There is no noise here. What is left on the slow direction is signal, and going "
                "on brings it in.",
            ),
            (
                "C",
                "Most of the signal is fast, but compare what the slow direction still holds with "
                "the noise that comes with it.",
            ),
            (
                "D",
                "Poorly aligned: nearly all of the signal is still missing when the fast phase "
                "ends.",
            ),
        ),
    ),
    Exercise(
        "4.5",
        "break",
        minutes=10,
        form=Numbers("three numbers, the first of them 1", count=3),
        answer=(1, -1, 1),
        mistakes=(
            (
                (1, 0, -1),
                "That is the direction of the smaller singular value: slow, but it is learned.",
            ),
            (
                (1, 2, 1),
                "That is the direction of the larger singular value: the first to be learned.",
            ),
            (
                (1, 1, 0),
                "That is the first column of Φ: a weight of 1 on it fits the labels exactly.",
            ),
            (
                (1, 1, 1),
                "Compute the first step: the product of Φ transposed with y. It is not 0.",
            ),
            (
                (1, -1, 0),
                "One of the two weights stays at 0, the other does not: y must be orthogonal to "
                "both columns.",
            ),
        ),
    ),
    Exercise(
        "4.6",
        "extend",
        minutes=12,
        form=Numbers("a number of steps", whole=True),
        answer=lambda: steps_to_goal(errors_left(MOMENTUM)),
        mistakes=(
            (
                lambda: steps_to_goal(np.sqrt(MOMENTUM) ** np.arange(1000)),
                "That is the factor 0.9 from the first step on. But momentum starts at rest, and "
                "needs some steps to pick up speed.",
            ),
            (
                lambda: steps_to_goal(errors_left()),
                "That is descent without momentum, as in Exercise 4.1.",
            ),
            (
                lambda: steps_to_goal(np.sqrt(np.abs(errors_left(MOMENTUM)))),
                "That many bring the error to 1 %: the loss is its square.",
            ),
            (
                lambda: steps_to_goal(MOMENTUM ** np.arange(1000)),
                "You took β for the factor of the error in a step. Walk a few steps by hand.",
            ),
        ),
    ),
)
