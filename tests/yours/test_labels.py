"""Label vectors, as tests/js/yours.measure.test.js has them."""

import numpy as np
import pytest

from repalign.yours.found import Array
from repalign.yours.labels import Labels, classes_of, labels_of, target_of
from repalign.yours.refusal import Refusal, UsageError


def labels(values, name="y"):
    return Labels(name, np.asarray(values))


WORDS = labels(["a", "b", "c", "a"])


def test_two_classes_one_against_all_others_or_a_number():
    two = target_of(WORDS, ["a", "c"])
    assert two.rows.tolist() == [0, 2, 3] and two.y.tolist() == [1, -1, 1]
    assert two.said == "y, a against c"
    rest = target_of(WORDS, ["b"])
    assert rest.y.tolist() == [-1, 1, -1, -1] and rest.said == "y, b against all others"
    assert target_of(labels([1, 2, 6]), as_number=True).y.tolist() == [-2, -1, 3]
    assert target_of(labels([1.5, 2, 2.5])).said == "y"


def test_at_first_the_smallest_class_and_of_two_the_other():
    assert target_of(WORDS).said == "y, a against all others"
    assert target_of(labels([5.0, 3.0, 5.0])).said == "y, 3 against 5"
    assert target_of(labels([0.5, 3.0, 0.5])).said == "y, 0.5 against 3"
    assert target_of(WORDS, ["a", "a"]).said == "y, a against all others"


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ([2, 10, 2], ["2", "10"]),
        (["b", "a", "10"], ["10", "a", "b"]),
        ([0.5, 1.5, 2.5], None),
        ([0.5, 1.5, 0.5], ["0.5", "1.5"]),
        (range(201), None),
        (range(200), [str(i) for i in range(200)]),
        ([0.0, np.nan, 1.0], None),
    ],
)
def test_fractions_and_very_many_values_are_no_classes(values, names):
    found = classes_of(np.array(list(values)))
    assert (found and found.names) == names


@pytest.mark.parametrize(
    ("error", "said", "values", "options"),
    [
        (Refusal, "y: holds no label", [], {}),
        (Refusal, r"y: row 1 \(counted from 0\) is \"nan\", which", ["a", "nan", "b"], {}),
        (Refusal, "all 2 samples are of one class, “a”. ", ["a", "a"], {}),
        (Refusal, r"row 1 \(counted from 0\) is NaN. Labels must be finite", [1.0, np.nan], {}),
        (Refusal, "the same number for every sample", [2.0, 2.0], {"as_number": True}),
        (Refusal, "words of very many kinds", ["a", "b"], {"as_number": True}),
        (Refusal, "holds no classes", [0.5, 1.5, 2.5], {"wanted": ["1"]}),
        (UsageError, "“dog”; there are: “cat”, “cow”", ["cat", "cow"], {"wanted": ["dog"]}),
        (UsageError, "did you mean “cat”", ["cat", "cow"], {"wanted": ["cta"]}),
    ],
)  # fmt: skip
def test_labels_that_tell_nothing_are_refused(error, said, values, options):
    with pytest.raises(error, match=said):
        target_of(labels(values), **options)


def test_bytes_that_are_no_text_are_refused():
    values = np.array([b"cat", b"d\xe9g"])
    with pytest.raises(Refusal, match=r"y: holds bytes that are no text in UTF-8"):
        labels_of([Array("y", values.shape, False, lambda: values)])
