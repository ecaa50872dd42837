"""What the figures of chapter 7 share: lines of both kinds, and numbers with their errors."""

from repalign.paper.datasets.kinds import KINDS
from repalign.plot import LINES

KIND_LINES = dict(zip(KINDS, LINES[1:], strict=False))  # as in the explorer


def of_kind(stored, kind):
    """Which tasks are of a kind: bool (P,)."""
    return stored["pair_kinds"] == KINDS.index(kind)


def told(estimate, form="+.3f"):
    """Each mean of an Estimate (m,) and its standard error in words."""
    return [
        f"{mean:{form}} ({error:{form.lstrip('+')}})"
        for mean, error in zip(estimate.mean, estimate.error, strict=True)
    ]
