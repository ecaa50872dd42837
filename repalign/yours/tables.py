"""Tables: columns of numbers, and of words, which may be labels."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import numpy as np

from repalign.yours.found import Table, named
from repalign.yours.refusal import refuse

DELIMITERS = (",", ";", "\t", " ")
LARGEST = 200e6  # bytes of text, which take many times their size in memory
SUFFIXES = (".csv", ".tsv", ".txt")
TRIED = 10  # lines from which the delimiter is guessed


class Column(NamedTuple):
    """Of a table, with the name that the file gives it."""

    name: str
    values: np.ndarray


def read_csv(path: Path) -> list[Table]:
    """The columns of a file with or without a line of names.

    Separated by commas, semicolons (then numbers may have a decimal comma), tabs or blanks; lines
    that start with # are none. A first column without a name beside named ones is pandas' index,
    and left out.
    """
    if path.stat().st_size > LARGEST:
        how = "Save it with np.save: that is smaller, and read a part at a time"
        refuse(path.name, "is a table of more than 200 MB", how)
    lines, rows, number = _parsed(path)
    head = rows.pop(0) if _has_head(rows, number) else None
    lines = lines[-len(rows) :]
    if not rows:
        refuse(path.name, "has a line of names and nothing beneath", "Add a line a sample")
    titles = [name.strip() for name in head] if head else [""] * len(rows[0])
    columns = []
    for j, title in enumerate(titles):
        cells = [row[j] for row in rows]
        where = f"column {title or j + 1}"
        columns.append(Column(title or where, _column(cells, number, path.name, where, lines)))
    kept = named(columns[1:] if head and not titles[0] else columns)
    if not kept:
        refuse(path.name, "is empty", "Add columns")
    return [Table(path.stem, dict(kept), lines)]


def _parsed(path: Path) -> tuple[Sequence[int], list[list[str]], Callable[[str], float]]:
    """Lines, rows of one length that end there, and what makes numbers of their cells."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        if path.suffix.lower() in SUFFIXES:
            how = "Save it as UTF-8: frame.to_csv(file, encoding='utf-8'), or “CSV UTF-8” in Excel"
            refuse(path.name, "is a table, but not in UTF-8", how)
        how = "Read are .npy, .npz, .csv and .parquet: np.save(file, tensor.numpy())"
        refuse(path.name, "is neither a NumPy file nor text in UTF-8", how)
    delimiter = _delimiter(text)
    try:
        found = list(_rows(text, delimiter))
    except csv.Error as error:
        refuse(path.name, f"has a quotation mark astray ({error})", "Mend that line")
    if not found:
        refuse(path.name, "is empty", "Save features and labels, a line a sample")
    lines, rows = map(list, zip(*found, strict=True))
    width = len(rows[0])
    for line, row in found:
        if len(row) != width:
            came = f"line {line} has {len(row)} entries where the first has {width}"
            refuse(path.name, came, "Every line needs as many")
    return lines, rows, _comma_number if delimiter == ";" else _number


def _rows(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Lines and rows of cells, without comments and blank lines, which count."""
    lines = ("\n" if line.startswith("#") else line for line in io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    for row in reader:
        if "".join(row).strip():
            yield reader.line_num, row


def _delimiter(text: str) -> str:
    """That which cuts the first lines into the most parts, as many in each line."""
    best, most, least_varied = ",", 1.99, np.inf
    for delimiter in DELIMITERS:
        try:
            counts = [len(row) for _, row in islice(_rows(text, delimiter), TRIED)]
        except csv.Error:
            continue
        varied, mean = float(np.abs(np.diff(counts)).sum()), float(np.mean(counts or [0]))
        if varied <= least_varied and mean > most:
            best, most, least_varied = delimiter, mean, varied
    return best


def _number(cell: str) -> float:
    """NaN of what is none; Python alone reads 1_000."""
    try:
        return np.nan if "_" in cell else float(cell)
    except ValueError:
        return np.nan


def _comma_number(cell: str) -> float:
    return _number(cell.replace(",", ".", 1))


def _has_head(rows: list[list[str]], number: Callable[[str], float]) -> bool:
    """The first line is names where it has a word above numbers; or, where there are only words,
    one that is none of the classes beneath."""
    first, *rest = rows
    words = [j for j, cell in enumerate(first) if np.isnan(number(cell))]
    numeric = [any(not np.isnan(number(row[j])) for row in rest) for j in range(len(first))]
    if any(numeric):
        return any(numeric[j] for j in words)
    return any(all(row[j] != first[j] for row in rest) for j in words)


def _column(
    cells: list[str],
    number: Callable[[str], float],
    file: str,
    where: str,
    lines: Sequence[int],
) -> np.ndarray:
    """Numbers, or words; a few words among numbers are mistakes."""
    values = np.array([number(cell) for cell in cells])
    wrong = np.flatnonzero(~np.isfinite(values))
    if not wrong.size:
        return values
    if 2 * (len(values) - wrong.size) < len(values):
        return np.array([cell.strip() for cell in cells])
    at = int(wrong[0])
    came = f"line {lines[at]}, {where}, is {json.dumps(cells[at])} where others are finite numbers"
    return refuse(file, came, "Fill it in or leave that sample out")
