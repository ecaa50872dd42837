"""Entries on made-up results, before there are stored ones."""

import numpy as np
import pytest

from repalign.paper.claims import depth
from repalign.paper.claims.ledger import FAILS, HOLDS, JUDGED, UNDECIDED
from repalign.paper.results import Results

NAMES = {
    "levels": np.array([0.01, 0.1, 1.0]),
    "networks": np.array(["artificial", "natural", "start"]),
    "kinds": np.array(["artificial", "natural"]),
}
CLAIMS = {claim.id: claim for claim in depth.CLAIMS}
OF_TUNING, OF_TUNNEL = ("B3.1", "B3.2", "B3.3", "B3.4"), ("B4.1", "B4.2", "B4.3", "B4.4")


def noisy(values, seed=0):
    """Six runs of values (N, ...) with a scatter of 0.002, at three levels."""
    rng = np.random.default_rng(seed)
    return np.asarray(values)[None, ..., None] + rng.normal(0, 0.002, (6, *np.shape(values), 3))


def tuning(rise, foreign=0.0, apart=0.0):
    """Layers (5,) rise from 0.1 at the first of four checkpoints, by others with the foreign kind;
    sources lie apart in the end."""
    time, own = np.arange(4) / 3, np.eye(2)
    change = own[:, None, :, None] * rise + (1 - own)[:, None, :, None] * np.asarray(foreign)
    share = 0.1 + np.tile(change * time[:, None, None], (3, 1, 1, 1, 1))
    share[1, :, -1] += apart
    stored = {
        "share": noisy(share),
        "collapse": 10 ** -noisy(share)[..., 0],
        "layers": np.array([f"blocks.{number}" for number in (1, 3, 5, 6, 7)]),
    }
    return Results(stored | NAMES, {})


def tunnel(own, foreign, start):
    """The curves of nine layers with own classes, with foreign ones, and before training."""
    share = np.broadcast_to(foreign, (3, 4, 9)).copy()
    share[0, 0] = share[1, 1] = own
    share[2] = start
    return Results(
        {"share": noisy(share), "effective_rank": 10 ** noisy(share)[..., 0]} | NAMES, {}
    )


DEPTHS = np.arange(9) / 8
RISING, FALLING = np.minimum(DEPTHS, 0.75), np.minimum(DEPTHS, 1.5 - DEPTHS)


@pytest.mark.parametrize("name", OF_TUNING + OF_TUNNEL)
def test_every_entry_follows_from_its_checks(name):
    stored = tuning(np.zeros(5)) if name in OF_TUNING else tunnel(DEPTHS, DEPTHS, DEPTHS)
    judged = CLAIMS[name].judge(stored)
    assert judged.verdict in set(JUDGED) - {HOLDS}
    assert judged.comment.endswith(".")
    assert len(judged.outcomes) == len({outcome.check.what for outcome in judged.outcomes}) > 1
    for outcome in judged.outcomes:
        assert len(outcome.cases) == len(outcome.mean)


def verdicts(stored, names):
    return {name: CLAIMS[name].judge(stored).verdict for name in names}


def test_fine_tuning_that_raises_the_last_layer_most():
    found = verdicts(tuning([0.1, 0.2, 0.3, 0.4, 0.8]), ("B3.1", "B3.2", "B3.4"))
    assert set(found.values()) == {HOLDS}


def test_fine_tuning_that_raises_the_other_kind_as_much_shows_nothing():
    rise = [0.1, 0.2, 0.3, 0.4, 0.8]
    found = verdicts(tuning(rise, foreign=rise), ("B3.1", "B3.2", "B3.4"))
    assert set(found.values()) == {UNDECIDED}


def test_fine_tuning_that_takes_the_sources_apart():
    assert verdicts(tuning(np.zeros(5), apart=0.3), ["B3.3"]) == {"B3.3": FAILS}
    assert verdicts(tuning(np.zeros(5), apart=-0.3), ["B3.3"]) == {"B3.3": FAILS}


def test_a_tunnel_is_told_from_a_network_whose_layers_all_rise():
    assert verdicts(tunnel(RISING, FALLING, 0.2 * DEPTHS), ("B4.1", "B4.2")) == {
        "B4.1": HOLDS,
        "B4.2": HOLDS,
    }
    assert verdicts(tunnel(DEPTHS**2, DEPTHS, DEPTHS), ("B4.1", "B4.2")) == {
        "B4.1": FAILS,
        "B4.2": FAILS,
    }
