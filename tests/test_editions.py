"""What of a notebook an edition keeps; made-up cells, and the chapters themselves."""

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from repalign.paper.chapters.exercises import EXERCISES
from tools.editions import SOLUTION, note, with_notes, without_solutions

NOTEBOOKS = sorted(Path(__file__).parents[1].joinpath("notebooks").glob("*.ipynb"))


def exercise():
    return [
        new_markdown_cell("### Exercise 1.1: one"),
        new_code_cell('answer = ...\ncheck("1.1", answer)'),
        new_markdown_cell(SOLUTION),
        new_code_cell('answer = 3\ncheck("1.1", answer)', metadata={"tags": ["hide-cell"]}),
        new_markdown_cell("It is three.\n\n### Exercise 1.2: two\n\nAnd this?"),
        new_code_cell('check("1.2", answer)'),
    ]


def test_a_student_gets_all_but_solutions():
    kept = [cell.source for cell in without_solutions(exercise())]
    assert kept == [
        "### Exercise 1.1: one",
        'answer = ...\ncheck("1.1", answer)',
        "### Exercise 1.2: two\n\nAnd this?",
        'check("1.2", answer)',
    ]


def test_a_teacher_gets_a_note_above_each_solution_and_all_else():
    kept = with_notes(exercise())
    noted = [k for k, cell in enumerate(kept) if "For the teacher" in cell.source]
    assert noted == [2] and kept[3].source == SOLUTION
    assert len(kept) == len(exercise()) + 1


def test_a_note_says_kind_minutes_and_mistakes():
    one = EXERCISES["4.1"]
    text = note(one)
    assert f"{one.minutes} minutes" in text and all(said in text for _, said in one.mistakes)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_line_of_a_solution_stays_in_a_chapter(path):
    cells = nbformat.read(path, as_version=4).cells
    kept = without_solutions(nbformat.read(path, as_version=4).cells)
    text = "\n".join(cell.source for cell in kept)
    elsewhere = "\n".join(cell.source for cell in cells if not is_solution(cell))
    lines = [line for cell in cells if is_solution(cell) for line in cell.source.splitlines()]
    own = [line for line in lines if len(line) > 15 and line not in elsewhere]
    assert own and not [line for line in own if line in text]
    assert text.count("### Exercise") == sum(map(is_solution, cells))


def is_solution(cell):
    return "hide-cell" in cell.metadata.get("tags", ())
