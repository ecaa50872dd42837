"""A file named by its content, computed once and by one process at a time."""

import hashlib
import json
import sys
from contextlib import contextmanager, suppress
from pathlib import Path

from repalign._support.extras import need
from repalign._support.files import kept, load_arrays, save_arrays


def path_of(label, content, folder, suffix=".npz"):
    """``<label>-<digest>.npz``, the digest that of `content` as JSON; TypeError where JSON cannot
    hold it."""
    text = json.dumps(content, sort_keys=True)
    return Path(folder) / f"{label}-{hashlib.sha256(text.encode()).hexdigest()[:12]}{suffix}"


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
    """One process at a time; the lock of a killed one opens by itself."""
    filelock = need("filelock", "sweep")
    lock = filelock.FileLock(path.with_suffix(".lock"))
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        print(f"{path.name} is being computed by another process; waiting for it", file=sys.stderr)
        lock.acquire()
    try:
        yield
    finally:
        with suppress(OSError):  # Windows keeps what is open
            Path(lock.lock_file).unlink()
        lock.release()
