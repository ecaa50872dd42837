"""Files that a reader may drop on "Bring your own", or measure on the command line: good ones with
what they hold, and bad ones with what is said."""

import io
import zipfile

import numpy as np

RNG = np.random.default_rng(0)
N = 120
ONE, TWO = RNG.standard_normal((N, 7)), np.maximum(RNG.standard_normal((N, 12)), 0)
PLANE = RNG.standard_normal((N, 3, 4, 5))
WIDE = RNG.standard_normal((30, 90))
Y = np.sign(ONE[:, 0] + 0.5 * RNG.standard_normal(N))
KINDS = np.array(["cat", "dög", "emu"])[RNG.integers(0, 3, N)]


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def npz(save=np.savez, **arrays):
    file = io.BytesIO()
    save(file, **arrays)
    return file.getvalue()


def torch():
    """As torch.save begins it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("mine/data.pkl", b"\x80\x02.")
        packed.writestr("mine/data/0", bytes(40))
    return file.getvalue()


def csv(columns, separator=",", head=True):
    lines = [separator.join(columns)] if head else []
    lines += [separator.join(map(str, row)) for row in zip(*columns.values(), strict=True)]
    return "\n".join(lines).encode()


def table(features, **labels):
    return {f"x{j}": column for j, column in enumerate(features.T)} | labels


# {name: (files, {layer: features}, labels)}
GOOD = {
    "two .npy": ({"one.npy": npy(ONE), "y.npy": npy(Y)}, {"one": ONE}, Y),
    "float32 in Fortran order, other bytes": (
        {"one.npy": npy(np.asfortranarray(ONE.astype(">f4"))), "y.npy": npy(Y.astype("i1"))},
        {"one": ONE.astype("f4")},
        Y,
    ),
    "several layers in .npz": (
        {"all.npz": npz(np.savez_compressed, one=ONE, two=TWO.astype("f2"), target=Y > 0)},
        {"one": ONE, "two": TWO.astype("f2")},
        Y,
    ),
    "several .npz": (
        {"a.npz": npz(one=ONE), "b.npz": npz(two=TWO), "y.npz": npz(y=Y)},
        {"one": ONE, "two": TWO},
        Y,
    ),
    "text as labels": (
        {"one.npy": npy(ONE), "kind.npy": npy(KINDS)},
        {"one": ONE},
        np.where(KINDS == "cat", 1.0, -1.0),
    ),
    "a table with names": (
        {"t.csv": csv(table(ONE, kind=KINDS))},
        {"t": ONE},
        np.where(KINDS == "cat", 1.0, -1.0),
    ),
    "a table without": (
        {"t.tsv": csv(table(ONE, y=Y), "\t", head=False)},
        {"t": ONE},
        Y,
    ),
    "more features than samples": (
        {"wide.npy": npy(WIDE), "y.npy": npy(Y[:30])},
        {"wide": WIDE},
        Y[:30],
    ),
    "pictures": (
        {"plane.npy": npy(PLANE), "y.npy": npy(Y)},
        {"plane": PLANE.reshape(N, -1)},
        Y,
    ),
    "a number to predict": (
        {"one.npy": npy(ONE), "y.npy": npy(TWO[:, 0] + ONE[:, 1])},
        {"one": ONE},
        TWO[:, 0] + ONE[:, 1] - (TWO[:, 0] + ONE[:, 1]).mean(),
    ),
}

HOLE = ONE.copy()
HOLE[17, 3] = np.nan
BAD = {
    "wrong magic": ({"a.npy": b"this is no array"}, "does not begin as a file of NumPy"),
    "truncated": ({"a.npy": npy(ONE)[:-9]}, "is cut short: 6720 bytes .* 6711 came"),
    "truncated archive": ({"a.npz": npz(a=ONE)[:2000]}, "cannot be unpacked"),
    "objects": ({"a.npy": npy(np.array([[1, None]], dtype=object))}, "holds Python objects"),
    "complex": ({"a.npy": npy(ONE + 1j)}, "holds complex numbers"),
    "records": ({"a.npy": npy(np.zeros(3, dtype=[("a", "f8")]))}, "records of named fields"),
    "NaN": ({"a.npy": npy(HOLE), "y.npy": npy(Y)}, r"a: row 17 .* NaN in column 3"),
    "lengths differ": ({"a.npy": npy(ONE[1:]), "y.npy": npy(Y)}, "a: has 119 rows, .* 120 labels"),
    "one class": ({"a.npy": npy(ONE), "y.npy": npy(np.ones(N))}, "y: all 120 samples are of one"),
    "empty": ({"a.csv": b""}, "is empty"),
    "ragged": ({"a.csv": b"1,2,0\n3,4"}, "line 2 has 2 entries where the first has 3"),
    "a slip": ({"a.csv": b"x,y\n1,0\noops,1\n3,0"}, 'line 3, column x, is "oops"'),
    "another zip": ({"a.zip": npz()}, "without arrays of NumPy"),
    "PyTorch's": ({"a.pt": torch()}, "is in PyTorch's own format"),
    "a pickle": ({"a.pkl": b"\x80\x04\x95"}, "is a Python pickle"),
    "another's JSON": ({"a.json": b'{"spectra": []}'}, "is no “repalign spectra” of version 1"),
}
