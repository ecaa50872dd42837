"""What a check of a claim measures, and what it comes to on stored results."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from repalign.paper.statistics import Estimate, computed, over_runs

TIMES = "×"
"""Form of a ratio, kept as its log10: "1.7× (factor 1.2)", the geometric mean and its standard
error."""


def first_half(values):
    """Of the runs, the middle one included."""
    return values[: -(-len(values) // 2)]


def last_half(values):
    """Of the runs, the middle one included."""
    return values[len(values) // 2 :]


@dataclass(frozen=True)
class Check:
    """One measurement that a claim implies, and the bound it must clear.

    Attributes
    ----------
    what : str
        What is measured, in words that make sense beside its value.
    values : callable (Results or None) -> array (S,) or (S, m)
        One value a run; of m cases at once, such as the settings of a sweep. Paired: differences
        within a run.
    bound : float
    sign : int
        1 where values must lie above the bound, -1 where below.
    form : str
        Format of values, or `TIMES`, for values that are log10 of a ratio.
    cases : callable (Results or None) -> list of m str, optional
        What tells the cases apart.
    exact : bool
        The values are computed, not sampled, so that a single row has no error.
    estimate : callable (Results, values) -> Estimate of (m,), optional
        Where rows are not independent runs of (S, m); values may then have more axes. Of a single
        run nothing is clear, whatever error it gives.
    """

    what: str
    values: Callable
    bound: float = 0.0
    sign: int = 1
    form: str = "+.2f"
    cases: Callable = lambda stored: [""]
    exact: bool = False
    estimate: Callable | None = None

    def of(self, stored):
        """The `Outcome` on the stored results."""
        return self.of_rows(stored, self.rows(stored))

    def rows(self, stored):
        """Its values on the stored results, a row a run: (S, m), or as `estimate` takes them."""
        values = np.asarray(self.values(stored), dtype=float)
        return values.reshape(len(values), -1) if self.estimate is None else values

    def of_rows(self, stored, rows):
        """The `Outcome` of some of these rows."""
        return Outcome(self, rows, tuple(self.cases(stored)), self._estimated(stored, rows))

    def _estimated(self, stored, values):
        if self.estimate is not None:
            found = self.estimate(stored, values)
            return found if len(values) > 1 else found._replace(error=np.nan * found.error)
        return computed(values[0]) if self.exact and len(values) == 1 else over_runs(values)

    def like(self, null):
        """The same check on the null's data."""
        return replace(self, what=null.what, values=null.values)

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
    """What a `Check` came to: values (S, m) of S runs and m cases, the cases' names, and the
    `Estimate` of their means."""

    check: Check
    values: np.ndarray
    cases: tuple
    estimate: Estimate

    @property
    def n_runs(self):
        return len(self.values)

    @property
    def mean(self):
        """Over the runs, (m,)."""
        return self.estimate.mean

    @property
    def error(self):
        """Standard error of the mean, (m,); 0 of what is computed."""
        return self.estimate.error

    def lead(self, stored, null):
        """By how much the values are better than those of the null, paired where both have runs:
        an `Outcome`."""
        check = replace(self.check, what=f"better than {null.check.what}", bound=0.0, sign=1)
        return check.of_rows(stored, self.check.sign * (self.values - null.values))

    @property
    def sides(self):
        """Of each case: 1 where it is clearly on the claim's side of the bound, -1 where on the
        other, else 0; (m,)."""
        return self.check.sign * self.estimate.side(self.check.bound)

    def chances(self, side):
        """Of each case: the probability of a mean as far on the claim's side of the bound, 1, or on
        the other, -1, were the truth at the bound; (m,)."""
        return self.estimate.beyond(self.check.bound, side * self.check.sign)

    @property
    def passes(self):
        return self.sides > 0

    @property
    def passed(self):
        return bool(self.passes.all())

    @property
    def contradicted(self):
        """Whether every case is clearly on the wrong side."""
        return bool((self.sides < 0).all())

    @property
    def weakest(self):
        """Index of the case that is least clear of the bound, or furthest on its wrong side."""
        return self.weakest_of(np.full(len(self.mean), True))

    def weakest_of(self, cases):
        """The same among some cases, a mask (m,)."""
        slack = self.check.sign * (self.mean - self.check.bound)
        error = self.estimate.half_width
        clear = np.where(np.isnan(error), -np.inf, slack - error)
        return int(np.flatnonzero(cases)[np.argmin(clear[cases])])

    def __getitem__(self, case):
        """Mean and standard error of a case in words; "{0[1]}" in a comment."""
        mean, error = self.check.shown(self.mean[case]), self.error[case]
        if np.isnan(error) or error == 0:
            return mean
        if self.check.form == TIMES:
            return f"{mean} (factor {10**error:.3g})"
        return f"{mean} ({self.check.shown(error).removeprefix('+')})"

    def __format__(self, form):
        """The weakest case, for comments: "{0}" with its standard error, "{0:.0%}" the mean
        alone."""
        return format(self.mean[self.weakest], form) if form else self[self.weakest]

    @property
    def count(self):
        """How many cases pass: "11 of 12"."""
        return f"{self.passes.sum()} of {len(self.mean)}"

    @property
    def against(self):
        """How many cases are clearly on the wrong side: "1 of 12"."""
        return f"{(self.sides < 0).sum()} of {len(self.mean)}"

    @property
    def text(self):
        """The numbers in a line."""
        if len(self.mean) == 1:
            return self[0]
        against = (self.sides < 0).sum()
        count = self.count + (f", {against} on the other side" if against else "")
        return f"{count}; the weakest, {self.cases[self.weakest]}: {self}"
