"""Figures and tables: as a notebook shows them, and as files."""

import pytest

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from repalign.paper import figures

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
