"""What is drawn of the other functions as targets, against loops over targets."""

import numpy as np
import pytest

from repalign.paper import results
from repalign.paper.datasets.peaks import shared

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from matplotlib.figure import Figure

from repalign.paper.figures.peaks import foretold, targets

STORED = results.load("peaks")
SOURCE = STORED["functions"][0, 0]
TWO = [j for j, name in enumerate(STORED["targets"]) if shared(SOURCE, name) == 2]
SHARES, LOWEST = STORED["one_alignment"][0, :, TWO], STORED["one_lowest"][0, :, TWO, 0]
GAIN, BENEFIT = SHARES[:, 2, 1] - SHARES[:, 0, 1], LOWEST[:, 0] - LOWEST[:, 2]


def painted(paint):
    ax = Figure().subplots()
    paint(ax=ax)
    return ax, {line.get_label(): line.get_data() for line in ax.lines}


def test_a_target_is_a_point():
    _, lines = painted(targets.gain_and_benefit().paints[0])
    np.testing.assert_allclose(lines["2 shared"], (GAIN, BENEFIT))
    row = targets.by_shared_variables().frame.set_index("shared variables").loc[2]
    assert row[["targets", "lower loss"]].tolist() == [54, np.sum(BENEFIT > 0)]


def test_helped_targets_are_counted_over_runs():
    counts = []
    for run, (source, *_) in enumerate(STORED["functions"]):
        others = STORED["targets"] != source
        lowest = STORED["three_lowest"][run][:, others, 1]
        counts.append(np.sum(lowest[6] < lowest[0]))  # the last trained layer, the inputs
    table = targets.helped().frame.set_index(["samples", "against"])
    assert table.loc[(1000, "the inputs"), "layer 3"].startswith(f"{np.mean(counts):.1f} ±")


def test_idle_units_are_counted_by_layer():
    active = STORED["three_activity"].astype(float)
    counts = (active < 0.01 - 1e-9).sum(axis=-1).mean(axis=0)
    table = targets.idle().frame.set_index(["hidden", "layer"])
    assert table.loc[("three", 2)].tolist() == pytest.approx(counts[:, 1].tolist())


def test_correlations_are_drawn_with_the_table_beside_them():
    ax, lines = painted(foretold.correlations().paints[3])
    table = foretold.at_thresholds().frame
    rows = table[(table["hidden"] == "three") & (table["samples"] == 1000)]
    means = ax.containers[0].lines[0].get_ydata()
    assert [text.split()[0] for text in rows["gain"]] == [f"{mean:+.2f}" for mean in means]
    less = means - lines["shared variables alone"][1][0]
    assert [text.split()[0] for text in rows["less counting"]] == [f"{own:+.2f}" for own in less]


def test_what_is_simpler_has_a_row_at_each_depth():
    table = foretold.given().frame
    assert len(table) == 2 * len(foretold.GIVEN) and table.shape[1] == 6
    assert len(foretold.from_few_labels().frame) == 4
