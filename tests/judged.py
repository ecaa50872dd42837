"""The claims of the ledger as they are judged, and made-up ones."""

import numpy as np

from repalign.paper import claims
from repalign.paper.claims.ledger import HOLDS, PENDING, Claim, Null

JUDGED = {each.claim.id: each for each in claims.judged()}
MEASURED = {name: each for name, each in JUDGED.items() if each.verdict != PENDING}


def claim(*checks, null=0.0, verdict=HOLDS):
    return Claim(
        "E0.1",
        "Nowhere",
        "Ones.",
        "01_circle",
        None,
        checks,
        Null("nothing", values(null)),
        verdict,
        "{0}",
    )


def values(*numbers, seeds=1):
    return lambda stored: np.tile(numbers, (seeds, 1))
