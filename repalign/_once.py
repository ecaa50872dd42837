"""A file named by its content, computed once and by one process at a time."""

import hashlib
import json
import os
import sys
from contextlib import contextmanager
from pathlib import Path

from repalign._files import save_arrays

try:
    import fcntl
except ModuleNotFoundError:  # Windows: two sweeps of one folder at the same time may do the same work twice there
    fcntl = None


def path_of(label, content, folder):
    """``<label>-<digest>.npz``, the digest that of `content` as JSON; TypeError where JSON cannot hold it."""
    text = json.dumps(content, sort_keys=True)
    return Path(folder) / f"{label}-{hashlib.sha256(text.encode()).hexdigest()[:12]}.npz"


def once(path, compute):
    """Write the arrays that `compute` returns, a dict, unless the file is there; returns `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with _alone(path):
            if not path.exists():  # another process may have written it meanwhile
                save_arrays(path, **compute())
    return path


@contextmanager
def _alone(path):
    """One process at a time; the lock of a killed one opens by itself."""
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
