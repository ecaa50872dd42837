"""Expected values by hand, and the authors' demo: bias first, then unit rows."""

import numpy as np
import pytest

from repalign import one_hot, prepare, signed_labels


def test_bias_comes_first_and_counts_in_the_length():
    # the demo appends the 1 before it divides: (1, 3, 4) has length sqrt(26)
    np.testing.assert_allclose(prepare([[3.0, 4.0]]), np.array([[1, 3, 4]]) / 26**0.5)


def test_bias_and_length_are_options():
    np.testing.assert_allclose(prepare([[3.0, 4.0]], bias=False), [[0.6, 0.8]])
    np.testing.assert_array_equal(prepare([[3.0, 4.0]], normalize=False), [[1, 3, 4]])
    np.testing.assert_array_equal(prepare([[3, 4]], bias=False, normalize=False), [[3.0, 4.0]])


def test_what_was_passed_is_neither_changed_nor_handed_back():
    X = np.ones((2, 2))
    prepare(X, bias=False, normalize=False)[:] = 7
    prepare(X)[:] = 7
    np.testing.assert_array_equal(X, 1)


@pytest.mark.parametrize("scale", [1e-320, 1e-200, 1e200, 1e308])
def test_rows_of_any_scale_have_length_one(scale):
    rows = prepare(np.array([[0.5, -1.0, 1.0]]) * scale, bias=False)
    np.testing.assert_allclose(np.square(rows).sum(axis=1), 1)


def test_tensors_that_require_a_gradient(torch):
    np.testing.assert_allclose(prepare(torch.ones(2, 3, requires_grad=True)), 0.5)


def test_zero_rows_have_no_direction():
    with pytest.raises(
        ValueError, match=r"X has 2 rows that are all zero \(the first is row 1\).*bias=True"
    ):
        prepare([[1.0], [0.0], [0.0]], bias=False)
    np.testing.assert_array_equal(prepare([[0.0]]), [[1.0, 0.0]])


@pytest.mark.parametrize("X, message", [
    ([1.0, 2.0], r"X must have two dimensions.*got shape \(2,\)"),
    ([[np.nan]], r"X has 1 entries that are NaN or infinite, the first at \(0, 0\)"),
    ([[np.inf]], r"X has 1 entries"),
    (np.zeros((0, 2)), r"X is empty: shape \(0, 2\)"),
    ([["a"]], r"X must hold real numbers; got an array of type <U1"),
    ([[1.0, None]], "X must hold real numbers; got None in column 1, row 0"),
    ([[1.0], [1.0, 2.0]], "X is not an array: its rows have different lengths"),
])  # fmt: skip
def test_bad_features_are_named(X, message):
    with pytest.raises(ValueError, match=message):
        prepare(X)


@pytest.mark.parametrize("y, expected", [
    ([3, 1, 3], [1, -1, 1]),
    ([False, True], [-1, 1]),
    (["b", "a"], [1, -1]),
    (np.array(["b", "a"], dtype=object), [1, -1]),
    ([[5], [4]], [1, -1]),
    ([[0, 1], [1, 0]], [1, -1]),
    ([0.5, -0.5], [1, -1]),
])  # fmt: skip
def test_the_smaller_class_is_minus_one(y, expected):
    np.testing.assert_array_equal(signed_labels(y), expected)
    assert signed_labels(y).dtype == np.float64


def test_labels_in_a_tensor(torch):
    np.testing.assert_array_equal(signed_labels(torch.tensor([0, 1])), [-1, 1])


@pytest.mark.parametrize("y, message", [
    ([0, 1, 2], "exactly two classes, got 3: 0, 1, 2; select two of them, or use one_hot"),
    ([4, 4], "exactly two classes, got 1: 4"),
    (range(9), r"got 9: 0, 1, 2, 3, 4, \.\.\.;"),
    ([], r"not empty; got shape \(0,\)"),
    ([[0, 2], [1, 1]], r"one-dimensional.*got shape \(2, 2\)"),
    ([0.0, np.nan], "y has 1 entries that are NaN"),
    (["a", None], "y has 1 samples without a label, the first at 1; leave them out"),
    (np.array(["a", 1], dtype=object), "object array, first 'a'; convert it"),
])  # fmt: skip
def test_labels_of_other_than_two_classes_are_refused(y, message):
    with pytest.raises(ValueError, match=message):
        signed_labels(y)


def test_one_hot_columns_are_the_sorted_classes():
    np.testing.assert_array_equal(
        one_hot(["c", "a", "c", "b"]), [[0, 0, 1], [1, 0, 0], [0, 0, 1], [0, 1, 0]]
    )


@pytest.mark.parametrize("junk", [5, "junk", [True], None, 10**400, 0.5], ids=str)
def test_what_is_neither_true_nor_false_is_refused(junk):
    for flag in ("bias", "normalize"):
        with pytest.raises(TypeError, match=f"{flag} must be True or False; got "):
            prepare([[1.0, 2.0]], **{flag: junk})


def test_labels_that_cannot_be_sorted_are_refused():
    with pytest.raises(ValueError, match="y must hold numbers, booleans or strings of one kind"):
        one_hot(np.ones(3, "V4"))
    with pytest.raises(ValueError, match="y has 3 entries that are NaN"):
        one_hot(np.array(["NaT"] * 3, "M8[D]"))


@pytest.mark.parametrize("kind", ["object", "string", "category"])
def test_labels_in_pandas_are_labels_of_any_kind(kind):
    pandas = pytest.importorskip("pandas")
    np.testing.assert_array_equal(signed_labels(pandas.Series(["b", "a"], dtype=kind)), [1, -1])
    with pytest.raises(ValueError, match="1 samples without a label, the first at 1"):
        signed_labels(pandas.Series(["b", None, "a"], dtype=kind).replace("", None))


def test_tables_in_pandas_are_features_and_a_column_that_is_not_is_named():
    pandas = pytest.importorskip("pandas")
    table = pandas.DataFrame({"length": [3.0, 1.0], "count": [4, 2]})
    expected = prepare(table.to_numpy(), bias=False)
    for each in (table, table.astype({"length": "Float64", "count": "Int64"})):
        np.testing.assert_array_equal(prepare(each, bias=False), expected)
    with pytest.raises(ValueError, match="got 'x' in column 'name', row 0; leave it out"):
        prepare(table.assign(name=["x", "y"]))
    with pytest.raises(ValueError, match="got <NA> in column 'count', row 1"):
        prepare(table.assign(count=pandas.array([4, None], dtype="Int64")))


def test_what_is_sparse_is_refused_with_what_makes_it_dense(torch):
    from scipy import sparse

    for each in (sparse.csr_matrix(np.eye(2)), sparse.coo_array(np.eye(2))):
        with pytest.raises(ValueError, match=r"X is sparse, .* pass X\.toarray\(\)"):
            prepare(each)
    for each in (torch.eye(2).to_sparse(), torch.eye(2).to_sparse_csr()):
        with pytest.raises(ValueError, match=r"X is sparse, .* pass X\.to_dense\(\)"):
            prepare(each)
