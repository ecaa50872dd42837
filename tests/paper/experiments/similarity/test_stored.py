"""What the paper claims, on the stored runs."""

import numpy as np
import pytest

from repalign.paper import results


@pytest.fixture(scope="module")
def stored():
    return results.load("similarity")


def over_pairs(difference):
    """Mean over the pairs, and its standard error as if they were independent: (L, t) each."""
    return difference.mean(axis=1), difference.std(axis=1, ddof=1) / np.sqrt(difference.shape[1])


def test_figure_14_the_similar_source_is_better_aligned_on_average(stored):
    """At thresholds up to 8 in the last block, above zero and above shuffled labels, in each
    seed."""
    low = stored["taus"] <= 8
    for seed in range(2):
        mean, error = over_pairs(stored["difference"][seed])
        assert (mean > 2 * error)[3, low].all()
        assert (mean > stored["null_difference"][seed, :, 2])[3, low].all()


def test_figure_14_does_not_hold_for_the_natural_targets_at_every_threshold(stored):
    """At low thresholds the sources differ by less than two errors; from 5 to 8, in the last block,
    by more."""
    taus = stored["taus"]
    mean, error = over_pairs(stored["difference"].mean(axis=0)[:, stored["pair_kinds"] == 1])
    assert (np.abs(mean) < 2 * error)[:3, taus < 0.1].all()
    assert (mean > 2 * error)[3, (taus >= 5) & (taus <= 8)].all()


def test_sources_are_above_pixels_above_the_start(stored):
    """At threshold 2 in the last block, mean over pairs, in each seed."""
    shares = stored["alignment"][:, :, 3, :, stored["score_taus"].tolist().index(2)].mean(axis=-1)
    pixels = stored["pixel_curve"][:, np.argmin(np.abs(stored["taus"] - 2))].mean()
    assert (shares[:, :2] > pixels + 0.1).all() and (shares[:, 2] < pixels - 0.1).all()


def test_table_1_holds_for_artificial_targets_and_is_reversed_for_natural_ones(stored):
    """In the paper the similar source is the better in both columns; here the artificial one is."""
    for artificial, natural, start in stored["tuned_accuracy"]:
        assert artificial[0] > natural[0] + 0.05
        assert natural[1] < artificial[1] < natural[1] + 0.06
        assert (start < natural - 0.1).all()


def test_stored_similarity_is_small():
    assert (results.FOLDER / "similarity.npz").stat().st_size < 0.8e6
