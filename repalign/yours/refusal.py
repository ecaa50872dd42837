"""What a reader's file may be refused for: what came, and what to do."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import NoReturn


class Refusal(ValueError):
    """A file, or what is in it, cannot be measured; told in one line."""


class UsageError(Refusal):
    """What the command line asks for is not there, or does not go together."""


def refuse(name: str, came: str, advice: str) -> NoReturn:
    """Raise a `Refusal` of what has this name."""
    raise Refusal(f"{name}: {came}. {advice}")


def refuse_name(kind: str, wanted: str, known: Sequence[str]) -> NoReturn:
    """Raise a `UsageError` that tells near matches, or what there is."""
    near = get_close_matches(wanted, known, n=3, cutoff=0.6)
    rest = f"did you mean {_listed(near)}?" if near else f"there are: {_listed(known) or 'none'}"
    raise UsageError(f"no {kind} “{wanted}”; {rest}")


def value_text(value: float) -> str:
    """A number that is not finite, as it is written elsewhere."""
    return "NaN" if value != value else str(value)


def _listed(names: Sequence[str], most: int = 12) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(f"“{name}”" for name in names[:most]) + more
