"""Chapter 6: each answer by another way than the module's own, and what is said of a mistake.

Spectra of matrices made here, curves of error step by step, and stored spectra one by one stand
against closed forms.
"""

import numpy as np
import pytest

from repalign import Spectrum, alignment, alignment_curve, prepare, spectrum, training_error
from repalign.paper import results
from repalign.paper.chapters import explorers
from repalign.paper.chapters.exercises import EXERCISES
from repalign.widgets.cnn import LEVELS


@pytest.fixture(scope="module")
def stored():
    return results.load("cnn")


@pytest.fixture
def first_pair(stored):
    """The spectra of a representation of the first pair of CIFAR-100."""
    pair = stored["datasets"].tolist().index("cifar100")
    return lambda name: stored.spectrum(name, pair)


def said(name, answer):
    return EXERCISES[name].judge(answer).why


def losses(c, steps):
    """Of the model with 1000 pictures, at whole steps, as shares."""
    first = 1 + 999 * c
    spec = Spectrum([first, 1 - c], [0.0, 1000.0], 0.0, 1000, 1000)
    return training_error(spec, np.rint(steps), step_size=1 / first**2) ** 2 / 1000


def test_the_model_is_what_its_matrix_has():
    c, n = 0.95**4, 300
    y = np.resize([-1.0, 1.0], n)
    spec = spectrum((1 - c) * np.eye(n) + c, y)
    assert spec.singular_values[0] == pytest.approx(1 + (n - 1) * c)
    assert alignment(spec, 1.0001 * (1 - c)) < 1e-9 < alignment(spec, 0.9999 * (1 - c)) / n


def test_steps_of_the_paradox_by_the_closed_form_of_descent():
    (steps,) = EXERCISES["6.1"].right()
    for c, least, most in ((0.95, 0.999, 1.001), (0.95**4, 1 / 20, 1 / 18)):  # nearly 20 times
        before, after = losses(c, steps * np.array([least, most]))
        assert after < 0.1 < before
    assert "the loss is its square" in said("6.1", 2 * steps)
    assert "both singular values are squared" in said("6.1", 21875)
    assert said("6.1", 1.8e8) == "Use the natural logarithm."
    assert said("6.1", [1, 2]) == "A number of steps, such as 1.39e9 is asked for."


def test_narrow_bumps_learn_any_labels_in_a_step_and_know_nothing_of_new_pictures():
    """A kernel of two well separated classes, with bumps far narrower than the pictures are
    apart."""
    rng, bandwidth = np.random.default_rng(0), 0.01
    y = np.resize([-1.0, 1.0], 200)
    train, fresh = (rng.standard_normal((200, 50)) + 2 * y[:, None] for _ in range(2))

    def bumps(pictures):
        squares = np.square(pictures[:, None] - train).sum(axis=-1)
        return np.exp(-squares / (2 * bandwidth**2))

    for labels in (y, rng.permutation(y)):
        spec = spectrum(bumps(train), labels)
        assert training_error(spec, [1], step_size=1 / spec.singular_values[0] ** 2)[0] < 1e-9
    assert np.abs(bumps(fresh)).max() < 1e-9  # not D
    assert np.linalg.norm(bumps(train), 2) < 199  # not C: before, it was near 1 + 199 c
    assert EXERCISES["6.2"].right() == ["A"]
    for letter, text in (("B", "whatever their classes"), ("C", "grow or shrink"), ("D", "centre")):
        assert text in said("6.2", letter)


def test_error_left_from_the_spectra(first_pair):
    rbf, network = (
        training_error(spec, [1000], step_size=1 / spec.singular_values[0] ** 2)[0] ** 2
        for spec in map(first_pair, ("rbf", "squeezenet1_1/imagenet"))
    )
    assert EXERCISES["6.3"].right() == pytest.approx([rbf / network], rel=1e-6)
    assert said("6.3", rbf / 1000) == "That is what is left on the RBF features alone."
    assert said("6.3", np.sqrt(rbf / network)) == "That is its root: take the square."


def test_pixels_win_at_the_explorers_lowest_levels_and_visibly_only_there(first_pair):
    levels = LEVELS[LEVELS >= 0.01]
    lead = np.subtract(
        *(
            alignment_curve(first_pair(name), levels, normalized=True)
            for name in ("pixels", "squeezenet1_1/imagenet")
        )
    )
    low, high = EXERCISES["6.4"].right()["level"]
    within = (levels >= low) & (levels <= high)
    assert within.sum() > 3
    assert (lead[within] > 0).all()
    assert (lead[~within] < 0.0005).all()
    for level, there in zip(levels, within, strict=True):
        assert (EXERCISES["6.4"].judge(explorers.cnn(level=level)).word == "right") == there


@pytest.mark.parametrize(
    ("traits", "text"),
    [
        ({"dataset": 1}, "CIFAR-10:"),
        ({"pair": 1}, "another pair"),
        ({"network": 1}, "another network"),
        ({"layer": 3}, "another layer"),
    ],
)
def test_pixels_have_to_win_against_the_layer_that_is_named(traits, text):
    assert text in said("6.4", explorers.cnn(level=0.01, **traits))


@pytest.mark.parametrize(
    ("level", "text"),
    [
        (0.05, "still holds more"),
        (2.0, "far ahead"),
        (7.6, "far ahead"),
        (7.7, "nobody holds anything"),
        (25, "nobody holds anything"),
    ],
)
def test_what_is_said_of_other_levels(level, text):
    assert text in said("6.4", f"#cnn?level={level}")


def test_what_chance_gets_by_shuffling_on_random_features():
    rng = np.random.default_rng(2)
    y = np.resize([-1.0, 1.0], 40)
    phi = np.column_stack([np.ones(40), rng.standard_normal((40, 13))])
    basis = np.linalg.qr(phi)[0]
    held = np.mean([np.square(basis.T @ rng.permutation(y)).sum() for _ in range(20_000)]) / 40
    chance, won = EXERCISES["6.5"].right()
    assert chance == pytest.approx(held, abs=0.003)
    assert chance + won * (1 - chance) == pytest.approx(0.7)
    assert "a part of what chance has left over" in said("6.5", (1 / 3, 0.367))
    assert "take off what any labels get" in said("6.5", (1 / 3, 0.7))
    assert "orthogonal to the constant" in said("6.5", (13 / 40, 0.556))
    assert "The bias holds nothing" in said("6.5", (14 / 40, 0.538))


def test_a_perfect_feature_is_seen_from_its_own_matrix():
    y = np.resize([-1.0, 1.0], 1000)
    (edge,) = EXERCISES["6.6"].right()
    for r, share in ((edge * 0.999, 0), (edge * 1.001, 1)):
        spec = spectrum(prepare(r * y[:, None]), y)
        assert alignment(spec, 10) / 1000 == pytest.approx(share, abs=1e-9)
        assert spec.residual == pytest.approx(0, abs=1e-9)
    assert "divided by the root of 1 + r²" in said("6.6", 0.316)
    with_another = spectrum(prepare(np.column_stack([np.ones(1000), np.sqrt(2) / 3 * y])), y)
    assert with_another.singular_values[1] == pytest.approx(10)
    assert "has its 1 already" in said("6.6", np.sqrt(2) / 3)
    assert said("6.6", 3) == "That is its inverse: turn the ratio round."
