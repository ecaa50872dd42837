"""``repalign measure``: a reader's files are measured as the book's page does, of any size."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

import numpy as np

from repalign._support.files import replacing
from repalign.cli import INTERRUPTED
from repalign.cli.progress import shown_progress
from repalign.report import Report, alignment_report
from repalign.yours.choice import Choice, chosen
from repalign.yours.files import read_file
from repalign.yours.found import named
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
from repalign.yours.result import band_of, plain, result_text

SHUFFLES = {False: 100, True: 20}  # of one label column, and of each of many
DELAY = 1  # second before progress is shown
USAGE = 2
"""Exit status where a name or an option is not known, as argparse has it."""


def measure(options: Namespace) -> int:
    """Exit status 1 where a file cannot be measured, 2 where it does not have what is named."""
    try:
        if options.groups and options.plot:
            raise UsageError("--plot draws one label column: leave --groups out")
        choice = _choice(options)
        for note in choice.notes:
            _note(note)
        (_groups if options.groups else _one)(choice, options)
    except KeyboardInterrupt:
        _note("stopped")
        return INTERRUPTED
    except Refusal as error:
        _note(str(error))
        return USAGE if isinstance(error, UsageError) else 1
    return 0


def _choice(options: Namespace) -> Choice:
    """Of all files, and of those that --labels names."""
    files = [Path(name) for name in options.files]
    files += [Path(each) for each in options.labels if Path(each).is_file()]
    found = named(each for path in dict.fromkeys(files) for each in read_file(path))
    return chosen(
        found,
        labels=options.labels,
        layers=options.layers,
        pool=options.pool,
        several=options.groups,
    )


def _one(choice: Choice, options: Namespace) -> None:
    (labels,) = choice.labels
    target = target_of(labels, options.classes, as_number=options.number)
    used = _options(options)
    layers = _measured(choice, target.rows, target.y, used)
    report = alignment_report(
        {name: each.spec for name, each in layers.items()},
        null={name: each.null for name, each in layers.items() if each.null} or None,
        jackknife={name: each.without for name, each in layers.items()},
    )
    text = result_text(target.said, used, layers, report)
    print(text if options.json else f"{target.said}\n\n{report}")
    if not options.plot:
        return
    if options.plot.suffix == ".html":
        _save_page(options.plot, report, target.said, used, text)
    else:
        _save_figure(options.plot, layers, target.said)
    _note(f"wrote {options.plot}")


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
    print(json.dumps(plain(table.record()), indent=1) if options.json else table)


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
        with shown_progress(layer.name, delay=DELAY, leave=False) as progress:
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


def _save_page(path: Path, report: Report, title: str, used: Options, text: str) -> None:
    from repalign.widgets import YoursExplorer
    from repalign.widgets.page import page

    explorer = YoursExplorer(result=text, bias=used.bias, normalize=used.normalize)
    table = f"<details><summary>All measures</summary>{report._repr_html_()}</details>"
    with replacing(path) as partial:
        partial.write_text(page(explorer, title, table), encoding="utf-8")


def _save_figure(path: Path, layers: dict[str, Measured], title: str) -> None:
    from repalign import plot

    plot.use_style()
    bands = {name: band_of(each.null) for name, each in layers.items() if each.null}
    axes = plot.alignment_curves({name: each.spec for name, each in layers.items()}, nulls=bands)
    axes.set_title(title)
    with replacing(path) as partial:
        axes.figure.savefig(partial, format=path.suffix[1:])


def _note(text: str) -> None:
    print(f"repalign: {text}", file=sys.stderr)
