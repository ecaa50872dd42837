"""Files that are whole or not there."""

import os
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import Path

import numpy as np


@contextmanager
def replacing(path):
    """A temporary path beside `path` that takes its place when the block ends well, and is removed when it does not."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def save_arrays(path, **arrays):
    """Write a compressed .npz through `replacing`."""
    with replacing(path) as partial, partial.open("wb") as file:
        np.savez_compressed(file, **arrays)


def load_arrays(path, names=None):
    """The arrays of an .npz as a dict, all or those named; ValueError where the file is none or lacks one."""
    try:
        with open(path, "rb") as file, np.lib.npyio.NpzFile(file, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in (arrays.files if names is None else names)}
    except (KeyError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        wanted = "" if names is None else f" that holds the arrays {', '.join(names)}"
        raise ValueError(f"{path} is not an .npz file{wanted}: {error}") from error
