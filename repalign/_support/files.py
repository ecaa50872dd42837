"""Files that are whole or not there, and read only if they are what was written."""

import errno
import hashlib
import math
import os
import re
import sys
import time
import zipfile
from collections.abc import Callable, Iterable
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import numpy as np
from numpy.typing import ArrayLike, NDArray

T = TypeVar("T")

try:
    import fcntl
except ModuleNotFoundError:  # Windows, where an open file cannot be removed anyway
    fcntl = None

ABANDONED = 600  # seconds without a write after which a temporary file that nobody holds is removed
# Bytes from which on arrays are stored as they are, and what is packed is looked at closely.
LARGE = 2**28
PACKED = 100  # times its size on disk that a file may unpack to, beyond LARGE
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
END = 22  # bytes of the record that a zip file ends with
SEAL = b"repalign state 1, sha256 "


@contextmanager
def replacing(path):
    """A temporary path beside `path` that takes its place when the block ends well, and is removed
    when it does not.

    Its name is of this writer alone, whatever other threads, processes and machines write the same
    path. Those that killed writers have left in the folder are removed.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(path.parent)
    partial = path.with_name(f"{path.name}.{uuid4().hex}.partial")
    try:
        with partial.open("xb") as held:  # its lock says that the writer lives
            _locked(held)
            yield partial
            # Else a machine that fails now may keep the new name and lose what it names.
            os.fsync(held.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _remove_abandoned(folder):
    for partial in folder.glob("*.partial"):
        if re.search(r"\.[0-9a-f]{32}\.partial$", partial.name):
            with suppress(OSError):  # gone meanwhile, or somebody else's
                if _is_abandoned(partial):
                    partial.unlink()


def _is_abandoned(partial):
    """Not written to for a while, since locks do not reach every machine of a shared folder, and
    not locked."""
    with partial.open("r+b") as file:
        return time.time() - os.fstat(file.fileno()).st_mtime > ABANDONED and _locked(file)


def _locked(file):
    """Whether its lock is now this process's; the lock of a process that ends opens by itself."""
    if fcntl:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:  # another's, or the file system knows none
            return False
    return True


def kept(path: Path, read: Callable[[Path], T]) -> T | None:
    """What `read` makes of a file, or None where there is none, or a damaged one: that is named and
    set aside.

    `read` raises ValueError where the file is not what was written.
    """
    try:
        return read(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except ValueError as error:
        aside = path.with_name(f"{path.name}.damaged")
        with suppress(FileNotFoundError):  # another process was faster
            path.replace(aside)
        print(f"{error}; it is set aside as {aside.name} and computed again", file=sys.stderr)
        return None


def save_sealed(path, content):
    """Write bytes behind their SHA-256, through `replacing`."""
    with replacing(path) as partial, partial.open("wb") as file:
        file.write(SEAL + hashlib.sha256(content).hexdigest().encode() + b"\n")
        file.write(content)


def read_sealed(path):
    """What `save_sealed` wrote; ValueError where the file holds anything else."""
    whole = memoryview(Path(path).read_bytes())
    start = len(SEAL) + 65
    if whole[: len(SEAL)] != SEAL:
        raise ValueError(
            f"{path} is damaged or of an earlier version: it does not begin with its checksum"
        )
    content = whole[start:]
    if whole[len(SEAL) : start] != hashlib.sha256(content).hexdigest().encode() + b"\n":
        raise ValueError(
            f"{path} is damaged: its content does not have the checksum it begins with"
        )
    return content


def save_arrays(path: Path, **arrays: ArrayLike) -> None:
    """Write an .npz through `replacing`, compressed unless it is `LARGE`."""
    size = sum(np.asarray(array).nbytes for array in arrays.values())
    with replacing(path) as partial, partial.open("wb") as file:
        (np.savez_compressed if size < LARGE else np.savez)(file, **arrays)


def load_arrays(path: Path, names: Iterable[str] | None = None) -> dict[str, NDArray[Any]]:
    """The arrays of an .npz as a dict, all or those named.

    Every array is checked against the checksum that the file keeps of it, and every size before
    memory is asked for.

    Raises
    ------
    ValueError
        The file is damaged, is no .npz, lacks an array, or would unpack to far more than it is.
    OSError
        It cannot be read, or memory is short.
    """
    wanted = "" if names is None else f" that holds the arrays {', '.join(names)}"
    with open(path, "rb") as file, damage_named(f"{path} is damaged or not an .npz file{wanted}"):
        return _arrays(file, names)


@contextmanager
def damage_named(message, remedy=""):
    """ValueError for whatever readers of a damaged file raise; OSError where the disk or memory is
    to blame."""
    try:
        yield
    except MemoryError as error:
        raise OSError(errno.ENOMEM, f"{message}, or memory is short") from error
    except Exception as error:
        if isinstance(error, OSError) and error.errno not in (
            None,
            errno.EINVAL,
        ):  # seeking before the start
            raise
        reason = error if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"
        raise ValueError(f"{message}: {reason}{remedy}") from error


def _arrays(file, names):
    with zipfile.ZipFile(file) as archive:
        members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
        _require_all_listed(file, len(members))
        _require_modest(members.values(), file.seek(0, os.SEEK_END))
        names = list(members) if names is None else names
        if missing := [name for name in names if name not in members]:
            raise ValueError(
                f"it lacks {', '.join(missing)}; it holds {', '.join(members) or 'none'}"
            )
        return {name: _array(archive, members[name]) for name in names}


def _require_all_listed(file, count):
    """A damaged entry of the table of contents can hide the one after it; the end of the file tells
    their number."""
    file.seek(-END, os.SEEK_END)
    end = file.read()
    if end[:4] != b"PK\x05\x06" or int.from_bytes(end[10:12], "little") != count:
        raise ValueError(f"its end does not tell of {count} arrays of different names")


def _require_modest(members, size):
    for info in members:
        if info.flag_bits & 1 or info.compress_type not in METHODS:
            raise ValueError(
                f"{info.filename} is encrypted, or packed by another method than numpy's"
            )
    unpacked = sum(info.file_size for info in members)
    if unpacked > max(LARGE, PACKED * size):
        raise ValueError(
            f"its {size} bytes would unpack to {unpacked}, more than {PACKED} times as many; if "
            "that is right, save it with np.savez"
        )


def _array(archive, info):
    with archive.open(info) as file:
        shape, dtype = array_header(file)
        size = file.tell() + math.prod(shape) * dtype.itemsize
    if dtype.hasobject or size != info.file_size or min(shape, default=0) < 0:
        raise ValueError(
            f"{info.filename} claims shape {shape} of {dtype}, {size} bytes, and has "
            f"{info.file_size}; arrays of objects are not read"
        )
    with archive.open(info) as file:
        return np.lib.format.read_array(file, allow_pickle=False)


def array_header(file):
    """Shape and type that an .npy file begins with."""
    major, _ = np.lib.format.read_magic(file)
    read = (
        np.lib.format.read_array_header_1_0 if major == 1 else np.lib.format.read_array_header_2_0
    )
    try:
        shape, _, dtype = read(file)
    except MemoryError as error:  # what Python's parser raises for brackets and signs without end
        raise ValueError("a header is no description of an array") from error
    return shape, dtype
