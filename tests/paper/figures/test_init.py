"""Figures and tables: as a notebook shows them, and as files."""

import pytest

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from matplotlib.figure import Figure

from repalign.paper import figures
from repalign.paper.figures import panels
from repalign.plot import plt

SIGNATURES = {"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG"}


@figures.drawn("test-drawn", "two lines")
def lines():
    return [lambda ax: ax.plot([0, 1]), lambda ax: ax.plot([1, 0])]


@figures.tabulated("test-table", "A & B", {"share": "{:.1%}"})
def shares():
    return {"name": ["x", "y"], "share": [0.25, 1 / 3]}


@pytest.mark.parametrize("kind", figures.FORMATS)
@pytest.mark.parametrize("make", [lines, shares])
def test_it_is_written_whole_and_the_same_again(make, kind, tmp_path):
    first, second = tmp_path / "new" / "a", tmp_path / "b"
    for path in (first, second):
        make().save(path, kind)
    assert first.read_bytes().startswith(SIGNATURES[kind])
    assert first.read_bytes() == second.read_bytes()
    assert [each.name for each in first.parent.iterdir()] == ["a"]


def test_a_table_is_numbers_that_are_written_as_told():
    table = shares()
    assert table.frame["share"].tolist() == [0.25, 1 / 3]
    assert "33.3%" in repr(table) and repr(table).startswith("A & B\n")
    html = table._repr_html_()
    assert "<td>33.3%</td>" in html and "<caption>A &amp; B</caption>" in html


def test_a_picture_says_in_words_what_it_shows():
    assert repr(lines()) == "two lines"


def test_every_figure_has_a_name_words_and_a_page_of_its_own():
    made = figures.every()
    assert "figure-2ab" in made
    assert all(function.__doc__ for name, function in made.items() if name.startswith("figure"))


def too_wide(paint):
    """The legend of a panel as narrow as a phone, where it does not fit in."""
    with plt.rc_context(panels.RC):
        figure = Figure(figsize=panels.PANEL)
        paint(ax=figure.subplots())
        figure.draw_without_rendering()
        legends = filter(None, (ax.get_legend() for ax in figure.axes))
        boxes = [legend.get_window_extent() for legend in legends]
    return [box for box in boxes if box.x0 < -1 or box.x1 > figure.bbox.x1 + 1]


@pytest.mark.parametrize("name", [name for name in figures.every() if not name.startswith("test-")])
def test_every_legend_fits_into_a_panel(name):
    for paint in getattr(figures.every()[name](), "paints", ()):
        assert too_wide(paint) == []
