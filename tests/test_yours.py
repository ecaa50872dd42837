"""Fixtures that hold what "Bring your own" reads and measures equal to NumPy and the package;
`python -m tests.test_yours` writes them."""

import base64
import io
import json
from pathlib import Path

import numpy as np
import pytest

from repalign import alignment_curve, permutation_null, prepare, spectrum
from tests.test_fixtures import assert_same

FIXTURES = Path(__file__).parent / "js" / "yours.json"
SAMPLE = Path(__file__).parent.parent / "repalign/widgets/sample.npz"
LEVELS = (0.05, 0.1, 0.2)

NUMBERS = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, 100.0]])
COUNTS = np.array([[1, 2, 3], [0, 7, 100]])
DEEP = np.arange(24.0).reshape(2, 3, 4)
READ = {
    **{f"numbers as {kind}": NUMBERS.astype(kind) for kind in ("<f8", ">f8", "<f4", ">f4")},
    **{f"numbers as {kind}": NUMBERS.astype(kind) for kind in ("<f2", ">f2", "<i4", ">i8")},
    **{f"counts as {kind}": COUNTS.astype(kind) for kind in ("|u1", "<u2", ">u4", "<u8", "|i1")},
    "tiny and huge float16": np.array([6e-8, -0.0, 65504], dtype="<f2"),
    "yes and no": np.array([True, False, True]),
    "Fortran order": np.asfortranarray(NUMBERS),
    "Fortran order of three axes": np.asfortranarray(DEEP),
    "one number": np.array(3.0),
    "no rows": np.zeros((0, 3)),
    "text": np.array(["cat", "dög", "🐈"]),
    "text of other bytes": np.array(["cat", "dog"]).astype(">U3"),
    "bytes": np.array([b"cat", b"do"]),
}
REFUSED = {
    "Python objects": np.array([1, None], dtype=object),
    "complex numbers": np.array([1j]),
    "named fields": np.zeros(2, dtype=[("a", "<f8")]),
    "dates": np.array(["2022-01-01"], dtype="<M8[D]"),
}


def test_the_files_are_numpys():
    stored = json.loads(FIXTURES.read_text())
    assert stored["read"].keys() == (READ | {"version 2": 0, "version 3": 0}).keys()
    for name, each in stored["read"].items():
        array = np.load(io.BytesIO(base64.b64decode(each["file"])))
        assert list(array.shape) == each["shape"] and _plain(array) == each["values"], name
    assert stored["refused"].keys() == REFUSED.keys()


def test_the_sample_is_measured_as_the_package_does():
    stored = json.loads(FIXTURES.read_text())["sample"]
    assert_same(stored, _sample(), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("name", ["pixels", "hidden_untrained", "hidden_trained"])
def test_the_sample_has_a_row_a_digit(name):
    with np.load(SAMPLE) as sample:
        assert sample[name].shape[0] == len(sample["digit"]) == 500
        assert set(sample["digit"]) == set(range(10))


def _written(array, **options):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, **options)
    return base64.b64encode(file.getvalue()).decode()


def _packed(save):
    file = io.BytesIO()
    save(file, layer=NUMBERS, labels=np.array(["a", "b"]))
    return base64.b64encode(file.getvalue()).decode()


def _unnamed(count):
    file = io.BytesIO()
    np.savez(file, *[NUMBERS] * count)
    return base64.b64encode(file.getvalue()).decode()


def _plain(array):
    return [each.decode() if isinstance(each, bytes) else each for each in array.ravel().tolist()]


def _read():
    cases = [(name, array, {}) for name, array in READ.items()]
    cases += [(f"version {v}", NUMBERS, {"version": (v, 0)}) for v in (2, 3)]
    return {
        name: {
            "file": _written(array, **options),
            "shape": list(array.shape),
            "values": _plain(array),
        }
        for name, array, options in cases
    }


def _sample():
    """Spectra of 3 against 9, and what shuffled labels get at three thresholds."""
    with np.load(SAMPLE) as sample:
        arrays = dict(sample)
    digit = arrays.pop("digit")
    chosen = np.isin(digit, (3, 9))
    y = np.where(digit[chosen] == 3, 1.0, -1.0)
    taus = np.array(LEVELS) * np.sqrt(len(y))
    return {
        name: _layer(prepare(features[chosen].astype(float)), y, taus)
        for name, features in arrays.items()
    }


def _layer(phi, y, taus):
    spec = spectrum(phi, y)
    null = permutation_null(phi, y, taus, n_permutations=2000, rng=0)
    return {
        "sigma": spec.singular_values.tolist(),
        "power": spec.squared_projections.tolist(),
        "residual": float(spec.residual),
        "alignment": alignment_curve(spec, taus).tolist(),
        "null": np.quantile(null, [0.025, 0.975], axis=0).tolist(),
    }


def _fixtures():
    return {
        "read": _read(),
        "refused": {name: _written(array) for name, array in REFUSED.items()},
        "packed": {"stored": _packed(np.savez), "deflated": _packed(np.savez_compressed)},
        "unnamed": [_unnamed(count) for count in (1, 2)],
        "sample": _sample(),
    }


if __name__ == "__main__":
    FIXTURES.write_text(json.dumps(_fixtures()) + "\n")
