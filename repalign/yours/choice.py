"""What is measured of what was found: layers, labels, and what is left out of them."""

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple, NoReturn

from repalign.yours.found import Array, Table, are_numbers
from repalign.yours.labels import Labels, classes_of, labels_of, unfit
from repalign.yours.layers import Layer, layers_of
from repalign.yours.refusal import UsageError, refuse, refuse_name

SHOWN = 3  # of what cannot be labels
LABEL = re.compile("label|class|target|categor|species|digit|^y$|: y$", re.IGNORECASE)


class Choice(NamedTuple):
    """Layers and the labels of the same samples, and words on what was left out."""

    layers: list[Layer]
    labels: list[Labels]
    notes: list[str]


def chosen(
    found: Sequence[Array | Table],
    *,
    labels: Sequence[str] = (),
    layers: Sequence[str] = (),
    pool: str = "flatten",
    several: bool = False,
) -> Choice:
    """What to measure.

    Parameters
    ----------
    found : list of Array or Table
    labels, layers : list of str
        Names as the page shows them, of a file, of a column, or its number from 1 on; patterns as
        of a shell. Without any, what makes sense.
    pool : str
        As in `layers_of`.
    several : bool
        Whether more than one column may be labels.

    Raises
    ------
    Refusal
        There are no labels or no features, or they differ in length; `UsageError` for a name
        that nothing has.
    """
    known = labels_of(found)
    if not known:
        why = "".join(f"; “{name}” {reason}" for name, reason in list(unfit(found))[:SHOWN])
        refuse("labels", f"none were found{why}", "Add a vector with a label for every sample")
    hot = {each.name for each in known if each.is_one_hot}
    features = [each for each in found if each.name not in hot]
    tables = [each for each in found if isinstance(each, Table)]
    sizes = {each.n for each in layers_of(features, {})}
    taken = _wanted_labels(known, labels, found, several)
    taken = taken or (_all(known, sizes) if several else [_first(known, sizes)])
    offered = layers_of(features, _left_out(tables, taken), pool)
    picked = _wanted_layers(offered, layers) or _fitting(offered, taken[0])
    if not picked:
        refuse("features", "none were found", "Add an array of samples × features, or a table")
    for each in picked:
        _require_length(each, taken)
    notes = [note for table in tables for note in _notes(table, picked, taken)]
    notes += [_hint(each) for each in taken if each.is_one_hot]
    used = {each.name for each in picked} | {each.table or each.name for each in taken}
    may_be_features = {each.name for each in offered}
    left = [
        each.name
        for each in found
        if each.name not in used and not (layers if each.name in may_be_features else labels)
    ]
    notes += [f"Not used: {', '.join(f'“{name}”' for name in left)}."] if left else []
    return Choice(picked, taken, notes)


def _all(known: Sequence[Labels], sizes: set[int]) -> list[Labels]:
    """Labels beside features: columns of numbers in a table may be either."""
    fitting = [each for each in known if len(each.values) in sizes]
    sure = [each for each in fitting if each.table is None or not are_numbers(each.values)]
    if not sure:
        raise UsageError("which columns are labels? Name them with --labels, as 'color_*'")
    return sure


def _first(known: Sequence[Labels], sizes: set[int]) -> Labels:
    """Labels that make sense: of as many samples as features, by their name and kind."""
    fitting = [each for each in known if len(each.values) in sizes]
    by = (
        lambda each: LABEL.search(each.name),
        lambda each: not are_numbers(each.values),
        lambda each: each.table is None,
    )
    for is_likely in by:
        if likely := [each for each in fitting if is_likely(each)]:
            return likely[0]
    with_classes = [each for each in fitting if classes_of(each.values)]
    return (with_classes or known)[-1]


def _fitting(offered: Sequence[Layer], labels: Labels) -> list[Layer]:
    return [each for each in offered if each.n == len(labels.values)] or list(offered)


def _wanted_labels(
    known: Sequence[Labels], wanted: Sequence[str], found: Sequence[Array | Table], several: bool
) -> list[Labels]:
    taken = {each.name: each for text in wanted for each in _meant(known, text, found)}
    if len(taken) > 1 and not several:
        names = _some(list(taken))
        raise UsageError(
            f"--labels names {len(taken)} columns, {names}; name one, or measure all with --groups"
        )
    return list(taken.values())


def _meant(known: Sequence[Labels], text: str, found: Sequence[Array | Table]) -> list[Labels]:
    """By full name, by column, by file, by number in the only table, by pattern."""
    tables = [each for each in found if isinstance(each, Table)]
    stem = Path(text).stem if Path(text).suffix else text
    columns = [*tables[0].columns] if len(tables) == 1 else []
    number = int(text) if text.isdecimal() else 0
    ways = (
        lambda each: each.name == text,
        lambda each: each.column == text,
        lambda each: stem in (each.name, each.table),
        lambda each: 0 < number <= len(columns) and each.column == columns[number - 1],
        lambda each: fnmatchcase(each.name, text) or fnmatchcase(each.column or "", text),
    )
    for is_meant in ways:
        if meant := [each for each in known if is_meant(each)]:
            return meant
    return _refuse_labels(known, text, found, columns)


def _refuse_labels(
    known: Sequence[Labels], text: str, found: Sequence[Array | Table], columns: Sequence[str]
) -> NoReturn:
    """Say why what is named cannot be labels, or what can."""
    if columns and re.fullmatch(r"-?\d+", text):
        if not 0 < int(text) <= len(columns):
            raise UsageError(f"--labels {text}: columns count from 1 to {len(columns)}")
        text = columns[int(text) - 1]
    for name, why in unfit(found):
        if name in (text, Path(text).stem) or name.endswith(f": {text}"):
            refuse(name, why, "Choose others with --labels")
    refuse_name("labels", text, [each.column or each.name for each in known])


def _wanted_layers(offered: Sequence[Layer], wanted: Sequence[str]) -> list[Layer]:
    taken: dict[str, Layer] = {}
    for text in wanted:
        names = {text, Path(text).stem}
        meant = [each for each in offered if each.name in names or fnmatchcase(each.name, text)]
        if not meant:
            refuse_name("layer", text, [each.name for each in offered])
        taken |= {each.name: each for each in meant}
    return list(taken.values())


def _left_out(tables: Sequence[Table], labels: Sequence[Labels]) -> dict[str, set[str]]:
    """Labels, and what only counts the rows."""
    columns = {table.name: set(table.counting) for table in tables}
    for each in labels:
        if each.table is not None and each.column is not None:
            columns[each.table].add(each.column)
    return columns


def _require_length(layer: Layer, labels: Sequence[Labels]) -> None:
    for each in labels:
        if len(each.values) != layer.n:
            came = f"has {layer.n} rows, and “{each.name}” {len(each.values)} labels"
            how = "Both need one for every sample, in the same order"
            refuse(layer.name, came, how)


def _notes(table: Table, layers: Sequence[Layer], labels: Sequence[Labels]) -> list[str]:
    if table.name not in {each.name for each in layers}:
        return []
    taken = {each.column for each in labels if each.table == table.name}
    reasons = {
        "whole numbers that only count the rows": table.counting,
        "words": set(table.columns) - set(table.numeric),
    }
    return [
        f"Left out of “{table.name}”: {', '.join(left)}, {reason}."
        for reason, names in reasons.items()
        if (left := [f"“{name}”" for name in table.columns if name in names and name not in taken])
    ]


def _hint(labels: Labels) -> str:
    return (
        f"“{labels.name}” has one 1 in each row (one-hot): the class is its place, counted from 0."
    )


def _some(names: Sequence[str], most: int = 5) -> str:
    return ", ".join(names[:most]) + (", ..." if len(names) > most else "")
