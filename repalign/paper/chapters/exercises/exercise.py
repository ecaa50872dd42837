"""An exercise of the book: what is right, which mistakes are likely, and what is said of each."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from repalign.paper.chapters.exercises.forms import Letters, Numbers, State

KINDS = {
    "predict": "predict, then check",
    "compute": "compute",
    "explain": "explain",
    "break": "break it",
    "extend": "extend",
    "read": "read off a result",
}
"""What an exercise asks of its reader."""
OPEN, RIGHT, WRONG = "not answered yet", "right", "not yet"
HINT = "Look at the hint."
LETTERS = range(ord("!"), ord("~") + 1)
TURNED = {letter: LETTERS[place - len(LETTERS) // 2] for place, letter in enumerate(LETTERS)}


@dataclass(frozen=True)
class Verdict:
    """`word` is `OPEN`, `RIGHT` or `WRONG`; `why` says more, or nothing."""

    word: str
    why: str = ""

    def __str__(self):
        return f"{self.word}. {self.why}".rstrip()


@dataclass(frozen=True)
class Exercise:
    """One exercise; its text, hint and solution stand in the chapter.

    Parameters
    ----------
    name : str
        Number of the chapter and of the exercise, "1.2".
    kind : one of `KINDS`
    minutes : int
        For a student who has read the chapter.
    form : Numbers, Letters or State
    answer : what is right, or a callable () that computes it
    mistakes : tuple of (answer, text)
        What is likely to come instead, likeliest first, and what to say of it; an answer may be a
        callable here too.
    """

    name: str
    kind: str
    minutes: int
    form: Numbers | Letters | State
    answer: object
    mistakes: tuple = field(default=())

    def right(self):
        """What is right, as the form reads it."""
        return self.form.read(_value(self.answer))

    def wrong(self):
        """(answer, text) of every mistake that is known, those of the form after the exercise's
        own; none is right."""
        right = self.right()
        own = ((self.form.read(_value(answer)), text) for answer, text in self.mistakes)
        return [
            (answer, text)
            for answer, text in (*own, *self.form.slips(right))
            if not self.form.same(answer, right)
        ]

    def judge(self, answer):
        """The `Verdict` on an answer; None and ... are no answers. ValueError for what cannot be
        read."""
        if answer is ... or answer is None:
            return Verdict(OPEN)
        given = self.form.read(answer)
        if self.form.same(given, self.right()):
            return Verdict(RIGHT)
        known = (text for mistake, text in self.wrong() if self.form.same(given, mistake))
        return Verdict(WRONG, self.form.complaint(given) or next(known, HINT))

    def told(self):
        """All that a page needs to judge in the same way, not to be read at a glance: text."""
        told = {
            "form": self.form.kind,
            "asked": self.form.asked,
            **self.form.told(),
            "right": self.right(),
            "wrong": self.wrong(),
        }
        return turned(json.dumps(told, ensure_ascii=False))


def turned(text):
    """Text with its letters turned half a circle, and those of turned text back (ROT47): not to be
    read at a glance, and as short as before when it is packed."""
    return text.translate(TURNED)


def _value(answer):
    return answer() if isinstance(answer, Callable) else answer
