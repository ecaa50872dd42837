"""A Spectrum as a value: kept in a file, its targets picked, and refused where it is impossible."""

import numpy as np
import pytest
from spectra import assert_same, task

from repalign import Spectrum, spectrum


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
            "singular_values must hold real numbers; got 1000",
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
