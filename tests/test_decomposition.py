"""Expected values: the oracle with the full U, spectra made by construction, or linear algebra by
hand."""

import numpy as np
import oracles
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repalign import Spectrum, prepare, spectrum, spectrum_from_kernel

SHAPES = [(40, 5), (7, 5), (6, 6), (5, 9), (1, 4), (9, 1), (1, 1)]


def task(n, d, k=None, seed=0):
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, d)), rng.normal(size=n if k is None else (n, k))


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


def assert_same(one, other):
    np.testing.assert_allclose(one.singular_values, other.singular_values, rtol=1e-8)
    np.testing.assert_allclose(one.squared_projections, other.squared_projections, atol=1e-8)
    np.testing.assert_allclose(one.residual, other.residual, atol=1e-8)


@given(tasks())
def test_squared_singular_values_add_up_to_n_after_prepare(phi_y):
    phi, y = phi_y
    assert np.square(spectrum(prepare(phi), y).singular_values).sum() == pytest.approx(len(y))


@pytest.mark.parametrize("k", [None, 2])
@pytest.mark.parametrize("shape", SHAPES)
def test_kernel_gives_the_same_spectrum(shape, k):
    phi, y = task(*shape, k)
    spec, kernel = spectrum(phi, y), spectrum_from_kernel(phi @ phi.T, y)
    assert kernel.n_features == shape[0]
    np.testing.assert_allclose(kernel.singular_values, spec.singular_values, rtol=1e-7)
    np.testing.assert_allclose(kernel.squared_projections, spec.squared_projections, atol=1e-7)
    np.testing.assert_allclose(kernel.residual, spec.residual, atol=1e-7)


@pytest.fixture
def float32_kernel():
    """Of rank 4, and labels."""
    phi, y = task(60, 4)
    K = phi.astype(np.float32) @ phi.astype(np.float32).T
    K[0, 1] *= 1 + 1e-6  # as products of a device are not quite symmetric
    return K, y


def test_float32_kernel_is_no_worse_than_its_rounding(float32_kernel):
    K, y = float32_kernel
    assert spectrum_from_kernel(K, y).rank == 4


def test_nor_is_a_tensor(float32_kernel, torch):
    K, y = float32_kernel
    assert spectrum_from_kernel(torch.tensor(K), y).rank == 4


def test_zero_kernel():
    assert spectrum_from_kernel(np.zeros((3, 3)), np.ones(3)).residual == 3


GOOD = np.arange(6.0).reshape(3, 2)


@pytest.mark.parametrize(
    "phi, y, message",
    [
        (
            [[1.0, np.nan]],
            [1.0],
            r"phi has 1 entries that are NaN or infinite, the first at \(0, 1\)",
        ),
        (
            [[np.inf], [2.0]],
            [1.0, 2.0],
            r"phi has 1 entries that are NaN or infinite, the first at \(0, 0\)",
        ),
        (GOOD, [1.0, np.nan, np.nan], r"y has 2 entries that are NaN"),
        (np.zeros((0, 3)), [], r"phi is empty: shape \(0, 3\)"),
        (np.zeros((3, 0)), [1, 2, 3], r"phi is empty: shape \(3, 0\)"),
        (GOOD, np.zeros((3, 0)), r"not be empty; got shape \(3, 0\)"),
        (GOOD, [1.0, 2.0], r"y has 2 labels for 3 samples"),
        (GOOD[:, 0], [1.0, 2.0, 3.0], r"samples x features; got shape \(3,\).*reshape"),
        (np.zeros((2, 3, 4)), [1.0, 2.0], r"two dimensions.*got shape \(2, 3, 4\)"),
        (GOOD, np.zeros((3, 1, 1)), r"\(n,\) or \(n, k\).*got shape \(3, 1, 1\)"),
        ([["a", "b"]], [1.0], r"phi must hold real numbers; got an array of type <U1"),
        (GOOD, ["a", "b", "c"], r"y must hold real numbers; got an array of type <U1"),
        (
            GOOD * 1j,
            [1.0, 2.0, 3.0],
            r"phi must hold real numbers; got an array of type complex128",
        ),
        ([[1.0, 2.0], [3.0]], [1.0, 2.0], r"phi is not an array: its rows have different lengths"),
        (GOOD, [1e200, 0, 0], r"y reaches 1e\+200.*divide it"),
    ],
)
def test_bad_input_is_named(phi, y, message):
    with pytest.raises(ValueError, match=message):
        spectrum(phi, y)


@pytest.mark.parametrize(
    "K, message",
    [
        (np.ones((2, 3)), r"K must be square.*got shape \(2, 3\).*spectrum\(phi, y\)"),
        ([[1.0, 0.5], [0.0, 1.0]], r"K must be symmetric; K and its transpose differ by up to 0.5"),
        ([[1.0, 0.0], [0.0, -1.0]], r"positive semidefinite; its smallest eigenvalue is -1"),
        ([[np.nan, 0.0], [0.0, 1.0]], r"K has 1 entries that are NaN"),
    ],
)
def test_bad_kernel_is_named(K, message):
    with pytest.raises(ValueError, match=message):
        spectrum_from_kernel(K, [1.0, 2.0])


@pytest.mark.parametrize("rtol", [-0.1, 1.0, np.nan])
def test_bad_rtol_is_named(rtol):
    with pytest.raises(ValueError, match=f"rtol must be at least 0 and below 1; got {rtol}"):
        spectrum(GOOD, [1.0, 2.0, 3.0], rtol=rtol)


@pytest.mark.parametrize("k", [None, 3])
def test_save_and_load(tmp_path, k):
    spec = spectrum(*task(20, 4, k))
    spec.save(tmp_path / "deep" / "a.spectrum")
    back = Spectrum.load(tmp_path / "deep" / "a.spectrum")
    for name in ("singular_values", "squared_projections", "residual", "n_samples", "n_features"):
        np.testing.assert_array_equal(getattr(back, name), getattr(spec, name))


def test_loading_something_else_says_so(tmp_path):
    np.savez(tmp_path / "other.npz", a=1)
    (tmp_path / "text.npz").write_text("no archive")
    for name in ("other.npz", "text.npz"):
        with pytest.raises(
            ValueError, match=rf"{name} is damaged or not an .npz file that holds the arrays sing"
        ):
            Spectrum.load(tmp_path / name)


def test_target_picks_columns():
    phi, y = task(20, 4, 3)
    spec = spectrum(phi, y)
    assert_same(spec.target(1), spectrum(phi, y[:, 1]))
    assert_same(spec.target([2, 0]), spectrum(phi, y[:, [2, 0]]))
    with pytest.raises(ValueError, match="single target"):
        spec.target(1).target(0)


def test_a_spectrum_cannot_be_changed():
    spec = spectrum(*task(20, 4))
    with pytest.raises(ValueError, match="read-only"):
        spec.singular_values[0] = 1
    with pytest.raises(AttributeError):
        spec.residual = 0


@pytest.mark.parametrize(
    "sigma, power, residual, message",
    [
        (
            [1.0],
            [1.0, 2.0],
            0.0,
            "shapes do not fit: singular_values (1,), squared_projections (2,)",
        ),
        ([1.0, 2.0], [1.0, 2.0], 0.0, "positive and descending"),
        ([1.0, 0.0], [1.0, 2.0], 0.0, "positive and descending"),
        ([1.0], [-1.0], 0.0, "finite and not negative"),
        ([1.0], [1.0], np.nan, "residual has 1 entries that are NaN"),
    ],
)
def test_an_impossible_spectrum_is_refused(sigma, power, residual, message):
    with pytest.raises(ValueError) as error:
        Spectrum(sigma, power, residual, 3, 2)
    assert message in str(error.value)


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


POSSIBLE = {
    "singular_values": [2.0, 1.0],
    "squared_projections": [1.0, 1.0],
    "residual": 0.0,
    "n_samples": 3,
    "n_features": 2,
}


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"n_samples": -5}, "n_samples must be a positive integer; got -5"),
        ({"n_samples": 10**400}, "n_samples must be a positive integer; got 1000"),
        ({"n_features": 2.5}, "n_features must be a positive integer; got 2.5"),
        ({"n_features": True}, "n_features must be a positive integer; got True"),
        (
            {"n_samples": 1},
            "2 singular values of 1 samples and 2 features: there are at most as many as the "
            "smaller",
        ),
        ({"n_features": 1}, "2 singular values of 3 samples and 1 features"),
        (
            {"squared_projections": [1j, 1.0]},
            "squared_projections must hold real numbers; got an array of type complex128",
        ),
        (
            {"singular_values": [10**400, 1.0]},
            "singular_values must hold real numbers; got an array of type object",
        ),
        (
            {"singular_values": ["2", "1"]},
            "singular_values must hold real numbers; got an array of type <U1",
        ),
        ({"residual": None}, "residual must hold real numbers; got an array of type object: None"),
        ({"squared_projections": [1e308, 1e308]}, "||y||^2 reaches inf"),
        ({"squared_projections": np.zeros((2, 0)), "residual": []}, "shapes do not fit"),
    ],
)
def test_what_no_representation_has_is_refused(changes, message):
    with pytest.raises(ValueError) as error:
        Spectrum(**POSSIBLE | changes)
    assert message in str(error.value)


@pytest.mark.parametrize(
    "index",
    [99, -4, 10**400, 2**63, "junk", None, 1.5, [], [0, 7], [[0]], True, slice(5, 9), object()],
)
def test_a_target_that_is_not_there_is_refused(index):
    spec = spectrum(*task(20, 4, 3))
    with pytest.raises(
        ValueError, match="index must be an integer from 0 to 2, a slice or a list of some"
    ):
        spec.target(index)


@pytest.mark.parametrize("path", [None, 5, "", "a\0b", object()])
def test_what_is_no_path_is_refused(path):
    for use in (spectrum(*task(5, 2)).save, Spectrum.load):
        with pytest.raises(TypeError, match="path must be the path of a file"):
            use(path)


@pytest.mark.parametrize("rtol", ["junk", 1j, [0.1, 0.2], object()])
def test_rtol_of_another_type_is_refused(rtol):
    with pytest.raises(ValueError, match="rtol must be at least 0 and below 1; got "):
        spectrum(GOOD, [1.0, 2.0, 3.0], rtol=rtol)


def test_masked_entries_are_not_taken_for_numbers():
    with pytest.raises(
        ValueError, match="phi has masked entries; drop those samples, or fill them"
    ):
        spectrum(np.ma.masked_array(GOOD, GOOD == 0), [1.0, 2.0, 3.0])


@pytest.mark.filterwarnings("error")
def test_the_ends_of_float64():
    with pytest.raises(
        ValueError, match="its singular values exceed float64; divide it by a constant"
    ):
        spectrum(np.full((6, 3), 1e308), np.ones(6))
    with pytest.raises(ValueError, match="phi has 6 entries that are NaN or infinite"):
        spectrum(np.full((3, 2), np.longdouble("1e4000")), np.ones(3))
    for scale in (1e-300, 1e300):
        sigma = spectrum_from_kernel(np.diag([4.0, 1.0]) * scale, [1.0, 1.0]).singular_values
        np.testing.assert_allclose(sigma, np.array([2.0, 1.0]) * scale**0.5)
