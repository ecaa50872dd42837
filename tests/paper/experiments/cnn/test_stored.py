"""What the paper claims, on the stored runs: shares of ||y||^2 in directions with sigma >= tau,
over the ten pairs."""

from itertools import pairwise

import numpy as np
import pytest

from repalign import alignment
from repalign.paper import results
from repalign.paper.experiments import cnn
from repalign.paper.statistics import paired_difference

WEIGHTS = ("random", "imagenet")
RANDOM, TRAINED = (cnn.name_of("squeezenet1_1", weights) for weights in WEIGHTS)


@pytest.fixture(scope="module")
def stored():
    return results.load("cnn")


def shares(stored, name, tau):
    return (
        np.array(
            [alignment(stored.spectrum(name, pair), tau) for pair in range(len(stored["datasets"]))]
        )
        / 1000
    )


def surely(first, second):
    """Whether first is above second beyond two standard errors over the pairs."""
    mean, error = paired_difference(first, second)
    return mean > 2 * error


def of(stored, key, name, names="representations"):
    return stored[key][:, stored[names].tolist().index(name)]


@pytest.mark.parametrize("tau", [1, 2, 5])
def test_figure_13a_trained_above_pixels_above_start(stored, tau):
    assert len(stored["datasets"]) == 10
    trained, pixels, start = (shares(stored, name, tau) for name in (TRAINED, "pixels", RANDOM))
    assert surely(trained, pixels) and surely(pixels, start)
    assert (trained > pixels).all()  # on every single pair


@pytest.mark.parametrize("tau", [1, 2, 5])
def test_figure_13b_trained_above_features_made_by_hand(stored, tau):
    for name in ("sift", "hog", "rbf"):
        assert surely(shares(stored, TRAINED, tau), shares(stored, name, tau))


def test_figure_13b_does_not_hold_at_every_threshold(stored):
    """Of 2048 words each occurs in few pictures: the counts have full rank, and all of y lies above
    sigma 0.1."""
    assert surely(shares(stored, "sift", 0.1), shares(stored, TRAINED, 0.1))


def test_later_layers_are_better_aligned_after_training_and_worse_before(stored):
    for earlier, later in pairwise(cnn.LAYERS):
        names = [
            [cnn.name_of("squeezenet1_1", weights, layer) for layer in (earlier, later)]
            for weights in WEIGHTS
        ]
        (early_start, late_start), (early, late) = (
            [shares(stored, name, 2) for name in pair] for pair in names
        )
        assert surely(late, early) and late_start.mean() < early_start.mean()


def test_figure_13cd_the_trained_network_is_fitted_sooner_and_better_on_held_out_pictures(stored):
    """After 1000 steps of either loss against every other representation; logistic loss in the end,
    too."""
    for other in stored["curves"][:5]:
        for loss in ("squared", "logistic"):
            step = stored[f"{loss}_at"].tolist().index(1000)
            accuracy = [
                of(stored, f"{loss}_at_test_accuracy", name)[:, step] for name in (TRAINED, other)
            ]
            assert surely(*accuracy)
            if other != "sift":  # its 2048 columns are fitted as fast
                error = [
                    of(stored, f"{loss}_at_train_error", name)[:, step] for name in (TRAINED, other)
                ]
                assert surely(*reversed(error))


def test_rbf_features_fit_exactly_and_yet_descent_leaves_a_high_training_error(stored):
    assert (of(stored, "least_squares_residual", "rbf") < 1e-20).all()
    assert (of(stored, "least_squares_accuracy", "rbf") == 1).all()
    squared, logistic = (
        of(stored, f"{loss}_at_train_error", "rbf") for loss in ("squared", "logistic")
    )
    assert stored["squared_at"].tolist() == [10, 100, 1000, 10**6]
    assert np.median(squared[:, 2]) > 0.85 and np.median(squared[:, 3]) > 0.4  # it starts at 1
    assert np.median(logistic[:, -1]) > 0.6  # it starts at 0.69
    assert (shares(stored, "rbf", 2) < 0.01).all()


def test_stored_cnn_results_are_small():
    assert (results.FOLDER / "cnn.npz").stat().st_size < 0.8e6


def test_the_deeper_a_network_at_random_the_worse_it_is_aligned(stored):
    """ResNets of 18, 50 and 101 layers on one pair of each data set; at sigma 0.5 only the ends
    differ on both."""
    deep = np.flatnonzero(of(stored, "measured", "resnet101/random"))
    assert stored["datasets"][deep].tolist() == ["cifar10", "cifar100"]
    for pair in deep:
        for tau in (0.02, 0.05, 0.1, 0.2, 0.5):
            held = [
                alignment(stored.spectrum(f"resnet{depth}/random", pair), tau)
                for depth in (18, 50, 101)
            ]
            assert held[0] > held[2]
            assert held[0] > held[1] > held[2] or tau == 0.5


def test_vgg16_at_random_is_no_worse_aligned_than_pixels(stored):
    """Against what the paper says of its networks, on both pairs that were measured."""
    for pair in np.flatnonzero(of(stored, "measured", "vgg16/random")):
        for tau in (0.1, 0.5, 2):
            assert alignment(stored.spectrum("vgg16/random", pair), tau) > alignment(
                stored.spectrum("pixels", pair), tau
            )
