"""Chapter 5: each answer by another way than the module's own, and what is said of a mistake.

Counting, simulated samples, gains one function at a time, and the explorer's own curves stand
against closed forms and against one array of stored shares.
"""

from itertools import pairwise, permutations

import numpy as np
import pytest

from repalign import alignment_curve
from repalign.paper import results
from repalign.paper.chapters import explorers
from repalign.paper.chapters.exercises import EXERCISES
from repalign.paper.datasets.peaks import PEAKS, peaks, peaks_variables, shared


@pytest.fixture(scope="module")
def stored():
    return results.load("peaks")


def said(name, answer):
    return EXERCISES[name].judge(answer).why


def test_functions_that_share_two_variables_by_counting_them():
    of_six, of_eight = (
        sum(shared("ABC", name) == 2 for name in map("".join, permutations(letters, 3)))
        for letters in ("ABCDEF", "ABCDEFGH")
    )
    assert EXERCISES["5.1"].right() == [of_eight]
    assert "with six variables" in said("5.1", of_six)
    assert "each of them has several orders" in said("5.1", of_eight / 6)


@pytest.mark.parametrize(("gate", "share"), [(0.8, EXERCISES["5.2"].right()[0]), (0.5, 0.5)])
def test_a_sum_of_functions_of_one_variable_holds_so_much_of_simulated_samples(gate, share):
    X, Y, Z = np.random.default_rng(1).random((3, 200_000))
    values = np.where(gate < X, Y, Z)
    steps = np.hstack([np.eye(10)[(10 * each).astype(int)] for each in (X, Y, Z)])
    gram, values = steps.T @ steps, values - values.mean()
    held = values @ (steps @ (np.linalg.pinv(gram) @ (steps.T @ values)))
    assert held / (values @ values) == pytest.approx(share, abs=0.01)


def test_what_is_said_of_another_gate_and_of_amplitudes():
    assert said("5.2", 0.5).startswith("That is for a gate at 0.5")
    assert said("5.2", 1.0).startswith("That adds up amplitudes")
    assert said("5.2", 0.64).startswith("That is Z's part")


def gains_of(stored, run):
    """Of each function offered, mean over those that relate to the run's source in that way."""
    source = str(stored["functions"][run, 0])
    new = [letter for letter in "ABCDEF" if letter not in source]
    names = {
        "A": [name for name in PEAKS if not shared(source, name)],
        "B": [source[1] + source[0] + source[2]],
        "C": [letter + source[1:] for letter in new],
        "D": [source[0] + source[2] + source[1]],
    }
    targets = stored["targets"].tolist()
    return {
        letter: np.mean(
            [
                stored["one_alignment"][run, 2, k, 1] - stored["one_alignment"][run, 0, k, 1]
                for k in map(targets.index, own)
            ]
        )
        for letter, own in names.items()
    }


def test_who_gains_most_one_run_at_a_time_and_clearly(stored):
    runs = [gains_of(stored, run) for run in range(len(stored["functions"]))]
    ordered = [np.array([run[letter] for run in runs]) for letter in EXERCISES["5.3"].right()]
    for more, less in pairwise(ordered):
        lead = more - less
        assert lead.mean() > 4 * lead.std(ddof=1) / np.sqrt(len(lead))
    assert "the sum something that the inputs hold" in said("5.3", "BDCA")
    assert said("5.3", "ACBD") == "Just the other way round."


def test_a_function_and_the_one_with_its_cases_exchanged_add_up_to_both_variables():
    drawn = peaks_variables(100, np.random.default_rng(0))
    total = peaks("ABC", drawn) + peaks("ACB", drawn)
    np.testing.assert_allclose(total, drawn[:, 1] + drawn[:, 2])


def test_what_the_unrelated_task_loses_lies_mostly_on_smaller_singular_values(stored):
    specs = [
        (
            stored.spectrum("inputs", run).target(2),
            stored.spectrum("one_layers", run, -1, 0).target(2),
        )
        for run in range(len(stored["functions"]))
    ]
    curves = np.array(
        [[alignment_curve(each, [1e-3, 4.0], normalized=True) for each in pair] for pair in specs]
    )
    beyond, at_four = (curves[:, 0] - curves[:, 1]).mean(axis=0)
    assert 0 < beyond < at_four / 2
    assert EXERCISES["5.4"].right() == ["D"]
    assert "they are independent" in said("5.4", "B")
    assert "shuffled labels would do the same" in said("5.4", "C")
    assert "removed the idle units" in said("5.4", "A")


def test_the_thresholds_that_break_the_claim_are_those_of_the_explorers_curves():
    explorer = explorers.peaks()
    taus = np.array(explorer.taus)
    layers = np.cumsum(explorer.layers[0][-1][0], axis=-1)
    source, related = (layers - np.cumsum(explorer.inputs[0], axis=-1))[:2]
    low, high = EXERCISES["5.5"].right()["threshold"]
    within = (taus >= low) & (taus <= high)
    assert within.sum() > 5
    np.testing.assert_array_equal(within, related < 0)
    assert (source[within] > 0).all()
    untrained = np.cumsum(explorer.layers[0][0][0], axis=-1)[1]
    assert (untrained[within] < layers[1][within]).all()  # training did not hurt
    for traits, word in (({}, "right"), ({"checkpoint": 0}, "epoch"), ({"source": 2}, "first")):
        assert word in str(EXERCISES["5.5"].judge(explorers.peaks(threshold=8.0, **traits)))


@pytest.mark.parametrize(
    ("tau", "text"),
    [
        (0.5, "it is ahead at small"),
        (2.0, "still ahead"),
        (5.0, "still ahead"),
        (40, "nothing left"),
    ],
)
def test_what_is_said_of_other_thresholds(tau, text):
    assert text in said("5.5", f"#peaks?threshold={tau}")


def test_shares_on_a_collapsed_layer_from_simulated_samples():
    drawn = peaks_variables(400_000, np.random.default_rng(1))
    source = peaks("ABC", drawn)
    shares = [np.corrcoef(source, peaks(name, drawn))[0, 1] ** 2 for name in ("DBC", "BAC")]
    np.testing.assert_allclose(EXERCISES["5.6"].right(), shares, atol=0.005)
    assert abs(np.corrcoef(source, peaks("ACB", drawn))[0, 1]) < 0.01
    assert said("5.6", (49 / 64, 0.7385)).startswith("Labels are centred first")
    assert "The second is not zero" in said("5.6", (0.25, 0))
    assert "no longer one half" in said("5.6", (0.25, 0.0625))
    assert said("5.6", (0.5, 7 / 16)) == "That is its root: take the square."
