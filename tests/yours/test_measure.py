"""One pass over blocks gives what the package gives of all rows at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repalign import SpectrumAccumulator, permutation_null, prepare, spectrum
from repalign.measures import alignment_curve
from repalign.yours import measure as module
from repalign.yours.found import Array
from repalign.yours.layers import layers_of
from repalign.yours.measure import Options, dealt, group_count, left_out, measured, shuffled
from repalign.yours.refusal import Refusal
from tests.spectra import assert_same

RNG = np.random.default_rng(0)
N = 60
X = RNG.standard_normal((N, 5)).astype("f4")
Y = np.sign(X[:, 0] + RNG.standard_normal(N))
ALL = np.arange(N)


def layer(values=X):
    (found,) = layers_of([Array("a", values.shape, True, lambda: values)], {})
    return found


def run(values=X, y=Y, rows=ALL, groups=10, **options):
    used = Options(**options)
    return measured(layer(values), y, rows, shuffled(y, used.shuffles, used.seed), groups, used)


@pytest.mark.parametrize("block", [1, 500, 2**24])
@pytest.mark.parametrize("groups", [0, 3, 10])
def test_a_layer_is_measured_as_by_the_package(monkeypatch, block, groups):
    monkeypatch.setattr(module, "BLOCK", block)
    found = run(groups=groups)
    phi = prepare(X)
    assert_same(found.spec, spectrum(phi, Y))
    assert len(found.without) == groups
    for g, spec in enumerate(found.without):
        kept = dealt(N, groups, 0) != g
        assert_same(spec, spectrum(phi[kept], Y[kept]))


@pytest.mark.parametrize("options", [{"bias": False}, {"normalize": False}])
def test_options_are_those_of_prepare(options):
    assert_same(run(**options).spec, spectrum(prepare(X, **options), Y))


def test_samples_that_take_part_are_grouped_among_themselves():
    rows = ALL[::2]
    found = run(y=Y[rows], rows=rows, groups=3)
    phi = prepare(X[rows])
    assert_same(found.spec, spectrum(phi, Y[rows]))
    kept = dealt(len(rows), 3, 0) != 1
    assert_same(found.without[1], spectrum(phi[kept], Y[rows][kept]))


@pytest.mark.parametrize("period", [2, 5, 10])
def test_groups_have_a_mixture_of_labels_that_come_in_turn(period):
    """Else each would leave out one class, and leads look surer or less sure than they are."""
    y = np.arange(500) % period == 0
    group = dealt(len(y), 10, seed=0)
    assert (np.bincount(group) == 50).all()
    held = np.bincount(group[y], minlength=10) / 50
    assert held.min() > 0 and held.max() < 2.5 / period
    np.testing.assert_array_equal(group, dealt(len(y), 10, seed=0))
    assert (group != dealt(len(y), 10, seed=1)).any()


def test_how_sure_a_lead_is_does_not_hang_on_the_order():
    """Ten classes in turn: half-widths as of the same samples shuffled."""
    y = np.where(np.arange(500) % 10 == 0, 1.0, -1.0)
    X = RNG.standard_normal((500, 5)) + y[:, None]
    order = RNG.permutation(500)

    def spread(values, y):
        null = shuffled(y, 0, 0)
        found = measured(layer(values), y, np.arange(500), null, 10, Options())
        return np.std([alignment_curve(each, [2.0])[0] / 500 for each in found.without])

    assert spread(X, y) == pytest.approx(spread(X[order], y[order]), rel=0.8)


def test_the_band_is_that_of_the_permutation_null():
    found = run(shuffles=40, seed=3)
    taus = [0.5, 1.0, 2.0]
    expected = permutation_null(prepare(X), Y, taus, n_permutations=40, rng=3)
    np.testing.assert_allclose(alignment_curve(found.null, taus), expected.T, atol=1e-9)


def test_shuffles_are_held_in_few_bytes_as_many_as_fit(monkeypatch):
    signs, numbers = shuffled(Y, 30, 0), shuffled(X[:, 0].astype(float), 30, 0)
    assert signs.dtype == np.int8 and numbers.dtype == np.float32
    assert (np.sort(signs, axis=0) == np.sort(Y)[:, None]).all()
    assert signs.shape == numbers.shape == (N, 30)
    monkeypatch.setattr(module, "SHUFFLED", 25 * N)
    assert shuffled(Y, 30, 0).shape == (N, 25)
    assert shuffled(Y.astype(float) * 2, 30, 0).shape == (N, 0), "too few for a band"
    assert shuffled(Y, 0, 0).shape == (N, 0)


@pytest.mark.parametrize("size", [1e-60, 1e-33, 1e31, 1e39, 1e100])
def test_labels_of_any_size_are_shuffled_as_they_are(size):
    values = size * np.arange(1.0, N + 1)
    found = shuffled(values, 20, 0)
    assert (np.sort(found, axis=0) == values[:, None]).all()
    null = run(y=values - values.mean(), shuffles=20).null
    assert np.isfinite(alignment_curve(null, [0.5])).all()


def test_many_labels_are_shuffled_together():
    both = np.column_stack([Y, -Y])
    found = shuffled(both, 20, 0)
    np.testing.assert_array_equal(found[:, 0::2], -found[:, 1::2])
    null = run(y=both, groups=0, shuffles=20).null
    assert_same(null.target(slice(0, None, 2)), run(groups=0, shuffles=20).null)


@given(st.integers(1, 12))
def test_of_each_group_all_others(count):
    states = [SpectrumAccumulator().update(X[[i]], Y[[i]]) for i in range(count)]
    for i, others in enumerate(left_out(states)):
        assert others.n_samples == count - 1
        if count > 1:
            kept = np.delete(np.arange(count), i)
            assert_same(others.compute(), spectrum(X[kept], Y[kept]))


@pytest.mark.parametrize(
    ("n", "columns", "count"),
    [(10**6, 357, 10), (10**6, 2150, 3), (10**6, 5000, 0), (500, 25_000, 10), (7, 3, 7), (2, 3, 0)],
)
def test_groups_are_as_many_as_fit(n, columns, count):
    assert group_count(n, columns) == count


@pytest.mark.parametrize(
    ("said", "values", "options"),
    [
        ("a: is zero everywhere", np.zeros((N, 2)), {"bias": False, "normalize": False}),
        (r"row 4 \(counted from 0\) is zero", np.eye(N)[:, :4], {"bias": False}),
        ("a: would take 5.0 GB of memory", np.broadcast_to(0.0, (N, 10_400_000)), {}),
        ("exceed float64", np.full((N, 2), 1e308), {"normalize": False, "groups": 0}),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_refused(said, values, options):
    with pytest.raises(Refusal, match=said):
        run(values, **options)


def test_progress_counts_the_rows(monkeypatch):
    monkeypatch.setattr(module, "BLOCK", 2000)
    told = []
    null = shuffled(Y, 20, 0)
    measured(layer(), Y, ALL, null, 0, Options(), lambda done, total: told.append((done, total)))
    assert told[-1] == (N, N) and len(told) > 2
    measured(layer(), Y, ALL, null, 10, Options(), lambda done, total: told.append((done, total)))
    assert told[-1] == (2 * N, 2 * N) and (N, 2 * N) in told, "and the groups"
