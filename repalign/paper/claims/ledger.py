"""What a claim is, and how its verdict follows from its checks."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from repalign.paper.claims.checks import Outcome, first_half, last_half
from repalign.paper.statistics import holm

HOLDS, PARTLY, UNDECIDED, FAILS = "holds", "partly", "undecided", "does not"
NOT_COMPARABLE, BY_CONSTRUCTION, PENDING = "not comparable", "by construction", "not yet measured"
JUDGED = (HOLDS, PARTLY, UNDECIDED, FAILS)
"""Verdicts that follow from checks."""
VERDICTS = (*JUDGED, NOT_COMPARABLE, BY_CONSTRUCTION, PENDING)


@dataclass(frozen=True)
class Null:
    """The first check on data that could show the same by accident or artefact: where the claim
    passes, it must be better than there."""

    what: str
    values: Callable


@dataclass(frozen=True)
class Claim:
    """One claim of the paper, or one of ours.

    Attributes
    ----------
    id : str
        "E6.3": the experiment of the paper, and a count; "B1.2" is ours, beyond the paper.
    place : str
        Where the paper claims it, or what raises the question.
    statement : str
        What is claimed, in our words.
    chapter : str
        That takes it up, such as "05_peaks".
    experiment : str, optional
        Whose stored results the checks read; without one they compute what they need.
    checks : tuple of Check
        The first is the claim itself, the others look at it from elsewhere.
    null : Null, optional
    verdict : str
        One of `VERDICTS`, as we state it. `Judged.verdict` follows from the checks, and a test
        compares; `NOT_COMPARABLE` and `BY_CONSTRUCTION` are stated alone, and the comment says why.
    comment : str
        A line, in which {0} is the first check's value.
    unit : str
        What stands for runs in its checks.
    """

    id: str
    place: str
    statement: str
    chapter: str
    experiment: str | None = None
    checks: tuple = ()
    null: Null | None = None
    verdict: str = PENDING
    comment: str = ""
    unit: str = "runs"

    @property
    def topic(self):
        """ "E6" of "E6.3"."""
        return self.id.partition(".")[0]

    @property
    def number(self):
        return int(self.id.partition(".")[2])

    @property
    def ours(self):
        """Whether it goes beyond the paper."""
        return self.id.startswith("B")

    def judge(self, stored):
        """Evaluate all checks on stored results (None for a claim that needs none), and on either
        half of the runs."""
        if not self.checks:
            return Judged(self)
        rows = [check.rows(stored) for check in self.checks]
        null = self.null and self.checks[0].like(self.null)
        null_rows = null and null.rows(stored)

        def judged(part, again=()):
            own = zip(self.checks, map(part, rows), strict=True)
            outcomes = [check.of_rows(stored, values) for check, values in own]
            against = null and null.of_rows(stored, part(null_rows))
            lead = null and outcomes[0].lead(stored, against)
            return Judged(self, outcomes, against, lead, again)

        return judged(lambda values: values, (judged(first_half), judged(last_half)))


@dataclass(frozen=True)
class Judged:
    """A claim with what its checks and its null came to, by how much the first check is better than
    the null, and the same of either half of the runs."""

    claim: Claim
    outcomes: list = field(default_factory=list)
    null: Outcome | None = None
    lead: Outcome | None = None
    halves: tuple = ()

    @property
    def verdict(self):
        """What follows from the checks.

        `HOLDS` where every case of every check is clearly on the claim's side, and the first check
        clearly better than the null; `FAILS` where every case of every check is clearly on the
        other side; `PARTLY` where of all cases some are on the one side and some on the other;
        `UNDECIDED` else.
        """
        if self.claim.verdict in (NOT_COMPARABLE, BY_CONSTRUCTION):
            return self.claim.verdict
        if not self.outcomes:
            return PENDING
        if all(outcome.passed for outcome in self.outcomes) and self.beats_null:
            return HOLDS
        if all(outcome.contradicted for outcome in self.outcomes):
            return FAILS
        return PARTLY if self._some(1) and self._some(-1) else UNDECIDED

    def _some(self, side):
        """Whether some case is clearly on a side, picked out of all cases of all checks.

        A case of the first check is on the claim's side where it is clearly better than the null as
        well, and on the other side also where the null is clearly better.
        """
        first, *others = (outcome.chances(side) for outcome in self.outcomes)
        if self.null is not None:
            lead = self.lead.chances(side)
            first = np.maximum(first, lead) if side > 0 else np.concatenate([first, lead])
        return holm(np.concatenate([first, *others])).any()

    @property
    def as_stated(self):
        return self.verdict == self.claim.verdict

    @property
    def beats_null(self):
        """Whether that is clear wherever the first check passes; True without a null."""
        return self.null is None or bool(self.lead.passes[self.outcomes[0].passes].all())

    @property
    def survives(self):
        """Whether a verdict that follows from checks follows from either half of the runs too."""
        return all(half.verdict == self.verdict for half in self.halves)

    @property
    def n_runs(self):
        return max((outcome.n_runs for outcome in self.outcomes), default=0)

    @property
    def comment(self):
        """The claim's comment with its numbers; empty where nothing is measured yet."""
        pending = self.verdict == PENDING
        return "" if pending else self.claim.comment.format(*self.outcomes)
