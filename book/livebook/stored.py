"""Explorers as a committed notebook stores them: beside the still picture, their class and state.

A change of bundles or style leaves such a notebook as it is; and every front end shows the picture
until the cell is run, since there is no view to revive. The book makes views of them again.
"""

import json
from pathlib import Path

import nbformat

from livebook import exercises
from livebook.widgets import NAME, STATE_TYPE, VIEW_TYPE, WidgetError, own, slim

KEY = "explorer"  # in an output's metadata


def fold(notebook):
    """Store what an executed notebook shows as widgets, in place of the widgets."""
    models = notebook.metadata.pop("widgets", {}).get(STATE_TYPE, {}).get("state", {})
    for output in outputs(notebook, VIEW_TYPE):
        whole = models[output.data.pop(VIEW_TYPE)["model_id"]]
        named = own(whole["state"]) | {NAME: whole["state"].get(NAME)}
        output.metadata[KEY] = json.dumps(whole | {"state": named}, sort_keys=True)


def unfold(notebook):
    """Widgets again in place of what `fold` stored; one that is shown twice is one."""
    models = {}
    for output in _stored(notebook):
        model = models.setdefault(output.metadata.pop(KEY), f"explorer-{len(models) + 1}")
        output.data[VIEW_TYPE] = {"model_id": model}
    if models:
        states = {model: json.loads(text) for text, model in models.items()}
        notebook.metadata["widgets"] = {STATE_TYPE: {"state": states}}


def revive(app, docname, source):
    """Sphinx's source-read: the book reads a notebook with its explorers, and with
    forms for answers."""
    if Path(app.env.doc2path(docname)).suffix == ".ipynb":
        notebook = nbformat.reads(source[0], as_version=4)
        unfold(notebook)
        exercises.place(notebook)
        source[0] = nbformat.writes(notebook)


def problem(notebook):
    """Why the book could not show the notebook's explorers, in words; None if it can."""
    if outputs(notebook, VIEW_TYPE):
        return "it holds widgets as a front end saves them, not as explorers are stored"
    try:
        for output in _stored(notebook):
            slim(KEY, json.loads(output.metadata[KEY]))
    except WidgetError as error:
        return str(error)


def outputs(notebook, kind):
    """The outputs that hold data of a kind."""
    return [output for output in _outputs(notebook) if kind in output.get("data", {})]


def _stored(notebook):
    return [output for output in _outputs(notebook) if KEY in output.get("metadata", {})]


def _outputs(notebook):
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]
