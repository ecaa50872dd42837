"""A result is what the page reads, and holds the spectra, the band and the report."""

import json

import numpy as np
import pytest

from repalign import Spectrum, alignment_report, permutation_null, prepare, spectrum
from repalign._support.levels import LEVELS
from repalign.yours.measure import Measured, Options
from repalign.yours.result import band_of, plain, result_text
from tests.spectra import assert_same

RNG = np.random.default_rng(0)
PHI = prepare(RNG.standard_normal((80, 4)))
Y = np.sign(RNG.standard_normal(80))
NULL = spectrum(PHI, np.column_stack([RNG.permutation(Y) for _ in range(40)]))


def written(null=NULL, phi=PHI, y=Y):
    layers = {"one": Measured(spectrum(phi, y), null, [])}
    report = alignment_report({"one": layers["one"].spec})
    return json.loads(result_text("y", Options(bias=False), layers, report)), report


def test_a_spectrum_is_made_of_it():
    found, report = written()
    assert (found["format"], found["version"], found["labels"]) == ("repalign spectra", 1, "y")
    assert (found["bias"], found["normalize"], found["says"]) == (False, True, report.sentence)
    (layer,) = found["layers"]
    assert_same(Spectrum(**layer["spectrum"]), spectrum(PHI, Y))
    assert layer["certain"] == 5 and layer["measures"].keys() == report.rows["one"].keys()
    assert layer["measures"] == pytest.approx(report.rows["one"])


def test_the_band_stands_where_tables_look():
    band = written()[0]["layers"][0]["null"]
    for level in LEVELS:
        tau = level * np.linalg.norm(PHI)
        at = int(np.argmin(np.abs(np.array(band["taus"]) - tau)))
        assert band["taus"][at] == pytest.approx(tau, rel=1e-9), "as the page looks it up"
        null = permutation_null(PHI, Y, [tau], n_permutations=2000, rng=1)
        ends = np.quantile(null, [0.025, 0.975])
        assert [band["low"][at], band["high"][at]] == pytest.approx(ends, rel=0.6)
    assert written(null=None)[0]["layers"][0]["null"] is None


def test_thresholds_ascend_and_the_band_has_two_sides():
    taus, low, high = band_of(NULL)
    assert (np.diff(taus) > 0).all() and (low <= high).all() and len(taus) == len(low)


def test_what_rounding_decides_is_not_certain():
    phi = np.diag([1.0, 1e-6, 1e-8])
    assert written(None, phi, np.ones(3))[0]["layers"][0]["certain"] == 2


def test_what_has_no_bounds_is_null():
    assert plain({"a": np.inf, "b": np.array([1, 2]), "c": np.float64(2), "d": "x"}) == {
        "a": None,
        "b": [1, 2],
        "c": 2.0,
        "d": "x",
    }
