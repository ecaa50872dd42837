"""Executed notebooks: the same bytes every time, and stale ones found."""

import json

import nbformat
import pytest
from livebook import stored, widgets

from tests.book import stub
from tools import notebooks, pictures

SOURCE = """
# %% [markdown]
# # A title
# Reading: @reading@. Running: @running@.

# %% tags=["install"]
# @install@

# %%
print("one", flush=True)
print("two")

# %%
import anywidget
from tests.book.stub import Dial

unseen = Dial()
Dial(angle=3)
"""

PROJECT = """
[project]
dependencies = []
optional-dependencies.widgets = ["anywidget>=0.9.13"]
urls.Repository = "https://example.org/book"
"""


def pretend(notebook):
    """A still picture without a browser; tests/book has the real ones."""
    for output in pictures.outputs(notebook, widgets.VIEW_TYPE):
        output.data["image/png"] = "iVBORw0KGgo="


@pytest.fixture(scope="module", autouse=True)
def stills():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "add_stills", pretend)
        patch.setenv("PYTHONPATH", str(notebooks.ROOT))  # of the chapter's kernel
        yield


@pytest.fixture(scope="module")
def root(tmp_path_factory, stills):
    """A project of one chapter, executed."""
    root = tmp_path_factory.mktemp("project")
    (root / "notebooks").mkdir()
    (root / "pyproject.toml").write_text(PROJECT)
    (root / "notebooks/01_dial.py").write_text(SOURCE.lstrip())
    assert notebooks.main(["execute"], root) == 0
    return root


@pytest.fixture
def chapter(root):
    """The executed notebook; whatever a test does to it is undone."""
    path = root / "notebooks/01_dial.ipynb"
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


def test_the_bytes_are_the_same_again(root, chapter):
    before = chapter.read_bytes()
    notebooks.main(["execute", "--all"], root)
    assert chapter.read_bytes() == before


def test_only_what_is_out_of_step_is_executed(root, chapter, capsys):
    notebooks.main(["execute"], root)
    assert "executing" not in capsys.readouterr().out


def test_it_holds_outputs_the_address_and_only_the_widget_that_is_seen(chapter):
    notebook = nbformat.read(chapter, as_version=4)
    assert notebook.cells[2].outputs[0].text == "one\ntwo\n"
    assert "git+https://example.org/book" in notebook.cells[1].source
    assert '"anywidget": "anywidget>=0.9.13"' in notebook.cells[1].source
    assert "Reading: under a minute. Running: under a minute." in notebook.cells[0].source
    (output,) = notebook.cells[3].outputs
    assert output.data.keys() == {"image/png", "text/plain"}
    state = json.loads(output.metadata[stored.KEY])["state"]
    assert state["angle"] == 3 and state[widgets.NAME] == "tests.book.stub.Dial"
    assert "widgets" not in notebook.metadata and stub.DIAL not in chapter.read_text()
    assert notebook.metadata.kernelspec.name == "python3"


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ("A title", "Another title", "cells are not those of the source"),
        ('"execution_count": 1', '"execution_count": null', "cells not run"),
        ("stub.Dial", "stub.Knob", "there is no explorer tests.book.stub.Knob"),
        (r"\"angle\"", r"\"turned\"", "other traits by now (angle, turned)"),
        ('"image/png"', f'"{widgets.VIEW_TYPE}"', "widgets as a front end saves them"),
        ('"image/png"', '"image/gif"', "explorers without a still picture: 1"),
        (
            "# A title",
            '# A <a href=\\"#dial?angle=4\\">link</a>',
            r"no explorer holds among its `links`: #dial?angle=4",
        ),
    ],
)
def test_what_is_stale_is_found_and_named(root, chapter, capsys, old, new, cause):
    chapter.write_text(chapter.read_text().replace(old, new))
    assert notebooks.main(["check"], root) == 1
    said = capsys.readouterr()
    assert cause in said.out
    assert "make notebooks" in said.err


def test_the_install_cell_alone_is_brought_up_to_date_without_a_run(root, chapter, capsys):
    before = chapter.read_text()
    chapter.write_text(before.replace("anywidget>=0.9.13", "anywidget>=0.9.12"))
    assert notebooks.main(["check"], root) == 1
    capsys.readouterr()
    assert notebooks.main(["execute"], root) == 0
    assert "executing" not in capsys.readouterr().out
    assert chapter.read_text() == before


def test_stills_are_taken_without_running_anything(root, chapter):
    before = chapter.read_text()
    chapter.write_text(before.replace('"image/png"', '"image/gif"'))
    assert notebooks.main(["stills"], root) == 0
    assert '"image/png"' in chapter.read_text()


def test_without_a_browser_the_chapter_is_kept_and_the_run_fails(
    root, chapter, capsys, monkeypatch
):
    def refuse(notebook):
        raise pictures.NoBrowserError("no browser here")

    monkeypatch.setattr(pictures, "add_stills", refuse)
    assert notebooks.main(["execute", "--all"], root) == 1
    said = capsys.readouterr()
    assert "LEFT OUT: no browser here" in said.err
    assert "explorers without a still picture: 1" in said.out
    assert "Dial()" in chapter.read_text()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (5, "under a minute"),
        (70, "about a minute"),
        (100, "about 2 minutes"),
        (620, "about 10 minutes"),
    ],
)
def test_durations_in_words(seconds, said):
    assert notebooks.minutes(seconds) == said


def test_a_missing_notebook_is_named(root, chapter, capsys):
    chapter.unlink()
    assert notebooks.main(["check"], root) == 1
    assert "01_dial.ipynb does not exist" in capsys.readouterr().out


def test_a_path_of_the_machine_is_refused(root, chapter):
    source = root / "notebooks/02_path.py"
    source.write_text("# %%\nimport os\nprint(os.getcwd())\n")
    try:
        with pytest.raises(ValueError, match=r"02_path.py prints the path"):
            notebooks.execute(source, root)
        assert not source.with_suffix(".ipynb").exists()
    finally:
        source.unlink()
