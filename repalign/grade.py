"""``python -m repalign.grade FILE...``: what a class has answered, a line a student.

A file is a notebook of a chapter as a student hands it in, or the answers that the book's page
saves. Nothing in it is run: a notebook keeps the answers that its checks were given, and they are
judged anew. In a notebook with solutions only what stands before them counts.

A student is the folder that a file lies in, or the file where all lie in one.
"""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from repalign._support.extras import MissingExtraError
from repalign._support.typing import StrPath

SIGNS = {"right": "+", "not yet": "x", "not answered yet": "."}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; exit status 0, or 1 where a file could not be read."""
    options = _parser().parse_args(arguments)
    try:
        from repalign.paper.chapters.exercises import EXERCISES
    except MissingExtraError as error:
        sys.exit(f"repalign.grade: {error}")
    marks: dict[str, dict[str, str]] = {}
    unread: list[str] = []
    for path, student in _students(options.files).items():
        try:
            found = {name: _judged(EXERCISES, name, answer) for name, answer in answers(path)}
        except (OSError, ValueError) as error:
            unread.append(f"{path}: {error}")
            found = {}
        marks.setdefault(student, {}).update(found)
    names = [name for name in EXERCISES if any(name in each for each in marks.values())]
    _print_table(marks, names, options.csv)
    for line in unread:
        print(f"repalign.grade: {line}", file=sys.stderr)
    return int(bool(unread))


def answers(path: StrPath) -> list[tuple[str, Any]]:
    """(name, answer) of every exercise that a file has, in its order, the last one given of each;
    ValueError where the file is of neither kind.

    An answer is as the notebook kept it, text as it was typed on a page, or None.
    """
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"it is neither a notebook nor saved answers ({error})") from error
    if isinstance(content, dict) and isinstance(content.get("cells"), list):
        return list(dict(_of_cells(content["cells"])).items())
    try:
        return [(name, str(each["answer"])) for name, each in content.items()]
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("it is neither a notebook nor saved answers of the book") from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m repalign.grade",
        description="What a class has answered: a line a student, a column an exercise "
        "(+ right, x not yet, . not answered).",
    )
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="notebooks of chapters, and answers saved on a page",
    )
    parser.add_argument("--csv", action="store_true", help="as a table for a spreadsheet")
    return parser


def _students(files: Sequence[Path]) -> dict[Path, str]:
    """Student by file: the folder's name, or the file's where all lie in one folder."""
    one = len({path.resolve().parent for path in files}) == 1
    return {path: path.stem if one else path.resolve().parent.name for path in files}


def _of_cells(cells: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    from repalign.paper.chapters.exercises import TYPE

    for cell in cells:
        if "hide-cell" in cell.get("metadata", {}).get("tags", ()):
            continue  # a solution
        for output in cell.get("outputs", ()):
            kept = output.get("data", {}).get(TYPE)
            if isinstance(kept, dict) and "name" in kept:
                yield kept["name"], kept.get("answer")


def _judged(exercises: Mapping[str, Any], name: str, answer: Any) -> str:
    """The word on an answer; ValueError for an exercise that this version does not have."""
    if name not in exercises:
        raise ValueError(
            f"exercise {name} is not one of this version's; grade with the version that the class "
            "worked with"
        )
    exercise = exercises[name]
    try:
        given = exercise.form.typed(answer) if isinstance(answer, str) else answer
        if exercise.form.kind == "letters" and isinstance(given, list):
            given = "".join(given)
        return exercise.judge(given).word
    except ValueError:
        return "not yet"


def _print_table(
    marks: Mapping[str, Mapping[str, str]], names: Sequence[str], as_csv: bool
) -> None:
    rows = [["student", *names, "right"], *(_row(marks, student, names) for student in marks)]
    if as_csv:
        return csv.writer(sys.stdout, lineterminator="\n").writerows(rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())


def _row(marks: Mapping[str, Mapping[str, str]], student: str, names: Sequence[str]) -> list[str]:
    words = [marks[student].get(name, "not answered yet") for name in names]
    return [student, *(SIGNS[word] for word in words), f"{Counter(words)['right']}/{len(names)}"]


if __name__ == "__main__":
    sys.exit(main())
