"""Figure 14, Appendix D and their tables: what is painted and written is what is stored."""

import numpy as np
import pytest

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from matplotlib.figure import Figure

from repalign import alignment
from repalign.paper import results
from repalign.paper.datasets.kinds import SOURCES
from repalign.paper.figures import similarity as figures


@pytest.fixture
def stored():
    return results.load("similarity")


def lead(stored, layer, pair, tau):
    """Of the similar source on a task, mean of the runs."""
    kind = stored["pair_kinds"][pair]
    runs = range(len(stored["source_accuracy"]))
    shares = [
        np.mean(
            [
                alignment(spec, tau) / spec.target_norm_sq
                for spec in (stored.spectrum(layer, run, source, pair) for run in runs)
            ]
        )
        for source in (kind, 1 - kind)
    ]
    return shares[0] - shares[1]


def painted(paint):
    ax = Figure().subplots()
    paint(ax=ax)
    return {line.get_label(): line for line in ax.lines}


def test_figure_14_has_the_mean_of_all_pairs_and_of_both_kinds(stored):
    paints = figures.difference().paints
    assert len(paints) == len(stored["layers"])
    lines = painted(paints[2])
    leads = np.array([lead(stored, "blocks.6", pair, 2.0) for pair in range(21)])
    for title, of in (("every pair", np.mean), ("equal parts", mean_of_kinds)):
        at = np.flatnonzero(lines[title].get_xdata() == 2.0)[0]
        assert lines[title].get_ydata()[at] == pytest.approx(of(leads))


def mean_of_kinds(leads):
    return (leads[:6].mean() + leads[6:].mean()) / 2


def test_every_pair_has_a_line(stored):
    paints = figures.single().paints
    assert len(paints) == len(stored["layers"])
    ax = Figure().subplots()
    paints[-1](ax=ax)
    tasks = ax.lines[:21]
    at = np.flatnonzero(tasks[0].get_xdata() == 2.0)[0]
    found = [line.get_ydata()[at] for line in tasks]
    assert found[::10] == pytest.approx(
        [lead(stored, "blocks.7", pair, 2.0) for pair in (0, 10, 20)]
    )


def test_tasks_stand_from_the_last_to_the_first(stored):
    frame = figures.in_order().frame
    assert len(frame) == 21 and frame["mean"].is_monotonic_increasing
    row = frame.set_index("task").loc["cat or dog"]
    pair = stored["pairs"].tolist().index(["cat", "dog"])
    assert row["mean"] == pytest.approx(lead(stored, "blocks.7", pair, 2.0))
    assert row["kind"] == "natural"


def test_tasks_ahead_are_counted(stored):
    leads = [lead(stored, "blocks.5", pair, 2.0) for pair in range(21)]
    row = figures.ahead().frame.set_index("layer").loc["block 6 of 8"]
    assert row.tolist() == [
        sum(each > 0 for each in leads[:6]),
        sum(each > 0 for each in leads[6:]),
    ]


def test_clear_differences_are_counted_by_student_of_the_means():
    frame = figures.clear().frame
    assert len(frame) == 2 * (4 + 4)
    assert (frame["above"] + frame["below"] <= frame["of"]).all()
    both = figures.similar_or_better().frame.set_index("mean")
    layers = frame[(frame["mean of"] == "equal parts") & ~frame["layer"].str.contains("less")]
    assert both.loc["equal parts", "above"] == layers["above"].sum()
    assert both.loc["equal parts", "thresholds"] == layers["of"].sum()


def test_means_by_kind(stored):
    frame = figures.by_kind().frame.set_index("τ")
    leads = [lead(stored, "blocks.7", pair, 2.0) for pair in range(6)]
    assert frame.loc[2.0, "artificial pairs"].startswith(f"{np.mean(leads):+.3f} (")


def test_sources_are_all_there(stored):
    cells = figures.sources().frame["natural source"]
    assert ", ".join(cells).split(", ") == [each.replace("_", " ") for each in SOURCES["natural"]]
    told = figures.trained_sources().frame["right, %"][1]
    assert len(told.split(", ")) == len(stored["source_accuracy"])
