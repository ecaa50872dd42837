"""The ledger: every claim of the paper, what was measured of it, and a verdict that follows from
the checks.

The entries stand in a module for each experiment; `ledger` says how they are judged, `readers` what
they are made of. Numpy and scipy suffice to recompute them all from the stored results.
"""

from functools import cache

from repalign.paper import results
from repalign.paper.claims import (
    circle,
    cnn,
    convergence,
    depth,
    emergence,
    expressivity,
    layers,
    networks,
    peaks,
    similarity,
    source_controls,
)
from repalign.paper.claims.ledger import Judged

TOPICS = {
    "E1": "Beyond expressivity",
    "E2": "Alignment, and its emergence",
    "E3": "Hypothetical curves and the circle",
    "E4": "Every network",
    "E5": "Every layer",
    "E6": "Convergence",
    "E7": "Positive and negative transfer",
    "E8": "Pretrained networks",
    "E9": "Similar and dissimilar sources",
    "E10": "Neural collapse",
    "B1": "Does alignment say more",
    "B2": "Ranking networks",
    "B3": "During fine-tuning",
    "B4": "The tunnel",
    "B5": "Tangent kernel",
    "B6": "Is it similarity",
    "B7": "At initialisation",
}
"""What the numbers of claims begin with, and what those claims are about: E the paper's, B ours."""

MODULES = (
    circle,
    cnn,
    convergence,
    depth,
    emergence,
    expressivity,
    layers,
    networks,
    peaks,
    similarity,
    source_controls,
)
CLAIMS = tuple(
    sorted(
        (claim for module in MODULES for claim in module.CLAIMS),
        key=lambda claim: (list(TOPICS).index(claim.topic), claim.number),
    )
)
"""All claims, by topic and number."""


def judge(claim, load=results.load):
    """The `Judged` claim; without outcomes where its experiment has no stored results yet.

    Parameters
    ----------
    claim : Claim
    load : callable (experiment) -> Results
        Raises ValueError where nothing is stored.
    """
    if claim.experiment is None:
        return claim.judge(None)
    try:
        stored = load(claim.experiment)
    except ValueError:
        return Judged(claim)
    return claim.judge(stored)


@cache
def judged():
    """All claims, judged on the results that the package brings: tuple of Judged."""
    load = cache(results.load)
    return tuple(judge(claim, load) for claim in CLAIMS)
