"""What is taken for labels, for features, and what is left out: the page's own cases, which
tests/js/yours.columns.test.js and yours.files.test.js hold too."""

import numpy as np
import pytest

from repalign.yours.choice import chosen
from repalign.yours.found import Array, Table, named
from repalign.yours.labels import labels_of
from repalign.yours.layers import layers_of
from repalign.yours.refusal import Refusal, UsageError

RNG = np.random.default_rng(0)


def array(name, values):
    values = np.asarray(values)
    return Array(name, values.shape, values.dtype.kind in "buif", lambda: values)


def table(name="t", **columns):
    found = {
        each: np.asarray(values, dtype=str if isinstance(values[0], str) else float)
        for each, values in columns.items()
    }
    return Table(name, found)


LAYER = array("layer", [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
HOT = array("hot", [[0, 1], [1, 0], [0, 1]])
Y = array("y", [[0], [1], [1]])
MIXED = table(u=[1, 3, 5], v=[2.5, 4.5, 6.5], w=["a", "b", "a"])
KIND = table(kind=["a", "b", "a"])
COUNTED = table(id=[17, 18, 19, 20], x=[1, 2, 4, 8], y=[0, 1, 1, 0], z=[4, 5, 7, 6])


def names(things):
    return [each.name for each in things]


def test_vectors_and_few_valued_columns_may_be_labels_matrices_and_tables_features():
    found = [LAYER, Y, MIXED]
    assert names(layers_of(found, {})) == ["layer", "t"]
    assert names(labels_of(found)) == ["y", "t: u", "t: v", "t: w"]
    assert [len(each.titles) for each in layers_of(found, {})] == [2, 2]


def test_a_column_that_counts_the_rows_is_left_out_and_the_labels_too():
    choice = chosen([COUNTED])
    assert names(choice.labels) == ["t: y"]
    assert choice.layers[0].titles == ["x", "z"]
    assert choice.notes == ["Left out of “t”: “id”, whole numbers that only count the rows."]


def test_words_that_are_no_labels_are_left_out_and_said_to_be():
    rest = {"city": ["Rome", "Oslo", "Rome"], "x": [1, 2, 4], "z": [1, 5, 4]}
    choice = chosen([table(**KIND.columns, **rest)], labels=["kind"])
    assert choice.layers[0].titles == ["x", "z"]
    assert choice.notes == ["Left out of “t”: “city”, words."]


def test_numbers_of_rows_beside_labels_are_no_features():
    assert layers_of([table(id=[0, 1, 2], y=[1, 0, 1])], {}) == []
    assert table(a=[1, 2, 4], b=[2, 4, 6]).counting == []


def test_an_array_with_one_1_a_row_is_labels_where_there_are_no_others():
    choice = chosen([LAYER, HOT])
    assert names(choice.layers) == ["layer"] and choice.labels[0].values.tolist() == [1, 0, 1]
    assert choice.notes == [
        "“hot” has one 1 in each row (one-hot): the class is its place, counted from 0."
    ]
    with_others = chosen([LAYER, HOT, Y])
    assert names(with_others.layers) == ["layer", "hot"] and names(with_others.labels) == ["y"]


@pytest.mark.parametrize(
    "rows",
    [
        [[1, 1], [1, 0], [0, 1]],
        [[0, 0], [1, 0], [0, 1]],
        [[0, 2], [1, 0], [0, 1]],
        [[0, np.nan], [1, 0], [0, 1]],
        [[1, 0], [0, 1]],
    ],
)
def test_what_is_not_one_hot(rows):
    assert labels_of([array("hot", rows)]) == []


@pytest.mark.parametrize(
    ("found", "taken"),
    [
        ([LAYER, array("a", [1, 2, 3]), array("the_class", [1, 2, 3])], "the_class"),
        ([LAYER, array("a", [1, 2, 3]), table(kind=["a", "b", "a"])], "t"),
        ([LAYER, array("b", [1, 2, 3]), table(u=[1, 2, 2], v=[1, 2, 2])], "b"),
        ([table(u=[1, 2, 2], v=[1.5, 2, 2.5], x=[2, 1, 1], z=[1.5, 2, 2.5])], "t: x"),
        ([LAYER, array("short_label", [1, 2]), array("b", [1, 2, 3])], "b"),
    ],
)
def test_labels_are_known_by_their_name_then_their_kind(found, taken):
    assert names(chosen(found).labels) == [taken]


def test_things_of_one_name_are_told_apart():
    assert names(named([LAYER, Y, LAYER])) == ["layer", "y", "layer (2)"]


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [("t: w", "t: w"), ("w", "t: w"), ("2", "t: v"), ("y", "y"), ("y.npy", "y"), ("[w]", "t: w")],
)
def test_labels_by_name_by_number_and_by_pattern(wanted, taken):
    assert names(chosen([LAYER, Y, MIXED], labels=[wanted]).labels) == [taken]


def test_layers_by_name_and_by_pattern():
    found = [LAYER, array("other", np.eye(3)[:, :2]), Y, MIXED]
    assert names(chosen(found, labels=["y"], layers=["o*", "layer.npy"]).layers) == [
        "other",
        "layer",
    ]


def test_many_columns_are_labels_where_they_are_asked_for():
    found = [LAYER, table(red=[0, 1, 1], blue=[1, 0, 1], word=["a", "b", "a"])]
    choice = chosen(found, labels=["t"], several=True)
    assert names(choice.labels) == ["t: red", "t: blue", "t: word"]
    assert names(choice.layers) == ["layer"]
    assert names(chosen([LAYER, Y, HOT], several=True).labels) == ["y"]


@pytest.mark.parametrize(
    ("error", "said", "found", "options"),
    [
        (Refusal, "labels: none were found", [LAYER], {}),
        (Refusal, "features: none were found", [Y], {}),
        (Refusal, "layer: has 3 rows, and “y” 2 labels", [LAYER, array("y", [0, 1])], {}),
        (UsageError, "no labels “kimd”; did you mean “kind”?", [LAYER, KIND], {"labels": ["kimd"]}),
        (UsageError, "no labels “zzz”; there are: “y”", [LAYER, Y], {"labels": ["zzz"]}),
        (UsageError, "no layer “lyer”; did you mean “layer”?", [LAYER, Y], {"layers": ["lyer"]}),
        (UsageError, "--labels names 2 columns", [LAYER, MIXED], {"labels": ["u", "v"]}),
        (UsageError, "which columns are labels", [COUNTED], {"several": True}),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said_with_near_matches(error, said, found, options):
    with pytest.raises(error) as refusal:
        chosen(found, **options)
    assert said in str(refusal.value)
