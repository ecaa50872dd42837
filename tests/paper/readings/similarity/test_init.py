"""Errors against closed forms of made-up tasks, ranks against worked examples, shares against their
definition."""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from repalign import alignment, spectrum
from repalign.paper import results
from repalign.paper.readings import similarity
from repalign.paper.readings.common import at
from repalign.paper.readings.similarity import fine_tuning, ranking
from repalign.paper.results import Results
from repalign.paper.results.arrays import spectrum_arrays, stacked

CLASSES = {0: "abcd", 1: "efghij"}
PAIRS = [(kind, pair) for kind, names in CLASSES.items() for pair in combinations(names, 2)]


def some_results(**arrays):
    pairs = {
        "pairs": np.array([pair for _, pair in PAIRS]),
        "pair_kinds": np.array([kind for kind, _ in PAIRS]),
    }
    return Results(pairs | arrays, {})


def sums_over(values):
    """What a task has where it is the sum of what its classes have."""
    return np.array([values[a] + values[b] for _, (a, b) in PAIRS])


def test_error_over_classes_is_that_of_their_mean_where_tasks_are_sums():
    """Closed form: the mean of all tasks of a kind is twice the mean of its classes."""
    rng = np.random.default_rng(0)
    of_class = {name: rng.normal() for names in CLASSES.values() for name in names}
    own = [[of_class[name] for name in names] for names in CLASSES.values()]
    expected = [2 * np.std(values, ddof=1) / np.sqrt(len(values)) for values in own]
    mean, error, freedom = similarity.mean_over_tasks(some_results(), sums_over(of_class)[None])
    assert mean == pytest.approx((6 * 2 * np.mean(own[0]) + 15 * 2 * np.mean(own[1])) / 21)
    assert error == pytest.approx(np.hypot(6 / 21 * expected[0], 15 / 21 * expected[1]))
    assert 3 < freedom < 8
    for parts, most in (((0.5, 0.5), 8), ((1, 0), 3), ((0, 1), 5)):
        mean, error, freedom = similarity.mean_over_tasks(
            some_results(), sums_over(of_class)[None], parts
        )
        assert freedom <= most + 1e-9
        assert mean == pytest.approx(
            sum(2 * part * np.mean(values) for part, values in zip(parts, own, strict=True))
        )
        assert error == pytest.approx(np.hypot(*np.multiply(parts, expected)))


def test_equal_parts_cancel_what_one_source_is_better_at():
    """The natural source is ahead by 0.2 everywhere, so the similar one is by +0.2 or -0.2."""
    values = np.where(np.array([kind for kind, _ in PAIRS]) == 1, 0.2, -0.2)[None]
    assert similarity.mean_over_tasks(some_results(), values).mean == pytest.approx(0.2 * 9 / 21)
    assert similarity.mean_over_tasks(some_results(), values, (0.5, 0.5)).mean == pytest.approx(0)


def test_error_over_seeds_is_added():
    """All tasks alike: nothing but the two seeds differs, 0.1 and 0.3, with the standard error
    0.1."""
    values = np.array([0.1, 0.3])[:, None, None] * np.ones((2, 4, 21))
    mean, error, freedom = similarity.mean_over_tasks(some_results(), values)
    np.testing.assert_allclose(freedom, [1] * 4)
    np.testing.assert_allclose(mean, [0.2] * 4)
    np.testing.assert_allclose(error, [0.1] * 4)
    assert similarity.mean_over_tasks(some_results(), values[:1]).error == pytest.approx(0)


def test_ranks_of_leads_agree_where_made_so():
    """Leads that rise together in each kind, and, ranked over all tasks, with no error at all."""
    rng = np.random.default_rng(0)
    lead = rng.permutation(21) / 10
    both = np.stack([lead, np.exp(lead)], axis=-1)[None].repeat(2, axis=0)
    np.testing.assert_allclose(similarity.agreement(some_results(), both).mean, 1)
    np.testing.assert_allclose(similarity.agreement(some_results(), both).error, 0, atol=1e-12)
    turned = both * [1, -1]
    np.testing.assert_allclose(similarity.agreement(some_results(), turned).mean, -1)


def test_error_of_ranks_is_the_jackknife_over_classes():
    """By a loop over the classes of both kinds, of one run."""
    rng = np.random.default_rng(3)
    values = rng.normal(size=(1, 21, 2))
    kinds = np.array([kind for kind, _ in PAIRS])
    expected = 0
    for names in CLASSES.values():
        left = []
        for name in names:
            kept = [index for index, (_, pair) in enumerate(PAIRS) if name not in pair]
            left.append(stats.spearmanr(*values[0, kept].T).statistic)
        expected += (len(names) - 1) / len(names) * np.square(left - np.mean(left)).sum()
    estimate = similarity.agreement(some_results(), values)
    assert estimate.error[0] == pytest.approx(np.sqrt(expected))
    assert estimate.mean[0] == pytest.approx(stats.spearmanr(*values[0].T).statistic)
    own = values[0, kinds == 1]
    assert estimate.mean[2] == pytest.approx(stats.spearmanr(*own.T).statistic)


def test_table_1_of_two_seeds_by_hand():
    """Paired gains of 0.02 and 0.04, error 0.01; 0.9 and 0.87 right of 100 or of 400 pictures."""
    first = np.array([[0.9, 0.87], [0.88, 0.9], [0.5, 0.5]])
    second = np.array([[0.92, 0.87], [0.88, 0.92], [0.5, 0.5]])
    stored = some_results(tuned_accuracy=np.stack([first, second]), n_tested=np.array([100, 400]))
    accuracy, gain, both = fine_tuning.table_1(stored)
    np.testing.assert_allclose(accuracy.mean, [[0.91, 0.87], [0.88, 0.91], [0.5, 0.5]])
    assert accuracy.error[0, 0] == pytest.approx(
        np.sqrt((0.9 * 0.1 + 0.92 * 0.08) / 2 / 100 + 0.01**2)
    )
    assert accuracy.error[2, 1] == pytest.approx(0.5 / np.sqrt(400))
    np.testing.assert_allclose(gain.mean, [0.03, 0.04])
    artificial = (0.9 * 0.1 + 0.92 * 0.08) / 2 / 100, 0.88 * 0.12 / 100
    assert gain.error[0] == pytest.approx(np.sqrt(sum(artificial) + 0.01**2))
    # Both gains of a seed rise together, so their mean differs by 0.02 between the seeds.
    natural = (0.9 * 0.1 + 0.92 * 0.08) / 2 / 400, 0.87 * 0.13 / 400
    assert both.mean == pytest.approx(0.035)
    assert both.error == pytest.approx(np.sqrt(sum(artificial + natural) / 4 + 0.01**2))
    one_seed = some_results(tuned_accuracy=first[None], n_tested=np.array([100, 400]))
    assert fine_tuning.table_1(one_seed).accuracy.error[2, 1] == pytest.approx(0.5 / np.sqrt(400))


def some_measured():
    """Two seeds, both sources, two layers, of made-up features: what shares reads, and the spectra
    themselves."""
    rng = np.random.default_rng(0)
    n, runs, spectra = 12, [], {}
    for seed in range(2):
        run = {}
        for layer in ("blocks.6", "blocks.7"):
            own = {
                (source, pair): spectrum(rng.normal(size=(n, 3)), rng.normal(size=n))
                for source in range(2)
                for pair in range(21)
            }
            spectra |= {(seed, layer, *key): spec for key, spec in own.items()}
            each = [
                [spectrum_arrays(layer, own[source, pair]) for pair in range(21)]
                for source in range(2)
            ]
            run |= stacked([stacked(arrays) for arrays in each])
        runs.append(run)
    names = {"layers": np.array(["blocks.6", "blocks.7"]), "source_accuracy": np.zeros((2, 2))}
    return some_results(**stacked(runs), **names), spectra


def test_shares_are_alignment_with_the_similar_source_first():
    stored, spectra = some_measured()
    found = similarity.shares(stored, [1.0, 2.5])
    assert found.shape == (2, 2, 2, 21, 2)
    for seed, layer, pair in ((0, 0, 0), (1, 1, 5), (1, 0, 6), (0, 1, 20)):
        kind = PAIRS[pair][0]
        for first, source in ((0, kind), (1, 1 - kind)):
            spec = spectra[seed, f"blocks.{6 + layer}", source, pair]
            expected = [alignment(spec, tau) / spec.target_norm_sq for tau in (1.0, 2.5)]
            np.testing.assert_allclose(found[first, seed, layer, pair], expected)


def test_differences_have_tasks_last_and_are_held_up_by_either_source():
    stored, _ = some_measured()
    similar, other = similarity.shares(stored)
    found = similarity.differences(stored)
    np.testing.assert_allclose(found[1, 0, :, 5], similar[1, 0, 5] - other[1, 0, 5])
    mean = np.maximum(similar, other).mean(axis=(0, 2))
    np.testing.assert_array_equal(similarity.held(stored, 0.2), mean > 0.2)


def test_names_of_layers_and_tasks():
    stored, _ = some_measured()
    assert similarity.layer_names(stored) == ["block 7 of 8", "block 8 of 8"]
    names = similarity.task_names(stored)
    assert next(iter(names)) == "a or b" and names["e or f"] == "natural" and len(names) == 21


def test_curves_between_thresholds():
    curves = np.array([[1.0, 0.0], [0.5, 0.5]])
    np.testing.assert_allclose(
        at([1.0, 10.0, 100.0], [1.0, 100.0], curves), [[1, 0.5, 0], [0.5] * 3]
    )


def filled(natural, artificial=(0.0, 0.0)):
    """Two layers of both sources, the same for every seed and task: (1, 2, 2, 3)."""
    return np.broadcast_to(np.array([artificial, natural])[None, :, :, None], (1, 2, 2, 3))


def test_orders_of_layers_and_of_all_by_hand():
    score, outcome = filled((1.0, 2.0), (3.0, 4.0)), filled((0.7, 0.9), (0.6, 0.5))
    assert ranking.order_of_layers(score, outcome).tolist() == [[0.0] * 3]  # +1 and -1
    # Ranks 1 2 3 4 of the scores against 3 4 2 1: 1 - 6 (4 + 4 + 1 + 9) / (4 (16 - 1)).
    np.testing.assert_allclose(ranking.order_of_all(score, outcome), 1 - 6 * 18 / 60)
    assert ranking.order_of_all(score, np.ones_like(score)).tolist() == [[0.0] * 3]


def test_right_source_and_what_a_wrong_choice_costs():
    score, outcome = filled((1.0, 2.0), (3.0, 1.0)), filled((0.7, 0.9), (0.6, 0.9))
    assert ranking.right_source(score, outcome)[0, :, 0].tolist() == [0.0, 0.5]
    np.testing.assert_allclose(ranking.cost_of_choice(score, outcome), 0.3)
    np.testing.assert_allclose(ranking.cost_of_choice(outcome, outcome), 0)


def test_ncti_is_scaled_over_the_layers_of_both_sources():
    stored = results.load("similarity")
    found = ranking.scores(stored)["NCTI"]
    assert found.shape == (len(stored["source_accuracy"]), 2, 4, 21)
    parts = stored["ncti"][1, :2, :, 5].reshape(8, 3)
    expected = sum((part - part.min()) / np.ptp(part) for part in parts.T)
    np.testing.assert_allclose(found[1, :, :, 5].ravel(), expected, rtol=1e-5)


def test_equal_parts_pair_by_pair():
    stored = results.load("similarity")
    kinds = {
        name: kind
        for pair, kind in zip(stored["pairs"], stored["pair_kinds"], strict=True)
        for name in pair
    }
    ahead = {}
    for index, pair in enumerate(stored["pairs"]):
        both = [
            [
                stored.spectrum("blocks.7", seed, source, index)
                for seed in range(len(stored["source_accuracy"]))
            ]
            for source in (kinds[pair[0]], 1 - kinds[pair[0]])
        ]
        shares = [
            np.mean([alignment(spec, 2.0) / spec.target_norm_sq for spec in spectra])
            for spectra in both
        ]
        ahead[tuple(pair)] = shares[0] - shares[1]
    means = [
        np.mean([value for pair, value in ahead.items() if kinds[pair[0]] == kind])
        for kind in (0, 1)
    ]
    found = similarity.last_layer_ahead(stored)
    mean = similarity.mean_over_tasks(stored, found, (0.5, 0.5)).mean
    assert mean == pytest.approx(np.mean(means), rel=1e-4)


@pytest.mark.parametrize("pair", [0, 12])
def test_leads_are_of_the_artificial_source_whatever_the_task(pair):
    """On stored results, by the definition of alignment."""
    stored = results.load("similarity")
    last = str(stored["layers"][-1])
    artificial, natural = (stored.spectrum(last, 1, source, pair) for source in (0, 1))
    shares = [alignment(spec, 2.0) / spec.target_norm_sq for spec in (artificial, natural)]
    tuned = stored["tuned_pairs"][1, 0, pair] - stored["tuned_pairs"][1, 1, pair]
    found = similarity.leads_at(2.0)(stored)[1, pair]
    np.testing.assert_allclose(found, [shares[0] - shares[1], tuned])
    assert {0: 1, 12: -1}[pair] == similarity.side(stored)[pair]
