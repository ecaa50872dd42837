"""What has no spectrum is refused, and the message names it."""

import warnings

import numpy as np
import pytest
from spectra import task

from repalign import Spectrum, spectrum, spectrum_from_kernel

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


@pytest.mark.parametrize("rtol", [-0.1, 1.0, np.nan])
def test_bad_rtol_is_named(rtol):
    with pytest.raises(ValueError, match=f"rtol must be at least 0 and below 1; got {rtol}"):
        spectrum(GOOD, [1.0, 2.0, 3.0], rtol=rtol)


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


def test_labels_of_0_and_1_are_measured_with_a_word_on_signed_ones():
    phi = np.eye(3)
    with pytest.warns(UserWarning, match=r"y holds 0 and 1, .* pass signed_labels\(y\)"):
        spectrum(phi, [0, 1, 1])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        spectrum(phi, [-1, 1, 1])
        spectrum(phi, np.eye(3))
        spectrum(phi, [0, 1, 2])
