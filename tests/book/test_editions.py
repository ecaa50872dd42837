"""The editions for a class, built and opened."""

import re
import zipfile

import nbformat
import pytest

from tests.book.visits import ROOT
from tools import editions

pytestmark = pytest.mark.browser

CHAPTER = "html/notebooks/01_circle.html"


@pytest.fixture(scope="module", params=editions.EDITIONS)
def edition(request):
    assert editions.main([request.param]) == 0
    return request.param, ROOT / "_build" / request.param


def solutions():
    """Lines that stand in solutions, and nowhere else in the chapters."""
    cells = [
        cell
        for path in sorted(ROOT.glob("notebooks/*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
    ]
    solved = [cell for cell in cells if "hide-cell" in cell.metadata.get("tags", ())]
    others = "\n".join(cell.source for cell in cells if cell not in solved)
    lines = {line.strip() for cell in solved for line in cell.source.splitlines()}
    return [line for line in lines if len(line) > 20 and line not in others]


def test_an_edition_opens_from_the_disk(edition, site_over_file):
    name, folder = edition
    visit = site_over_file(folder)(CHAPTER)
    visit.settle()
    assert visit.explorer("circle") and visit.errors == [] == visit.foreign
    summaries = visit.page.locator("summary", has_text="Solution of exercise").count()
    notes = visit.page.get_by_text("For the teacher").count()
    exercises = visit.page.locator("form.exercise-answer").count()
    assert (summaries, notes) == {"student": (0, 0), "instructor": (exercises, exercises)}[name]


def test_no_solution_is_in_the_student_edition_and_all_are_in_the_other(edition):
    name, folder = edition
    files = [path for path in folder.rglob("*") if path.suffix in {".html", ".ipynb", ".js"}]
    tags = re.compile(r"<[^>]*>")
    texts = [
        tags.sub("", path.read_text("utf-8")) if path.suffix == ".html" else path.read_text("utf-8")
        for path in files
    ]
    lines = [line for line in solutions() if '"' not in line and "<" not in line]
    found = [line for line in lines if any(line in text for text in texts)]
    assert lines and found == ([] if name == "student" else lines)


def test_all_of_it_is_in_one_archive(edition):
    name, folder = edition
    with zipfile.ZipFile(folder.with_suffix(".zip")) as archive:
        names = set(archive.namelist())
    assert {f"{name}/html/index.html", f"{name}/notebooks/01_circle.ipynb"} <= names
