"""The ledger as `repalign claims` and the chapters print it."""

import dataclasses
import json
from pathlib import Path

import nbformat
import numpy as np
import pytest
from judged import JUDGED, claim, values

from repalign.cli import main
from repalign.paper import claims
from repalign.paper.claims import text
from repalign.paper.claims.checks import above
from repalign.paper.figures.cells import written

NOTEBOOKS = Path(__file__).parents[3] / "notebooks"


def test_the_command_prints_every_claim_and_succeeds(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["claims"]) == 0
    printed = capsys.readouterr().out
    assert all(f"{name} " in printed for name in JUDGED)
    assert max(map(len, printed.splitlines())) <= 80
    assert text.tally(claims.judged()) in " ".join(printed.split())


def test_the_command_fails_where_a_stated_verdict_does_not_follow(capsys, monkeypatch):
    wrong = claim(above("x", values(-1.0), exact=True)).judge(None)
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


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ([1.0, 1.01, 0.99], "either half of the runs says the same"),
        ([1.0, 1.01, 0.99, -9.0, 9.0], ""),  # undecided by all
        ([1.0, 1.0001], ""),  # half is one run
        ([1.0, 1.01, 0.99, 1.2, 0.5, 2.5], "halves of the runs alone say: holds and undecided"),
    ],
)
def test_halves_are_told_where_they_say_something(rows, line):
    check = above("x", lambda stored: np.reshape(rows, (-1, 1)))
    made = dataclasses.replace(claim(check), null=None)
    assert text.half_line(made.judge(None)) == line


# Chapters print the ledger's numbers.


def outcome(name, check):
    return JUDGED[name].outcomes[check]


def with_error(each, case, form):
    return f"{format(each.mean[case], form)} ({format(each.error[case], form.removeprefix('+'))})"


def in_two_columns(each):
    return f"{each.mean[0]:.4f} {each.error[0]:.4f}"


SAME = {
    "02_emergence": lambda: [
        in_two_columns(outcome("E2.4", 1)),
        in_two_columns(outcome("E2.3", 0)),
    ],
    "04_convergence": lambda: [
        f" {written('{:.1e}', outcome('E6.1', 0).values.max())} ",
        f"ReLU network 1·10⁻¹⁴ {outcome('E1.5', 0).mean[0]:.2f} ",
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
    tables = [
        each["data"].get("text/plain", "")
        for cell in notebook.cells
        for each in cell.get("outputs", [])
        if each.output_type == "execute_result"
    ]
    printed = " ".join(" ".join(tables).split())
    assert [number for number in SAME[chapter]() if number not in printed] == []
