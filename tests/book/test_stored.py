"""Explorers in a committed notebook: named, not held, and a picture for who does not run it."""

import json
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
FILES = "circle.js", "explorers.css"
# The texts that the book's page of chapter 1 loads.
TEXTS = """
import json, sys
sys.path[:0] = [".", "book"]
import nbformat
from livebook import stored, widgets
notebook = nbformat.read("notebooks/01_circle.ipynb", as_version=4)
stored.unfold(notebook)
(whole,) = notebook.metadata["widgets"][widgets.STATE_TYPE]["state"].values()
print(json.dumps([*widgets.slim("circle", whole)[1].values()]))
"""


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


def test_a_change_of_style_or_bundle_reaches_the_page_and_leaves_chapters_in_step(copy):
    static = copy / "repalign/widgets/static"
    changed = {name: (static / name).read_text("utf-8") + "/* changed */" for name in FILES}
    for name, text in changed.items():
        (static / name).write_text(text, encoding="utf-8")
    check = python(copy, "tools/notebooks.py", "check")
    assert check.returncode == 0, check.stdout
    assert json.loads(python(copy, "-c", TEXTS).stdout) == [*changed.values()]


def python(folder, *arguments):
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)
