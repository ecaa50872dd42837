"""A report's rows as text and as HTML, and what its measures are in words."""

from __future__ import annotations

import html
from collections.abc import Mapping
from textwrap import fill
from typing import Any

from repalign._support.columns import aligned_within
from repalign._support.levels import LEVELS
from repalign._support.verdicts import BAND_KEY, Row, with_band

WIDTH = 100  # letters of a line of text
TOP = 10  # directions
GOALS = (90, 99)  # per cent of what the features can fit
HEADS = {
    "samples": "samples",
    "features": "features",
    "rank": "rank",
    "effective_rank": "effective rank",
    **{f"alignment_{level:g}": f"alignment at {level:g} ‖Φ‖" for level in LEVELS},
    f"top_{TOP}": f"in the top {TOP} directions",
    "out_of_reach": "out of reach",
    "kernel_target_alignment": "kernel-target alignment",
    "log_evidence": "log evidence",
    **{f"steps_{goal}": f"steps to {goal} %" for goal in GOALS},
}
SHARES = ("alignment_", "top_", "out_of_reach")
RULE = (
    "Alignment: the share of ‖y‖² on directions whose singular value is at least so large, where "
    "‖Φ‖ is the root of the sum of all squared singular values, √n for rows of length one. At most "
    f"{', '.join(f'{1 / level**2:.0f}' for level in LEVELS)} directions can reach "
    f"{', '.join(f'{level:g}' for level in LEVELS)} ‖Φ‖. Out of reach: what no linear model of the "
    "features fits. Log evidence: of a Bayesian linear model, in nats a sample, higher is better. "
    "Steps: of gradient descent at half of the largest stable step size, until so much of the rest "
    "is fitted."
)
BRACKETS = " In brackets: what 95 of 100 shuffles of the labels get."


def as_text(rows: Mapping[str, Row], sentence: str, width: int) -> str:
    """In lines of at most so many letters, where names leave room for it."""
    words = (fill(text, width) for text in (sentence, _rule(rows)))
    return "\n\n".join([aligned_within(_cells(rows), width), *words])


def as_html(rows: Mapping[str, Row], sentence: str) -> str:
    (_, *names), *lines = [[html.escape(cell) for cell in line] for line in _cells(rows)]
    heads = "".join(f'<th scope="col">{name}</th>' for name in names)
    body = "".join(
        f'<tr><th scope="row">{head}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'
        for head, *cells in lines
    )
    said = "".join(f"<p>{html.escape(text)}</p>" for text in (sentence, _rule(rows)))
    return (
        f'<table class="dataframe"><thead><tr><td></td>{heads}</tr></thead>'
        f"<tbody>{body}</tbody></table>{said}"
    )


def _rule(rows: Mapping[str, Row]) -> str:
    """What the measures are; brackets only where there are any."""
    return RULE + (BRACKETS if any(BAND_KEY in row for row in rows.values()) else "")


def _cells(rows: Mapping[str, Row]) -> list[list[str]]:
    """A line a measure, a column a representation: so several fit beside each other."""
    columns = rows.values()
    measured = [[head, *(_cell(row, key) for row in columns)] for key, head in HEADS.items()]
    return [["", *rows], *measured]


def _cell(row: Row, key: str) -> str:
    value: Any = row[key]
    if key.startswith(SHARES):
        return with_band(value, row.get(f"shuffled_{key.removeprefix('alignment_')}"))
    if value is None:
        return "never"
    return str(value) if isinstance(value, int) else f"{value:.3g}"
