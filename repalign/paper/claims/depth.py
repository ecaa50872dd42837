"""B3 and B4, ours: alignment with all classes at once, layer by layer, during fine-tuning and with
own and foreign tasks."""

from functools import partial

from repalign.paper.claims.checks import TIMES, above, below
from repalign.paper.claims.ledger import FAILS, HOLDS, PARTLY, UNDECIDED, Claim, Null
from repalign.paper.readings import depth as read
from repalign.paper.readings.common import minus

tuning = partial(
    Claim,
    place="Section 7.3, left for future work",
    chapter="07_similarity",
    experiment="fine_tuning",
)
tunnel = partial(
    Claim,
    place="Section 7.3, asked with Masarczyk et al. (2023)",
    chapter="07_similarity",
    experiment="tunnel",
)
STRICT, LENIENT = read.share_at(read.STRICT), read.share_at(read.LENIENT)
LAYERS = {"cases": read.tuning_cases(), "form": "+.3f"}
BEFORE = {"cases": read.tuning_cases(slice(-1)), "form": "+.3f"}
APART = {"cases": read.apart_cases, "form": "+.3f"}
SOURCES = {"cases": read.source_cases, "form": "+.3f"}
EITHER = {"cases": lambda stored: [*read.source_cases(stored), "mean of both"], "form": "+.3f"}
OWN = slice(read.OWN, read.OWN + 1)
SEVENTH = read.LAST - 1

CLOSE = 0.02
"""Difference in height of the curve, from 0 to 1, that counts as none."""

CLAIMS = (
    tuning(
        "B3.1",
        statement="Fine-tuning raises alignment with the target's classes in every layer.",
        checks=(
            above("height of the curve, after less before", read.rise(read.height), **LAYERS),
            above("share at a tenth of √n, after less before", read.rise(STRICT), **LAYERS),
        ),
        null=Null(
            "with the classes of the other kind, which it is not tuned on",
            read.rise(read.height, foreign=True),
        ),
        verdict=UNDECIDED,
        comment="In height it rises in {0.count} cases, and falls clearly in {0.against}; least is "
        "{0}.",
    ),
    tuning(
        "B3.2",
        statement="It raises alignment most in the last layer.",
        checks=(
            above(
                "rise in height, last block less each layer before",
                read.last_rises_more(read.height),
                **BEFORE,
            ),
            above(
                "the same, of what each still had to rise to 1",
                read.last_rises_more(read.height, of_room=True),
                **BEFORE,
            ),
            above(
                "rise of the share at a tenth of √n, last block less each layer before",
                read.last_rises_more(STRICT),
                **BEFORE,
            ),
        ),
        null=Null(
            "with the classes of the other kind", read.last_rises_more(read.height, foreign=True)
        ),
        verdict=HOLDS,
        comment="In height the last block gains more in {0.count} comparisons, clearly less in "
        "{0.against}; the weakest is {0}.",
    ),
    tuning(
        "B3.3",
        statement="Both sources end at the same alignment.",
        checks=(
            below("distance of the sources' heights in the end", read.apart(-1), CLOSE, **APART),
            below(
                "the same less that before fine-tuning",
                minus(read.apart(-1), read.apart(0)),
                **APART,
            ),
        ),
        verdict=UNDECIDED,
        comment="Within the bound in {0.count} cases, beyond it in {0.against}; they have come "
        "closer in {1.count}.",
    ),
    tuning(
        "B3.4",
        statement="What fine-tuning aligns it also collapses: pictures of a class move together in "
        "every layer, in the last one most.",
        checks=(
            below(
                "NC1, after over before", read.rise(read.log_collapse), **LAYERS | {"form": TIMES}
            ),
            below(
                "the same, last block over each layer before",
                read.last_rises_more(read.log_collapse),
                **BEFORE | {"form": TIMES},
            ),
        ),
        null=Null("with the classes of the other kind", read.rise(read.log_collapse, foreign=True)),
        verdict=UNDECIDED,
        comment="What varies within classes falls in {0.count} cases; in the last block "
        "by more than before it in {1.count}.",
    ),
    tunnel(
        "B4.1",
        statement="Alignment with the own classes saturates: the last two blocks add less than the "
        "two before.",
        checks=(
            below(
                "height, gain from the sixth block to the last less that from the fourth to the "
                "sixth",
                read.deep_less_shallow(read.height),
                **SOURCES,
            ),
            below(
                "the same of the share at a tenth of √n",
                read.deep_less_shallow(STRICT),
                **SOURCES,
            ),
        ),
        null=Null("the network before training", read.deep_less_shallow(read.height, start=True)),
        verdict=FAILS,
        comment="{0[0]} for the artificial source, {0[1]} for the natural one.",
    ),
    tunnel(
        "B4.2",
        statement="Alignment with foreign classes falls in the last block, which has as many "
        "channels as the one before it.",
        checks=tuple(
            below(
                f"{what}, last block less seventh",
                read.deep(measure, read.FOREIGN, since=SEVENTH),
                cases=read.tunnel_cases(read.FOREIGN),
                form="+.3f",
            )
            for what, measure in (
                ("height", read.height),
                ("share at a tenth of √n", STRICT),
                ("share at a hundredth of √n, what a probe could use", LENIENT),
            )
        ),
        null=Null(
            "the network before training",
            read.deep(read.height, read.FOREIGN, start=True, since=SEVENTH),
        ),
        verdict=PARTLY,
        comment="In height it falls clearly in {0.count} cases and rises clearly in {0.against}. "
        "What a linear probe could use falls in {2.count}.",
    ),
    tunnel(
        "B4.3",
        statement="The last two blocks add more to targets of the source's kind than to others.",
        checks=(
            above(
                "height, last block less sixth, targets of the source's kind less the others",
                read.same_less_other_kind(read.height),
                **EITHER,
            ),
            above(
                "the same of the share at a tenth of √n",
                read.same_less_other_kind(STRICT),
                **EITHER,
            ),
        ),
        verdict=UNDECIDED,
        comment="{0[0]} for the artificial source, {0[1]} for the natural one; {0[2]} in the mean "
        "of both, in which cancels what one target gains whatever the source.",
    ),
    tunnel(
        "B4.4",
        statement="The last block compresses: the effective rank is lower than in the block before "
        "it, which has as many channels.",
        checks=(
            below(
                "effective rank on own classes, last block over seventh",
                read.deep(read.log_rank, OWN, since=SEVENTH),
                cases=read.tunnel_cases(OWN),
                form=TIMES,
            ),
            below(
                "the same on foreign classes",
                read.deep(read.log_rank, read.FOREIGN, since=SEVENTH),
                cases=read.tunnel_cases(read.FOREIGN),
                form=TIMES,
            ),
        ),
        null=Null(
            "the network before training", read.deep(read.log_rank, OWN, start=True, since=SEVENTH)
        ),
        verdict=PARTLY,
        comment="On own classes {0[0]} and {0[1]}; on foreign ones it falls in {1.count} cases.",
    ),
)
