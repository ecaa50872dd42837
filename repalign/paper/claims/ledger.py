"""What a claim is, and how its verdict follows from its checks."""

from collections.abc import Callable
from dataclasses import dataclass, field

from repalign.paper.claims.checks import Outcome

HOLDS, PARTLY, FAILS, PENDING = "holds", "partly", "does not", "not yet measured"
VERDICTS = (HOLDS, PARTLY, FAILS, PENDING)


@dataclass(frozen=True)
class Null:
    """The first check on data that cannot support the claim: where the claim passes, it must be
    better than there."""

    what: str
    values: Callable


@dataclass(frozen=True)
class Claim:
    """One claim of the paper.

    Attributes
    ----------
    id : str
        "E6.3": the experiment of the paper, and a count.
    place : str
        Where the paper claims it.
    statement : str
        What it claims, in our words.
    chapter : str
        That takes it up, such as "05_peaks".
    experiment : str, optional
        Whose stored results the checks read; without one they compute what they need.
    checks : tuple of Check
        The first is the claim itself, the others look at it from elsewhere.
    null : Null, optional
    verdict : str
        One of `VERDICTS`, as we state it. `Judged.verdict` follows from the checks, and a test
        compares.
    comment : str
        A line, in which {0} is the first check's value.
    unit : str
        What stands for seeds in its checks.
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
    unit: str = "seeds"

    def judge(self, stored):
        """Evaluate all checks on stored results (None for a claim that needs none)."""
        outcomes = [check.of(stored) for check in self.checks]
        return (
            Judged(self, outcomes, outcomes[0].like(self.null).of(stored))
            if outcomes
            else Judged(self)
        )


@dataclass(frozen=True)
class Judged:
    """A claim with what its checks and its null came to."""

    claim: Claim
    outcomes: list = field(default_factory=list)
    null: Outcome | None = None

    @property
    def verdict(self):
        """What follows from the checks.

        `HOLDS` where every check passes in every case, and the first beats the null; `FAILS` where
        the first lies on the wrong side of its bound in most cases; `PARTLY` in between.
        """
        if not self.outcomes:
            return PENDING
        if all(outcome.passed for outcome in self.outcomes) and self.beats_null:
            return HOLDS
        return FAILS if self.outcomes[0].contradicts else PARTLY

    @property
    def as_stated(self):
        return self.verdict == self.claim.verdict

    @property
    def lead(self):
        """By how much the first check is better than the null: an `Outcome`."""
        return self.outcomes[0].beyond(self.null)

    @property
    def beats_null(self):
        """Whether that is beyond `ERRORS` standard errors wherever the first check passes."""
        return bool(self.lead.passes[self.outcomes[0].passes].all())

    @property
    def n_seeds(self):
        return max((outcome.n_seeds for outcome in self.outcomes), default=0)

    @property
    def comment(self):
        """The claim's comment with its numbers; empty where nothing is measured."""
        return self.claim.comment.format(*self.outcomes) if self.outcomes else ""
