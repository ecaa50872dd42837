"""What a claim is, how it is checked, and how its verdict follows from the checks."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

HOLDS, PARTLY, FAILS, PENDING = "holds", "partly", "does not", "not yet measured"
VERDICTS = (HOLDS, PARTLY, FAILS, PENDING)
ERRORS = 2
"""Standard errors over the seeds by which a value must clear its bound."""
TIMES = "×"
"""Form of a ratio, kept as its log10: "1.7× (factor 1.2)", the geometric mean and its standard
error."""


@dataclass(frozen=True)
class Check:
    """One measurement that a claim implies, and the bound it must clear.

    Attributes
    ----------
    what : str
        What is measured, in words that make sense beside its value.
    values : callable (Results or None) -> array (S,) or (S, m)
        One value a seed; of m cases at once, such as the settings of a sweep. Paired: differences
        within a seed.
    bound : float
    sign : int
        1 where values must lie above the bound, -1 where below.
    form : str
        Format of values, or `TIMES`, for values that are log10 of a ratio.
    cases : callable (Results or None) -> list of m str, optional
        What tells the cases apart.
    """

    what: str
    values: Callable
    bound: float = 0.0
    sign: int = 1
    form: str = "+.2f"
    cases: Callable = lambda stored: [""]

    def of(self, stored):
        """The `Outcome` on the stored results."""
        values = np.asarray(self.values(stored), dtype=float)
        return Outcome(self, values.reshape(len(values), -1), tuple(self.cases(stored)))

    @property
    def needed(self):
        """The bound in words."""
        bound = f"{10**self.bound:g}{TIMES}" if self.form == TIMES else f"{self.bound:g}"
        return f"{'above' if self.sign > 0 else 'below'} {bound}"

    def shown(self, value):
        """A value in its form."""
        return (
            f"{float(f'{10**value:.2g}'):g}{TIMES}"
            if self.form == TIMES
            else format(value, self.form)
        )


def above(what, values, bound=0.0, form="+.2f", **options):
    """A `Check` that values lie above a bound."""
    return Check(what, values, bound, 1, form, **options)


def below(what, values, bound=0.0, form="+.2f", **options):
    """A `Check` that values lie below a bound."""
    return Check(what, values, bound, -1, form, **options)


@dataclass(frozen=True)
class Outcome:
    """What a `Check` came to: values (S, m) of S seeds and m cases, and the cases' names."""

    check: Check
    values: np.ndarray
    cases: tuple

    @property
    def n_seeds(self):
        return len(self.values)

    @property
    def mean(self):
        """Over the seeds, (m,)."""
        return self.values.mean(axis=0)

    @property
    def error(self):
        """Standard error of the mean, (m,); 0 for a single value."""
        if self.n_seeds == 1:
            return np.zeros(self.values.shape[1])
        return self.values.std(axis=0, ddof=1) / np.sqrt(self.n_seeds)

    def like(self, null):
        """The same check on the null's data."""
        return replace(self.check, what=null.what, values=null.values)

    def beyond(self, null):
        """By how much the values are better than those of the null, paired where both have seeds:
        an `Outcome`."""
        what = replace(self.check, what=f"better than {null.check.what}", bound=0.0, sign=1)
        return Outcome(what, self.check.sign * (self.values - null.values), self.cases)

    @property
    def slack(self):
        """By how much each case clears the bound, `ERRORS` standard errors taken off, (m,)."""
        return self.check.sign * (self.mean - self.check.bound) - ERRORS * self.error

    @property
    def passes(self):
        return self.slack > 0

    @property
    def passed(self):
        return bool(self.passes.all())

    @property
    def contradicts(self):
        """Whether most cases lie on the wrong side of the bound."""
        return bool(np.mean(self.check.sign * (self.mean - self.check.bound) > 0) < 0.5)

    @property
    def weakest(self):
        """Index of the case that clears the bound least."""
        return int(np.argmin(self.slack))

    def __getitem__(self, case):
        """Mean and standard error of a case in words; "{0[1]}" in a comment."""
        mean, error = self.check.shown(self.mean[case]), self.error[case]
        if self.n_seeds == 1 or error == 0:
            return mean
        if self.check.form == TIMES:
            return f"{mean} (factor {10**error:.3g})"
        return f"{mean} ± {self.check.shown(error).removeprefix('+')}"

    def __format__(self, form):
        """The weakest case, for comments: "{0}" with its standard error, "{0:.0%}" the mean
        alone."""
        return format(self.mean[self.weakest], form) if form else self[self.weakest]

    @property
    def count(self):
        """How many cases pass: "11 of 12"."""
        return f"{self.passes.sum()} of {len(self.mean)}"

    @property
    def text(self):
        """The numbers in a line."""
        if len(self.mean) == 1:
            return self[0]
        return f"{self.count}; the weakest {self} ({self.cases[self.weakest]})"


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
