"""The reproduction page and the errata: directives on a small book, and the sources of the
pages."""

import re

import pytest
from livebook.computed import printed
from sphinx.errors import SphinxError

from repalign.paper import claims, results
from repalign.paper.claims.ledger import PENDING
from tests.book import tiny
from tests.book.visits import ROOT

REPRODUCTION = (ROOT / "book/reproduction.md").read_text(encoding="utf-8")
ERRATA = (ROOT / "book/errata.md").read_text(encoding="utf-8")
SMALL = """# Start

```{tally}
```

```{verdicts}
```

```{claims} E7
```

```{claims} E9
```

```{measured}
```

```{computed}
x = 20
```

```{computed}
print(x + 1)
```
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return (
        tiny.build(tmp_path_factory.mktemp("claims"), {"index.md": SMALL}) / "index.html"
    ).read_text()


def test_every_claim_is_linked_and_marked_by_sign_and_word(page):
    for each in claims.judged():
        name = each.claim.id
        assert re.search(
            rf'href="#{name.lower().replace(".", "-")}" title="{each.verdict}">. {name}<', page
        )


def test_an_entry_shows_verdict_statement_numbers_and_null(page):
    judged = {each.claim.id: each for each in claims.judged()}["E7.1"]
    entry = re.search(
        r'<div class="claim claim-holds[^>]*id="e7-1">(.*?)</details>', page, re.DOTALL
    )[1]
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", entry))
    assert "✓ holds" in text
    assert judged.claim.statement in text
    assert all(outcome.text in text for outcome in judged.outcomes)
    assert f"Null control: {judged.null.check.what}: {judged.null.text}" in text


def test_claims_that_are_not_measured_say_so(page):
    pending = [each for each in claims.judged() if each.verdict == PENDING]
    shown = len(re.findall(r'<div class="claim claim-pending', page))
    assert shown == sum(each.claim.id.startswith(("E7", "E9")) for each in pending)


def test_times_and_notes_come_from_the_provenance(page):
    runs = results.load("emergence").provenance["runs"]
    hours = sum(run["wall_seconds"] for run in runs) / 3600
    assert f"{len(runs)} runs, {hours:.1f} h on the clock" in page
    assert runs[0]["note"][1:] in page


def test_code_runs_in_one_namespace_and_shows_what_it_prints(page):
    assert re.search(r'<div class="computed[^>]*>.*?21', page, re.DOTALL)


def test_code_that_fails_and_topics_that_are_not_there_stop_the_build(tmp_path):
    with pytest.raises(SphinxError, match="ZeroDivisionError"):
        tiny.build(tmp_path / "code", {"index.md": "# Start\n\n```{computed}\n1 / 0\n```\n"})
    with pytest.raises(SphinxError, match="no claim begins with 'E99'; known: E1, E2"):
        tiny.build(tmp_path / "topic", {"index.md": "# Start\n\n```{claims} E99\n```\n"})


def test_the_page_has_every_topic_under_its_name():
    shown = re.findall(r"^## (.+)\n\n.+\n\n```\{claims\} (\w+)$", REPRODUCTION, re.MULTILINE)
    assert {key: title for title, key in shown} == claims.TOPICS


def test_the_errata_compute_what_they_claim():
    """Expected values from closed forms: 9.58^2 + 2.84^2, 0.2 / 0.05, 0.25 / 6; and that the two
    readings of Equation 3 differ."""
    names = {}
    output = [
        printed(code, names) for code in re.findall(r"```\{computed\}\n(.*?)```", ERRATA, re.DOTALL)
    ]
    assert "99.8" in output[0]
    run, one, two = re.findall(r":\s+([\d.]+|\[.*\])$", output[2], re.MULTILINE)
    assert run == one
    assert run not in two
    assert re.findall(r"[\d.]+(?= away)|(?<=weights )[\d.]+", output[3]) == [
        "0.200",
        "4.000",
        "0.250",
        "0.042",
    ]
    assert "has rank 50" in output[4]
    run, foreseen = re.search(r"([\d.]+) away; by Equation 3: ([\d.]+)", output[4]).groups()
    assert run == foreseen
    assert output[4].endswith("True")
    assert float(output[5].split()[-1]) < 1e-8
    assert "full: U is 100 x 100, holds 100.0 of 100" in output[6]
    assert "thin: U is 100 x 2" in output[6]
    assert "vectors: [1. 1.]" in output[7]
    assert output[8].startswith("3 different values")
    assert re.search(r"below 0\.8 in [1-9]\d* of 10 runs", output[12])
    assert all(len(line) <= 80 for each in output for line in each.splitlines())
