"""The rule by which claims are judged, on made-up ones."""

import dataclasses

import numpy as np
import pytest
from judged import claim, values

from repalign.paper.claims.checks import TIMES, above, below
from repalign.paper.claims.ledger import FAILS, HOLDS, PARTLY, Null


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ([1.0], [1.0], HOLDS),
        ([1.0], [-1.0], PARTLY),
        ([1.0, -1.0], [1.0], PARTLY),
        ([1.0, -1.0, -1.0], [1.0], FAILS),
        ([-1.0], [1.0], FAILS),
        ([np.nan], [1.0], FAILS),
    ],
)
def test_the_verdict_follows_from_the_checks(first, second, verdict):
    judged = claim(above("x", values(*first)), above("x", values(*second)), null=-5.0).judge(None)
    assert judged.verdict == verdict
    assert judged.as_stated == (verdict == HOLDS)


def test_what_is_within_two_standard_errors_does_not_pass_but_contradicts_nothing():
    """Mean 1, deviations +-1 of four seeds: standard error 2 / sqrt(3) / 2 = 0.577."""
    noisy = np.array([[0.0], [0.0], [2.0], [2.0]])
    outcome = above("x", lambda stored: noisy).of(None)
    assert outcome.error[0] == pytest.approx(1 / np.sqrt(3))
    assert not outcome.passed
    assert not outcome.contradicts
    assert above("x", lambda stored: noisy + 0.16).of(None).passed
    assert below("x", lambda stored: -noisy - 0.16).of(None).passed


def test_a_claim_that_is_no_better_than_its_null_does_not_hold():
    checks = above("x", values(1.0)), above("x", values(1.0))
    assert claim(*checks, null=0.9).judge(None).verdict == HOLDS
    assert claim(*checks, null=1.0).judge(None).verdict == PARTLY


def test_the_null_is_paired_by_seed():
    own = np.array([[1.0], [3.0], [2.0]])
    made = claim(above("x", lambda stored: own))
    shifted = dataclasses.replace(made, null=Null("less", lambda stored: own - 0.1)).judge(None)
    assert shifted.beats_null  # the seeds' own scatter of 1 does not count
    assert shifted.lead.mean == pytest.approx([0.1])


def test_numbers_are_shown_with_their_errors():
    pair = np.array([[1.0, 2.0], [1.0, 4.0]])
    outcome = above("x", lambda stored: pair, bound=2.5, cases=lambda stored: ["a", "b"]).of(None)
    assert outcome.text == "0 of 2; the weakest +1.00 (a)"
    assert (outcome[1], outcome.check.needed) == ("+3.00 ± 1.00", "above 2.5")
    ratio = above("x", lambda stored: np.log10([[2.0], [8.0]]), form=TIMES).of(None)
    assert (ratio.text, ratio.check.needed) == ("4× (factor 2)", "above 1×")
