"""The ledger on the stored results: stated verdicts follow from the checks."""

import dataclasses
import re

import pytest
from judged import JUDGED, MEASURED

from repalign.paper import claims, readings, results
from repalign.paper.claims import ledger
from repalign.paper.claims.ledger import BY_CONSTRUCTION, HOLDS, NOT_COMPARABLE, Null


@pytest.mark.parametrize("name", JUDGED)
def test_stated_verdicts_are_those_that_follow(name):
    judged = JUDGED[name]
    assert judged.as_stated, (
        f"{name} is stated as {judged.claim.verdict!r}, but {judged.verdict!r} follows"
    )


def test_every_claim_is_there_once_and_whole():
    assert len(JUDGED) == len(claims.CLAIMS)
    assert {name.partition(".")[0] for name in JUDGED} == set(claims.TOPICS)
    for each in claims.CLAIMS:
        assert each.verdict in ledger.VERDICTS
        assert each.place.startswith(("Section", "Abstract"))
        assert each.chapter[:2].isdigit()


@pytest.mark.parametrize("name", MEASURED)
def test_claims_with_a_verdict_have_two_checks_and_a_comment(name):
    each = JUDGED[name]
    assert len(each.claim.checks) >= 2 or each.verdict in (BY_CONSTRUCTION, NOT_COMPARABLE)
    assert len({outcome.check.what for outcome in each.outcomes}) == len(each.outcomes)
    assert each.comment.endswith(".")
    for outcome in each.outcomes:
        assert len(outcome.cases) == len(outcome.mean)


@pytest.mark.parametrize("name", MEASURED)
def test_no_number_of_a_comment_is_typed(name):
    typed = re.sub(r"\{[^}]*\}", "", JUDGED[name].claim.comment)
    assert not re.search(r"\d", typed)


@pytest.mark.parametrize("name", MEASURED)
def test_single_rows_are_of_what_is_computed(name):
    """One sampled number has no error; what has one row must say that it was computed."""
    for outcome in JUDGED[name].outcomes:
        assert outcome.n_runs > 1 or outcome.check.exact


def test_what_is_stored_is_measured():
    """Claims whose experiment has results must have checks."""
    stored = {path.stem for path in results.FOLDER.glob("*.npz")}
    assert [
        each.id
        for each in claims.CLAIMS
        if each.experiment in stored and not each.checks and each.verdict != BY_CONSTRUCTION
    ] == []


@pytest.mark.parametrize("name", [name for name, each in MEASURED.items() if each.null])
def test_what_is_no_better_than_its_null_does_not_hold(name):
    """Measured values in the null's place: nothing is better than itself, and nothing holds any
    longer."""
    first = JUDGED[name].claim.checks[0]
    same = dataclasses.replace(JUDGED[name].claim, null=Null("the same", first.values))
    judged = claims.judge(same)
    assert judged.verdict != HOLDS
    assert not judged.beats_null or not judged.outcomes[0].passes.any()


def test_claims_need_no_torch():
    import subprocess
    import sys

    code = "import sys; from repalign.paper import claims; claims.judged(); "
    code += "sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_scaling_that_is_read_is_the_one_that_was_measured():
    """Its place is written twice, since experiments need torch."""
    from repalign.paper.experiments.convergence import SCALINGS

    assert list(SCALINGS)[readings.convergence.STANDARDISED] == "standardised"
