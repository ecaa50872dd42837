"""Leads of made-up sources, by hand."""

import numpy as np

from repalign.paper.datasets.kinds import ARTIFICIAL, NATURAL
from repalign.paper.readings.similarity import controls

PAIR_KINDS = np.array([ARTIFICIAL, NATURAL])


def stored():
    """A run each of 5, 10, 20 epochs, and one of mixed sources; the artificial source's two layers
    are ahead of the natural one's by .1 and .2 on the first pair, on the second by as many times
    -.01 as there are epochs."""
    heights = np.zeros((4, 2, 2, 2))  # runs, sources, layers, pairs
    epochs = np.array([20, 5, 10, 20])
    heights[:, 0, :, 0] = [0.1, 0.2]
    heights[:, 0, 1, 1] = -0.01 * epochs
    return {
        "epochs": epochs,
        "mixed": np.array([False, False, False, True]),
        "heights": heights,
        "pair_kinds": PAIR_KINDS,
    }


def test_the_similar_source_is_ahead_where_the_natural_one_is_on_natural_pairs():
    np.testing.assert_allclose(controls.leads(stored(), 20), [[[0.1, 0.2], [0.0, 0.2]]])
    np.testing.assert_allclose(controls.leads(stored(), 5), [[[0.1, 0.2], [0.0, 0.05]]])


def test_mixed_sources_lie_apart_whichever_is_ahead():
    mixed = stored()
    np.testing.assert_allclose(controls.leads(mixed, 20, mixed=True), [[[0.1, 0.2], [0.0, 0.2]]])
    np.testing.assert_allclose(controls.beyond_mixed(mixed), np.zeros((1, 2, 2)), atol=1e-12)
    mixed["heights"][3, 1, :, 0] = [0.3, 0.2]
    np.testing.assert_allclose(controls.leads(mixed, 20, mixed=True), [[[0.2, 0.0], [0.0, 0.2]]])


def test_the_lead_grows_from_the_shortest_budget_to_the_longest():
    assert controls.budgets(stored()).tolist() == [5, 10, 20]
    assert controls.budget_names(stored()) == ["5 epochs", "10 epochs", "20 epochs"]
    np.testing.assert_allclose(controls.by_budget(stored()), [[[0.2, 0.2, 0.2], [0.05, 0.1, 0.2]]])
    np.testing.assert_allclose(controls.grown(stored()), [[[0.0], [0.15]]], atol=1e-12)
