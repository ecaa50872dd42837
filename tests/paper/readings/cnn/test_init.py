"""Readings of E8 on made-up results."""

import numpy as np
import pytest
from scipy.stats import spearmanr

from repalign import Spectrum, alignment, alignment_curve
from repalign.paper.readings import cnn as read
from repalign.paper.readings.common import height, height_thresholds
from repalign.paper.results import Results
from repalign.paper.results.arrays import spectrum_arrays, stacked
from tests.paper.readings.cnn.made_up_cnn import N, results

NAMES = [
    "pixels",
    "sift",
    "hog",
    "rbf",
    "squeezenet1_1/random",
    "squeezenet1_1/imagenet/features.2",
    "squeezenet1_1/imagenet",
    "efficientnet_lite1/imagenet",
]
TRAINED = NAMES[-2:]
PAIRS, STEPS = 3, [10, 100, 1000]


@pytest.fixture(scope="module")
def stored():
    rng = np.random.default_rng(1)
    ends = {
        f"{loss}_at_{key}": rng.random((PAIRS, len(NAMES), len(STEPS)))
        for loss in read.LOSSES
        for key in ("train_error", "test_accuracy")
    }
    measured = np.ones((PAIRS, len(NAMES)), bool)
    measured[0, 2] = False
    return results(
        NAMES,
        PAIRS,
        measured=measured,
        taus=np.geomspace(0.05, 10, 40),
        null=rng.random((PAIRS, len(NAMES), 3, 40)),
        squared_at=np.array(STEPS),
        logistic_at=np.array(STEPS),
        **ends,
    )


def test_trained_layers_are_the_last_ones_with_imagenet_weights(stored):
    assert read.trained(stored) == TRAINED
    assert [read.said(name) for name in TRAINED] == ["SqueezeNet 1.1", "EfficientNet-Lite 1"]
    assert read.said("alexnet/imagenet") == "alexnet" and read.said("hog") == "HOG"


def test_how_far_trained_layers_are_ahead(stored):
    others = ["pixels", "rbf"]
    found = read.ahead(read.shares, others)(stored)
    names = read.ahead_names(others, read.TAUS and [f"{tau:g}" for tau in read.TAUS])(stored)
    assert found.shape == (PAIRS, len(names))
    for pair in range(PAIRS):
        expected = {
            f"{read.said(name)}, {read.said(other)}, {tau:g}": (
                alignment(stored.spectrum(name, pair), tau)
                - alignment(stored.spectrum(other, pair), tau)
            )
            / N
            for name in TRAINED
            for other in others
            for tau in read.TAUS
        }
        assert dict(zip(names, found[pair], strict=True)) == pytest.approx(expected)
    single = read.ahead(height, ["pixels"])(stored)
    np.testing.assert_allclose(single[:, 0], height(TRAINED[0])(stored) - height("pixels")(stored))
    assert read.ahead_names(["pixels"])(stored) == ["SqueezeNet 1.1", "EfficientNet-Lite 1"]


def test_shares_are_of_the_pairs_where_it_was_measured(stored):
    expected = [[alignment(stored.spectrum("hog", p), tau) / N for tau in (1, 3)] for p in (1, 2)]
    np.testing.assert_allclose(read.on_pairs(stored, "hog", [1, 3]), expected)
    found = Results({**stored, "datasets": np.array(["a", "b", "a"])}, {})
    np.testing.assert_allclose(read.on_pairs(found, "hog", [1, 3], "a"), expected[1:])


def test_the_median_of_shuffled_labels_is_read_between_thresholds(stored):
    found = read.shuffled_shares("hog")(stored)
    expected = np.interp(np.log(read.TAUS), np.log(stored["taus"]), stored["null"][1, 2, 1])
    np.testing.assert_allclose(found[1], expected)


def test_what_linear_models_come_to(stored):
    found = read.after("train_error", 100)("hog")(stored)
    for column, loss in enumerate(read.LOSSES):
        np.testing.assert_array_equal(found[:, column], stored[f"{loss}_at_train_error"][:, 2, 1])
    slow, names = read.slower("train_error", 100)(stored), read.slower_names(stored)
    assert slow.shape == (PAIRS, len(names)) == (PAIRS, 10)
    column = names.index("EfficientNet-Lite 1, logistic loss")
    errors = stored["logistic_at_train_error"][..., 1]
    np.testing.assert_allclose(slow[:, column], errors[:, 3] - errors[:, 7])
    np.testing.assert_allclose(
        read.left("rbf")(stored)[:, 1], stored["logistic_at_train_error"][:, 3, 2] / np.log(2)
    )


def test_correlation_is_over_representations_that_every_pair_has(stored):
    found = read.correlation("test_accuracy", 100)(stored)
    there = [r for r in range(len(NAMES)) if r != 2]
    for pair in range(PAIRS):
        heights = [height(NAMES[r])(stored)[pair] for r in there]
        for column, loss in enumerate(read.LOSSES):
            ends = stored[f"{loss}_at_test_accuracy"][pair, there, 1]
            assert found[pair, column] == pytest.approx(spearmanr(heights, ends)[0])


def test_the_largest_fall_of_a_curve_that_falls_at_once_is_all_of_it():
    spec = Spectrum([6.0, 1.0, 0.9], [0.0, 10.0, 30.0], 0.0, N, 12)
    sudden = results_of(spec)
    assert read.largest_fall("x")(sudden) == pytest.approx([1.0])
    assert read.lost_before_the_fall("x")(sudden) == pytest.approx([0.0])
    gradual = results_of(Spectrum([6.0, 2.4, 0.6, 0.1], [10.0, 10.0, 10.0, 10.0], 0.0, N, 12))
    assert read.largest_fall("x")(gradual) == pytest.approx([0.25])
    late = results_of(Spectrum([6.0, 2.4, 0.6, 0.01], [20.0, 6.0, 6.0, 4.0], 4.0, N, 12))
    assert read.lost_before_the_fall("x")(late) == pytest.approx([0.5])  # 4 + 4 are never on it


def test_curves_of_shuffled_labels_are_read_as_those_of_true_ones_are():
    names, taus = ["pixels", "hog"], np.sort(np.r_[height_thresholds(N), 0.5, 1.01, 1.02, 100.0])
    found = results(names, PAIRS, taus=taus)
    medians = [
        [alignment_curve(found.spectrum(name, pair), taus, normalized=True) for name in names]
        for pair in range(PAIRS)
    ]
    quantiles = np.stack([np.zeros_like(medians), medians, np.ones_like(medians)], axis=2)
    stored = results(names, PAIRS, taus=taus, null=quantiles)
    for name in names:
        np.testing.assert_allclose(read.shuffled_height(name)(stored), height(name)(stored))
        np.testing.assert_allclose(
            read.shuffled_fall(name)(stored), read.largest_fall(name)(stored)
        )


def results_of(spec):
    return Results(stacked([spectrum_arrays("x", spec)]), {})


def test_rows_of_data_sets_stand_beside_each_other():
    stored = {"datasets": np.array(["cifar10", "cifar10", "cifar100", "cifar100"])}
    found = read.by_dataset(lambda stored: [[1, 2], [3, 4], [5, 6], [7, 8]])(stored)
    np.testing.assert_array_equal(found, [[5, 6, 1, 2], [7, 8, 3, 4]])
    names = read.on_each(lambda stored: ["a", "b"])(stored)
    assert names == ["CIFAR-100, a", "CIFAR-100, b", "CIFAR-10, a", "CIFAR-10, b"]
