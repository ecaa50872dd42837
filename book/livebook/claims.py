"""Directives from the ledger: `{tally}`; of the reproduction page `{verdicts}`, `{claims}` with a
topic, `{measured}`."""

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from repalign.paper import claims, results
from repalign.paper.claims import text
from repalign.paper.claims.ledger import (
    BY_CONSTRUCTION,
    FAILS,
    HOLDS,
    NOT_COMPARABLE,
    PARTLY,
    PENDING,
    UNDECIDED,
)

MARKS = {
    HOLDS: "✓",
    PARTLY: "◐",
    UNDECIDED: "?",
    FAILS: "✗",
    NOT_COMPARABLE: "≠",
    BY_CONSTRUCTION: "≡",
    PENDING: "…",
}
CLASSES = {
    HOLDS: "holds",
    PARTLY: "partly",
    UNDECIDED: "undecided",
    FAILS: "fails",
    NOT_COMPARABLE: "incomparable",
    BY_CONSTRUCTION: "constructed",
    PENDING: "pending",
}
PASSING = {
    "passes": MARKS[HOLDS],
    "in part": MARKS[PARTLY],
    "open": MARKS[UNDECIDED],
    "AGAINST": MARKS[FAILS],
}


class Markdown(SphinxDirective):
    """A directive that stands for lines of Markdown."""

    def parsed(self, lines, node=None):
        node = nodes.container() if node is None else node
        self.state.nested_parse(
            StringList(lines, source=self.env.docname), self.content_offset, node
        )
        return node


class Tally(Markdown):
    """How many claims hold."""

    def run(self):
        return self.parsed([text.tally(claims.judged())]).children


class Verdicts(Markdown):
    """A table of all claims by topic, with links."""

    def run(self):
        judged = claims.judged()
        rows = [
            f"| {topic}{', ours' * key.startswith('B')} | "
            f"{' '.join(link(each) for each in judged if each.claim.topic == key)} |"
            for key, topic in claims.TOPICS.items()
        ]
        return self.parsed(["| About | Claims |", "|---|---|", *rows]).children


class Claims(Markdown):
    """The claims of one topic, each with statement, verdict, numbers, and where to read on."""

    required_arguments = 1

    def run(self):
        chosen = [each for each in claims.judged() if each.claim.topic == self.arguments[0]]
        if not chosen:
            raise self.error(
                f"no claim begins with {self.arguments[0]!r}; known: {', '.join(claims.TOPICS)}"
            )
        return [self.entry(each) for each in chosen]

    def entry(self, judged):
        has_chapter = f"notebooks/{judged.claim.chapter}" in self.env.found_docs
        node = nodes.container(
            classes=["claim", f"claim-{CLASSES[judged.verdict]}"], ids=[anchor(judged)]
        )
        return self.parsed(entry(judged, has_chapter), node)


class Measured(Markdown):
    """How each experiment was measured: runs, durations, machine, notes."""

    def run(self):
        names = dict.fromkeys(claim.experiment for claim in claims.CLAIMS if claim.experiment)
        stored = {path.stem for path in results.FOLDER.glob("*.npz")}
        lines = [line for name in names if name in stored for line in measured(name)]
        missing = [f"`{name}`" for name in names if name not in stored]
        lines += [f"Not stored yet: {', '.join(missing)}."] if missing else []
        return self.parsed(lines).children


def anchor(judged):
    return judged.claim.id.lower().replace(".", "-")


def link(judged):
    """The number of a claim, with its verdict as sign and colour, leading to its entry."""
    verdict = judged.verdict
    return (
        f'<a class="verdict verdict-{CLASSES[verdict]}" href="#{anchor(judged)}" title="{verdict}">'
        + (f"{MARKS[verdict]} {judged.claim.id}</a>")
    )


def entry(judged, has_chapter=True):
    """Lines of Markdown on one claim."""
    claim, verdict = judged.claim, judged.verdict
    chapter = f" · {{doc}}`/notebooks/{claim.chapter}`" if has_chapter else ""
    lines = [
        f"**{claim.id}** [{MARKS[verdict]} {verdict}]{{.verdict .verdict-{CLASSES[verdict]}}} · "
        f"{claim.place}{chapter}",
        "",
        claim.statement,
        "",
    ]
    if verdict == PENDING:
        return lines
    lines += [f"*{judged.comment}*", ""]
    return [*lines, *evidence(judged)] if judged.outcomes else lines


def evidence(judged):
    """Lines of Markdown that fold: checks, null control, halves, and where it all comes from."""
    runs = f"{judged.n_runs} {judged.claim.unit}" if judged.n_runs > 1 else "Computed, not sampled"
    halves = text.half_line(judged)
    return [
        ":::{dropdown} Checks, null control, runs",
        *(
            f"- {PASSING[text.passing(each)]} {text.passing(each).lower()}: "
            f"{text.check_line(each)}."
            for each in judged.outcomes
        ),
        *([f"- Null control: {text.null_line(judged)}."] if judged.null else []),
        *([f"- {sentence(halves)}"] if halves else []),
        f"- {runs}; {source(judged.claim)}.",
        ":::",
    ]


def source(claim):
    return (
        f"from the stored results of `{claim.experiment}`"
        if claim.experiment
        else "computed on the spot"
    )


def measured(name):
    """Lines of Markdown on how an experiment was measured."""
    runs = results.load(name).provenance["runs"]
    spent = f"{duration(run['wall_seconds'] for run in runs)} on the clock"
    if all("cpu_seconds" in run for run in runs):
        spent += f", {duration(run['cpu_seconds'] for run in runs)} of processor time"
    machines = sorted(
        {f"{run['cpu']}, {run['threads']} thread{'s' * (run['threads'] > 1)}" for run in runs}
    )
    notes = dict.fromkeys(run["note"] for run in runs if "note" in run)
    return [
        f"`{name}`",
        f": {len(runs)} runs, {spent}; {'; '.join(machines)}. {' '.join(map(sentence, notes))}",
        "",
    ]


def sentence(note):
    return f"{note[:1].upper()}{note[1:].rstrip('.')}."


def duration(seconds):
    """A sum of seconds in words.

    Examples
    --------
    >>> duration([30, 12.4]), duration([600, 60]), duration([7200, 1080])
    ('42 s', '11 min', '2.3 h')
    """
    total = sum(seconds)
    return (
        f"{total:.0f} s"
        if total < 120
        else f"{total / 60:.0f} min"
        if total < 7200
        else f"{total / 3600:.1f} h"
    )
