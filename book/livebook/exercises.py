"""Exercises on a page: in the place of the cell that checks an answer, a form that does.

What a right answer is stands in the notebook's output (`repalign.paper.chapters.exercises`), so
that the page and the notebook judge alike; ``exercises.js`` judges.
"""

import html
import json

import nbformat

from repalign.paper.chapters.exercises.exercise import turned

TYPE = "application/vnd.repalign.exercise+json"
SOLUTION = "Solution of exercise"


def place(notebook):
    """Put a form in the place of every cell that checks an answer not given yet, and name the
    solution's fold after its exercise, in place of the word above it."""
    notebook.cells = [_placed(cell) for cell in notebook.cells if cell.source != "**Solution**"]


def form(exercise):
    """HTML of the form, in one line, which Markdown leaves alone.

    Parameters
    ----------
    exercise : dict
        ``name`` and ``told``, as an output holds them.
    """
    name, told = exercise["name"], json.loads(turned(exercise["told"]))
    known = html.escape(exercise["told"])
    return (
        f'<form class="exercise-answer" data-exercise="{name}" data-told="{known}" novalidate>'
        f"{PARTS[told['form']](name, told)}"
        "<button>Check</button><output></output></form>"
    )


def _placed(cell):
    for output in cell.get("outputs", ()):
        kept = output.get("data", {}).pop(TYPE, None)
        if kept and kept["answer"] is None:
            return nbformat.v4.new_markdown_cell(form(kept), id=cell.id)
        if kept:
            prompt = f"{SOLUTION} {kept['name']}"
            cell.metadata["mystnb"] = {"code_prompt_show": prompt, "code_prompt_hide": prompt}
    return cell


def _numbers(name, told):
    return _line(name, f"Your answer, {told['asked']}", "decimal" if told["count"] == 1 else "text")


def _letters(name, told):
    if told["count"] > 1:
        return _line(name, f"Your answer, {told['asked']}", "text")
    options = "".join(
        f'<label><input type="radio" name="answer" value="{each}" />{each}</label>'
        for each in told["choices"]
    )
    return f"<fieldset><legend>Your answer</legend>{options}</fieldset>"


def _state(name, told):
    return "<span>Move the explorer there, then have it checked.</span>"


def _line(name, label, mode):
    place = f"answer-{name.replace('.', '-')}"
    return (
        f'<label for="{place}">{html.escape(label)}</label>'
        f'<input id="{place}" name="answer" inputmode="{mode}" autocomplete="off" />'
    )


PARTS = {"numbers": _numbers, "letters": _letters, "state": _state}
