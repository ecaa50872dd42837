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
    for seed in range(len(stored["source_accuracy"])):
        mean, error = over_pairs(stored["difference"][seed])
        assert (mean > 2 * error)[3, low].all()
        assert (mean > stored["null_difference"][seed, :, 2])[3, low].all()


def test_figure_14_holds_for_every_pair_at_threshold_2(stored):
    """In the last block, mean of the seeds."""
    at = np.argmin(np.abs(stored["taus"] - 2))
    assert (stored["difference"].mean(axis=0)[3, :, at] > 0).all()


def test_sources_are_above_pixels_above_the_start(stored):
    """At threshold 2 in the last block, mean over pairs, in each seed."""
    shares = stored["alignment"][:, :, 3, :, stored["score_taus"].tolist().index(2)].mean(axis=-1)
    pixels = stored["pixel_curve"][:, np.argmin(np.abs(stored["taus"] - 2))].mean()
    assert (shares[:, :2] > pixels + 0.1).all() and (shares[:, 2] < pixels - 0.1).all()


def test_table_1_holds_for_artificial_targets_and_is_open_for_natural_ones(stored):
    """In the paper the similar source is the better in both columns."""
    for artificial, natural, start in stored["tuned_accuracy"]:
        assert artificial[0] > natural[0] + 0.02
        assert abs(artificial[1] - natural[1]) < 0.02
        assert (start < natural - 0.1).all()


def test_stored_similarity_is_small():
    assert (results.FOLDER / "similarity.npz").stat().st_size < 1.2e6
