"""Figures of chapter 7: does a similar source align better, and serve better?"""

from repalign.paper.figures.similarity.controls import long_enough, mixed_sources
from repalign.paper.figures.similarity.depth import during_fine_tuning, tunnel
from repalign.paper.figures.similarity.differences import (
    ahead,
    by_kind,
    clear,
    difference,
    in_order,
    similar_or_better,
    single,
    sources,
    trained_sources,
)
from repalign.paper.figures.similarity.fine_tuning import gains, table_1
from repalign.paper.figures.similarity.ranking import agreement, scores, tuned

__all__ = [
    "agreement",
    "ahead",
    "by_kind",
    "clear",
    "difference",
    "during_fine_tuning",
    "gains",
    "in_order",
    "long_enough",
    "mixed_sources",
    "scores",
    "similar_or_better",
    "single",
    "sources",
    "table_1",
    "trained_sources",
    "tuned",
    "tunnel",
]
