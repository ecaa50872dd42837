"""Readings of layers, by hand."""

import numpy as np

from repalign.paper import results
from repalign.paper.readings import layers


def test_shares_in_order():
    rising = [[0.1, 0.2, 0.3], [0.1, 0.0995, 0.3], [0.1, 0.3, 0.2]]
    assert layers.in_order(np.array(rising), 1) == 2
    assert layers.in_order(-np.array(rising), -1) == 2
    assert layers.in_order(np.array(rising), -1) == 0


def test_first_two_directions_hold_what_the_norm_has_of_them():
    stored = results.load("layers")
    spec = stored.spectrum("mnist_train_ends", layers.END, 3, 2)
    found = layers.top_two(stored, "mnist")
    assert found.shape == (2, 5, 3)
    # Rows have length one, so all squares add up to the number of samples.
    np.testing.assert_allclose((spec.singular_values**2).sum(), spec.n_samples, rtol=1e-5)
    np.testing.assert_allclose(
        found[1, 3, 2], 1 - (spec.singular_values[2:] ** 2).sum() / spec.n_samples, rtol=1e-5
    )
