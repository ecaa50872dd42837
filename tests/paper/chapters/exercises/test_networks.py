"""Exercises of chapter 3: answers from matrices, samples and stored spectra one by one."""

import numpy as np
import pytest

from repalign import alignment, spectrum
from repalign.paper import results
from repalign.paper.chapters import explorers
from repalign.paper.chapters.exercises import EXERCISES
from repalign.paper.chapters.exercises.exercise import HINT
from repalign.paper.measures.collapse import within_class_variability

SAID = {
    "3.1": (
        ("#networks?dataset=0&split=0&first=0&level=0.1", "inputs are ahead"),
        ("#networks?dataset=0&split=0&first=0&level=0.3", "still count a direction"),
        ("#networks?dataset=0&split=0&first=0&level=0.474", "still count a direction"),
        ("#networks?dataset=0&split=0&first=0&level=1", "has lost the direction"),
        ("#networks?dataset=0&split=1&first=0&level=0.5", "test samples"),
        ("#networks?dataset=0&split=0&first=3&level=0.4", "eight layers"),
        ("#networks?dataset=2&first=0", "CIFAR-10"),
    ),
    "3.2": ((106.3, "1 - c"), (36.9, "half of the angle"), (1.287, "radians")),
    "3.3": (("A", "smaller singular values"), ("B", "beyond 0.4"), ("D", "training samples")),
    "3.4": (((0.707, 0), "one size"), ((0.316, 0.1), "Which of"), ((0.1, 0.9), "σ itself")),
    "3.5": (
        (0.1414, "factor two"),
        (0.1, "divided by it"),
        (0.2828, "one less"),
        (0.4, "the mean of all"),
    ),
    "3.6": ((1, "square of the edge"), (4, "apply the map again"), (11, "half is missing")),
}


@pytest.mark.parametrize(
    ("name", "wrong", "said"),
    [(name, *each) for name, several in SAID.items() for each in several],
)
def test_likely_mistakes_are_named(name, wrong, said):
    verdict = EXERCISES[name].judge(wrong)
    assert verdict.word == "not yet"
    assert said in verdict.why


def test_the_largest_lead_is_that_of_what_the_explorer_draws():
    page = explorers.networks(dataset=0, first=0)
    samples = page.data[0][0]
    lead = np.subtract(samples["settings"][0]["trained"], samples["inputs"])
    assert page.settings[0] == "base"
    for level, ahead in zip(page.levels, lead, strict=True):
        page.level = level
        right = EXERCISES["3.1"].judge(page).word == "right"
        assert right == (ahead > lead.max() - 5)  # thousandths


def test_the_lead_one_network_at_a_time():
    stored = results.load("networks")
    inputs = stored.spectrum("ct_slices.train")
    trained = [stored.spectrum("ct_slices.base.train", 1, seed) for seed in range(5)]

    def lead(level):
        tau = level * np.sqrt(inputs.n_samples)
        return np.mean([alignment(spec, tau) for spec in trained]) - alignment(inputs, tau)

    low, high = EXERCISES["3.1"].right()["level"]
    most = lead((low + high) / 2)
    assert most > max(lead(low / 1.2), lead(high * 1.2))
    for level in np.geomspace(0.003, 1, 60):
        state = {"dataset": 0, "split": 0, "first": 0, "level": level}
        verdict = EXERCISES["3.1"].judge(state)
        assert (verdict.word == "right") == (lead(level) > most - 0.005)
        assert ("trained layer is ahead there" in verdict.why) == (low > level and lead(level) > 0)
        assert verdict.word == "right" or verdict.why != HINT


def test_the_angle_from_points_that_lie_so_far_apart():
    # The edge is half the distance of the two points, in units of sqrt(n).
    angle = np.radians(EXERCISES["3.2"].right()[0])
    points = np.array([[1.0, 0.0], [np.cos(angle), np.sin(angle)]])
    assert np.linalg.norm(points[0] - points[1]) / 2 == pytest.approx(0.6)
    spec = spectrum(np.repeat(points, 50, axis=0), np.repeat([1.0, -1.0], 50))
    assert alignment(spec, 0.5999 * 10) == pytest.approx(100)
    assert alignment(spec, 0.6001 * 10) < 1e-9


def test_only_one_statement_holds_of_a_layer_with_such_numbers():
    # Squared singular values as shares of n, and shares of the target: 75 % beyond 0.4 sqrt(n).
    n, right = 1000, EXERCISES["3.3"].right()
    phi = np.sqrt(n) * np.vstack([np.diag(np.sqrt([0.5, 0.3, 0.19, 0.01])), np.zeros((6, 4))])
    spec = spectrum(phi, np.sqrt([0, 0.4, 0.35, 0.25, 0, 0, 0, 0, 0, 0]))
    assert alignment(spec, 0.4 * np.sqrt(n)) == pytest.approx(0.75)
    assert spec.residual < 1e-9  # not A: all of the target can be fitted
    assert right == ["C"]
    assert 6 * 0.4**2 <= 1 < 7 * 0.4**2


def test_the_curve_of_unequal_classes_from_their_matrix():
    edge, share = EXERCISES["3.4"].right()
    y = np.repeat([1.0, -1.0], [900, 100])
    spec = spectrum(np.column_stack([y > 0, y < 0]).astype(float), y)
    tau = edge * np.sqrt(1000)
    assert alignment(spec, tau * (1 - 1e-9)) == pytest.approx(1000)
    assert alignment(spec, tau * (1 + 1e-9)) == pytest.approx(1000 * share)


def test_nc1_of_directions_that_have_collapsed_and_lengths_that_have_not():
    rng = np.random.default_rng(0)
    lengths = 1 + EXERCISES["3.5"].right()[0] * rng.standard_normal((2, 100_000))
    features = np.vstack(
        [np.outer(each, axis) for each, axis in zip(lengths, np.eye(2), strict=True)]
    )
    labels = np.repeat([0, 1], 100_000)
    assert within_class_variability(features, labels) == pytest.approx(0.02, rel=0.02)


def test_edges_of_random_layers_by_an_integral():
    # E[relu(a) relu(b)] of two normal numbers that correlate, on a grid of angles, not the map.
    angles = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    cosine, edges = 0.0, []
    while not edges or edges[-1] >= 0.35:
        first, second = np.cos(angles), np.cos(angles - np.arccos(cosine))
        both, own = (np.maximum(first, 0) * np.maximum(each, 0) for each in (second, first))
        cosine = both.mean() / own.mean()
        edges.append(np.sqrt((1 - cosine) / 2))
    assert EXERCISES["3.6"].right() == [len(edges)]
