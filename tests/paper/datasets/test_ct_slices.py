"""Samples drawn from made-up CT slices."""

import numpy as np
import pytest

from repalign.paper.datasets import ct_slices


def rows(X):
    return set(map(bytes, np.ascontiguousarray(X)))


@pytest.mark.parametrize(("asked", "given"), [(40, 40), (1000, 65)])
def test_training_and_test_samples_are_as_many_and_none_is_in_both(made_up_ct_dir, asked, given):
    X, y, X_test, y_test = ct_slices.draw(asked, 0, made_up_ct_dir)
    assert X.shape == X_test.shape == (given, 384)
    assert y.shape == y_test.shape == (given,)
    assert not rows(X) & rows(X_test)
    assert (y.min(), y.max()) == (-1, 1)
    assert rows(ct_slices.draw(asked, 1, made_up_ct_dir)[0]) != rows(X)


@pytest.mark.parametrize("half", [0, 1])
def test_halves_of_the_patients_train_and_test(made_up_ct_dir, half):
    table = np.load(made_up_ct_dir / "ct_slices.npz")
    X, y, X_test, y_test = ct_slices.draw(1000, 0, made_up_ct_dir, half=half)
    assert len(X) == len(y) == 32  # half of 65
    assert rows(X) < rows(table["features"][table["patient"] == half])
    assert rows(X_test) == rows(table["features"][table["patient"] != half])
    assert len(X_test) == len(y_test)
    assert (y.min(), y.max()) == (-1, 1)


def test_standardised_by_the_training_samples_alone(made_up_ct_dir):
    X, _, X_test, _ = ct_slices.draw(50, 0, made_up_ct_dir)
    scaled, scaled_test = ct_slices.standardised(X, X_test)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(scaled[:, 1:].std(axis=0), 1)
    assert not scaled[:, 0].any()  # constant
    np.testing.assert_array_equal(ct_slices.standardised(X, X_test[:3])[1], scaled_test[:3])
