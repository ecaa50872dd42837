"""What the figures of chapter 7 share: lines and tasks of both kinds."""

from repalign.paper.datasets.kinds import KINDS
from repalign.plot import LINES

KIND_LINES = dict(zip(KINDS, LINES[1:], strict=False))  # as in the explorer


def of_kind(stored, kind):
    """Which tasks are of a kind: bool (P,)."""
    return stored["pair_kinds"] == KINDS.index(kind)
