"""Expected values: the oracle with the full U, spectra made by construction, or linear algebra by
hand."""

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spectra import SHAPES, assert_same, task

from repalign import prepare, spectrum


def made(n, sigma, seed=0):
    """Phi with these singular values, y, and the squared projections of y, by construction."""
    rng = np.random.default_rng(seed)
    U = np.linalg.qr(rng.normal(size=(n, len(sigma))))[0]
    V = np.linalg.qr(rng.normal(size=(len(sigma), len(sigma))))[0]
    y = rng.normal(size=n)
    return (U * sigma) @ V.T, y, np.square(U.T @ y)


def assert_like_oracle(spec, phi, y):
    sigma, power = oracles.projections(phi, y)
    r = spec.rank
    np.testing.assert_allclose(spec.singular_values, sigma[:r], rtol=1e-10)
    np.testing.assert_allclose(spec.squared_projections, power[:r], atol=1e-10 * np.square(y).sum())
    np.testing.assert_allclose(
        spec.residual, power[r:].sum(axis=0), atol=1e-10 * np.square(y).sum()
    )


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("k", [None, 1, 3])
def test_equals_the_full_U_formula(shape, k):
    phi, y = task(*shape, k)
    spec = spectrum(phi, y)
    assert spec.rank == min(shape)
    assert (spec.n_samples, spec.n_features) == shape
    assert spec.squared_projections.shape == (min(shape),) + (() if k is None else (k,))
    assert_like_oracle(spec, phi, y)


@pytest.mark.parametrize("n, d", [(60, 6), (7, 6), (4, 6)])
def test_rank_deficient_features_put_the_rest_into_the_residual(n, d):
    phi, y = task(n, d)
    phi[:, -1] = phi[:, 0] - 2 * phi[:, 1]
    phi[:, -2] = 0
    spec = spectrum(phi, y)
    assert spec.rank == min(n, d - 2)
    assert_like_oracle(spec, phi, y)


def test_directions_at_or_below_rtol_are_dropped_into_the_residual():
    phi, y = np.diag([4.0, 2.0, 1.0]), np.array([1.0, 2.0, 3.0])
    spec = spectrum(phi, y, rtol=0.5)
    assert spec.rank == 1
    assert spec.residual == pytest.approx(13)  # 2^2 + 3^2, by hand


def worst(power, expected):
    return np.abs(power - expected).max() / expected.sum()


@pytest.mark.parametrize("exponent", [-3, -6, -7])
def test_small_singular_values_keep_nine_digits(exponent):
    phi, y, power = made(3000, np.geomspace(1, 10.0**exponent, 60))
    assert worst(spectrum(phi, y).squared_projections, power) < 1e-9


def test_the_same_case_is_too_hard_for_a_plain_gram_matrix():
    phi, y, power = made(3000, np.geomspace(1, 1e-7, 60))
    along = phi @ np.linalg.eigh(phi.T @ phi)[1][:, ::-1]
    gram = np.square((along / np.linalg.norm(along, axis=0)).T @ y)
    assert worst(gram, power) > 1e-6


def test_tiny_singular_values_are_found_where_rtol_allows():
    phi, y, _ = made(300, np.geomspace(1, 1e-12, 20))
    spec = spectrum(phi, y, rtol=1e-14)
    np.testing.assert_allclose(spec.singular_values, np.geomspace(1, 1e-12, 20), rtol=1e-3)
    assert spec.squared_projections.sum() + spec.residual == pytest.approx(y @ y)


@pytest.mark.parametrize("scale", [1e-300, 1e-170, 1e170, 1e300])
def test_any_scale_of_the_features(scale):
    phi, y = task(50, 4)
    spec, scaled = spectrum(phi, y), spectrum(phi * scale, y)
    np.testing.assert_allclose(scaled.singular_values / scale, spec.singular_values, rtol=1e-12)
    np.testing.assert_allclose(scaled.squared_projections, spec.squared_projections, rtol=1e-9)


def test_zero_features_leave_everything_to_the_residual():
    spec = spectrum(np.zeros((5, 3)), np.ones(5))
    assert (spec.rank, spec.residual, spec.target_norm_sq) == (0, 5, 5)


def test_zero_targets_have_no_power():
    spec = spectrum(task(9, 3)[0], np.zeros(9))
    assert (spec.rank, spec.target_norm_sq) == (3, 0)


def test_constant_labels_lie_on_a_constant_feature():
    spec = spectrum(np.full((8, 1), 3.0), np.ones(8))  # by hand: sigma = 3 sqrt(8), u = y / ||y||
    assert spec.singular_values == pytest.approx([3 * 8**0.5])
    assert spec.squared_projections == pytest.approx([8])
    assert spec.residual == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    "convert",
    [
        lambda a: a.astype(np.float32),
        lambda a: a.astype(np.int8),
        lambda a: a > 0,
        np.ndarray.tolist,
    ],
    ids=["float32", "int8", "bool", "list"],
)
def test_other_types_are_measured_in_float64(convert):
    assert_measured_in_float64(convert, lambda a: np.asarray(a, np.float64))


@pytest.mark.parametrize(
    "dtype, gradient",
    [
        ("float64", False),
        ("float32", True),
        ("bfloat16", False),
        ("int64", False),
    ],
)
def test_tensors_are_measured_in_float64(torch, dtype, gradient):
    def convert(a):
        return torch.tensor(a, dtype=getattr(torch, dtype), requires_grad=gradient)

    assert_measured_in_float64(convert, lambda a: a.detach().double().numpy())


def assert_measured_in_float64(convert, to_float64):
    phi = np.random.default_rng(0).integers(-3, 4, size=(20, 3)).astype(float)
    y = np.sign(phi[:, 0] + 0.5)
    expected = spectrum(*(to_float64(convert(a)) for a in (phi, y)))
    spec = spectrum(convert(phi), convert(y))
    assert spec.singular_values.dtype == np.float64
    np.testing.assert_array_equal(spec.squared_projections, expected.squared_projections)


@st.composite
def tasks(draw):
    n, d = draw(st.integers(1, 30)), draw(st.integers(1, 8))
    return task(n, d, seed=draw(st.integers(0, 10**6)))


@given(tasks())
def test_projections_and_residual_add_up_to_the_norm_of_y(phi_y):
    phi, y = phi_y
    spec = spectrum(phi, y)
    assert spec.squared_projections.sum() + spec.residual == pytest.approx(y @ y)
    assert spec.target_norm_sq == pytest.approx(y @ y)


@given(tasks(), st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(phi_y, random):
    phi, y = phi_y
    order = random.sample(range(len(y)), len(y))
    assert_same(spectrum(phi, y), spectrum(phi[order], y[order]))


@given(tasks(), st.integers(0, 10**6))
def test_rotating_the_features_does_not_matter(phi_y, seed):
    phi, y = phi_y
    rotation = np.linalg.qr(np.random.default_rng(seed).normal(size=(phi.shape[1],) * 2))[0]
    assert_same(spectrum(phi, y), spectrum(phi @ rotation, y))


@given(tasks())
def test_squared_singular_values_add_up_to_n_after_prepare(phi_y):
    phi, y = phi_y
    assert np.square(spectrum(prepare(phi), y).singular_values).sum() == pytest.approx(len(y))


def test_circle_of_figure_4():
    """Printed in the paper: 9.58 and 2.84. In expectation n/2 (1 +- exp(-2 s^2)) for angles spread
    by s, by hand."""
    n, spread = 100, 0.29
    expected = np.sqrt(n / 2 * (1 + np.array([1, -1]) * np.exp(-2 * spread**2)))
    np.testing.assert_allclose(expected, [9.58, 2.84], atol=0.06)
    rng = np.random.default_rng(4)
    sigmas = []
    for _ in range(400):
        angles = np.repeat([np.pi / 4, -3 * np.pi / 4], n // 2) + rng.normal(0, spread, n)
        phi = prepare(np.column_stack([np.cos(angles), np.sin(angles)]), bias=False)
        sigmas.append(spectrum(phi, np.ones(n)).singular_values)
    assert np.square(sigmas).sum(axis=1) == pytest.approx(n)
    error = np.std(np.square(sigmas), axis=0) / 20
    np.testing.assert_array_less(
        np.abs(np.square(sigmas).mean(axis=0) - expected**2), 4 * error + 0.1
    )


@given(st.integers(1, 40), st.integers(1, 8), st.integers(1, 5), st.data())
def test_targets_measured_apart_say_the_same(n, d, k, data):
    phi, Y = task(n, d, k, seed=data.draw(st.integers(0, 10**6)))
    together, cut = spectrum(phi, Y), data.draw(st.integers(0, k - 1))
    for part in (slice(cut), slice(cut, k)):
        if Y[:, part].size:
            assert_same(spectrum(phi, Y[:, part]), together.target(part))
    assert_same(spectrum(phi, Y[:, cut]), together.target(cut))
