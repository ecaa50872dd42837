"""Tables are read as the page reads them: its own cases, which tests/js/yours.files.test.js holds
too."""

import pytest

from repalign.yours import tables
from repalign.yours.files import read_file
from repalign.yours.labels import labels_of, target_of
from repalign.yours.refusal import Refusal


@pytest.fixture
def columns(tmp_path):
    """The columns of a table."""

    def of(content, name="a.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (table,) = read_file(path)
        return {column: values.tolist() for column, values in table.columns.items()}

    return of


@pytest.mark.parametrize(
    "text",
    [
        "1.5,2\n3,4\n",
        "1,5;2\n3;4",
        "1.5\t2\r\n3\t4",
        "1.5 2\n3 4",
        "# x\n1.5,2\n3,4",
        "1.5,2\n\n3,4",
    ],
)
def test_without_names_columns_are_counted(columns, text):
    assert columns(text) == {"column 1": [1.5, 3], "column 2": [2, 4]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n3,4", {"a": [1, 3], "b": [2, 4]}),
        ("\ufeffa,b\n1,2\n3,4", {"a": [1, 3], "b": [2, 4]}),
        ("1\n2", {"column 1": [1, 2]}),
        ('x,kind\n1,"a, b"\n2,c', {"x": [1, 2], "kind": ["a, b", "c"]}),
        ("kind\na\nb\na", {"kind": ["a", "b", "a"]}),
        ("a\nb\na", {"column 1": ["a", "b", "a"]}),
        (",x,y\n0,5,1\n1,6,0", {"x": [5, 6], "y": [1, 0]}),
        ("x,,y\n1,6,0", {"x": [1], "column 2": [6], "y": [0]}),
        ("x,x\n1,2", {"x": [1], "x (2)": [2]}),
        ("\tx\ty\n0\t5\t1\n1\t6\t0\n", {"x": [5, 6], "y": [1, 0]}),
        ("x\ty\tnote\n5\t1\tgood\n6\t0\t\n", {"x": [5, 6], "y": [1, 0], "note": ["good", ""]}),
        ("name\n1_0\n2_0", {"name": ["1_0", "2_0"]}),
    ],
)
def test_names_words_and_indices(columns, text, expected):
    assert columns(text) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n3", "line 3 has 1 entries where the first has 2"),
        ("a,b\n1,2\n3,\n5,6", 'line 3, column b, is ""'),
        ("a,b\n1,2\n3,nan\n5,6", 'line 3, column b, is "nan"'),
        ("# of mine\n\na,b\n1,2\n\n# more\n3,x\n5,6", 'line 7, column b, is "x"'),
        ("\n# of mine\na,b\n\n1,2\n3", "line 6 has 1 entries"),
        ("1,2\n3,x\n5,6", 'line 2, column 2, is "x"'),
        ("a,b", "beneath"),
        ("# nothing\n", "is empty"),
        ('a,b\n1,"2\n3,4', "quotation mark"),
    ],
)
def test_a_hole_or_a_slip_is_refused_with_its_line(columns, text, said):
    with pytest.raises(Refusal, match=said):
        columns(text)


@pytest.mark.parametrize("cell", ["", " ", "NaN", "nan", "NA", "N/A", "null", "NULL", "None"])
def test_a_word_for_what_is_missing_is_no_class(tmp_path, cell):
    path = tmp_path / "a.csv"
    path.write_text(f"# pets\nx,kind\n1,cat\n2,dog\n3,{cell}\n4,cat\n", encoding="utf-8")
    (labels,) = labels_of(read_file(path))[1:]
    said = r"a: kind: line 5 is .*, which is no label. Fill it in or leave that sample out"
    with pytest.raises(Refusal, match=said):
        target_of(labels)


def test_text_that_is_too_long_is_refused(columns, monkeypatch):
    monkeypatch.setattr(tables, "LARGEST", 3)
    with pytest.raises(Refusal, match=r"more than 200 MB. Save it with np.save"):
        columns("1,2\n3,4")
