"""Rank correlations of made-up results against scipy, member by member."""

import numpy as np
import pytest
from scipy import stats

from repalign.paper.readings.peaks import foretold, targets


def left(values, *others):
    """What a straight line in the ranks of others leaves of ranks."""
    ranks, *others = map(stats.rankdata, (values, *others))
    design = np.column_stack([np.ones(len(ranks)), *others])
    return ranks - design @ np.linalg.lstsq(design, ranks, rcond=None)[0]


def partial(x, y, *others):
    return np.corrcoef(left(x, *others), left(y, *others))[0, 1]


@pytest.fixture(scope="module")
def counts(stored):
    return targets.in_common(stored)


@pytest.mark.parametrize("depth", targets.DEPTHS)
def test_correlations_and_signs_are_those_of_each_level_and_size(stored, counts, depth):
    gain, benefit = targets.gain(stored, depth), targets.benefit(stored, depth)
    found = foretold.correlation(stored, depth)
    beyond, signs = (
        measure(stored, depth) for measure in (foretold.beyond_counting, foretold.same_sign)
    )
    assert found.shape == beyond.shape == signs.shape == (2, 4, 2)
    for m, level, n in np.ndindex(2, 4, 2):
        x, y = gain[m, level], benefit[m, n]
        rho = stats.spearmanr(x, y).statistic
        assert found[m, level, n] == pytest.approx(rho)
        counted = stats.spearmanr(counts[m], y).statistic
        assert beyond[m, level, n] == pytest.approx(rho - counted)
        best = max(np.mean(y > 0), np.mean(y <= 0))
        assert signs[m, level, n] == pytest.approx(np.mean((x > 0) == (y > 0)) - best)


@pytest.mark.parametrize("depth", targets.DEPTHS)
def test_partial_correlations_take_off_what_they_name(stored, counts, depth):
    gain = targets.gain(stored, depth)[:, 1]
    transfer = foretold.transfer(stored, depth)
    reach, scouted, probed = (
        targets.change(stored, depth, name) for name in ("reach", "scouted", "probe")
    )
    found = {
        "count": foretold.given_count()(stored, depth),
        "reach": foretold.given_reach()(stored, depth),
        "two": foretold.among_two_shared(stored, depth),
        "adds": foretold.adds(foretold.scouted, foretold.probed)(stored, depth),
        "ahead": foretold.ahead(foretold.scouted, foretold.probed)(stored, depth),
    }
    for m in range(2):
        two = counts[m] == 2
        for j, y in enumerate(transfer[m]):
            expected = partial(gain[m], y, counts[m])
            assert found["count"][m, j] == pytest.approx(expected)
            expected = partial(gain[m], y, reach[m], counts[m])
            assert found["reach"][m, j] == pytest.approx(expected)
            expected = stats.spearmanr(gain[m, two], y[two]).statistic
            assert found["two"][m, j] == pytest.approx(expected)
        for n, y in enumerate(targets.benefit(stored, depth)[m]):
            expected = partial(scouted[m], y, probed[m], counts[m])
            assert found["adds"][m, n] == pytest.approx(expected)
            expected = [stats.spearmanr(x[m], y).statistic for x in (scouted, probed)]
            assert found["ahead"][m, n] == pytest.approx(expected[0] - expected[1])


@pytest.mark.parametrize("level", [targets.LEVEL, 3])
def test_layers_are_ordered_target_by_target(stored, level):
    order = foretold.order_of_layers(stored, level)
    at_both = foretold.order_of_layers_at([0, level])(stored)
    np.testing.assert_allclose(at_both[:, 2:], order)
    gain, benefit = (
        [measure(stored, "three", layer) for layer in range(3)]
        for measure in (targets.gain, targets.benefit)
    )
    for m, n in np.ndindex(2, 2):
        ranks = stored["three_rank"][m, 4:]
        orders = []
        for target in range(119):
            aligned, served = (
                [layer[m, index, target] for layer in values]
                for values, index in ((gain, level), (benefit, n))
            )
            alone = [stats.spearmanr(x, served).statistic for x in (aligned, ranks)]
            orders.append(alone[0] - alone[1])
        assert order[m, n] == pytest.approx(np.mean(orders))
