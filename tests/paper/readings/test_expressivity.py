"""What E1 reads of shuffled targets, by hand."""

import numpy as np
from scipy.integrate import trapezoid

from repalign import Spectrum
from repalign.paper.readings import expressivity as read
from repalign.paper.results import Results
from repalign.paper.results.arrays import spectrum_arrays, stacked

N = 4000


def stored():
    """One run, whose targets hold the median 150, 100, 50 of 200 at four levels of sqrt(n)."""
    spec = Spectrum([60.0, 10.0], [150.0, 50.0], 0.0, N, 2)
    null = np.zeros((1, len(read.REPRESENTATIONS), 3, 4))
    null[0, read.at("network")] = [[9, 9, 9, 9], [150, 100, 50, 0], [8, 8, 8, 8]]
    taus = np.sqrt(N) * np.array([1e-3, 0.02, 0.5, 2.0])
    arrays = {"best": np.zeros((1, 5)), "taus": taus, "null": null}
    return Results({**stacked([spectrum_arrays("network", spec)]), **arrays}, {})


def test_height_of_shuffled_targets_is_the_area_under_their_curve():
    """From .01 to 1 of sqrt(n), on a logarithmic axis and over its width, by the trapezoid rule;
    at .01 and at 1 the curve is between two that are stored."""
    knots = np.log([0.01, 0.02, 0.5, 1.0])
    first = 0.75 - 0.25 * np.log(10) / np.log(20)  # from .75 at .001 to .5 at .02
    last = 0.25 * np.log(2) / np.log(4)  # from .25 at .5 to 0 at 2
    expected = trapezoid([first, 0.5, 0.25, last], knots) / np.log(100)
    np.testing.assert_allclose(read.shuffled_height("network")(stored()), expected, atol=2e-3)
