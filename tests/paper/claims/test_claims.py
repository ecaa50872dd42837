"""The ledger on the stored results: stated verdicts follow from the checks, and would not from
tampered results."""

import dataclasses
import json
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from repalign.cli import main
from repalign.paper import claims, readings, results
from repalign.paper.claims import ledger, text
from repalign.paper.claims.checks import TIMES, above, below
from repalign.paper.claims.ledger import FAILS, HOLDS, PARTLY, PENDING, Claim, Null
from repalign.paper.results import Results

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"
JUDGED = {each.claim.id: each for each in claims.judged()}
MEASURED = {name: each for name, each in JUDGED.items() if each.verdict != PENDING}


# The rule, on made-up claims.


def claim(*checks, null=0.0, verdict=HOLDS):
    return Claim(
        "E0.1",
        "Nowhere",
        "Ones.",
        "01_circle",
        None,
        checks,
        Null("nothing", values(null)),
        verdict,
        "{0}",
    )


def values(*numbers, seeds=1):
    return lambda stored: np.tile(numbers, (seeds, 1))


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


# The ledger.


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
def test_measured_claims_have_two_checks_a_null_and_a_comment(name):
    each = JUDGED[name]
    assert len(each.claim.checks) >= 2
    assert each.null is not None
    assert len({outcome.check.what for outcome in each.outcomes}) == len(each.outcomes)
    assert each.comment.endswith(".")
    for outcome in each.outcomes:
        assert len(outcome.cases) == len(outcome.mean)


@pytest.mark.parametrize("name", MEASURED)
def test_no_number_of_a_comment_is_typed(name):
    typed = re.sub(r"\{[^}]*\}", "", JUDGED[name].claim.comment)
    assert not re.search(r"\d", typed)


def test_what_is_stored_is_measured():
    """Claims whose experiment has results must have checks."""
    stored = {path.stem for path in results.FOLDER.glob("*.npz")}
    assert [
        each.id for each in claims.CLAIMS if each.experiment in stored and not each.checks
    ] == []


@pytest.mark.parametrize("name", MEASURED)
def test_every_null_can_fail(name):
    """Measured values in the null's place: nothing is better than itself, and nothing holds any
    longer."""
    first = JUDGED[name].claim.checks[0]
    same = dataclasses.replace(JUDGED[name].claim, null=Null("the same", first.values))
    judged = claims.judge(same)
    assert judged.verdict != HOLDS
    assert not judged.beats_null or not judged.outcomes[0].passes.any()


# Tampered results.


def tampered(experiment, **changes):
    """The stored results with other arrays: callables of the stored ones."""
    stored = results.load(experiment)
    arrays = {name: np.array(array) for name, array in stored.items()}
    return Results(
        arrays | {name: change(arrays) for name, change in changes.items()}, stored.provenance
    )


def renamed(experiment, old, new):
    """The stored results with the spectra of one name in the place of another's."""
    stored = results.load(experiment)
    others = {
        f"{new}.{part}": np.array(stored[f"{old}.{part}"]) for part in (*results.PARTS, "shape")
    }
    return Results(
        {name: np.array(array) for name, array in stored.items()} | others, stored.provenance
    )


LAYERS = ("E5.1", "E5.2", "E5.3", "E10.1")
BLOCKS = ("blocks.4", "blocks.5", "blocks.6", "blocks.7")
FITS = [
    f"{loss}_at_{key}"
    for loss in ("squared", "logistic")
    for key in ("train_error", "test_accuracy")
]
TAMPERED = {
    "E1.1": lambda: tampered("expressivity", least_squares=lambda old: old["least_squares"] + 1e-6),
    "E1.4": lambda: renamed("expressivity", "sparse_coding", "network"),
    "E1.5": lambda: renamed("expressivity", "sparse_coding", "network"),
    "E1.6": lambda: renamed("expressivity", "sparse_coding", "rbf_network"),
    "E1.7": lambda: tampered(
        "expressivity", **{"network.residual": lambda old: old["network.residual"] + 1e9}
    ),
    "E2.1": lambda: renamed("emergence", "inputs_shuffled", "inputs_true"),
    "E2.2": lambda: renamed("emergence", "inputs_true", "inputs_shuffled"),
    "E2.3": lambda: later("emergence", 0, -1),
    "E2.4": lambda: later("emergence", -1, 0),
    "E6.1": lambda: tampered("convergence", difference=lambda old: 1e4 * old["difference"]),
    "E6.3": lambda: tampered(
        "convergence", measured=lambda old: old["measured"][:, :, [0, 1, 3, 2]]
    ),
    "E6.4": lambda: tampered(
        "convergence", test_measured=lambda old: old["test_measured"][:, :, ::-1]
    ),
    "E6.5": lambda: tampered(
        "convergence", measured=lambda old: old["measured"][:, :, [1, 0, 2, 3]]
    ),
    "E6.6": lambda: renamed("convergence", "shuffled", "y1"),
    "E7.1": lambda: functions(2, 1, 0),
    "E7.2": lambda: functions(0, 2, 1),
    "E7.3": lambda: functions(2, 1, 0),
    "E7.4": lambda: few("test", 0, 2, 1),
    "E7.5": lambda: few("test", 2, 1, 0),
    "E7.6": lambda: few("weights", 0, 2, 1),
    "E7.7": lambda: few("train", 0, 2, 1),
    "E7.8": lambda: functions(1, 0, 2),
    "E7.9": lambda: functions(1, 0, 2),
    **{
        f"E4.{number}": lambda: reversed_in_time("networks", r"\..+\.(train|test)\.(?!shape)")
        for number in range(1, 8)
    },
    **{name: lambda: reversed_in_time("layers", r"_ends\.(?!shape)|_collapse$") for name in LAYERS},
    "E8.1": lambda: renamed("cnn", "squeezenet1_1/random", "squeezenet1_1/imagenet"),
    "E8.2": lambda: renamed("cnn", "squeezenet1_1/imagenet", "squeezenet1_1/random"),
    "E8.3": lambda: renamed("cnn", "sift", "squeezenet1_1/imagenet"),
    "E8.4": lambda: tampered(
        "cnn", **{name: lambda old, name=name: old[name][:, ::-1] for name in FITS}
    ),
    "E8.5": lambda: tampered(
        "cnn", least_squares_residual=lambda old: old["least_squares_residual"] + 1e-6
    ),
    "E9.1": lambda: other_source(
        *(f"{layer}.{part}" for layer in BLOCKS for part in results.PARTS), "tuned_accuracy"
    ),
    "E9.2": lambda: other_source(
        *(f"{layer}.{part}" for layer in BLOCKS for part in results.PARTS)
    ),
    "E9.3": lambda: other_source("tuned_accuracy", "tuned_pairs"),
    "E7.10": lambda: tampered(
        "peaks", one_matrix_correlation=lambda old: -old["one_matrix_correlation"]
    ),
}


def later(experiment, into, taken):
    """The final layer of another checkpoint in the place of one."""
    stored = results.load(experiment)
    changes = {}
    for part in results.PARTS:
        changes[f"final_layer.{part}"] = np.array(stored[f"final_layer.{part}"])
        changes[f"final_layer.{part}"][:, into] = stored[f"final_layer.{part}"][:, taken]
    return Results(
        {name: np.array(array) for name, array in stored.items()} | changes, stored.provenance
    )


def reversed_in_time(experiment, pattern):
    """The trained networks in the place of the untrained, and the other way round, in the arrays
    that match."""
    names = [name for name in results.load(experiment) if re.search(pattern, name)]
    return tampered(experiment, **{name: lambda old, name=name: old[name][::-1] for name in names})


def other_source(*names):
    """The two trained networks in each other's place, in some arrays of similarity."""
    return tampered(
        "similarity", **{name: lambda old, name=name: old[name][:, [1, 0]] for name in names}
    )


def functions(*order):
    """Source, related and unrelated function in another order, in all spectra of peaks."""
    names = [
        f"{name}.{part}"
        for name in ("inputs", "one_layers", "three_ends")
        for part in results.PARTS[1:]
    ]
    return tampered(
        "peaks", **{name: lambda old, name=name: old[name][..., list(order)] for name in names}
    )


def few(part, *order):
    """The functions in another order in curves of the linear models on 100 samples."""
    return tampered("peaks", **{f"few_{part}": lambda old: old[f"few_{part}"][:, :, list(order)]})


@pytest.mark.parametrize("name", sorted(MEASURED.keys() & TAMPERED.keys()))
def test_tampered_results_change_what_follows(name):
    before, after = JUDGED[name], JUDGED[name].claim.judge(TAMPERED[name]())
    passing = [[each.passes.tolist() for each in judged.outcomes] for judged in (before, after)]
    assert passing[0] != passing[1]
    if before.verdict == HOLDS:
        assert not after.as_stated


def test_no_claim_with_results_goes_without_tampering():
    assert {name for name, each in MEASURED.items() if each.claim.experiment} - set(
        TAMPERED
    ) == UNTAMPERED


UNTAMPERED = {"E1.2", "E1.3"}
"""Partly already, for many reasons."""


# The command.


def test_the_command_prints_every_claim_and_succeeds(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["claims"]) == 0
    printed = capsys.readouterr().out
    assert all(f"{name} " in printed for name in JUDGED)
    assert max(map(len, printed.splitlines())) <= 80
    assert text.tally(claims.judged()) in printed


def test_the_command_fails_where_a_stated_verdict_does_not_follow(capsys, monkeypatch):
    wrong = claim(above("x", values(-1.0)), above("x", values(1.0))).judge(None)
    monkeypatch.setattr(claims, "judged", lambda: (wrong,))
    assert main(["claims"]) == 1
    printed = capsys.readouterr().out
    assert "DOES NOT" in printed
    assert "stated  holds, which does not follow from the checks" in printed


def test_the_command_speaks_json(capsys):
    assert main(["claims", "--json"]) == 0
    records = json.loads(capsys.readouterr().out)
    assert [each["id"] for each in records] == list(JUDGED)
    assert records[0]["checks"][0]["mean"] == JUDGED["E1.1"].outcomes[0].mean.tolist()


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


# Chapters print the ledger's numbers.


def outcome(name, check):
    return JUDGED[name].outcomes[check]


def with_error(each, case, form):
    return f"{format(each.mean[case], form)} +- {format(each.error[case], form.removeprefix('+'))}"


SAME = {
    "02_emergence": lambda: [
        with_error(outcome("E2.4", 1), 0, ".4f"),
        with_error(outcome("E2.3", 0), 0, ".4f"),
    ],
    "04_convergence": lambda: [
        f"largest relative difference over 10000 steps: {outcome('E6.1', 0).values.max():.1e}",
        f"{'share at 4.7':21} {outcome('E1.5', 0).mean[0]:.2f}",
    ],
    "05_peaks": lambda: [
        with_error(outcome(name, check), case, "+.3f")
        for name in ("E7.1", "E7.2", "E7.3")
        for check in (0, 1)
        for case in range(4)
    ],
}


@pytest.mark.parametrize("chapter", SAME)
def test_chapters_print_the_numbers_of_the_ledger(chapter):
    notebook = nbformat.read(NOTEBOOKS / f"{chapter}.ipynb", as_version=4)
    streams = [
        each
        for cell in notebook.cells
        for each in cell.get("outputs", [])
        if each.output_type == "stream"
    ]
    printed = "".join(each.text for each in streams)
    assert [number for number in SAME[chapter]() if number not in printed] == []
