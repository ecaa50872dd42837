"""Which representation is ahead of which, and how sure that is: a comparison, and words for it."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from repalign._support.errors import TAIL, Estimate, jackknifed
from repalign._support.levels import SAID

KEY = f"alignment_{SAID:g}"
"""Of a report's rows, what sentences tell."""


class Lead(NamedTuple):
    """By how much of ||y||^2 one representation is ahead of another at `SAID`, with half of the
    95 % interval, None where no groups were left out."""

    best: str
    rival: str
    share: float
    half_width: float | None
    is_clear: bool


def lead_of(rows: dict[str, dict[str, Any]], groups: dict[str, np.ndarray]) -> Lead | None:
    """Of the best among those that are above the band, over the first of the others, by rank, that
    it is not clear of, or over the next."""
    above = [name for name in rows if not _drowned(rows[name])]
    best, *others = sorted(rows, key=lambda name: (name not in above, -rows[name][KEY]))
    if not others:
        return None
    leads = [_difference(rows, groups, best, other) for other in others]
    clear = [bool(lead.beyond() < TAIL / len(others)) for lead in leads]
    at = clear.index(False) if False in clear else 0
    width = float(leads[at].half_width)
    half_width = None if np.isnan(width) else width
    return Lead(best, others[at], float(leads[at].mean), half_width, all(clear))


def _drowned(row: dict[str, Any]) -> bool:
    """Whether shuffled labels get as much."""
    band = row.get(f"shuffled_{SAID:g}")
    return band is not None and row[KEY] <= band[1]


def _difference(rows: Any, groups: dict[str, np.ndarray], best: str, other: str) -> Estimate:
    without = groups[best] - groups[other] if groups else []
    return jackknifed(rows[best][KEY] - rows[other][KEY], without)


def sentence(rows: dict[str, dict[str, Any]], lead: Lead | None) -> str:
    """Which to transfer from, and how sure that is."""
    below = [f"“{name}”" for name, row in rows.items() if _drowned(row)]
    best = lead.best if lead else next(iter(rows))
    share = f"holds {percent(rows[best][KEY])} of the labels at {SAID:g} ‖Φ‖"
    held = f"“{best}” {share}"
    if len(below) == len(rows):
        most = "the most, and" if lead else "and"
        return f"Nothing to transfer: {held}, {most} shuffled labels get as much."
    if lead is None:
        known = f"shuffled_{SAID:g}" in rows[best]
        return f"{held}{', more than shuffled labels get' if known else ''}."
    said = _compared(share, percent(rows[lead.rival][KEY]), lead)
    return f"{said} No more than shuffled labels get: {', '.join(below)}." if below else said


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
