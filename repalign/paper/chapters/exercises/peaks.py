"""Exercises of chapter 5."""

from repalign.paper.chapters.exercises.exercise import Exercise
from repalign.paper.chapters.exercises.forms import Numbers
from repalign.paper.chapters.exercises.stored import read
from repalign.paper.readings import peaks

EXERCISES = (
    Exercise(
        "5.1",
        "compute",
        minutes=5,
        form=Numbers("a whole number", whole=True),
        answer=3 * 3 * 6,
        mistakes=(
            (3 * 3, "Those are the choices of variables; each of them has several orders."),
            (3 * 6, "Which two are shared is chosen; the third is one of the three others."),
        ),
    ),
    Exercise(
        "5.2",
        "read",
        minutes=5,
        form=Numbers("a threshold"),
        answer=read(peaks.highest_threshold_of_related, "peaks"),
    ),
)
