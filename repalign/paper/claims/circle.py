"""E3 and a part of E10: the hypothetical curves of Figure 3, the circle of Figure 4. Nothing is
stored."""

from functools import partial

from repalign.paper.claims.checks import TIMES, above, below
from repalign.paper.claims.ledger import BY_CONSTRUCTION, FAILS, Claim
from repalign.paper.readings import circle as read
from repalign.paper.readings.common import named

claim = partial(Claim, chapter="01_circle")

BOTH = {"cases": named("labelling A", "labelling B")}

CLAIMS = (
    claim(
        "E3.1",
        "Section 4, Figure 3",
        "Of two hypothetical curves that start together, that of labels on large singular values "
        "stays higher for longer.",
        verdict=BY_CONSTRUCTION,
        comment="The figure is drawn so; there is nothing to measure.",
    ),
    claim(
        "E3.2",
        "Section 4.1, Figure 4",
        "The representation separates the two classes perfectly with either labelling.",
        verdict=BY_CONSTRUCTION,
        comment="Both labellings are the two sides of a line through the centre.",
    ),
    claim(
        "E3.3",
        "Section 4.1, Figure 4",
        "Labelling A, along the direction where the points spread, lies mostly in u₁; labelling B "
        "mostly in u₂, and so is less aligned.",
        checks=(
            above(
                "share of A on u₁, and of B on u₂",
                read.drawn(read.on_own_direction),
                0.5,
                ".3f",
                **BOTH,
            ),
            above(
                "at a threshold between σ₁ and σ₂: share of A, and what B lacks",
                read.drawn(read.between),
                0.5,
                ".3f",
                **BOTH,
            ),
        ),
        verdict=BY_CONSTRUCTION,
        comment="Points spread along one direction, and labels were cut along it or across: even "
        "the weaker of the two holds {0:.0%}.",
    ),
    claim(
        "E3.4",
        "Section 4.1, Figure 4",
        "1000 such points have the singular values 9.58 and 2.84.",
        checks=(
            below(
                "distance of the singular values from the printed ones, relative to them",
                read.off_print(read.points, 1000),
                0.05,
                ".2f",
                cases=named("σ₁", "σ₂"),
            ),
            below(
                "distance of the sum of the printed squares from 1000, relative to it",
                read.squares_missing,
                0.01,
                ".3f",
                exact=True,
            ),
        ),
        verdict=FAILS,
        comment="A slip in the number of points: see the errata. It does not touch the argument.",
    ),
    claim(
        "E3.5",
        "Section 4.1, Figure 4",
        "Labelling B also uses a few directions of even smaller singular values.",
        checks=(
            above(
                "further singular values that are not zero",
                read.drawn(read.beyond_second),
                0.5,
                ".0f",
            ),
            above("share of B on them", read.drawn(read.outside), 1e-9, ".0e"),
        ),
        verdict=FAILS,
        comment="Two features have two singular values. What is left of B lies outside the span: "
        "see the errata.",
    ),
    claim(
        "E10.2",
        "Section 9, Figure 4",
        "Where the points of a class lie close to each other (labelling A), alignment is high; "
        "where they lie far apart (labelling B), it is low.",
        checks=(
            above("NC1 of B over that of A", read.drawn(read.variability), form=TIMES),
            above(
                "share of A less that of B at a threshold between σ₁ and σ₂", read.drawn(read.lead)
            ),
        ),
        verdict=BY_CONSTRUCTION,
        comment="On this circle both are the same geometry: the points of a class vary {0} as much "
        "in B as in A, and the shares differ by {1}.",
    ),
)
