"""The command line.

``repalign measure FILE ...`` measures features and labels of a reader's own. ``repalign run
EXPERIMENT ...`` makes the measurements of the paper again, ``repalign claims`` says
what they show, ``repalign figure NAME ...`` draws it; ``repalign check`` says whether this computer
runs the book's chapters.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

from repalign import __version__
from repalign._support.extras import MissingExtraError
from repalign.cli.options import add_measure, positive

STOPPED = "stopped"
INTERRUPTED = 128 + signal.SIGINT  # as shells have it


def program():
    """The command as a process of its own, in which Ctrl-C counts once until it has ended."""
    _count_one()
    sys.exit(main())


def main(arguments=None):
    """Run the command; return the exit status: 0, or 1 where something failed.

    What is told in one line leaves as SystemExit, which ends a cell of a notebook too.
    """
    stopped = STOPPED
    try:
        with _one_interrupt(), _flushed():
            options = _parser().parse_args(arguments)
            stopped = options.stopped
            return options.command(options)
    except KeyboardInterrupt:
        print(f"repalign: {stopped}", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # as of ``repalign claims | head``
        return 1
    except (MissingExtraError, OSError) as error:
        sys.exit(f"repalign: {error}")


@contextmanager
def _one_interrupt():
    """Ctrl-C counts once: pressed again, it does not break off the tidying up."""
    ours = threading.current_thread() is threading.main_thread() and _count_one()
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def _count_one():
    """Whether it was Python that would have got Ctrl-C, and from now on gets it once."""
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if ours:
        signal.signal(signal.SIGINT, _interrupt)
    return ours


def _interrupt(signum, frame):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


@contextmanager
def _flushed():
    """A reader that has gone, or a full disk, is noticed here and not when Python ends."""
    try:
        yield
    finally:
        try:
            sys.stdout.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for the flush at exit
            raise


def _parser():
    parser = argparse.ArgumentParser(
        prog="repalign", description="Measure representation alignment."
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.set_defaults(command=lambda options: parser.print_help(), stopped=STOPPED)
    commands = parser.add_subparsers(metavar="COMMAND")
    add_measure(commands)
    _add_run(commands)
    claims = commands.add_parser(
        "claims", help="every claim of the paper, judged anew from the stored results"
    )
    claims.add_argument("--json", action="store_true", help="as a list in JSON")
    claims.set_defaults(command=_claims)
    _add_figure(commands)
    check = commands.add_parser("check", help="whether this computer runs the chapters")
    check.set_defaults(command=_check)
    return parser


def _add_run(commands):
    from repalign.paper import experiments

    run = commands.add_parser(
        "run", help="run experiments of the paper, or what is missing of them"
    )
    names = (*experiments.NAMES, "all")
    run.add_argument(
        "experiments", nargs="+", metavar="EXPERIMENT", choices=names, help="%(choices)s"
    )
    run.add_argument("--seeds", type=positive, metavar="N", help="run only the first N seeds")
    run.add_argument(
        "--out", type=_folder, default="runs", help="folder of the runs, one file each (runs)"
    )
    data = os.environ.get("REPALIGN_DATA") or None
    run.add_argument(
        "--data",
        type=_folder,
        default=data,
        help="folder of the data sets (that of REPALIGN_DATA)",
    )
    run.add_argument(
        "--device", default="cpu", metavar="NAME", help="where networks are trained: cuda (cpu)"
    )
    _add_place(run)
    _add_purpose(run)
    goes_on = f"{STOPPED}; the same command goes on from what is done"
    run.set_defaults(command=_run, stopped=goes_on)


def _add_figure(commands):
    figure = commands.add_parser(
        "figure", help="figures and tables of the paper, and ours, drawn from the stored results"
    )
    figure.add_argument("figures", nargs="*", metavar="NAME", help="without one, the names; or all")
    figure.add_argument("--format", choices=("svg", "pdf", "png"), default="svg", help="(svg)")
    figure.add_argument("--out", type=_folder, default="figures", help="folder (figures)")
    figure.set_defaults(command=_figure)


def _add_place(run):
    place = run.add_mutually_exclusive_group()
    place.add_argument(
        "--jobs", type=positive, default=1, metavar="N", help="processes at once (1)"
    )
    place.add_argument(
        "--scheduler",
        type=_address,
        metavar="ADDRESS",
        help="of a dask cluster that sees both folders, or 'local'",
    )


def _add_purpose(run):
    purpose = run.add_mutually_exclusive_group()
    purpose.add_argument(
        "--quick", action="store_true", help="toy configurations, to see that everything works"
    )
    purpose.add_argument(
        "--update", action="store_true", help="replace the results stored in the package"
    )


def _folder(text):
    if not text:
        raise argparse.ArgumentTypeError("it is empty; name a folder")
    return Path(text).expanduser().resolve()  # the workers of a cluster stand elsewhere


def _address(text):
    if not text.strip():
        raise argparse.ArgumentTypeError(
            "it is empty; give an address such as tcp://host:8786, or 'local'"
        )
    return text


def _run(options):
    from repalign.cli.run import run

    return run(options)


def _check(options):
    from repalign.paper.chapters import computer

    return int(not computer.check())


def _figure(options):
    from repalign.cli.figure import figure

    return figure(options)


def _claims(options):
    """Exit status 1 where a stated verdict is not the one that follows from the checks."""
    from repalign.paper import claims
    from repalign.paper.claims import text

    judged = claims.judged()
    sys.stdout.reconfigure(errors="replace")  # some terminals have no Greek
    if options.json:
        print(json.dumps([text.record(each) for each in judged], indent=1))
    else:
        print(text.table(judged, shutil.get_terminal_size((100, 24)).columns))
    return int(not all(each.as_stated for each in judged))
