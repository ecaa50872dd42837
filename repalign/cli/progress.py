"""How far something is, on the error stream where that is a terminal."""

import sys
from contextlib import contextmanager


@contextmanager
def shown_progress(label, total=None, **options):
    """A callable (done, total) that shows how far it is: tqdm where it is installed, a plain line
    elsewhere; `options` are tqdm's. Files and pipes are spared."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    try:
        from tqdm import tqdm
    except ModuleNotFoundError:
        yield lambda done, total: print(f"\r{label}: {done / total:.0%}", end="", file=sys.stderr)
        print(file=sys.stderr)
        return

    def show(done, total):
        bar.total = total
        bar.update(done - bar.n)

    with tqdm(desc=label, total=total, **options) as bar:
        yield show
