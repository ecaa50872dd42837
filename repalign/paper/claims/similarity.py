"""E9, section 7.3: Figure 14, Table 1 and Appendix D."""

from functools import partial

from repalign.paper.claims.ledger import Claim

claim = partial(Claim, chapter="07_similarity", experiment="similarity")

CLAIMS = (
    claim(
        "E9.1", "Section 7.3, Figure 14",
        "Trained on the source that resembles the target, a network is better aligned with it than trained on the "
        "other: at every threshold, on the mean of all pairs of classes, in each of the last four layers.",
    ),
    claim(
        "E9.2", "Section 7.3, Figure 14",
        "The difference is larger in layers closer to the output.",
    ),
    claim(
        "E9.3", "Section 7.3, Table 1",
        "After fine-tuning, the network from the similar source is the more accurate one, on natural and on artificial "
        "classes.",
    ),
)  # fmt: skip
