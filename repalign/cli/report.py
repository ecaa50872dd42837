"""What ``repalign run`` says in the end: what went wrong, each thing once, and where the runs
are."""

import sys
from collections import Counter, namedtuple

Problem = namedtuple("Problem", "text file unexpected", defaults=(None, False))
Problem.__doc__ = """What went wrong with a run.

`file` is that of a data set which is not there; an unexpected problem is told with the run and a
traceback.
"""


def report(problems):
    """Print pairs of an item, a name and a configuration, and its `Problem`."""
    for (name, config), problem in problems:
        if problem.unexpected:
            print(f"{name}: {config} failed:\n{problem.text.strip()}", file=sys.stderr)
    known = Counter(p.text for _, p in problems if not p.unexpected and not p.file)
    for text, n_runs in known.items():
        print(f"repalign: {text} ({_runs(n_runs)})", file=sys.stderr)
    lacking = {}
    for _, problem in problems:
        if problem.file:
            lacking.setdefault(problem.file, problem.text)
    if lacking:
        _report_data(*lacking, text=next(iter(lacking.values())))


def _report_data(*files, text):
    """Where data was sought and what to do is the same for all files, and told of the first."""
    also = f"; so it is with {', '.join(files[1:])}" if files[1:] else ""
    print(f"repalign: {text}, on the command line with --data{also}", file=sys.stderr)


def say_where(folder, n_chosen, n_missing, n_failed):
    """Print where the runs are and how many were made now."""
    made = f"{n_missing - n_failed} made now" if n_missing else "nothing was missing"
    failed = f", {n_failed} not made; the same command tries them again" if n_failed else ""
    print(f"{_runs(n_chosen - n_failed)} in {folder}, a file each: {made}{failed}")


def _runs(number):
    return f"{number} run{'s' * (number != 1)}"
