"""The ledger in words: for a terminal, and as plain values for JSON."""

from collections import Counter
from textwrap import fill

import numpy as np

from repalign.paper.claims.ledger import (
    BY_CONSTRUCTION,
    FAILS,
    HOLDS,
    NOT_COMPARABLE,
    PARTLY,
    PENDING,
    UNDECIDED,
    VERDICTS,
)

SAID = {
    HOLDS: "held",
    PARTLY: "held in part",
    UNDECIDED: "stayed undecided",
    FAILS: "did not hold",
    NOT_COMPARABLE: "could not be compared",
    BY_CONSTRUCTION: "held by construction",
    PENDING: "still to be measured",
}
"""Of some claims, whether one or many."""


def table(judged, width=100):
    """Every claim with verdict, place and numbers, and a tally: text no wider than `width` where
    words allow."""
    return "\n\n".join(
        [*(_entry(each, width) for each in judged), fill(tally(judged), max(width, 40))]
    )


def tally(judged):
    """How many claims of the paper have which verdict, and of ours: "Of 51 claims of the paper 21
    held, 30 held in part."."""
    parts = {"of the paper": [each for each in judged if not each.claim.ours]}
    parts["of ours"] = [each for each in judged if each.claim.ours]
    return " ".join(
        f"Of {len(own)} claims {whose} {_counted(own)}." for whose, own in parts.items() if own
    )


def _counted(judged):
    count = Counter(each.verdict for each in judged)
    return ", ".join(f"{count[verdict]} {SAID[verdict]}" for verdict in VERDICTS if count[verdict])


def record(judged):
    """One claim as values that JSON knows."""
    claim = judged.claim
    return {
        "id": claim.id,
        "place": claim.place,
        "statement": claim.statement,
        "verdict": judged.verdict,
        "stated": claim.verdict,
        "runs": judged.n_runs,
        "checks": [_numbers(outcome) | {"passed": outcome.passed} for outcome in judged.outcomes],
        "null": judged.null and _numbers(judged.null) | {"beaten": judged.beats_null},
        "halves": [half.verdict for half in judged.halves],
        "comment": judged.comment,
    }


def null_line(judged):
    """The null control in a sentence."""
    null, passes = judged.null, judged.outcomes[0].passes
    if not passes.any():
        return f"{null.check.what}: {null.text}. No case passes that it would have to explain"
    where = "" if passes.all() else " where it passes"
    least = judged.lead[judged.lead.weakest_of(passes)]
    better = f"better{where}, by" if judged.beats_null else f"NOT clearly better{where}:"
    return f"{null.check.what}: {null.text}. The claim is {better} {least}"


def half_line(judged):
    """What half of the runs would have said, in a sentence; empty where half is a single run, of
    which nothing is clear, and where all runs leave it undecided, as their halves nearly must."""
    if judged.n_runs < 3 or judged.verdict not in (HOLDS, PARTLY, FAILS):
        return ""
    if judged.survives:
        return f"either half of the {judged.claim.unit} says the same"
    verdicts = " and ".join(half.verdict for half in judged.halves)
    return f"halves of the {judged.claim.unit} alone say: {verdicts}"


def passing(outcome):
    """What a check came to, in a word: passes, open, AGAINST, or in part."""
    if outcome.passed:
        return "passes"
    if outcome.contradicted:
        return "AGAINST"
    return "in part" if outcome.sides.any() else "open"


def check_line(outcome):
    """A check in a sentence."""
    return f"{outcome.check.what}: {outcome.text}; needed: {outcome.check.needed}"


def _numbers(outcome):
    return {
        "what": outcome.check.what,
        "needed": outcome.check.needed,
        "cases": list(outcome.cases),
        "mean": outcome.mean.tolist(),
        "standard_error": _known(outcome.error),
        "degrees_of_freedom": _known(outcome.estimate.freedom),
        "side": outcome.sides.tolist(),
    }


def _entry(judged, width):
    claim = judged.claim
    lines = [f"{claim.id:6} {judged.verdict.upper():16} {claim.place}"]
    if not judged.as_stated:
        lines.append(
            _indented("stated", f"{claim.verdict}, which does not follow from the checks", width)
        )
    lines.append(_indented("", claim.statement, width))
    lines += [_indented(passing(each), check_line(each), width) for each in judged.outcomes]
    if judged.null:
        lines.append(_indented("null", null_line(judged), width))
    if halves := half_line(judged):
        lines.append(_indented("half", halves, width))
    if judged.verdict in (NOT_COMPARABLE, BY_CONSTRUCTION):
        lines.append(_indented("why", judged.comment, width))
    return "\n".join(lines)


def _known(values):
    """JSON knows neither NaN nor infinity."""
    return [float(value) if np.isfinite(value) else None for value in values]


def _indented(label, text, width):
    return fill(text, max(width, 40), initial_indent=f"  {label:7} ", subsequent_indent=" " * 10)
