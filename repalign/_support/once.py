"""A file named by its content, computed once and by one process at a time."""

import hashlib
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path

from repalign._support.files import fcntl, kept, load_arrays, save_arrays


def path_of(label, content, folder):
    """``<label>-<digest>.npz``, the digest that of `content` as JSON; TypeError where JSON cannot
    hold it."""
    text = json.dumps(content, sort_keys=True)
    return Path(folder) / f"{label}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.npz"


def once(path, compute):
    """The arrays of a file; where it is not there, or is damaged, those that `compute` returns,
    written first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    arrays = kept(path, load_arrays)
    if arrays is None:
        with _alone(path):
            arrays = kept(path, load_arrays)  # another process may have written it meanwhile
            if arrays is None:
                save_arrays(path, **compute())
                arrays = load_arrays(path)
    return arrays


@contextmanager
def _alone(path):
    """One process at a time; the lock of a killed one opens by itself.

    Windows has none: two sweeps of one folder at the same time may do the same work twice there.
    """
    lock = path.with_suffix(".lock")
    while fcntl:
        with lock.open("w") as file:
            _acquire(file, path)
            if not _is_same(file, lock):  # its holder has removed it, and others may hold a new one
                continue
            try:
                yield
            finally:
                lock.unlink()
            return
    yield


def _acquire(file, path):
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f"{path.name} is being computed by another process; waiting for it", file=sys.stderr)
        fcntl.flock(file, fcntl.LOCK_EX)


def _is_same(file, path):
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
