"""The book's exercises: one table, which notebooks, pages and graders read."""

import sys

from repalign._support.check import shown
from repalign.paper.chapters.exercises import (
    circle,
    cnn,
    convergence,
    emergence,
    networks,
    peaks,
    similarity,
    your_model,
)

CHAPTERS = (circle, emergence, networks, convergence, peaks, cnn, similarity, your_model)
EXERCISES = {each.name: each for chapter in CHAPTERS for each in chapter.EXERCISES}
"""By name, such as "1.2"."""
TYPE = "application/vnd.repalign.exercise+json"
"""Of what a notebook keeps of an answer: ``name``; ``answer``, None where there is none yet; and
``told``, from which the book's page judges."""


def check(name, answer):
    """Say whether `answer` is right for the exercise, and where it is not, what may have gone
    wrong.

    Numbers are right within two per cent, and what is counted only exactly, unless the exercise
    says otherwise; an answer may be a letter, or an explorer in the state that is asked for.
    ValueError for what is no answer at all.

    Examples
    --------
    >>> check("1.3", ...)
    Exercise 1.3: not answered yet.
    >>> check("1.3", 30)
    Exercise 1.3: not yet. A pair of numbers is asked for.
    """
    exercise = named(name)
    line = f"Exercise {name}: {exercise.judge(answer)}"
    if not _in_notebook():
        return print(line)
    given = None if answer is ... or answer is None else exercise.form.read(answer)
    kept = {"name": name, "answer": given, "told": exercise.told()}
    sys.modules["IPython"].display.display({"text/plain": line, TYPE: kept}, raw=True)


def named(name):
    """The exercise; ValueError lists those there are."""
    if not isinstance(name, str) or name not in EXERCISES:
        raise ValueError(f"unknown exercise {shown(name)}; known: {', '.join(EXERCISES)}")
    return EXERCISES[name]


def _in_notebook():
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None
