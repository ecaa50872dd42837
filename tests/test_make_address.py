"""`make address`, in a copy of this checkout."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest

from tools import address as tool
from tools import notebooks

ROOT = Path(__file__).resolve().parent.parent
FORK = "https://github.com/me/fork"
PROJECT = '[project]\nname = "repalign"\n\n[tool.ruff]\nline-length = 120\n'
CITATION = "title: A title\ntype: software\npreferred-citation:\n  type: article\n"


@pytest.fixture(autouse=True)
def _no_workflow(monkeypatch):
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)


@pytest.fixture
def small(tmp_path):
    """A project with nothing but the places of the address."""
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    (tmp_path / "CITATION.cff").write_text(CITATION)
    (tmp_path / "README.md").write_text("# A title\n")
    return tmp_path


def make(folder, *arguments):
    """`make address` with this environment, which is taken for up to date."""
    venv = Path(sys.prefix)
    command = [
        "make",
        "--no-print-directory",
        "-C",
        folder,
        "address",
        f"VENV={venv}",
        "-o",
        f"{venv}/book.stamp",
        *arguments,
    ]
    return subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "MAKEFLAGS": ""}
    )


def install_cell(folder):
    notebook = nbformat.read(folder / "notebooks/01_circle.ipynb", as_version=4)
    return next(cell.source for cell in notebook.cells if cell.cell_type == "code")


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_written_everywhere_and_the_chapters_stay_in_step(copy):
    before = contents(copy)
    done = make(copy, "URL=git@github.com:me/fork.git")
    assert done.returncode == 0, done.stderr
    project = tomllib.loads((copy / "pyproject.toml").read_text())
    assert project["project"]["urls"] == {"Repository": FORK}
    assert f"\nrepository-code: {FORK}\n" in (copy / "CITATION.cff").read_text()
    assert f"git+{FORK}" in install_cell(copy)
    chapters = [path.with_suffix(".ipynb") for path in tool.install_cell.sources(copy)]
    after = contents(copy)
    changed = {path for path in after if after[path] != before.get(path)}
    assert changed == {*chapters, copy / "pyproject.toml", copy / "CITATION.cff"}
    assert notebooks.main(["check"], copy) == 0


def test_again_nothing_changes_and_another_address_takes_its_place(copy):
    make(copy, f"URL={FORK}")
    before = contents(copy)
    done = make(copy)  # the one that is written
    assert done.stdout.strip() == f"{FORK} stands in every place already"
    assert contents(copy) == before
    make(copy, "URL=https://gitlab.com/a/b/c")
    assert (
        FORK
        not in install_cell(copy)
        + (copy / "pyproject.toml").read_text()
        + (copy / "CITATION.cff").read_text()
    )
    make(copy, f"URL={FORK}")
    assert contents(copy) == before


@pytest.mark.parametrize(
    "junk", ["fork", "https://github.com/me", "https://example.org/me/fork", "/srv/git/fork.git"]
)
def test_what_is_no_public_address_is_refused(small, junk):
    before = contents(small)
    with pytest.raises(
        SystemExit,
        match=r"is no repository on github\.com, .*; give it as https://github\.com/me/fork",
    ):
        tool.main([junk], small)
    assert contents(small) == before


def test_where_none_is_given_and_none_found_it_says_so(small):
    with pytest.raises(SystemExit, match="give one: make address URL="):
        tool.main([""], small)


def test_where_none_is_given_the_one_found_is_written(small, monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "me/fork")
    assert tool.main([""], small) == f"{FORK} stands in pyproject.toml, CITATION.cff"


def test_other_addresses_of_the_project_stay(small):
    (small / "pyproject.toml").write_text(
        f'[project.urls]\nPaper = "p"\nRepository = "r"\n\n{PROJECT}'
    )
    tool.main([FORK], small)
    urls = tomllib.loads((small / "pyproject.toml").read_text())["project"]["urls"]
    assert urls == {"Paper": "p", "Repository": FORK}


def test_links_to_the_address_before_are_turned(small):
    tool.main([FORK], small)
    badges = (
        "{0}/actions https://mybinder.org/v2/gh/{1}/HEAD https://img.shields.io/github/license/{1} "
    )
    other = "https://github.com/me/fork-2 https://github.com/someone/me"
    (small / "README.md").write_text(badges.format(FORK, "me/fork") + other)
    tool.main(["https://github.com/you/new"], small)
    assert (small / "README.md").read_text() == badges.format(
        "https://github.com/you/new", "you/new"
    ) + other


@pytest.mark.parametrize(
    ("found", "written", "said"),
    [
        (None, None, False),
        (None, FORK, False),
        ("me/fork", FORK, False),
        ("me/fork", None, True),
        ("you/fork", FORK, True),
    ],
)
def test_a_book_says_where_the_address_found_is_not_the_one_written(
    small, monkeypatch, found, written, said
):
    if written:
        tool.main([written], small)
    if found:
        monkeypatch.setenv("GITHUB_REPOSITORY", found)
    hint = tool.main(["--hint"], small)
    assert hint.count("\n") == 0
    assert (
        f"This copy is at https://github.com/{found}; its chapters name {written or 'no address'}"
        in hint
    ) == said
