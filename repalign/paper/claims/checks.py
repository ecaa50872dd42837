"""What a check of a claim measures, and what it comes to on stored results."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from repalign.paper.statistics import standard_error

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
        return standard_error(self.values)

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
