"""Rows of features: the page's cases, and any blocks."""

import numpy as np
import pytest

from repalign.yours.found import Array
from repalign.yours.layers import layers_of
from repalign.yours.refusal import Refusal

DEEP = np.arange(12.0).reshape(2, 2, 3)


def layer(values, pool="flatten"):
    (found,) = layers_of([Array("a", values.shape, True, lambda: values)], {}, pool)
    return found


def all_rows(values, pool="flatten", size=5, chosen=None):
    chosen = np.arange(len(values)) if chosen is None else np.asarray(chosen)
    return np.concatenate(list(layer(values, pool).rows(chosen, size)))


@pytest.mark.parametrize(
    ("pool", "expected"),
    [
        ("flatten", DEEP.reshape(2, -1)),
        ("last", [[1, 4], [7, 10]]),
        ("middle", [[1.5, 2.5, 3.5], [7.5, 8.5, 9.5]]),
    ],
)
def test_axes_after_the_first_are_features_or_averaged(pool, expected):
    np.testing.assert_array_equal(all_rows(DEEP, pool), expected)
    assert len(layer(DEEP, pool).titles) == len(expected[0])


@pytest.mark.parametrize("size", [1, 3, 4, 10, 100])
@pytest.mark.parametrize("chosen", [range(10), [0], [9], [2, 3, 7], [0, 4, 9]])
def test_rows_are_those_that_take_part_in_blocks_of_any_size(size, chosen):
    values = np.random.default_rng(0).standard_normal((10, 3)).astype("f4")
    found = all_rows(values, size=size, chosen=chosen)
    assert found.dtype == np.float64
    np.testing.assert_array_equal(found, values[list(chosen)])


def test_no_part_is_empty_however_far_in_the_samples_lie():
    parts = list(layer(np.ones((100, 3))).rows(np.array([41, 42, 97]), 4))
    assert [len(part) for part in parts] == [2, 1]


def test_what_is_no_number_is_refused_with_its_row_among_all():
    values = np.ones((10, 3))
    values[7, 1] = np.nan
    with pytest.raises(Refusal, match=r"a: row 7 \(counted from 0\) has NaN in column 1"):
        all_rows(values, size=2, chosen=[0, 3, 7, 8])
    assert len(all_rows(values, size=2, chosen=[0, 3, 8])) == 3
