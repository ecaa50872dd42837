"""What ``repalign measure`` can be told, and what of it is refused as usage."""

import argparse
from pathlib import Path

from repalign.yours.layers import POOLS
from repalign.yours.measure import FEWEST_SHUFFLES

PURPOSE = """\
Measure how far labels lie on the largest directions of features, which says how fast gradient
descent learns them, beside shuffled labels; and of several layers, which to transfer from."""
EXAMPLES = """\
examples:
  repalign measure features.npy labels.npy
  repalign measure layers.npz --labels digit --classes 3 9 --plot digits.html"""
LABELS = (
    "file, array or column of labels, or the column's number from 1 on (the first with a name as "
    "label, class, target or y; else the first of words; else a vector; else the last column of "
    "whole numbers)"
)
DRAWN = (".svg", ".png", ".html")


def add_measure(commands):
    """The command ``measure`` and its options."""
    measure = commands.add_parser(
        "measure",
        help="alignment of features and labels of your own, layer beside layer",
        description=PURPOSE,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    kinds = "features and labels: .npy, .npz, .parquet, .csv, .tsv or .txt; before all options"
    measure.add_argument("files", nargs="+", metavar="FILE", help=kinds)
    add = measure.add_argument
    some = {"action": "append", "default": [], "metavar": "NAME"}
    add("--labels", **some, help=LABELS)
    add("--layers", **some, help="array or table of features; again for more, or a pattern")
    kind = measure.add_mutually_exclusive_group()
    one = {"metavar": "CLASS", "help": "one against the rest, or two"}
    kind.add_argument("--classes", nargs="+", action=_OneOrTwo, default=[], **one)
    kind.add_argument("--number", action="store_true", help="labels are a number to predict")
    kind.add_argument("--groups", action="store_true", help="many label columns, by their prefixes")
    add("--pool", choices=POOLS, default=POOLS[0], help="arrays of more than two axes (flatten)")
    add("--no-bias", dest="bias", action="store_false", help="without the constant feature")
    add("--no-normalize", dest="normalize", action="store_false", help="rows as they are")
    add("--shuffles", type=_shuffles, metavar="N", help="shuffled labels (100; --groups: 20)")
    add("--seed", type=_seed, default=0, metavar="N", help="of the shuffles (0)")
    add("--json", action="store_true", help="print what the page Bring your own reads")
    add("--plot", type=_drawing, metavar="FILE", help=".svg or .png, or .html, a live page")
    measure.set_defaults(command=_measure)


def positive(text):
    """A whole number above zero."""
    if not text.isdecimal() or not (number := int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is not a positive whole number")
    return number


class _OneOrTwo(argparse.Action):
    def __call__(self, parser, namespace, values, option_string=None):
        if len(values) > 2:
            parser.error(
                f"{option_string} takes one class or two; got {len(values)}: {' '.join(values)} "
                "(files stand before all options)"
            )
        setattr(namespace, self.dest, values)


def _shuffles(text):
    if text != "0" and positive(text) < FEWEST_SHUFFLES:
        raise argparse.ArgumentTypeError(
            f"{text} are too few for a band; ask for {FEWEST_SHUFFLES} or more, or for 0"
        )
    return int(text)


def _seed(text):
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 on")
    return int(text)


def _drawing(text):
    path = Path(text).expanduser()
    if path.suffix not in DRAWN:
        raise argparse.ArgumentTypeError(f"{text!r} must end in {', '.join(DRAWN)}")
    return path


def _measure(options):
    from repalign.cli.measure import measure

    return measure(options)
