"""Many label columns: what each measures, and what those that share a prefix have in common."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any, NamedTuple

import numpy as np

from repalign._support.columns import aligned_within
from repalign._support.errors import TAIL
from repalign._support.levels import SAID
from repalign._support.told import WIDTH
from repalign._support.verdicts import BAND_KEY, KEY, percent, with_band
from repalign.report import ALONE, alignment_report
from repalign.yours.measure import Measured

FORMAT = "repalign labels"
VERSION = 1


class Group(NamedTuple):
    """Alignment of the label columns that share a prefix, on one layer, as shares of ||y||^2."""

    group: str
    layer: str
    columns: int
    mean: float
    low: float
    high: float


class Many(NamedTuple):
    """``rows`` as of a report, with ``label``, ``group`` and ``layer``; `groups` of them; and how
    often each label column was shuffled."""

    rows: list[dict[str, Any]]
    groups: list[Group]
    shuffles: int

    def __str__(self) -> str:
        return self.text()

    def text(self, width: int = WIDTH) -> str:
        """In lines of at most so many letters, where names leave room for it."""
        layers = list(dict.fromkeys(row["layer"] for row in self.rows))
        cells = {
            (row["label"], row["layer"]): with_band(row[KEY], row.get(BAND_KEY))
            for row in self.rows
        }
        labels = list(dict.fromkeys(row["label"] for row in self.rows))
        lines = [["", *layers]]
        lines += [[label, *(cells[label, layer] for layer in layers)] for label in labels]
        lines.append([""] * len(lines[0]))
        spans = {(each.group, each.layer): each for each in self.groups}
        for name in dict.fromkeys(each.group for each in self.groups):
            found = [spans[name, layer] for layer in layers]
            lines.append([f"{name} ({found[0].columns})", *map(_span, found)])
        return f"{aligned_within(lines, width)}\n\n{fill(_rule(self.shuffles), width)}"

    def record(self) -> dict[str, Any]:
        """What JSON holds."""
        groups = [each._asdict() for each in self.groups]
        return {"format": FORMAT, "version": VERSION, "rows": self.rows, "groups": groups}


def many(labels: Sequence[str], layers: Mapping[str, Measured]) -> Many:
    """Of several label columns, measured together."""
    rows = [
        {"label": label, "group": prefix(label), "layer": name} | _row(each, j, len(labels))
        for j, label in enumerate(labels)
        for name, each in layers.items()
    ]
    shares: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        shares.setdefault((row["group"], row["layer"]), []).append(row[KEY])
    groups = [
        Group(*key, len(some), float(np.mean(some)), min(some), max(some))
        for key, some in shares.items()
    ]
    null = next(iter(layers.values())).null
    return Many(rows, groups, 0 if null is None else len(null.residual) // len(labels))


def prefix(label: str) -> str:
    """What stands before the first sign that parts words: color of color_red and of color: red.

    Examples
    --------
    >>> prefix("color_red"), prefix("hasTail")
    ('color', 'hasTail')
    """
    return re.split(r"[\s_.:/-]", label, maxsplit=1)[0] or label


def _row(measured: Measured, j: int, count: int) -> dict[str, Any]:
    null = None if measured.null is None else measured.null.target(slice(j, None, count))
    return alignment_report(measured.spec.target(j), null=null).rows[ALONE]


def _span(group: Group) -> str:
    return f"{percent(group.mean)} ({100 * group.low:.1f} to {100 * group.high:.1f})"


def held(shuffles: int) -> float:
    """The share of other shuffles that lie between the ends of a band of so few, on average.

    Examples
    --------
    >>> [round(held(count), 2) for count in (20, 100, 1000)]
    [0.86, 0.93, 0.95]
    """
    return 1 - 2 * (TAIL * (shuffles - 1) + 1) / (shuffles + 1)


def _rule(shuffles: int) -> str:
    band = (
        f"In brackets: what shuffled labels get in {100 * held(shuffles):.0f} of 100 cases, as "
        f"{shuffles} shuffles tell. "
    )
    return (
        f"Alignment at {SAID:g} ‖Φ‖ of each label column. {band if shuffles else ''}Beneath: how "
        "many columns share a prefix, their mean, and from the smallest to the largest."
    )
