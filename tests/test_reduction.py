"""Expected values: R^T R = A^T A, which determines R but for the signs of its rows, with sums in
twice the digits where conditions are bad; numpy's SVD."""

import subprocess
import sys
import threading
import tracemalloc
from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from repalign import reduction, spectrum
from repalign._support import lapack
from repalign.reduction import triangle

RNG = np.random.default_rng(0)


TINY = {"LEAST": 1, "SMALL": 0, "NARROW": 0}  # a few rows are many blocks, as of large features


@pytest.fixture
def tiny_blocks(monkeypatch):
    for name, value in TINY.items():
        monkeypatch.setattr(reduction, name, value)


def positive(R):
    """The R of a QR with signs chosen so that its diagonal is not negative."""
    return R * np.where(np.diagonal(R) < 0, -1.0, 1.0)[:, None]


@st.composite
def stacked(draw):
    """Rows, and the same rows in pieces: cut across, and each piece along."""
    n, c = draw(st.integers(1, 200)), draw(st.integers(2, 6))
    rows = np.random.default_rng(draw(st.integers(0, 10**6))).normal(size=(n, c))
    cuts = sorted(draw(st.lists(st.integers(0, n), max_size=4)))
    split = draw(st.integers(1, c - 1))
    return rows, [(each[:, :split], each[:, split:]) for each in np.split(rows, cuts)]


@given(stacked(), st.data())
def test_any_pieces_have_the_triangle_of_all_rows(case, data):
    rows, pieces = case
    with pytest.MonkeyPatch.context() as patch:
        for name, value in TINY.items():
            if data.draw(st.booleans()):
                patch.setattr(reduction, name, value)
        R = triangle(pieces)
    assert R.shape == (min(rows.shape), rows.shape[1])
    assert (np.tril(R, -1) == 0).all()
    np.testing.assert_allclose(R.T @ R, rows.T @ rows, atol=1e-12 * len(rows))


def test_columns_that_repeat_or_are_dead_keep_their_digits(tiny_blocks):
    """Householder's QR by numpy of all rows at once, the well-conditioned columns first."""
    A = RNG.normal(size=(400, 6)) * np.geomspace(1, 1e-7, 6)
    A = np.column_stack([A, A[:, 0], np.zeros(400)])
    expected, R = positive(np.linalg.qr(A, mode="r")), positive(triangle([(A,)]))
    np.testing.assert_allclose(R[:6, :6], expected[:6, :6], rtol=1e-7)
    np.testing.assert_allclose(R[:, 6], R[:, 0], atol=1e-13)
    assert (R[:, 7] == 0).all()


@pytest.mark.parametrize("n, c", [(20, 5), (400, 5), (3000, 300), (100_000, 10), (2**16, 513)])
def test_blocks_are_a_power_of_two_and_tall(n, c):
    count = reduction._blocks(n, c)
    assert count & (count - 1) == 0
    assert count == 1 or n // count >= 2 * c
    assert n / count <= max(4 * c, reduction.ROWS * c, 2 * reduction.LEAST // c)


@pytest.mark.parametrize("d, k", [(40, 1), (40, 3), (90, 1), (40, 200)])
def test_the_number_of_threads_changes_no_digit(d, k):
    phi, y = RNG.normal(size=(20_000, d)), RNG.normal(size=(20_000, k))
    assert reduction._blocks(*phi.shape) > 2
    spectra = []
    for threads in (1, 2, 3):
        with threadpool_limits(threads, user_api="blas"):
            spectra.append(spectrum(phi, y))
    for spec in spectra[1:]:
        np.testing.assert_array_equal(spec.singular_values, spectra[0].singular_values)
        np.testing.assert_array_equal(spec.squared_projections, spectra[0].squared_projections)


def test_blas_of_numpy_and_of_scipy_are_held_in_a_fresh_process():
    """SciPy brings its own, and is loaded late."""
    code = """
import numpy as np
from repalign import reduction, spectrum
with reduction._one_thread_each():
    from threadpoolctl import threadpool_info
    import scipy.linalg
    print({each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"})
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stdout.strip() == "{1}", run.stderr


def threads_of_blas():
    return [library["num_threads"] for library in reduction._blas().info()]


def test_callers_in_many_threads_leave_blas_as_it_was():
    phi, y = RNG.normal(size=(20_000, 20)), RNG.normal(size=20_000)
    expected, found = spectrum(phi, y), []
    before = threads_of_blas()

    def call():
        for _ in range(5):
            found.append(spectrum(phi, y).squared_projections)

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 20
    for each in found:
        np.testing.assert_array_equal(each, expected.squared_projections)
    assert threads_of_blas() == before


def test_who_comes_first_may_leave_first():
    """And the limit stays, until the last has left; set and taken back by two threads."""
    with threadpool_limits(2, user_api="blas"):
        first = reduction._one_thread_each()
        assert (first.__enter__(), set(threads_of_blas())) == (2, {1})
        entered, leave = threading.Event(), threading.Event()

        def second():
            with reduction._one_thread_each():
                entered.set()
                leave.wait()

        other = threading.Thread(target=second)
        other.start()
        entered.wait()
        first.__exit__(None, None, None)
        assert set(threads_of_blas()) == {1}
        leave.set()
        other.join()
        assert set(threads_of_blas()) == {2}


def test_of_many_blocks_few_triangles_are_held(monkeypatch):
    """Twice the samples, twice the blocks, and the memory of one triangle more. Expected: the same
    bits as of triangles that were all there at once."""
    phi = RNG.integers(-9, 9, size=(260_000, 257), dtype="int8")
    y = RNG.normal(size=len(phi))
    spectrum(phi[:50_000], y[:50_000])

    def peak(n):
        tracemalloc.start()
        spectrum(phi[:n], y[:n])
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    # The least of three: where a thread is kept waiting, one triangle more waits with it.
    few, many = (min(peak(n) for _ in range(3)) for n in (130_000, 260_000))
    found = spectrum(phi, y)
    blocks = reduction._blocks(len(phi), 258)
    assert blocks >= 4 * reduction.PARTS
    assert many - few < 2 * 8 * 258**2
    monkeypatch.setattr(reduction, "_blocks", lambda n, columns: blocks)
    monkeypatch.setattr(reduction, "PARTS", blocks)
    together = spectrum(phi, y)
    np.testing.assert_array_equal(found.squared_projections, together.squared_projections)


@pytest.mark.parametrize("shape", [(300, 80), (80, 300)])
def test_more_directions_than_indices_are_left_to_numpy(shape, monkeypatch):
    A, c = RNG.normal(size=shape), RNG.normal(size=(shape[0], 3))
    expected = reduction.projected(A, c, A.size)
    monkeypatch.setattr(reduction, "WIDE", 80)
    monkeypatch.setattr(lapack, "projected", None)  # not called
    sigma, along, outside = reduction.projected(A, c, A.size)
    np.testing.assert_allclose(sigma, expected[0])
    np.testing.assert_allclose(along**2, expected[1] ** 2, atol=1e-12)
    np.testing.assert_allclose(outside, expected[2], atol=1e-12)


@pytest.mark.parametrize("size", [1, 1e-170, 1e140])
def test_more_targets_than_features_are_projected(size):
    """Expected: numpy's SVD of small features, without a warning."""
    phi, y = size * RNG.normal(size=(60, 4)) * [1, 1e-3, 1e-6, 0], RNG.normal(size=(60, 17))
    U, sigma, _ = np.linalg.svd(phi / size, full_matrices=False)
    spec = spectrum(phi, y)
    np.testing.assert_allclose(spec.singular_values / size, sigma[:3], rtol=1e-9)
    expected = np.square(U[:, :3].T @ y)
    np.testing.assert_allclose(spec.squared_projections, expected, atol=1e-9)
    np.testing.assert_allclose(spec.residual, np.square(y).sum(axis=0) - expected.sum(axis=0))


@pytest.mark.parametrize("kind", ["float32", "int8", "mapped"])
def test_features_are_never_copied_whole(kind, tmp_path):
    """numpy says to tracemalloc what it takes."""
    phi = RNG.integers(-9, 9, size=(200_000, 30)).astype("int8" if kind == "int8" else "float32")
    y = RNG.normal(size=len(phi))
    if kind == "mapped":
        np.save(tmp_path / "phi.npy", phi)
        phi = np.load(tmp_path / "phi.npy", mmap_mode="r")
    spectrum(phi[:50_000], y[:50_000])
    tracemalloc.start()
    spec = spectrum(phi, y)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * phi.size / 4
    np.testing.assert_allclose(
        spec.singular_values**2,
        np.linalg.eigvalsh(phi.T.astype(float) @ phi.astype(float))[::-1],
        rtol=1e-9,
    )


@pytest.mark.parametrize("shape", [(7, 7), (9, 4), (4, 9), (1, 5), (5, 1), (130, 129)])
@pytest.mark.parametrize("project", [lapack.projected, partial(reduction.projected, size=0)])
def test_projections_are_those_of_numpys_svd(shape, project):
    A, c = RNG.normal(size=shape), RNG.normal(size=(shape[0], 3))
    given_A, given_c = A.copy(), c.copy()
    sigma, along, outside = project(A, c)
    U, expected, _ = np.linalg.svd(A, full_matrices=False)
    np.testing.assert_allclose(sigma, expected, rtol=1e-12)
    np.testing.assert_allclose(np.square(along), np.square(U.T @ c), atol=1e-12)
    np.testing.assert_allclose(outside, np.square(c - U @ (U.T @ c)).sum(axis=0), atol=1e-12)
    np.testing.assert_array_equal(A, given_A)
    np.testing.assert_array_equal(c, given_c)


def test_lapack_reads_columns_only():
    with pytest.raises(ValueError, match=r"this array \(4, 2\) has other strides"):
        lapack.qr(np.zeros((4, 2)))


def test_what_lapack_refuses_is_no_silence():
    with pytest.raises(np.linalg.LinAlgError, match="dgeqrt stopped: -3"):
        lapack._geqrt(4, 2, 9, np.zeros(8), 4, np.zeros(99), 9, np.zeros(99))
