"""What is read off made-up results, against loops over members and targets."""

import numpy as np
import pytest

from repalign.paper.datasets.peaks import PEAKS, shared
from repalign.paper.readings.peaks import targets
from repalign.paper.results import Results

SOURCES = ("ABC", "FAD")
LAYERS = {"one": 1, "three": 3}


def without(source):
    return [j for j, name in enumerate(PEAKS) if name != source]


def test_variables_in_common_leave_the_source_out(stored):
    for counts, source in zip(targets.in_common(stored), SOURCES, strict=True):
        assert counts.tolist() == [shared(source, PEAKS[j]) for j in without(source)]
        assert np.bincount(counts).tolist() == [6, 54, 54, 5]


@pytest.mark.parametrize("depth", targets.DEPTHS)
def test_gains_and_benefits_are_of_the_last_layer_over_the_inputs(stored, depth):
    gain, benefit = targets.gain(stored, depth), targets.benefit(stored, depth)
    last = 2 * LAYERS[depth]
    for member, source in enumerate(SOURCES):
        for k, j in enumerate(without(source)):
            shares, losses = (
                stored[f"{depth}_{name}"][member, :, j] for name in ("alignment", "lowest")
            )
            np.testing.assert_array_equal(gain[member, :, k], shares[last] - shares[0])
            np.testing.assert_array_equal(benefit[member, :, k], losses[0] - losses[last])


def test_savings_are_factors_of_steps_and_one_where_nothing_helps(stored):
    arrays = {name: np.array(values) for name, values in stored.items()}
    steps = np.full((2, 3, 120, 2), np.inf)
    steps[:, 0, 0], steps[:, 2, 0], steps[:, 2, 1], steps[:, 0, 2] = 99, 9, 5, 5
    saved = targets.saving(Results(arrays | {"one_steps": steps}, {}), "one")[1, 0]
    assert saved[:4].tolist() == [10, np.inf, 0, 1]


def test_the_shuffled_source_replaces_what_training_changed_and_nothing_else(stored):
    null = targets.shuffled_source(lambda stored: stored)(stored)
    for depth, L in LAYERS.items():
        shares = stored[f"{depth}_alignment"]
        np.testing.assert_array_equal(null[f"{depth}_alignment"][:, : 1 + L], shares[:, : 1 + L])
        np.testing.assert_array_equal(
            null[f"{depth}_alignment"][:, 1 + L :], stored[f"shuffled_{depth}_alignment"]
        )
        np.testing.assert_array_equal(null[f"{depth}_lowest"], stored[f"{depth}_lowest"])


def test_targets_helped_are_counted_layer_by_layer(stored):
    losses = stored["three_lowest"]
    for layer in range(3):
        for count, other in ((targets.helped, 0), (targets.helped_by_training, 1 + layer)):
            expected = [
                [(losses[m, 4 + layer, own, n] < losses[m, other, own, n]).sum() for n in range(2)]
                for m, own in enumerate(map(without, SOURCES))
            ]
            np.testing.assert_array_equal(count(stored, layer), expected)
    fewer = targets.upwards(targets.helped)(stored)
    np.testing.assert_array_equal(
        fewer[:, :2], targets.helped(stored, 0) - targets.helped(stored, 1)
    )
    for member, own in enumerate(("BCA", "AFD")):
        column = losses[member, :, PEAKS.index(own)]
        np.testing.assert_array_equal(
            targets.related_benefit(stored, 1)[member], column[0] - column[5]
        )


@pytest.mark.parametrize(
    ("depth", "before", "after", "pruned"), [("one", 1, 2, 3), ("three", 3, 6, 9)]
)
def test_costs_are_means_over_targets_that_share_nothing(stored, depth, before, after, pruned):
    training, idle = targets.costs(stored, depth)
    for member, source in enumerate(SOURCES):
        none = [j for j, name in enumerate(PEAKS) if shared(source, name) == 0]
        losses = stored[f"{depth}_lowest"][member][:, none].mean(axis=1)
        np.testing.assert_allclose(training[member], losses[after] - losses[before])
        np.testing.assert_allclose(idle[member], losses[pruned] - losses[before])
        each = stored[f"{depth}_lowest"][member][:, none]
        np.testing.assert_allclose(
            targets.hurt_beyond_idle(stored, depth)[member],
            np.mean(each[after] > each[pruned], axis=0),
        )
    np.testing.assert_allclose(targets.cost_unexplained(stored, depth), training / 2 - idle)


def test_idle_units_are_those_active_on_less_than_a_hundredth(stored):
    found = targets.idle_units(stored, "three")
    assert found[1, 0, 2] == np.sum(stored["three_activity"][1, 0, 2] < 0.01)
