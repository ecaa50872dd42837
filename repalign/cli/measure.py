"""``repalign measure``: a reader's files are measured as the book's page does, of any size."""

from __future__ import annotations

import glob
import json
import shutil
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from repalign._support.told import WIDTH
from repalign.cli import draw
from repalign.cli.progress import shown_progress
from repalign.report import alignment_report
from repalign.yours.choice import Choice, chosen
from repalign.yours.files import NAMES, read_file
from repalign.yours.found import Array, Table, are_numbers, named
from repalign.yours.groups import many
from repalign.yours.labels import Labels, Target, classes_of, target_of
from repalign.yours.measure import (
    GROUPS,
    SHUFFLED,
    Measured,
    Options,
    group_count,
    measured,
    shuffled,
)
from repalign.yours.refusal import Refusal, UsageError, refuse
from repalign.yours.result import plain, result_text

SHUFFLES = {False: 100, True: 20}  # of one label column, and of each of many
SHOWN = {"delay": 1, "leave": False, "bar_format": "{l_bar}{bar}| {elapsed}<{remaining}"}
"""Progress after a second; shares alone, for leaving groups out counts as reading does."""
MANY = 20  # whole numbers that differ are more likely to be numbers than classes
USAGE = 2
"""Exit status where a name or an option is not known, as argparse has it."""


def measure(options: Namespace) -> int:
    """Exit status 1 where a file cannot be measured, 2 where it does not have what is named."""
    try:
        if options.groups and options.plot:
            raise UsageError("--plot draws one label column: leave --groups out")
        if options.plot:
            draw.require(options.plot)
        choice = _choice(options)
        for note in choice.notes:
            _note(note)
        (_groups if options.groups else _one)(choice, options)
    except Refusal as error:
        _note(str(error))
        return USAGE if isinstance(error, UsageError) else 1
    return 0


def _choice(options: Namespace) -> Choice:
    """Of all files, and of those that --labels names."""
    names = [*options.files, *(each for each in options.labels if Path(each).is_file())]
    found = named(each for name in dict.fromkeys(names) for each in _read(name))
    for each in map(Path, options.labels):
        if each.suffix in NAMES and each.stem not in {array.name for array in found}:
            raise UsageError(f"--labels {each}: there is no such file")
    return chosen(
        found,
        labels=options.labels,
        layers=options.layers,
        pool=options.pool,
        several=options.groups,
    )


def _read(name: str) -> Sequence[Array | Table]:
    path = Path(name)
    if not path.is_file():
        where = "Check its name, and the folder that you are in"
        if path.is_dir() and name:
            refuse(name, "is a folder", "Name the files in it")
        if glob.has_magic(name):
            refuse(name, "no file matches", where)
        refuse(name or "''", "there is no such file", where)
    try:
        return read_file(path)
    except OSError as error:
        refuse(name, f"cannot be read ({error.strerror or error})", "Check who may read it")


def _one(choice: Choice, options: Namespace) -> None:
    (labels,) = choice.labels
    target = target_of(labels, options.classes, as_number=options.number)
    if not options.classes and not options.number:
        _note_classes(labels)
    used = _options(options)
    layers = _measured(choice, target.rows, target.y, used)
    report = alignment_report(
        {name: each.spec for name, each in layers.items()},
        null={name: each.null for name, each in layers.items() if each.null} or None,
        jackknife={name: each.without for name, each in layers.items()},
    )
    text = result_text(target.said, used, layers, report)
    print(text if options.json else f"{target.said}\n\n{report.text(_width())}")
    if not options.plot:
        return
    if options.plot.suffix == ".html":
        draw.save_page(options.plot, report, target.said, used, text)
    else:
        draw.save_figure(options.plot, layers, report, target.said)
    _note(f"wrote {options.plot}")


def _width() -> int:
    """Letters of a line: the terminal's, where one reads along."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDTH


def _note_classes(labels: Labels) -> None:
    """Of several, the first was measured."""
    classes = classes_of(labels.values)
    if classes is None or len(classes.names) <= 2:
        return
    many = are_numbers(labels.values) and len(classes.names) > MANY
    number = "; --number takes them as numbers to predict" if many else ""
    _note(
        f"“{labels.name}” has {len(classes.names)} classes, measured is the first against all "
        f"others: --classes chooses, --groups measures each{number}"
    )


def _groups(choice: Choice, options: Namespace) -> None:
    targets: list[Target] = []
    for labels in choice.labels:
        try:
            targets += _targets(labels)
        except Refusal as error:  # one constant column among many
            _note(f"left out: {error}")
    if not targets:
        refuse("labels", "no column can be measured", "Name others with --labels")
    y = np.column_stack([each.y for each in targets])
    layers = _measured(choice, targets[0].rows, y, _options(options))
    table = many([each.said for each in targets], layers)
    text = json.dumps(plain(table.record()), indent=1) if options.json else table.text(_width())
    print(text)


def _targets(labels: Labels) -> list[Target]:
    """One, or one for each class where there are more than two, named after the column."""
    name = labels.column or labels.name
    classes = classes_of(labels.values)
    if classes is None or len(classes.names) <= 2:
        return [target_of(labels)._replace(said=name)]
    return [target_of(labels, [each])._replace(said=f"{name}: {each}") for each in classes.names]


def _options(options: Namespace) -> Options:
    shuffles = SHUFFLES[options.groups] if options.shuffles is None else options.shuffles
    return Options(options.bias, options.normalize, shuffles, options.seed)


def _measured(
    choice: Choice, rows: np.ndarray, y: np.ndarray, options: Options
) -> dict[str, Measured]:
    null = shuffled(y, options.shuffles, options.seed)
    count = null.shape[1] // (y.size // len(y))
    if count < options.shuffles:
        few = f"{count} instead of {options.shuffles}" if count else "none, and so no band"
        _note(f"shuffles: {few}, for their labels are held in {SHUFFLED / 1e6:g} MB")
    groups = _group_count(choice, len(rows), 1 + null.shape[1]) if y.ndim == 1 else 0
    layers = {}
    for layer in choice.layers:
        with shown_progress(layer.name, **SHOWN) as progress:
            layers[layer.name] = measured(layer, y, rows, null, groups, options, progress)
    return layers


def _group_count(choice: Choice, n: int, columns: int) -> int:
    """Groups tell how sure a lead of one layer over others is, and are of no use to one alone."""
    if len(choice.layers) == 1:
        return 0
    widest = max(len(each.titles) for each in choice.layers)
    count = group_count(n, widest + 1 + columns)
    if count < GROUPS:
        few = f"{count} instead of {GROUPS}" if count else "none"
        _note(f"groups of samples that tell how sure a lead is: {few}, for want of room or samples")
    return count


def _note(text: str) -> None:
    print(f"repalign: {text}", file=sys.stderr)
