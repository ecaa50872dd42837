"""The directive `{chapters}`: what a teacher plans with, read from the chapters themselves."""

import re
from collections import Counter
from pathlib import Path

import nbformat
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from repalign.paper.chapters.exercises import EXERCISES
from repalign.paper.chapters.exercises.exercise import KINDS

TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
PLACE = re.compile(r"^\*((?:Section|Figure|Equation).+?)\*$", re.MULTILINE | re.DOTALL)
MINUTES = re.compile(r"\*Reading: (.+?)\. Running: (.+?)\.\*", re.DOTALL)
EXERCISE = re.compile(r"^### Exercise ([\d.]+):", re.MULTILINE)


class Chapters(SphinxDirective):
    """A table of the chapters: what of the paper, measured minutes, exercises by kind."""

    def run(self):
        rows = [row(path) for path in sorted((Path(self.env.srcdir) / "notebooks").glob("*.ipynb"))]
        lines = [
            "| Chapter | Of the paper | Read | Run | Exercises | Minutes for them |",
            "|---|---|---|---|---|---|",
            *rows,
        ]
        container = nodes.container()
        self.state.nested_parse(
            StringList(lines, source=self.env.docname), self.content_offset, container
        )
        return container.children


def row(path):
    """One line of the table; ValueError where the chapter does not say what every chapter must."""
    notebook = nbformat.read(path, as_version=4)
    prose = "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    found = {
        "title": TITLE.search(prose),
        "place in the paper": PLACE.search(prose),
        "minutes": MINUTES.search(prose),
    }
    missing = [name for name, match in found.items() if match is None]
    if missing:
        raise ValueError(
            f"{path.name} does not say its {', '.join(missing)}; see how other chapters begin"
        )
    asked = [EXERCISES[name] for name in EXERCISE.findall(prose)]
    kinds = Counter(each.kind for each in asked)
    listed = ", ".join(f"{kind} {kinds[kind]}" for kind in KINDS if kinds[kind])
    place = " ".join(found["place in the paper"][1].split()).rstrip(".")
    reading, running = map(_number, found["minutes"].groups())
    minutes = f"{reading} | {running} | {listed} | {sum(each.minutes for each in asked)}"
    return f"| {{doc}}`/notebooks/{path.stem}` | {place} | {minutes} |"


def _number(words):
    """Of minutes, as notebooks say them."""
    few = {"under a minute": "< 1", "about a minute": "1"}
    return few.get(words, words.removeprefix("about ").removesuffix(" minutes"))
