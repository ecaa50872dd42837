"""Expected values: `spectrum` of the stacked samples, itself tested against an oracle."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spectra import assert_same, task

from repalign import SpectrumAccumulator, spectrum, spectrum_from_chunks


@st.composite
def chunked(draw):
    """Stacked samples and a way to cut them: empty chunks, ranks below d and fewer rows than
    columns happen."""
    n, d = draw(st.integers(1, 60)), draw(st.integers(1, 8))
    k = draw(st.none() | st.integers(1, 3))
    phi, y = task(n, d, k, rank=draw(st.integers(0, d)), seed=draw(st.integers(0, 10**6)))
    cuts = sorted(draw(st.lists(st.integers(0, n), max_size=12)))
    return phi, y, list(zip(np.split(phi, cuts), np.split(y, cuts), strict=True))


def accumulated(chunks):
    accumulator = SpectrumAccumulator()
    for phi, y in chunks:
        accumulator.update(phi, y)
    return accumulator


@given(chunked())
def test_any_chunks_give_the_spectrum_of_all(case):
    phi, y, chunks = case
    assert_same(spectrum_from_chunks(chunks), spectrum(phi, y))


@given(chunked(), st.randoms(use_true_random=False))
def test_order_of_chunks_does_not_matter(case, random):
    phi, y, chunks = case
    random.shuffle(chunks)
    assert_same(spectrum_from_chunks(iter(chunks)), spectrum(phi, y))


@given(chunked(), st.data())
def test_merges_are_associative_and_commutative(case, data):
    phi, y, chunks = case
    owner = data.draw(st.lists(st.integers(0, 2), min_size=len(chunks), max_size=len(chunks)))

    def part(index):
        return accumulated(chunk for chunk, o in zip(chunks, owner, strict=True) if o == index)

    a, b, c = (part(index) for index in range(3))
    expected = spectrum(phi, y)
    assert_same(part(0).merge(b).merge(c).compute(), expected)
    assert_same(a.merge(part(1).merge(c)).compute(), expected)
    assert_same(part(2).merge(b).merge(part(0)).compute(), expected)


@pytest.mark.parametrize("size", [1, 7, 64, 1000])
@pytest.mark.parametrize("d, rank", [(20, 20), (20, 6), (1, 1)])
def test_long_streams_fold_many_times(size, d, rank):
    phi, y = task(1000, d, rank=rank)
    chunks = ((phi[i : i + size], y[i : i + size]) for i in range(0, 1000, size))
    assert_same(spectrum_from_chunks(chunks), spectrum(phi, y))


@pytest.mark.parametrize("scale", [1e-200, 1e200])
def test_scale_of_the_features_does_not_matter(scale):
    phi, y = task(50, 4)
    parts = zip(np.split(phi * scale, 10), np.split(y, 10), strict=True)
    assert_same(spectrum_from_chunks(parts), spectrum(phi * scale, y))


def test_small_singular_values_keep_nine_digits():
    rng = np.random.default_rng(0)
    U, V = (np.linalg.qr(rng.normal(size=(m, 60)))[0] for m in (3000, 60))
    y = rng.normal(size=3000)
    expected = np.square(U.T @ y)  # by construction
    phi = (U * np.geomspace(1, 1e-7, 60)) @ V.T
    spec = spectrum_from_chunks(zip(np.split(phi, 100), np.split(y, 100), strict=True))
    assert np.abs(spec.squared_projections - expected).max() < 1e-9 * expected.sum()


def test_rtol_is_that_of_spectrum():
    chunks = [
        (row[None], [y]) for row, y in zip(np.diag([4.0, 2.0, 1.0]), [1.0, 2.0, 3.0], strict=True)
    ]
    spec = spectrum_from_chunks(chunks, rtol=0.5)
    assert (spec.rank, spec.residual) == (1, pytest.approx(13))  # 2^2 + 3^2, by hand


def test_reading_in_between_changes_nothing():
    phi, y = task(30, 4)
    accumulator = SpectrumAccumulator().update(phi[:10], y[:10])
    assert_same(accumulator.compute(), spectrum(phi[:10], y[:10]))
    assert_same(accumulator.compute(), spectrum(phi[:10], y[:10]))
    assert_same(accumulator.update(phi[10:], y[10:]).compute(), spectrum(phi, y))


def test_a_merged_one_stays_as_it_is_and_may_be_itself():
    phi, y = task(30, 4)
    one, other = (
        SpectrumAccumulator().update(phi[:5], y[:5]),
        SpectrumAccumulator().update(phi[5:], y[5:]),
    )
    one.merge(other).update(phi, y)
    assert_same(other.compute(), spectrum(phi[5:], y[5:]))
    assert_same(
        other.merge(other).compute(), spectrum(*(np.concatenate([a[5:], a[5:]]) for a in (phi, y)))
    )


def test_chunks_may_be_changed_after_they_were_given():
    phi, y = task(30, 4)
    mine = phi.copy()
    accumulator = SpectrumAccumulator().update(mine, y)
    mine[:] = 0
    assert_same(accumulator.compute(), spectrum(phi, y))


def test_tensors_and_float32(torch):
    phi, y = task(30, 4)
    accumulator = SpectrumAccumulator().update(
        torch.tensor(phi, dtype=torch.float32), torch.tensor(y)
    )
    assert_same(accumulator.compute(), spectrum(phi.astype(np.float32), y))


def test_state_is_bounded_and_travels_by_pickle():
    d, k = 10, 2
    phi, y = task(5000, d, k)
    accumulator = SpectrumAccumulator()
    for start in range(0, 5000, 3):
        accumulator.update(phi[start : start + 3], y[start : start + 3])
        assert len(pickle.dumps(accumulator)) < 8 * 2 * (d + k) ** 2 + 3000
    assert_same(pickle.loads(pickle.dumps(accumulator)).compute(), spectrum(phi, y))


PHI, Y = task(6, 3)
BAD = np.where(np.arange(18).reshape(6, 3) == 4, np.nan, PHI)
NAN = np.where(np.arange(6) == 2, np.nan, Y)


@pytest.mark.parametrize(
    "phi, y, message",
    [
        (
            PHI[:, :2],
            Y,
            r"these samples have 2 features and one target, y \(m,\); those before had 3 features",
        ),
        (
            PHI,
            np.c_[Y, Y],
            r"3 features and 2 targets, y \(m, 2\); those before had 3 features and one target, y "
            r"\(m,\)",
        ),
        (
            PHI,
            Y[:, None],
            r"3 features and 1 targets, y \(m, 1\); those before had 3 features and one",
        ),
        (PHI, Y[:4], "y has 4 labels for 6 samples"),
        (PHI[:0], Y, "phi is empty"),
        (PHI[0], Y, r"phi must have two dimensions"),
        (PHI, NAN, r"y has 1 entries that are NaN or infinite, the first at \(2,\)"),
        (BAD, Y, r"phi has 1 entries that are NaN or infinite, the first at \(1, 1\)"),
    ],
)
def test_a_chunk_that_does_not_fit_is_named_and_leaves_no_trace(phi, y, message):
    accumulator = SpectrumAccumulator().update(PHI, Y)
    with pytest.raises(ValueError, match=message):
        accumulator.update(phi, y)
    assert_same(accumulator.compute(), spectrum(PHI, Y))


def test_a_refused_first_chunk_leaves_no_trace():
    accumulator = SpectrumAccumulator()
    with pytest.raises(ValueError, match="NaN"):
        accumulator.update(PHI, NAN)
    assert_same(accumulator.update(PHI[:, :2], Y).compute(), spectrum(PHI[:, :2], Y))


@pytest.mark.parametrize(
    "other, message",
    [
        (
            SpectrumAccumulator().update(PHI[:, :1], Y),
            "these samples have 1 features .* before had 3 features",
        ),
        (PHI, "only a SpectrumAccumulator can be merged; got ndarray; use update"),
    ],
)
def test_what_cannot_be_merged_is_named(other, message):
    with pytest.raises(ValueError, match=message):
        SpectrumAccumulator().update(PHI, Y).merge(other)


@pytest.mark.parametrize("chunks", [[], [(PHI[:0], Y[:0])]])
def test_no_samples_are_named(chunks):
    with pytest.raises(ValueError, match="no samples yet: update with at least one chunk"):
        spectrum_from_chunks(chunks)


@pytest.mark.parametrize(
    "chunks", [None, 5, [None], [(PHI,)], [(PHI, Y, Y)]], ids=lambda chunks: str(chunks)[:12]
)
def test_what_are_no_chunks_is_named(chunks):
    with pytest.raises((TypeError, ValueError), match=r"chunks must be .*pairs \(phi, y\); got "):
        spectrum_from_chunks(chunks)


@pytest.mark.filterwarnings("error")
def test_chunks_beyond_float64_are_refused_and_not_taken_in():
    accumulator = SpectrumAccumulator().update(np.full((4, 1), 1e308), np.ones(4))
    with pytest.raises(ValueError, match="so large that their lengths exceed float64"):
        accumulator.update(np.full((4, 1), 1e308), np.ones(4))
    assert accumulator.n_samples == 4
