"""The rule by which claims are judged, on made-up ones."""

import dataclasses

import numpy as np
import pytest
from judged import claim, values
from scipy import stats

from repalign.paper.claims.checks import TIMES, above, below
from repalign.paper.claims.ledger import (
    BY_CONSTRUCTION,
    FAILS,
    HOLDS,
    NOT_COMPARABLE,
    PARTLY,
    UNDECIDED,
    Null,
)
from repalign.paper.statistics import Estimate


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ([1.0], [1.0], HOLDS),
        ([1.0], [-1.0], PARTLY),
        ([1.0, -1.0, -1.0], [1.0], PARTLY),
        ([1.0, 0.0], [1.0], UNDECIDED),
        ([-1.0], [1.0], PARTLY),
        ([-1.0, -1.0], [-1.0], FAILS),
        ([-1.0, 0.0], [0.0], UNDECIDED),
        ([np.nan], [1.0], UNDECIDED),
    ],
)
def test_the_verdict_follows_from_the_checks(first, second, verdict):
    checks = above("x", values(*first), exact=True), above("x", values(*second), exact=True)
    judged = claim(*checks, null=-5.0).judge(None)
    assert judged.verdict == verdict
    assert judged.as_stated == (verdict == HOLDS)


def test_one_sampled_run_decides_nothing():
    judged = claim(above("x", values(9.0)), above("x", values(9.0)), null=-5.0).judge(None)
    assert judged.verdict == UNDECIDED
    assert judged.outcomes[0].text == "+9.00"


@pytest.mark.parametrize("n", [2, 3, 5, 10])
def test_a_case_is_clear_where_the_t_test_says_so(n):
    """Shifted so that scipy's one-sided test has p just below or above .025."""
    noise = np.random.default_rng(n).normal(size=(n, 1))
    half = stats.t.ppf(0.975, n - 1) * stats.sem(noise)[0]
    for factor, side in ((1.001, 1), (0.999, 0), (-0.999, 0), (-1.001, -1)):
        own = noise - noise.mean() + factor * half
        assert above("x", lambda stored, own=own: own).of(None).sides.tolist() == [side]
        assert below("x", lambda stored, own=own: own).of(None).sides.tolist() == [-side]
        chance = stats.ttest_1samp(own[:, 0], 0, alternative="greater").pvalue
        found = above("x", lambda stored, own=own: own).of(None).chances(1)
        assert found == pytest.approx(chance)


def test_verdicts_are_the_same_in_both_directions():
    """What follows from a claim's values follows for the opposite claim with the sign turned: holds
    turns into does not, and what lies between stays."""
    rng = np.random.default_rng(0)
    opposite = {HOLDS: FAILS, PARTLY: PARTLY, UNDECIDED: UNDECIDED}
    seen = set()
    for _ in range(300):
        own = rng.normal(rng.normal(scale=2, size=3), size=(4, 3)) + rng.choice([0, -4, 4])
        check = above("x", lambda stored, own=own: own)
        turned = above("x", lambda stored, own=own: -own)
        plain = dataclasses.replace(claim(check), null=None).judge(None).verdict
        other = dataclasses.replace(claim(turned), null=None).judge(None).verdict
        seen.add(plain)
        assert other == opposite.get(plain, HOLDS)
    assert seen == {HOLDS, FAILS, PARTLY, UNDECIDED}


def test_of_many_cases_one_is_clear_by_accident_and_makes_no_verdict():
    """Of a thousand claims of 20 cases without any effect Holm's correction lets 2.5 % at most see
    something on a side, and so next to none see something on both."""
    rng = np.random.default_rng(1)
    partly = sum(
        dataclasses.replace(claim(above("x", lambda stored, own=own: own)), null=None)
        .judge(None)
        .verdict
        == PARTLY
        for own in rng.normal(size=(1000, 6, 20))
    )
    assert partly <= 5


def test_a_claim_that_is_no_better_than_its_null_does_not_hold():
    checks = above("x", values(1.0), exact=True), above("x", values(1.0), exact=True)
    assert claim(*checks, null=0.9).judge(None).verdict == HOLDS
    assert claim(*checks, null=1.0).judge(None).verdict == UNDECIDED
    assert dataclasses.replace(claim(*checks), null=None).judge(None).verdict == HOLDS


def test_the_null_is_paired_by_run():
    own = np.array([[1.0], [3.0], [2.0]])
    made = claim(above("x", lambda stored: own))
    shifted = dataclasses.replace(made, null=Null("less", lambda stored: own - 0.1)).judge(None)
    assert shifted.beats_null  # the runs' own scatter of 1 does not count
    assert shifted.lead.mean == pytest.approx([0.1])


def test_halves_of_the_runs_are_judged_again():
    """Of five runs the first three and the last three: mean 1 and an error of .006, then 1/3 and
    one of 5."""
    own = np.array([[1.0], [1.01], [0.99], [-9.0], [9.0]])
    check = above("x", lambda stored: own)
    judged = dataclasses.replace(claim(check), null=None).judge(None)
    assert [half.verdict for half in judged.halves] == [HOLDS, UNDECIDED]
    assert not judged.survives
    assert [half.outcomes[0].n_runs for half in judged.halves] == [3, 3]
    steady = dataclasses.replace(claim(above("x", lambda stored: own[:3])), null=None)
    assert steady.judge(None).survives


def test_what_cannot_be_compared_has_no_verdict_from_its_checks():
    for verdict in (NOT_COMPARABLE, BY_CONSTRUCTION):
        judged = claim(above("x", values(1.0), exact=True), verdict=verdict).judge(None)
        assert judged.verdict == verdict
        assert judged.as_stated
    assert claim(verdict=BY_CONSTRUCTION).judge(None).verdict == BY_CONSTRUCTION


def test_rows_that_are_no_runs_bring_their_own_estimate():
    given = Estimate(np.array([1.0, 1.0]), np.array([0.1, 0.9]), np.array([4.0, 4.0]))
    check = above("x", lambda stored: np.ones((2, 21, 2)), estimate=lambda stored, rows: given)
    assert check.of(None).sides.tolist() == [1, 0]
    assert check.of(None).error.tolist() == [0.1, 0.9]


def test_numbers_are_shown_with_their_errors():
    pair = np.array([[1.0, 2.0], [1.0, 4.0]])
    outcome = above("x", lambda stored: pair, bound=2.5, cases=lambda stored: ["a", "b"]).of(None)
    assert outcome.text == "0 of 2, 1 on the other side; the weakest, b: +3.00 (1.00)"
    assert (outcome[0], outcome.check.needed) == ("+1.00", "above 2.5")
    ratio = above("x", lambda stored: np.log10([[2.0], [8.0]]), form=TIMES).of(None)
    assert (ratio.text, ratio.check.needed) == ("4× (factor 2)", "above 1×")
