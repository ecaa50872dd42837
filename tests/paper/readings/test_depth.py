"""Readings of made-up results in which a value tells its place."""

import numpy as np
import pytest

from repalign.paper.readings import depth
from repalign.paper.results import Results

LEVELS = np.array([0.01, 0.1, 1.0])
NAMES = {
    "levels": LEVELS,
    "networks": np.array(["artificial", "natural", "start"]),
    "kinds": np.array(["artificial", "natural"]),
}


def placed(*shape):
    """Values of which each axis has a digit of its own."""
    index = np.meshgrid(*map(np.arange, shape), indexing="ij")
    return sum(10.0**-place * axis for place, axis in enumerate(index, start=1))


def tuning(share, **arrays):
    """share (S, N, K, C, K, L), the same at all levels."""
    layers = np.array([f"blocks.{layer}" for layer in range(share.shape[-1])])
    return Results({"share": share[..., None] * np.ones(3), "layers": layers} | NAMES | arrays, {})


def tunnel(share):
    """share (S, N, J, L), the same at all levels."""
    return Results({"share": share[..., None] * np.ones(3)} | NAMES, {})


def test_tuning_is_held_against_its_own_kind_or_the_other():
    values = placed(1, 3, 2, 4, 2, 5)
    stored = tuning(values)
    for foreign in (False, True):
        found = depth.in_tuning(stored, depth.height, foreign)
        assert found.shape == (1, 3, 2, 4, 5)
        for target in range(2):
            kind = 1 - target if foreign else target
            np.testing.assert_allclose(found[:, :, target], values[:, :, target, :, kind])


def test_rises_are_of_both_sources_in_the_order_of_their_names():
    values = np.zeros((2, 3, 2, 4, 2, 3))
    values[:, 1, 0, -1, 0] = [0.1, 0.2, 0.5]  # natural to artificial
    values[:, 2] = 9  # the start counts for nothing
    stored = tuning(values)
    rise = dict(zip(depth.tuning_cases()(stored), depth.rise(depth.height)(stored)[0], strict=True))
    assert {name: value for name, value in rise.items() if value} == pytest.approx(
        {
            "natural to artificial, block 1": 0.1,
            "natural to artificial, block 2": 0.2,
            "natural to artificial, block 3": 0.5,
        }
    )
    more = depth.last_rises_more(depth.height)(stored)[1]
    cases = depth.tuning_cases(slice(-1))(stored)
    assert len(more) == len(cases) == 8
    assert more[cases.index("natural to artificial, block 2")] == pytest.approx(0.3)
    half = tuning(values + 0.5)
    of_room = depth.last_rises_more(depth.height, of_room=True)(half)[1]
    np.testing.assert_allclose(of_room, 2 * more)


def test_names_of_layers():
    assert depth.layer_names({"layers": np.array(["stem", "blocks.7"])}) == ["stem", "block 8"]


def test_distances_at_a_checkpoint():
    values = np.zeros((1, 3, 2, 4, 2, 2))
    values[0, :, 1, -1, 1] = [[0.5, 0.6], [0.7, 0.6], [0.3, 0.3]]  # natural classes in the end
    stored = tuning(values)
    np.testing.assert_allclose(depth.apart(-1)(stored), [[0, 0, 0.2, 0]])
    assert depth.apart(0)(stored).max() == 0


def test_roles_of_tasks():
    """The natural source: own classes second, targets of its kind last."""
    values = placed(1, 3, 4, 9)
    found = depth.in_tunnel(tunnel(values), depth.height)
    np.testing.assert_allclose(found[:, 0], values[:, 0])
    np.testing.assert_allclose(found[:, 1], values[:, 1][:, [1, 0, 3, 2]])
    start = depth.in_tunnel(tunnel(values), depth.height, start=True)
    np.testing.assert_allclose(start[:, 1], values[:, 2][:, [1, 0, 3, 2]])


def test_layers_of_the_tunnel():
    """Stem and eight blocks with the number of the block as value: the sixth, the eighth."""
    stored = tunnel(np.broadcast_to(np.arange(9.0) ** 2, (2, 3, 4, 9)))
    np.testing.assert_allclose(depth.deep(depth.height, depth.FOREIGN)(stored), 64 - 36)
    np.testing.assert_allclose(depth.deep(depth.height, depth.FOREIGN, since=7)(stored), 64 - 49)
    np.testing.assert_allclose(depth.deep_less_shallow(depth.height)(stored), 64 - 72 + 16)
    assert len(depth.tunnel_cases(depth.FOREIGN)(stored)) == 6
    assert depth.same_less_other_kind(depth.height)(stored).tolist() == [[0, 0, 0]] * 2
    more = np.zeros((1, 3, 4, 9))
    more[0, 0, 2, 8], more[0, 1, 3, 8] = 0.3, 0.1  # targets of the source's kind
    found = depth.same_less_other_kind(depth.height)(tunnel(more))
    np.testing.assert_allclose(found, [[0.3, 0.1, 0.2]])


def test_shares_are_read_at_the_nearest_level():
    share = np.broadcast_to([0.9, 0.5, 0.1], (1, 3, 4, 9, 3))
    stored = Results({"share": share} | NAMES, {})
    assert depth.share_at(0.11)(stored)[0, 0, 0, 0] == 0.5
    assert depth.height(stored)[0, 0, 0, 0] == pytest.approx(0.5)
