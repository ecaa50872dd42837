"""What a file holds, by its first bytes rather than by its name."""

from collections.abc import Callable, Sequence
from pathlib import Path

from repalign.yours.arrays import read_npy, read_npz
from repalign.yours.found import Array, Table
from repalign.yours.parquet import read_parquet
from repalign.yours.refusal import refuse
from repalign.yours.tables import SUFFIXES, read_csv

NAMES = (".npy", ".npz", ".parquet", *SUFFIXES)
"""How files are named, though what they hold is told by their first bytes."""
READERS: dict[bytes, Callable[[Path], Sequence[Array | Table]]] = {
    b"\x93NUMPY": read_npy,
    b"PK": read_npz,
    b"PAR1": read_parquet,
}
OTHERS = {
    b"\x89HDF": ("an HDF5 file", "np.save('features.npy', h5py.File(name)['features'][:])"),
    b"\x80": ("a Python pickle", "np.save('features.npy', array)"),
    b"\x1f\x8b": ("compressed by gzip", "unpack it first"),
}


def read_file(path: Path) -> Sequence[Array | Table]:
    """The arrays or the table in a file.

    Raises
    ------
    Refusal
        It is none that can be measured.
    OSError
        It cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(100)
    if not head:
        refuse(path.name, "is empty", "Save it again")
    for magic, read in READERS.items():
        if head.startswith(magic):
            return read(path)
    for magic, (kind, how) in OTHERS.items():
        if head.startswith(magic):
            refuse(path.name, f"is {kind}, which is not read", f"In Python: {how}")
    if path.suffix.lower() in (".npy", ".npz"):
        how = "Save it again with np.save or np.savez"
        refuse(path.name, "does not begin as a file of NumPy does", how)
    if head.lstrip().startswith(b"{"):
        refuse(path.name, "is JSON, such as a result", "Drop a result on the page; measure arrays")
    return read_csv(path)
