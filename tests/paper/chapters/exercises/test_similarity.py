"""Chapter 7: each answer by another way than the module's own, and what is said of a mistake.

The readings' own means and errors on invented tasks, drawn pictures, and stored spectra with
classes left out one by one stand against closed forms. No number of the stored results is assumed.
"""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from repalign import alignment
from repalign.paper import results
from repalign.paper.chapters.exercises import EXERCISES
from repalign.paper.readings.similarity import mean_over_tasks


@pytest.fixture(scope="module")
def stored():
    return results.load("similarity")


def said(name, answer):
    return EXERCISES[name].judge(answer).why


def invented(n_classes):
    """Tasks of one kind, of all pairs of so many classes."""
    pairs = np.array(list(combinations([f"class {k}" for k in range(n_classes)], 2)))
    return {"pairs": pairs, "pair_kinds": np.zeros(len(pairs), dtype=int)}


def test_both_signs_ask_for_a_better_source_and_for_similarity(stored):
    """By trying: of all that similarity and a better source could add, one pair of numbers has both
    means; and what the plain mean makes of it."""
    found = [
        (s, b)
        for s in np.arange(-20, 21) / 100
        for b in np.arange(-20, 21) / 100
        if np.allclose([s + b, s - b], [0.10, -0.04])
    ]
    assert found == [(0.03, 0.07)]
    values = np.where(stored["pair_kinds"] == 1, 0.10, -0.04)[None]
    assert mean_over_tasks(stored, values, (0.5, 0.5)).mean == pytest.approx(0.03)
    assert mean_over_tasks(stored, values).mean == pytest.approx(0.06)
    assert EXERCISES["7.1"].right() == ["C"]
    assert "does not average out" in said("7.1", "B")
    assert "of one size" in said("7.1", "D")
    assert "the same to every pair" in said("7.1", "A")


def test_two_errors_of_a_difference_from_drawn_pictures():
    first, second = np.random.default_rng(0).binomial(4000, 0.95, size=(2, 100_000)) / 4000
    assert EXERCISES["7.2"].right()[0] == pytest.approx(200 * np.std(first - second), rel=0.02)
    assert "the variances of both add up" in said("7.2", 0.689)
    assert said("7.2", 0.487) == "That is one standard error: two are asked for."


def test_a_jackknife_by_hand_is_that_of_the_readings():
    values = np.array([0.02, 0.07, 0.18])
    found = mean_over_tasks(invented(3), values[None], (1,))
    assert EXERCISES["7.3"].right() == pytest.approx([found.error])
    naive = stats.sem(values)
    assert found.error == pytest.approx(2 * naive)
    assert said("7.3", naive).startswith("That takes the three pairs for independent")
    assert "the factor (n − 1)/n is missing" in said("7.3", 0.1158)
    assert said("7.3", values.mean()) == "That is the mean: its error is asked for."
    assert "standard deviation of the three" in said("7.3", values.std(ddof=1))
    assert found.mean < found.error


def leads_of_natural(stored):
    """Of each natural pair in the last layer at tau = 2, mean of the runs, one spectrum at a
    time."""
    layer, runs = str(stored["layers"][-1]), range(len(stored["source_accuracy"]))
    found = {}
    for k in np.flatnonzero(stored["pair_kinds"] == 1):
        shares = [
            [alignment(spec, 2.0) / spec.target_norm_sq for spec in both]
            for both in ([stored.spectrum(layer, run, s, k) for s in (1, 0)] for run in runs)
        ]
        found[tuple(stored["pairs"][k])] = np.mean([own - other for own, other in shares])
    return found


def test_errors_without_care_with_classes_left_out_one_by_one(stored):
    leads = leads_of_natural(stored)
    without = [
        np.mean([value for pair, value in leads.items() if name not in pair])
        for name in sorted({name for pair in leads for name in pair})
    ]
    careful = np.sqrt(len(without) - 1) * np.std(without)
    ratio = careful / stats.sem(list(leads.values()))
    assert EXERCISES["7.4"].right() == pytest.approx([ratio], rel=1e-3)
    assert said("7.4", ratio / np.sqrt(15)).startswith("That is over the standard deviation")


def factor(values):
    return mean_over_tasks(invented(6), values[None], (1,)).error / stats.sem(values)


def test_the_factor_of_parts_of_classes_and_of_independent_values():
    rng, pairs = np.random.default_rng(0), np.array(list(combinations(range(6), 2)))
    of_classes = rng.standard_normal(6)[pairs].sum(axis=1)
    assert factor(of_classes) == pytest.approx(np.sqrt(7))
    squares = [factor(rng.standard_normal(15)) ** 2 for _ in range(2000)]
    assert np.mean(squares) == pytest.approx(2.5, rel=0.05)
    assert max(squares) < 7
    assert "sum of a part of each class" in said("7.4", np.sqrt(7))
    assert "values that are independent" in said("7.4", np.sqrt(2.5))


def test_how_many_runs_by_the_intervals_of_values_made_up_for_it():
    (needed,) = EXERCISES["7.5"].right()
    for n in range(2, 8):
        values = stats.zscore(np.arange(n), ddof=1) * 0.035 + 0.05
        interval = stats.ttest_1samp(values, 0).confidence_interval(0.95)
        assert (interval.low > 0) == (n >= needed)
    assert said("7.5", 2).startswith("By the normal quantile, 1.96")
    ends = stats.t.ppf(0.95, np.arange(1, 6)), stats.t.ppf(0.975, np.arange(2, 7))
    for quantiles in ends:  # one-sided ones, and n degrees of freedom
        clear = quantiles * 0.035 / np.sqrt(np.arange(2, 7)) < 0.05
        assert "n − 1 degrees of freedom, and 2.5 %" in said("7.5", 2 + int(np.argmax(clear)))
    assert said("7.5", 6).startswith("One off")


def test_across_the_halves_only_the_better_source_is_left():
    """Shares that each digit known adds to, and a source's own quality, on all pairs of digits."""
    quality, known = np.array([0.3, 0.1]), 0.05
    half = np.arange(10) // 5

    def lead(pair, own):
        shares = quality + known * np.array([(half[list(pair)] == k).sum() for k in (0, 1)])
        return shares[own] - shares[1 - own]

    pairs = list(combinations(range(10), 2))
    across = [lead(pair, 0) for pair in pairs if half[pair[0]] != half[pair[1]]]
    within = [lead(pair, half[pair[0]]) for pair in pairs if half[pair[0]] == half[pair[1]]]
    assert np.mean(across) == pytest.approx(quality[0] - quality[1])
    assert np.mean(within) == pytest.approx(2 * known)
    assert EXERCISES["7.6"].right() == ["A"]
    assert "both equally good" in said("7.6", "C")
    assert "neither is nearer" in said("7.6", "B")
