"""Which of what was found may be labels, and label vectors made of them."""

import json
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from repalign.yours.found import Array, Table, are_numbers
from repalign.yours.refusal import refuse, refuse_name, value_text

MOST_CLASSES = 200  # more distinct values are numbers to predict
ROWS = 2**16  # looked at at once
MISSING = ("", "NaN", "nan", "NA", "N/A", "null", "NULL", "None")  # as pandas writes and reads it
ALIKE = 1e-12  # of the mean: numbers that differ by less are one number


class Labels(NamedTuple):
    """A value a sample: numbers, or words; of a column of a table, or of an array alone; and the
    lines of a text that they stand in."""

    name: str
    values: np.ndarray
    table: str | None = None
    column: str | None = None
    is_one_hot: bool = False
    lines: Sequence[int] = ()


class Classes(NamedTuple):
    """Names of classes, how many samples each has, and the place of each sample's."""

    names: list[str]
    counts: list[int]
    of_sample: np.ndarray


class Target(NamedTuple):
    """A label vector, the samples that take part, and what it is in words."""

    said: str
    rows: np.ndarray
    y: np.ndarray


def labels_of(found: Sequence[Array | Table]) -> list[Labels]:
    """Vectors, and columns of tables, of few values or of numbers; where there are none but numbers
    in tables, arrays with one 1 a row."""
    told = [each for each in _vectors(found) if not _too_many(each)]
    if any(each.table is None or not are_numbers(each.values) for each in told):
        return told
    arrays = [a for a in found if isinstance(a, Array)]
    return [*(Labels(a.name, p, is_one_hot=True) for a in arrays for p in _places(a)), *told]


def unfit(found: Sequence[Array | Table]) -> Iterator[tuple[str, str]]:
    """Names of what cannot be labels, and why."""
    for each in found:
        if isinstance(each, Array) and not each.is_flat:
            yield each.name, f"has shape {each.shape}, and labels are one value a sample"
    for each in _vectors(found):
        if _too_many(each):
            count = len(np.unique(each.values))
            yield each.name, f"holds {count} different words, more than {MOST_CLASSES} classes"


def _vectors(found: Sequence[Array | Table]) -> list[Labels]:
    """A value a sample, whatever it is."""
    vectors = [Labels(a.name, _loaded(a)) for a in found if isinstance(a, Array) and a.is_flat]
    return [*vectors, *(each for t in found if isinstance(t, Table) for each in _columns(t))]


def _too_many(labels: Labels) -> bool:
    """Words of too many kinds for classes."""
    return not are_numbers(labels.values) and classes_of(labels.values) is None


def _loaded(array: Array) -> np.ndarray:
    values = np.array(array.load()).ravel()
    if values.dtype.kind == "S":
        try:
            return np.char.decode(values, "utf-8")
        except UnicodeDecodeError:
            how = "Save it as text: np.save(file, np.char.decode(labels, 'latin-1'))"
            refuse(array.name, "holds bytes that are no text in UTF-8", how)
    return values.astype(np.int8) if values.dtype.kind == "b" else values


def _columns(table: Table) -> list[Labels]:
    if len(table.columns) == 1:
        ((column, values),) = table.columns.items()
        return [Labels(table.name, values, None, column, lines=table.lines)]
    return [
        Labels(f"{table.name}: {column}", values, table.name, column, lines=table.lines)
        for column, values in table.columns.items()
    ]


def _places(array: Array) -> list[np.ndarray]:
    """Of an array with one 1 a row and zeros beside it the place of the 1; none of others, and none
    of an identity matrix, which has a class for every sample."""
    n, *rest = array.shape
    if not array.is_numeric or len(rest) != 1 or not 2 <= rest[0] < min(n, MOST_CLASSES + 1):
        return []
    places = []
    for rows in array.blocks(ROWS):
        if not (np.isin(rows, (0, 1)).all() and (rows.sum(axis=1) == 1).all()):
            return []
        places.append(rows.argmax(axis=1))
    return [np.concatenate(places)]


def classes_of(values: np.ndarray) -> Classes | None:
    """The classes, ascending; fractions and very many values are none."""
    if are_numbers(values) and not np.isfinite(values).all():
        return None
    found, of_sample, counts = np.unique(values, return_inverse=True, return_counts=True)
    few = len(found) <= 2 or not are_numbers(values) or not (found % 1).any()
    if len(found) > MOST_CLASSES or not few:
        return None
    return Classes([class_name(value) for value in found], counts.tolist(), of_sample.ravel())


def class_name(value: np.generic) -> str:
    """A class as text: 3 instead of 3.0."""
    number = value.item()
    return str(int(number)) if isinstance(number, float) and number % 1 == 0 else str(number)


def target_of(labels: Labels, wanted: Sequence[str] = (), *, as_number: bool = False) -> Target:
    """+1 and -1 of two classes, of one against all others, or a number, centred.

    Parameters
    ----------
    labels : Labels
    wanted : list of at most two str
        The class that is +1, and the one that is -1 where not all others are; without any, the
        first, against the second where there are two.
    as_number : bool
        The number itself, though there are few of them.
    """
    if not len(labels.values):
        refuse(labels.name, "holds no label", "Save features and labels of at least two samples")
    _require_all_known(labels)
    classes = None if as_number else classes_of(labels.values)
    if classes is None:
        if wanted:
            what = "holds no classes but numbers to predict"
            refuse(labels.name, what, "Leave --classes out, or choose other labels")
        return _centred(labels)
    first, *others = _chosen(labels, classes, wanted)
    against = classes.names[others[0]] if others else "all others"
    taking_part = np.isin(classes.of_sample, [first, *others]) if others else slice(None)
    rows = np.arange(len(classes.of_sample))[taking_part]
    y = np.where(classes.of_sample[rows] == first, 1.0, -1.0)
    if (y == y[0]).all():
        what = f"all {len(y)} samples are of one class, “{classes.names[first]}”"
        refuse(labels.name, what, "Alignment needs labels that differ: choose others")
    return Target(f"{labels.name}, {classes.names[first]} against {against}", rows, y)


def _require_all_known(labels: Labels) -> None:
    """A word for what is missing is no class."""
    if are_numbers(labels.values):
        return
    missing = np.flatnonzero(np.isin(np.char.strip(labels.values), MISSING))
    if missing.size:
        at = int(missing[0])
        where = f"line {labels.lines[at]}" if labels.lines else f"row {at} (counted from 0)"
        came = f"{where} is {json.dumps(str(labels.values[at]))}, which is no label"
        refuse(labels.name, came, "Fill it in or leave that sample out")


def _chosen(labels: Labels, classes: Classes, wanted: Sequence[str]) -> list[int]:
    for each in wanted:
        if each not in classes.names:
            refuse_name(f"class of “{labels.name}”", each, classes.names)
    places = [classes.names.index(each) for each in dict.fromkeys(wanted)]
    return places or ([0, 1] if len(classes.names) == 2 else [0])


def _centred(labels: Labels) -> Target:
    if not are_numbers(labels.values):
        refuse(labels.name, "holds words of very many kinds", "Choose labels of few classes")
    values = labels.values.astype(float)
    wrong = np.flatnonzero(~np.isfinite(values))
    if wrong.size:
        at = int(wrong[0])
        refuse(
            labels.name,
            f"row {at} (counted from 0) is {value_text(values[at])}",
            "Labels must be finite",
        )
    y = values - values.mean()
    if not (np.abs(y) > ALIKE * np.abs(values.mean())).any():
        what = "is the same number for every sample"
        refuse(labels.name, what, "Alignment needs labels that differ")
    return Target(labels.name, np.arange(len(y)), y)
