"""Notebooks and saved answers of a class, graded; the notebooks are the book's own, answered by
other values."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from repalign import grade
from repalign.paper.chapters.exercises import EXERCISES, TYPE
from tests.answers import given

ROOT = Path(__file__).parent.parent
CHAPTER_4 = ROOT / "notebooks" / "04_convergence.ipynb"
NAMES = [name for name in EXERCISES if name.startswith("4.")]


def handed_in(path, answers, *, solved=False):
    """The chapter with these answers {name: value}, all others open; without solutions unless they
    are to stay."""
    notebook = json.loads(CHAPTER_4.read_text("utf-8"))
    if not solved:
        notebook["cells"] = [
            cell
            for cell in notebook["cells"]
            if "hide-cell" not in cell["metadata"].get("tags", ())
        ]
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            kept = output.get("data", {}).get(TYPE)
            if kept and kept["answer"] is None:
                kept["answer"] = answers.get(kept["name"])
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), "utf-8")
    return path


def is_solution(cell):
    return "hide-cell" in cell["metadata"].get("tags", ())


def right(name):
    return given(EXERCISES[name], EXERCISES[name].right())


def graded(capsys, *files, status=0):
    assert grade.main(["--csv", *map(str, files)]) == status
    return {row["student"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}


def test_right_wrong_and_open_stand_in_their_columns(tmp_path, capsys):
    ann = handed_in(tmp_path / "ann.ipynb", {"4.6": right("4.6"), "4.2": ["A"]})
    bob = handed_in(tmp_path / "bob.ipynb", {name: right(name) for name in NAMES})
    rows = graded(capsys, ann, bob)
    assert {name: rows["ann"][name] for name in NAMES} == dict.fromkeys(NAMES, ".") | {
        "4.2": "x",
        "4.6": "+",
    }
    assert rows["ann"]["right"] == f"1/{len(NAMES)}"
    assert rows["bob"]["right"] == f"{len(NAMES)}/{len(NAMES)}"


def test_a_solution_in_the_notebook_does_not_count(tmp_path, capsys):
    rows = graded(capsys, handed_in(tmp_path / "ann.ipynb", {}, solved=True))
    assert rows["ann"]["right"] == f"0/{len(NAMES)}"


def test_what_the_output_says_does_not_count_but_the_answer(tmp_path, capsys):
    path = handed_in(tmp_path / "ann.ipynb", {"4.6": [7]})
    path.write_text(path.read_text("utf-8").replace("not answered yet.", "right."), "utf-8")
    assert graded(capsys, path)["ann"]["4.6"] == "x"


def test_the_last_answer_counts(tmp_path, capsys):
    path = handed_in(tmp_path / "ann.ipynb", {"4.6": [7]})
    notebook = json.loads(path.read_text("utf-8"))
    kept = {"name": "4.6", "answer": right("4.6")}
    output = {"output_type": "display_data", "data": {TYPE: kept}, "metadata": {}}
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "outputs": [output]})
    path.write_text(json.dumps(notebook), "utf-8")
    assert graded(capsys, path)["ann"]["4.6"] == "+"


def test_a_page_s_answers_are_graded_beside_notebooks(tmp_path, capsys):
    notebook = handed_in(tmp_path / "ann" / "04.ipynb", {"4.6": right("4.6")})
    saved = tmp_path / "bob" / "answers.json"
    saved.parent.mkdir()
    [steps] = right("4.6")
    saved.write_text(
        json.dumps(
            {
                "4.6": {"answer": f" {steps} ", "word": "not yet", "tries": 1},
                "4.2": {"answer": "about six", "word": "right", "tries": 9},
            }
        )
    )
    rows = graded(capsys, notebook, saved)
    assert (rows["ann"]["4.6"], rows["bob"]["4.6"], rows["bob"]["4.2"]) == ("+", "+", "x")


def test_a_student_s_chapters_are_one_line(tmp_path, capsys):
    four = handed_in(tmp_path / "ann" / "04.ipynb", {"4.6": right("4.6")})
    other = tmp_path / "ann" / "01.ipynb"
    other.write_text((ROOT / "notebooks" / "01_circle.ipynb").read_text("utf-8"), "utf-8")
    bob = handed_in(tmp_path / "bob" / "04.ipynb", {})
    rows = graded(capsys, four, other, bob)
    assert list(rows) == ["ann", "bob"] and "1.1" in rows["ann"] and rows["ann"]["4.6"] == "+"


def test_a_class_of_thirty_in_one_command(tmp_path):
    files = [
        handed_in(tmp_path / f"student{k:02}.ipynb", {"4.6": right("4.6")} if k % 3 else {})
        for k in range(30)
    ]
    done = subprocess.run(
        [sys.executable, "-m", "repalign.grade", *files], capture_output=True, text=True, check=True
    )
    head, *lines = done.stdout.splitlines()
    assert head.split() == ["student", *NAMES, "right"]
    assert [line.split()[-2] for line in lines] == ["+" if k % 3 else "." for k in range(30)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "neither a notebook nor saved answers"),
        ("[]", "nor saved answers of the book"),
        ('{"cells": 3}', "nor saved answers of the book"),
        ('{"9.9": {"answer": "1"}}', "exercise 9.9 is not one of this version's"),
        ('{"4.6": "1"}', "nor saved answers of the book"),
        (None, "No such file"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_the_others_graded(tmp_path, capsys, text, said):
    good, bad = handed_in(tmp_path / "ann.ipynb", {"4.6": right("4.6")}), tmp_path / "bob.json"
    if text is not None:
        bad.write_text(text)
    assert grade.main([str(good), str(bad)]) == 1
    captured = capsys.readouterr()
    assert "bob.json" in captured.err and said in captured.err
    assert captured.out.splitlines()[1].split()[-2:] == ["+", "1/6"]
