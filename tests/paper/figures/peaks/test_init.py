"""What is drawn of Figures 10 to 12, against loops over the runs."""

import numpy as np
import pytest
from scipy.stats import sem

from repalign.paper import results

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from matplotlib.figure import Figure

from repalign.paper.figures import peaks as figures

STORED = results.load("peaks")
RUNS = range(len(STORED["functions"]))


def painted(picture, panel):
    """Lines of a panel by their label, as (x, y)."""
    ax = Figure().subplots()
    picture.paints[panel](ax=ax)
    return {line.get_label(): line.get_data() for line in ax.lines}


def shares(name, tau, task, *index):
    """Share of a task on singular values of at least tau, one a run."""
    found = []
    for run in RUNS:
        own = STORED.spectrum(name, run, *index).target(task)
        above = own.singular_values >= tau
        found.append(own.squared_projections[above].sum() / own.target_norm_sq)
    return np.array(found)


def test_figure_10_draws_means_over_runs():
    taus, drawn = painted(figures.curves(), 2)["after training"]
    for at in (0, 40, 70):
        expected = shares("one_layers", taus[at], 2, -1, 0).mean()
        assert drawn[at] == pytest.approx(expected, abs=1e-12)


def test_figure_12_draws_every_layer():
    lines = painted(figures.layers(), 1)
    assert list(lines) == ["inputs", "layer 1", "layer 2", "layer 3"]
    taus, drawn = lines["layer 3"]
    assert drawn[60] == pytest.approx(shares("three_ends", taus[60], 1, 1, 2).mean())
    table = figures.layer_shares().frame.set_index("task")
    expected = shares("three_ends", 2.0, 1, 1, 2)
    assert table.loc["related", "layer 3"] == f"{expected.mean():.3f} ({sem(expected):.3f})"


def test_the_table_of_shares_pairs_runs():
    table = figures.shares().frame.set_index(["task", "τ"])
    inputs, after = shares("inputs", 4.0, 1), shares("one_layers", 4.0, 1, -1, 0)
    row = table.loc[("related", 4.0)]
    assert [row["inputs"], row["after"]] == pytest.approx([inputs.mean(), after.mean()])
    gain = after - inputs
    assert row["after − inputs"] == f"{gain.mean():+.3f} ({sem(gain):.3f})"


def test_figure_11_draws_shares_of_the_start_and_what_they_cost():
    errors = STORED["few_test"][:, 2, 1]  # after training, related
    relative = errors / errors[:, :1]
    picture = figures.learning()
    np.testing.assert_allclose(
        painted(picture, 2)["after training"],
        (STORED["steps"] + 1, relative.mean(axis=0)),
        rtol=1e-5,  # of float32
    )
    train = STORED["few_train"][:, 0, 2]  # inputs, unrelated
    expected = (1 - train / train[:, :1]).mean(axis=0), STORED["few_weights"][:, 0, 2].mean(axis=0)
    np.testing.assert_allclose(painted(picture, 5)["inputs"], expected, rtol=1e-5)
    table = figures.test_errors().frame.set_index("task")
    assert table.loc["related", "after"] == pytest.approx(relative.min(axis=1).mean())


def test_a_shuffled_source_gives_less_than_the_source():
    real, null = figures.shuffled().frame["source"]
    gain = shares("one_layers", 2.0, 0, -1, 0) - shares("inputs", 2.0, 0)
    assert real.startswith(f"{gain.mean():+.3f} ±")
    gain = shares("shuffled_one_layers", 2.0, 0, 0, 0) - shares("inputs", 2.0, 0)
    assert null.startswith(f"{gain.mean():+.3f} ±")
