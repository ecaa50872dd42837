"""What an answer can be, when two are the same, and slips that any answer of a kind may have."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote

import numpy as np

from repalign._support.arrays import as_real
from repalign._support.check import shown

TRANSFORMED = (
    (np.negative, "The size is right, the sign is not."),
    (lambda right: 100 * right, "A hundred times too large: a share is asked for, or per cent?"),
    (lambda right: right / 100, "A hundred times too small: a share is asked for, or per cent?"),
    (np.square, "That is its square: take the root."),
    (lambda right: np.sqrt(np.abs(right)), "That is its root: take the square."),
    (lambda right: np.divide(1.0, right), "That is its inverse: turn the ratio round."),
)
"""Of a number: what it became, and what to say of that."""
FACTOR = re.compile(r"([-+]?)(√?)((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)", re.IGNORECASE)
THOUSANDS = re.compile(r"[-+]?\d{1,3}([,\s'’]\d{3})+")
SWAPPED = "The right numbers in another order."
ONE_OFF = "One off: count again, from which one on it holds, or how often."


@dataclass(frozen=True)
class Numbers:
    """One number, or several in an order; equal within `rtol`, whole ones only if they are the
    same."""

    asked: str = "a number"
    count: int = 1
    whole: bool = False
    rtol: float = 0.02

    kind = "numbers"

    def read(self, answer):
        """List of float; ValueError for what is none."""
        return np.ravel(as_real("answer", answer)).tolist()

    def typed(self, text):
        """The same of what a reader types on a page, such as "30.4, 8.8", "1/sqrt(3)", "5*6/2" or
        "15 %"; a comma is that of a decimal where there is one number, or semicolons part them, and
        that of thousands in a whole one."""
        bare = re.sub(r"[()[\]]|\band\b", " ", text.replace("−", "-").replace("sqrt", "√"))
        bare = re.sub(r"\s*([/%*])\s*|(?<=√)\s+", r"\1", bare.replace("×", "*")).strip()
        if self.whole and self.count == 1 and THOUSANDS.fullmatch(bare):
            bare = re.sub(r"[,\s'’]", "", bare)
        if ";" in bare or (self.count == 1 and re.fullmatch(r"[-+]?\d+,\d+", bare)):
            bare = re.sub(r"(?<=\d),(?=\d)", ".", bare)
        return [_typed(part) for part in re.split(r"[\s,;]+", bare) if part]

    def same(self, given, expected):
        close = zip(given, expected, strict=False)
        return len(given) == len(expected) and all(
            abs(a - b) <= (0 if self.whole else self.rtol * abs(b)) for a, b in close
        )

    def complaint(self, given):
        """What to say of an answer that cannot be right, whatever is; None of others."""
        return None if len(given) == self.count else f"{_sentence(self.asked)} is asked for."

    def slips(self, right):
        """(answer, what to say of it) of mistakes that are common."""
        right = np.array(right)
        if self.whole:
            yield from (((right + step).tolist(), ONE_OFF) for step in (-1, 1))
        if self.count > 1:
            yield right[::-1].tolist(), SWAPPED
        with np.errstate(divide="ignore"):
            changed = [(transform(right), text) for transform, text in TRANSFORMED]
        yield from ((each.tolist(), text) for each, text in changed if np.isfinite(each).all())

    def told(self):
        """What a page has to know to judge in the same way."""
        return {"count": self.count, "rtol": 0 if self.whole else self.rtol}


@dataclass(frozen=True)
class Letters:
    """A letter that stands for one of the answers offered, or several of them in an order."""

    choices: str = "ABCD"
    count: int = 1

    kind = "letters"

    @property
    def asked(self):
        first, last = self.choices[0], self.choices[-1]
        return f"{_number(self.count)}, {first} to {last}" + (
            ", in their order" if self.count > 1 else ""
        )

    def read(self, answer):
        """List of letters; ValueError for what holds none."""
        letters = [each for each in str(answer).upper() if each.isalpha()]
        if not isinstance(answer, str) or not letters:
            raise ValueError(f"answer must be {self.asked}, as a text; got {shown(answer)}")
        return letters

    typed = read

    def same(self, given, expected):
        return list(given) == list(expected)

    def complaint(self, given):
        known = len(given) == self.count and set(given) <= set(self.choices)
        repeated = len(set(given)) < len(given)
        return None if known and not repeated else f"{_sentence(self.asked)}: that is asked for."

    def slips(self, right):
        if self.count > 1:
            yield list(right)[::-1], "Just the other way round."

    def told(self):
        return {"count": self.count, "choices": self.choices}


@dataclass(frozen=True)
class State:
    """The state of the explorer with this `key`: each trait that is named within its two limits, or
    equal to what is named."""

    key: str
    asked: str = "a state of the explorer"

    kind = "state"

    def read(self, answer):
        """Traits by name, of an explorer, of a link to its state, or given as they are."""
        if hasattr(answer, "page_state"):
            return {name: getattr(answer, name) for name in answer.page_state}
        if isinstance(answer, Mapping):
            return dict(answer)
        if not isinstance(answer, str):
            raise ValueError(
                "answer must be an explorer, or a link to a state of it such as "
                f"'#{self.key}?...'; got {shown(answer)}"
            )
        key, _, query = answer.rpartition("#")[2].partition("?")
        known = unquote(key) in ("", self.key)
        return {name: _plain(text) for name, text in parse_qsl(query)} if known else {}

    typed = read

    def same(self, given, expected):
        return all(
            name in given and _within(given[name], limits) for name, limits in expected.items()
        )

    def complaint(self, given):
        return None

    def slips(self, right):
        return ()

    def told(self):
        return {"key": self.key}


def _within(value, limits):
    if isinstance(limits, list | tuple):
        low, high = limits
        return isinstance(value, int | float) and low <= value <= high
    return value == limits


def _plain(text):
    try:
        return float(text)
    except ValueError:
        return text


def _typed(text):
    """One number, a product, or a ratio of two of these; or per cent."""
    sides = [
        [FACTOR.fullmatch(factor) for factor in side.split("*")]
        for side in text.removesuffix("%").split("/")
    ]
    if len(sides) > 2 or not all(map(all, sides)):
        raise ValueError(f"{shown(text)} is not a number")
    numerator, denominator = (*(math.prod(map(_factor, side)) for side in sides), 1.0)[:2]
    return numerator / denominator / (100 if text.endswith("%") else 1)


def _factor(match):
    sign, root, decimal = match.groups()
    size = math.sqrt(float(decimal)) if root else float(decimal)
    return -size if sign == "-" else size


def _sentence(text):
    return text[0].upper() + text[1:]


def _number(count):
    return "a letter" if count == 1 else f"{count} letters"
