"""NumPy's files, of which only headers are read until an array is measured."""

import math
import zipfile
import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO

import numpy as np

from repalign._support.files import array_header, load_arrays
from repalign.yours.found import Array
from repalign.yours.refusal import Refusal, refuse

AS_NUMBERS = "Save it as numbers: np.save(file, array.astype(float))"
OTHERS = {
    "O": (
        "holds Python objects",
        "Save numbers: np.save(file, np.stack(rows)); or words: np.save(file, array.astype(str))",
    ),
    "c": ("holds complex numbers", "Save their size: np.save(file, np.abs(array))"),
    "V": ("holds records of named fields", "Save one array of numbers for each field"),
    "M": ("holds dates", AS_NUMBERS),
    "m": ("holds spans of time", AS_NUMBERS),
}
TORCH = b"data.pkl"  # the first entry of a file of PyTorch's, and none of NumPy's
DAMAGE = (ValueError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile, zlib.error)


def read_npy(path: Path) -> list[Array]:
    """The array of a file, which stays on the disk."""
    with path.open("rb") as file:
        shape, dtype = _header(file, path.name)
        promised, came = math.prod(shape) * dtype.itemsize, path.stat().st_size - file.tell()
    if promised > came:
        what = f"is cut short: {promised} bytes of numbers were promised, {came} came"
        refuse(path.name, what, "Copy or save it again")
    load = partial(np.load, path, mmap_mode="r" if promised else None)
    return [_array(path.stem, shape, dtype, load)]


def read_npz(path: Path) -> list[Array]:
    """The arrays of an archive, each read whole when it is measured."""
    with path.open("rb") as file:
        head = file.read(30)
        if file.read(int.from_bytes(head[26:28], "little")).endswith(TORCH):
            how = "Save arrays: np.savez('features.npz', features=features.numpy(), labels=labels)"
            refuse(path.name, "is in PyTorch's own format, which is not read", how)
    try:
        headers = _headers(path)
    except Refusal:
        raise
    except DAMAGE as error:
        refuse(path.name, f"cannot be unpacked ({error})", "It may be cut short: save it again")
    if not headers:
        how = "Save arrays: np.savez(file, features=features, labels=labels)"
        what = "is a zip file without arrays of NumPy, as .pt and .xlsx files are"
        refuse(path.name, what, how)
    return [
        _array(_title(name, path, len(headers)), *header, partial(_load, path, name))
        for name, header in headers.items()
    ]


def _headers(path: Path) -> dict[str, tuple[tuple[int, ...], np.dtype]]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name.endswith(".npy")]
        headers = {}
        for name in names:
            with archive.open(name) as file:
                stem = name.removesuffix(".npy")
                headers[stem] = _header(file, f"{path.name}, {stem}")
        return headers


def _header(file: IO[bytes], name: str) -> tuple[tuple[int, ...], np.dtype]:
    try:
        shape, dtype = array_header(file)
    except ValueError as error:
        refuse(name, f"has a damaged header ({error})", "Copy or save it again with np.save")
    if dtype.kind in OTHERS:
        came, how = OTHERS[dtype.kind]
        refuse(name, f"{came} ({dtype.str}); read are real numbers, and text as labels", how)
    return shape, dtype


def _title(name: str, path: Path, count: int) -> str:
    """Where NumPy named an array, the file's name says more."""
    if not (name.startswith("arr_") and name[4:].isdecimal()):
        return name
    return path.stem if count == 1 else f"{path.stem} {name}"


def _load(path: Path, name: str) -> np.ndarray:
    try:
        return load_arrays(path, [name])[name]
    except ValueError as error:
        refuse(f"{path.name}, {name}", f"cannot be unpacked ({error})", "Copy or save it again")


def _array(
    name: str, shape: tuple[int, ...], dtype: np.dtype, load: Callable[[], np.ndarray]
) -> Array:
    return Array(name, shape or (1,), dtype.kind in "buif", load)
