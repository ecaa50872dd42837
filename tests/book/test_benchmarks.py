"""The page of benchmarks: what a store says, as its reader sees it."""

import contextlib
import json

import dask
import numpy as np
import pytest
from livebook import benchmarks
from sphinx.errors import SphinxError

from bench import spectra
from tests.book import tiny
from tests.book.visits import ROOT

STORED = json.loads((ROOT / "book" / benchmarks.STORED).read_text(encoding="utf-8"))
PARTS = ["figure", *benchmarks.PARTS]
N, D = [100, 200, 400], [10, 20, 40]


def store(**methods):
    """As `make bench` keeps it, of methods whose seconds are a function of n and d."""
    shapes = dict.fromkeys([(n, D[1]) for n in N] + [(N[1], d) for d in D])
    rows = [
        {
            "n": n,
            "d": d,
            "method": name,
            "seconds": seconds(n, d),
            "products": 2.5,
            "megabytes": None,
            "error": 3e-12,
        }
        for n, d in shapes
        for name, seconds in methods.items()
        if seconds(n, d)
    ]
    doubled, fixed = {"n": N, "d": D}, {"n": N[1], "d": D[1]}
    return STORED | {"rows": rows, "doubled": doubled, "fixed": fixed, "named": [(N[1], D[1])]}


def page(folder, stored, *parts):
    text = "\n".join(f"```{{benchmarks}} {part}\n```\n" for part in parts)
    pages = {"index.md": f"# Start\n\n{text}", f"book/{benchmarks.STORED}": json.dumps(stored)}
    return (tiny.build(folder, pages) / "index.html").read_text(encoding="utf-8")


def test_exponents_are_those_of_the_law():
    """Expected: n d^2 grows with exponents 1 and 2."""
    stored = store(law=lambda n, d: 1e-9 * n * d**2)
    assert np.allclose([benchmarks.exponent(stored, "law", key) for key in "nd"], [1, 2])


def test_a_method_that_was_not_measured_everywhere_has_no_exponent():
    stored = store(all=lambda n, d: n * d, few=lambda n, d: n * d if n < 400 else None)
    assert [line.split("|")[1].strip() for line in benchmarks.growth(stored)[2:]] == ["all"]


def test_what_a_reader_sees(tmp_path):
    stored = store(**dict.fromkeys(benchmarks.SHORT, lambda n, d: 0.125))
    text = page(tmp_path, stored, *PARTS)
    assert "200 × 20" in text and "0.125" in text and "3e-12" in text
    assert "None" not in text  # memory, where the system does not say
    assert text.count(".svg") >= 2 and STORED["machine"]["processor"] in text


def test_an_unknown_part_is_refused(tmp_path):
    with pytest.raises(SphinxError, match="no part 'speed'; known: figure, machine"):
        page(tmp_path, STORED, "speed")


def test_what_is_stored_is_exact():
    """Expected: 1e-9 of ||y||^2, whatever the machine; timings decide nothing here."""
    ours = ["repalign.spectrum", "SpectrumAccumulator", "spectrum_from_dask"]
    rows = [row for row in STORED["rows"] if row["method"] in ours]
    assert len(rows) == len(ours) * len({(row["n"], row["d"]) for row in STORED["rows"]})
    assert max(row["error"] for row in rows) < 1e-9
    assert max(row[name] for row in STORED["small"] for name in ours) < 1e-9
    assert STORED["disk"]["difference"] < 1e-9


@pytest.mark.parametrize("name, method", spectra.METHODS.items())
def test_every_method_gives_the_projections(name, method):
    """Expected: those by construction; twice, as a bench calls them again and again."""
    phi, y, expected = spectra.task(40, 6)
    for _ in range(2):
        found = method(phi, y)[: len(expected)]
        np.testing.assert_allclose(found, expected, atol=1e-2 if "Gram" in name else 1e-9)


def test_dask_has_as_many_workers_every_time(monkeypatch):
    seen = []
    monkeypatch.setattr(
        spectra, "spectrum_from_dask", lambda *of: seen.append(dask.config.get("num_workers"))
    )
    for _ in range(2):
        with contextlib.suppress(AttributeError):  # of None there are no projections
            spectra.on_dask(*spectra.task(40, 6)[:2])
    assert seen == [spectra.WORKERS] * 2
