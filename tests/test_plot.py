"""What the plots show: read back from the axes, against the measures themselves."""

import numpy as np
import pytest

from repalign import AlignmentHistory, Spectrum, alignment_curve, max_step_size, training_error

pytest.importorskip("matplotlib")
from repalign import plot

SPEC = Spectrum([3.0, 1.0], [1.0, 4.0], 5.0, 4, 2)


@pytest.fixture(autouse=True)
def no_window():
    with plot.plt.rc_context():  # another test may have made our style the session's
        plot.plt.rcdefaults()
        plot.plt.switch_backend("agg")
        yield
        plot.plt.close("all")


def test_projections_show_stems_and_singular_values():
    ax = plot.projections(SPEC, count=1, title="one")
    (dots,) = ax.lines
    assert dots.get_xydata().tolist() == [[1, 1]]
    assert ax.get_title() == "one"
    right = next(other for other in ax.figure.axes if other is not ax)
    assert right.lines[0].get_xydata().tolist() == [[1, 3]]


def test_training_shows_each_layer_against_the_step():
    history = AlignmentHistory([0, 50], {"a": [SPEC, SPEC], "": [SPEC, SPEC]}, [1.0, 1.0])
    ax = plot.training(history, level=0.5)
    for line, label in zip(ax.lines, ["a", "the model"], strict=True):
        np.testing.assert_allclose(line.get_xydata(), [[0, 0.1], [50, 0.1]])
        assert line.get_label() == label
    assert ax.get_ylabel() == "share of ‖y‖² with σ ≥ 0.5 ‖Φ‖"


def test_mean_curve_shows_the_mean_within_its_standard_error():
    ax = plot.plt.subplots()[1]
    plot.mean_curve([1, 2], [[0.0, 4.0], [2.0, 4.0]], ax=ax, color="k")
    assert ax.lines[0].get_xydata().tolist() == [[1, 1], [2, 4]]
    # Standard deviation sqrt(2) of 0 and 2, over sqrt(2); none of 4 and 4.
    vertices = ax.collections[0].get_paths()[0].vertices
    assert sorted({tuple(np.round(vertex, 12)) for vertex in vertices}) == [(1, 0), (1, 2), (2, 4)]


def test_alignment_curves_are_the_measure():
    taus = np.array([0.0, 0.5, 2.0, 4.0])
    ax = plot.alignment_curves({"a": SPEC}, taus, nulls={"a": (taus, taus, taus + 1)})
    np.testing.assert_allclose(
        ax.lines[0].get_ydata(), alignment_curve(SPEC, taus, normalized=True)
    )
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a: shuffled anew", "a"]
    absolute = plot.alignment_curves({"a": SPEC}, taus, normalized=False)
    np.testing.assert_allclose(absolute.lines[0].get_ydata(), alignment_curve(SPEC, taus))


def test_processes_end_where_the_closed_form_says():
    step_size = 0.3 * max_step_size(SPEC)
    ax = plot.processes(SPEC, 5, step_size=step_size)
    ends = [line.get_ydata()[0] for line in ax.lines if line.get_marker() == "s"]
    assert sum(ends) + 5.0 == pytest.approx(training_error(SPEC, [5], step_size=step_size)[0] ** 2)
    starts = [line.get_ydata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert starts == [1.0, 4.0]


ZERO = Spectrum([], [], 5.0, 4, 2)


@pytest.mark.parametrize(
    "draw, error, message",
    [
        (
            lambda: plot.alignment_curves({}),
            ValueError,
            "spectra is empty; it must hold at least one entry",
        ),
        (
            lambda: plot.alignment_curves({"a": ZERO}),
            ValueError,
            "no singular value of a is above zero",
        ),
        (
            lambda: plot.alignment_curves({"a": None}),
            TypeError,
            r"spectra\['a'\] must be a Spectrum; got None",
        ),
        (lambda: plot.alignment_curves([SPEC]), TypeError, "spectra must be a dict by name"),
        (
            lambda: plot.alignment_curves({"a": SPEC}, nulls={"b": ([], [], [])}),
            ValueError,
            "not among the spectra",
        ),
        (
            lambda: plot.alignment_curves({"a": SPEC}, nulls={"a": ([1.0], [1.0])}),
            ValueError,
            "must be three vectors",
        ),
        (
            lambda: plot.alignment_curves({"a": SPEC}, [1e308]),
            ValueError,
            r"taus reaches 1e\+308, too large for an axis",
        ),
        (lambda: plot.projections(None), TypeError, "spec must be a Spectrum; got None"),
        (
            lambda: plot.projections(SPEC, count=-1),
            ValueError,
            "count must be a positive integer; got -1",
        ),
        (lambda: plot.projections(SPEC, ax="junk"), TypeError, "ax must be an Axes; got 'junk'"),
        (
            lambda: plot.processes(SPEC, None, step_size=0.1),
            ValueError,
            "steps must hold real numbers",
        ),
        (
            lambda: plot.processes(Spectrum([1.0], [[1.0, 2.0]], [0, 0], 4, 2), 1, step_size=0.1),
            ValueError,
            "2 targets",
        ),
        (
            lambda: plot.mean_curve([1], [[1.0]], ax=None),
            ValueError,
            "runs must hold two curves or more",
        ),
    ],
)
def test_what_cannot_be_drawn_is_named(draw, error, message):
    with pytest.raises(error, match=message):
        draw()
