"""Explorers in a committed notebook: named, not held, and a picture for who does not run it."""

import subprocess
import sys

import nbformat
import pytest
from livebook import stored, widgets
from livebook.site import SiteError
from nbconvert import HTMLExporter

from tests.book import stub, tiny

INDEX = "# Start\n\n```{toctree}\nmore\n```\n"
PICTURE = "iVBORw0KGgo="


@pytest.fixture
def notebook():
    """Two views of one explorer and one of another, with their pictures, as executed."""
    dial = stub.Dial()
    notebook = tiny.notebook(dial, dial, stub.Bytes())
    for output in stored.outputs(notebook, widgets.VIEW_TYPE):
        output.data["image/png"] = PICTURE
    return notebook


def seen(notebook):
    """(model, what a page gets of it) of every view."""
    outputs = stored.outputs(notebook, widgets.VIEW_TYPE)
    shown = [output.data[widgets.VIEW_TYPE]["model_id"] for output in outputs]
    states = notebook.metadata["widgets"][widgets.STATE_TYPE]["state"]
    return [(model, widgets.slim(model, states[model])) for model in shown]


def test_it_comes_back_as_it_was_and_held_no_text(notebook):
    before = seen(notebook)
    stored.fold(notebook)
    text = nbformat.writes(notebook)
    assert "render" not in text and "rgb(1, 2, 3)" not in text
    stored.unfold(notebook)
    after = seen(notebook)
    assert [page for _, page in after] == [page for _, page in before]
    first, second, other = (model for model, _ in after)
    assert first == second != other


def test_what_converts_a_notebook_shows_the_picture(notebook):
    """nbviewer does it with nbconvert, which prefers a view to a picture."""
    stored.fold(notebook)
    page, _ = HTMLExporter().from_notebook_node(notebook)
    assert page.count(PICTURE) == 3
    assert widgets.VIEW_TYPE not in page and widgets.STATE_TYPE not in page


def test_an_explorer_that_is_not_there_fails_the_build(notebook, tmp_path):
    stored.fold(notebook)
    gone = nbformat.writes(notebook).replace("stub.Dial", "stub.Knob")
    with pytest.raises(
        SiteError, match=r"more\.html: there is no explorer tests\.book\.stub\.Knob"
    ):
        tiny.build(tmp_path, {"index.md": INDEX, "more.ipynb": gone})


def test_a_page_has_the_present_style(notebook, tmp_path, monkeypatch):
    stored.fold(notebook)
    monkeypatch.setattr(stub.Dial, "_css", "output { color: red; }")
    site = tiny.build(tmp_path, {"index.md": INDEX, "more.ipynb": notebook})
    (sheet,) = (site / "_static/explorers").glob("*.css")
    assert sheet.read_text() == stub.Dial._css
    assert sheet.name in (site / "more.html").read_text()


def test_a_change_of_style_or_bundle_leaves_chapters_in_step(copy):
    for name in ("explorers.css", "circle.js"):
        with (copy / "repalign/widgets/static" / name).open("a") as file:
            file.write("/* changed */")
    check = [sys.executable, "tools/notebooks.py", "check"]
    done = subprocess.run(check, cwd=copy, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
