"""The table of exercises, what `check` says and keeps, and that every chapter has what it names."""

import contextlib
import re
from collections import Counter
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from repalign.paper.chapters.exercises import CHAPTERS, EXERCISES, TYPE, check
from repalign.paper.chapters.exercises.exercise import HINT, KINDS, RIGHT
from tests.answers import given

NOTEBOOKS = sorted(Path(__file__).parents[4].joinpath("notebooks").glob("*.ipynb"))
LOOK_UPS = 0.2  # of all exercises, at most
every = pytest.mark.parametrize("exercise", EXERCISES.values(), ids=EXERCISES)


@every
def test_what_is_right_is_right_and_what_is_wrong_has_its_own_reason(exercise):
    assert exercise.judge(given(exercise, exercise.right())).word == RIGHT
    wrong = exercise.wrong()
    assert len(wrong) >= 3
    texts = [text for _, text in exercise.mistakes]
    assert texts and len(set(texts)) == len(texts) and HINT not in texts
    answer, text = wrong[0]
    assert exercise.judge(given(exercise, answer)).why == text == texts[0]


@every
def test_its_kind_and_minutes_are_known(exercise):
    assert exercise.kind in KINDS
    assert 1 <= exercise.minutes <= 30


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda each: each.__name__.rpartition(".")[2])
def test_a_chapter_has_exercises_of_many_kinds(chapter):
    kinds = Counter(each.kind for each in chapter.EXERCISES)
    assert 4 <= kinds.total() <= 6 and len(kinds) >= 4 and kinds["read"] <= 1


def test_few_are_look_ups():
    assert sum(each.kind == "read" for each in EXERCISES.values()) <= LOOK_UPS * len(EXERCISES)


def test_every_chapter_asks_its_exercises_in_their_order_and_solves_them():
    for number, path in enumerate(NOTEBOOKS, start=1):
        notebook = nbformat.read(path, as_version=4)
        outputs = [
            output.data[TYPE] | {"said": output.data["text/plain"]}
            for cell in notebook.cells
            for output in cell.get("outputs", ())
            if TYPE in output.get("data", {})
        ]
        names = [name for name in EXERCISES if name.startswith(f"{number}.")]
        titles = re.findall(r"^### Exercise ([\d.]+):", _prose(notebook), re.MULTILINE)
        assert titles == names, path.name
        said = [(each["name"], each["answer"] is None) for each in outputs]
        assert said == [(name, open_) for name in names for open_ in (True, False)], path.name
        solved = [each["said"] for each in outputs if each["answer"] is not None]
        assert solved == [f"Exercise {name}: right." for name in names], path.name
        stored = {each["name"]: each["told"] for each in outputs}
        assert stored == {name: EXERCISES[name].told() for name in names}, path.name


def test_every_exercise_has_a_hint():
    for path in NOTEBOOKS:
        prose = _prose(nbformat.read(path, as_version=4))
        _, *texts = re.split(r"^### Exercise ", prose, flags=re.MULTILINE)
        assert all("<summary>Hint</summary>" in text for text in texts), path.name


def test_a_check_is_a_line(capsys):
    check("4.1", ...)
    check("4.1", EXERCISES["4.1"].right())
    assert capsys.readouterr().out == "Exercise 4.1: not answered yet.\nExercise 4.1: right.\n"


def test_an_unknown_name_is_an_error_that_lists_those_there_are():
    with pytest.raises(ValueError, match=r"unknown exercise '9\.9'; known: 1\.1"):
        check("9.9", 1)


def test_a_notebook_keeps_the_answer_beside_what_is_said():
    with _shell(), capture_output() as captured:
        check("4.1", 1)
        check("4.1", ...)
    wrong, open_ = (output.data for output in captured.outputs)
    assert wrong["text/plain"].startswith("Exercise 4.1: not yet. ")
    assert wrong[TYPE]["name"] == "4.1" and wrong[TYPE]["answer"] == [1.0]
    assert open_[TYPE]["answer"] is None


@contextlib.contextmanager
def _shell():
    """As in a notebook, and as before afterwards."""
    InteractiveShell.instance()
    try:
        yield
    finally:
        InteractiveShell.clear_instance()


def _prose(notebook):
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
