"""Which representation is ahead of which, and how sure that is: a comparison, and words for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from repalign._support.errors import TAIL, Estimate, jackknifed
from repalign._support.levels import LEVELS, SAID

KEY, BAND_KEY = f"alignment_{SAID:g}", f"shuffled_{SAID:g}"
"""Of a report's rows, what sentences tell."""
ROUNDING = 1e-9
"""Of ||y||^2: features that no label tells apart get what shuffled labels get, but for this."""

Row = dict[str, Any]


class Lead(NamedTuple):
    """By how much of ||y||^2 one representation is ahead of another at `SAID`, with half of an
    interval, None where no groups were left out. All others' intervals together hold in 95 of 100
    cases."""

    best: str
    rival: str
    share: float
    half_width: float | None
    is_clear: bool


def lead_of(rows: dict[str, Row], groups: dict[str, np.ndarray]) -> Lead | None:
    """Of the best among those above the band, over the first of the others there, by rank, that it
    is not clear of, or over the next; None where there is no other."""
    best, *others = _ranked(rows) or [""]
    if not others:
        return None
    leads = [_difference(rows, groups, best, other) for other in others]
    tail = TAIL / len(others)  # Bonferroni's
    clear = [bool(lead.beyond() < tail) for lead in leads]
    at = clear.index(False) if False in clear else 0
    width = float(leads[at].reach(tail))
    half_width = None if np.isnan(width) else width
    return Lead(best, others[at], float(leads[at].mean), half_width, all(clear))


def _ranked(rows: dict[str, Row]) -> list[str]:
    """Those above the band, the best first."""
    above = [name for name in rows if not _drowned(rows[name], SAID)]
    return sorted(above, key=lambda name: -rows[name][KEY])


def _drowned(row: Row, level: float) -> bool:
    """Whether shuffled labels get as much."""
    band = row.get(f"shuffled_{level:g}")
    return band is not None and row[f"alignment_{level:g}"] <= band[1] + ROUNDING


def _difference(
    rows: dict[str, Row], groups: dict[str, np.ndarray], best: str, other: str
) -> Estimate:
    without = groups[best] - groups[other] if groups else []
    return jackknifed(rows[best][KEY] - rows[other][KEY], without)


def sentence(rows: dict[str, Row], lead: Lead | None) -> str:
    """Which to transfer from, and how sure that is."""
    ranked = _ranked(rows)
    if not ranked:
        return _nothing(rows)
    share = f"holds {percent(rows[ranked[0]][KEY])} of the labels at {SAID:g} ‖Φ‖"
    if lead:
        said = _compared(share, percent(rows[lead.rival][KEY]), lead)
    elif len(rows) > 1:
        said = f"Transfer from “{ranked[0]}”: it {share}."
    else:
        more = ", more than shuffled labels get" if BAND_KEY in rows[ranked[0]] else ""
        said = f"“{ranked[0]}” {share}{more}."
    below = [f"“{name}”" for name in rows if name not in ranked]
    return f"{said} No more than shuffled labels get: {', '.join(below)}." if below else said


def _nothing(rows: dict[str, Row]) -> str:
    """Where shuffled labels get as much: whether that is so at every threshold, and why."""
    best = max(rows, key=lambda name: rows[name][KEY])
    most = ", the most," if len(rows) > 1 else ","
    said = (
        f"Nothing to transfer at {SAID:g} ‖Φ‖: “{best}” holds {percent(rows[best][KEY])} of the "
        f"labels{most} and shuffled labels get as much."
    )
    for level in LEVELS:
        above = [name for name in rows if not _drowned(rows[name], level)]
        if above:
            name = max(above, key=lambda each: rows[each][f"alignment_{level:g}"])
            share = percent(rows[name][f"alignment_{level:g}"])
            return f"{said} At {level:g} ‖Φ‖ “{name}” holds {share}, more than they get."
    if all(row["rank"] >= row["samples"] for row in rows.values()):
        return f"{said} So many features fit any labels of so few samples."
    return said


def _compared(held: str, share: str, lead: Lead) -> str:
    best, rival = f"“{lead.best}”", f"“{lead.rival}”"
    if lead.half_width is None:
        return f"{best} {held}, the most; {rival} comes next with {share}; how sure is not known."
    gap = f"{100 * lead.share:.1f} ± {100 * lead.half_width:.1f} points"
    if lead.is_clear:
        return f"Transfer from {best}: it {held}, and its lead of {gap} over {rival} is clear."
    return f"Too close to call: {best} {held}, {rival} {share}; {gap} may turn with other samples."


def percent(share: float) -> str:
    """As text, with a digit after the point."""
    return f"{100 * share:.1f} %"


def with_band(share: float, band: Sequence[float] | None) -> str:
    """And beside it what shuffled labels get.

    Examples
    --------
    >>> with_band(0.5, [0.01, 0.062])
    '50.0 % (1.0–6.2)'
    """
    return percent(share) + (f" ({100 * band[0]:.1f}–{100 * band[1]:.1f})" if band else "")
