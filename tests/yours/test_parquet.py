"""What files of Apache Parquet hold: tables, and features as lists."""

import io

import numpy as np
import pyarrow
import pytest
from pyarrow import parquet

from repalign.yours.files import read_file
from repalign.yours.refusal import Refusal

ROWS = np.arange(6.0).reshape(3, 2)


@pytest.fixture
def found(tmp_path):
    """What a file of these columns, or of this content, holds."""

    def of(content=None, **columns):
        path = tmp_path / "a.parquet"
        path.write_bytes(packed(**columns) if content is None else content)
        return read_file(path)

    return of


@pytest.fixture
def columns(found):
    """The columns of a table."""

    def of(*content, **columns):
        (table,) = found(*content, **columns)
        return {column: values.tolist() for column, values in table.columns.items()}

    return of


def packed(**columns):
    file = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), file)
    return file.getvalue()


def test_parquet_holds_numbers_and_words(columns):
    kinds = pyarrow.array(["cat", "dog", "cat"]).dictionary_encode()
    found = columns(x=[1, 2, 3], y=[0.5, 1.5, 2.5], z=[True, False, True], kind=kinds)
    assert found == {
        "x": [1, 2, 3],
        "y": [0.5, 1.5, 2.5],
        "z": [1, 0, 1],
        "kind": ["cat", "dog", "cat"],
    }


def test_what_parquet_lacks_is_no_number(columns):
    found = columns(x=[1, None, 3], z=[True, None, False], kind=["cat", None, "dog"])
    assert np.isnan([found["x"][1], found["z"][1]]).all() and found["kind"][1] == ""


def test_damaged_parquet_is_refused_in_one_line(columns):
    with pytest.raises(Refusal, match="cannot be read") as refusal:
        columns(packed(x=[1, 2])[:50])
    assert "\n" not in str(refusal.value)
    with pytest.raises(Refusal, match="is empty"):
        columns(x=pyarrow.array([], type=pyarrow.int64()))


def test_what_arrow_does_not_know_is_refused(columns, monkeypatch):
    def fails(path):
        raise pyarrow.ArrowNotImplementedError("Unsupported cast")

    monkeypatch.setattr(parquet, "read_table", fails)
    with pytest.raises(Refusal, match=r"cannot be read \(Unsupported cast\)"):
        columns(x=[1, 2])


@pytest.mark.parametrize(
    "lists",
    [
        pyarrow.array(ROWS.tolist()),
        pyarrow.array(ROWS.tolist(), pyarrow.large_list(pyarrow.float32())),
        pyarrow.FixedSizeListArray.from_arrays(pyarrow.array(ROWS.ravel()), 2),
        pyarrow.chunked_array([ROWS[:1].tolist(), ROWS[1:].tolist()]),
    ],
)
def test_a_list_in_each_row_is_features(found, lists):
    table, array = found(id=[5, 2, 3], embedding=lists)
    assert list(table.columns) == ["id"]
    assert (array.name, array.shape, array.is_numeric) == ("embedding", (3, 2), True)
    np.testing.assert_array_equal(array.load(), ROWS)
    (alone,) = found(embedding=lists)
    np.testing.assert_array_equal(alone.load(), ROWS)


@pytest.mark.parametrize("lists", [[[1.0, 2.0], [3.0]], [[1.0, 2.0], None]])
def test_lists_of_different_lengths_are_refused_with_their_column(found, lists):
    with pytest.raises(Refusal, match=r"a\.parquet, column embedding: has lists of different"):
        found(embedding=lists)


def test_lists_of_words_are_words(columns):
    assert columns(x=[1, 2], tags=[["a"], ["a", "b"]])["tags"] == ["['a']", "['a', 'b']"]
