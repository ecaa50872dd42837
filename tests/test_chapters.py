"""The story carries a chapter: how much code a reader sees, before any of it is shown or hidden."""

import ast
from pathlib import Path

import jupytext
import pytest

CHAPTERS = sorted(Path(__file__).parents[1].joinpath("notebooks").glob("*.py"))
FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
MOST_LINES, MOST_DEFS, LONGEST_CELL = 100, 2, 15


@pytest.fixture(params=CHAPTERS, ids=lambda path: path.stem)
def cells(request):
    """Lines that are not blank, of every cell of code whose code is shown."""
    notebook = jupytext.read(request.param, fmt="py:percent")
    shown = [
        cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and not FOLDED & set(cell.metadata.get("tags", ()))
    ]
    return [[line for line in source.splitlines() if line.strip()] for source in shown]


def test_a_chapter_shows_little_code(cells):
    assert sum(map(len, cells)) <= MOST_LINES
    assert max(map(len, cells)) <= LONGEST_CELL


def test_code_that_is_shown_neither_imports_nor_draws(cells):
    trees = [ast.parse("\n".join(lines)) for lines in cells]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    assert sum(isinstance(node, ast.FunctionDef) for node in nodes) <= MOST_DEFS
    assert not [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    assert not names & {"plt", "ax", "axes"}
