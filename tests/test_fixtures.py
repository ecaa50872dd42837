"""Fixtures that hold the explorers' JavaScript equal to Python; `python -m tests.test_fixtures`
writes them."""

import json
from pathlib import Path

import numpy as np
import pytest

from repalign import alignment_curve, max_step_size, spectrum, training_error, weight_norm
from repalign.generalisation import held_out, test_error

pytest.importorskip("anywidget")
from repalign.paper.datasets.peaks import peaks
from repalign.widgets import CircleExplorer

FIXTURES = Path(__file__).parent / "js" / "fixtures.json"

STEPS = np.array([0, 1, 2, 3, 7, 10, 99, 100, 1000])
CIRCLES = {
    "default": {},
    "labelling B of Figure 4": {"direction": 135},
    "oblique, few points": {"n_points": 20, "direction": 77, "spread": 0.5},
    "many points, wide": {"n_points": 400, "direction": 300, "spread": 1.0},
    "no spread: rank one": {"spread": 0.0, "direction": 10},
    "painted": {"n_points": 40, "painted": "..p.m" + 20 * "." + "mmpp"},
}


def test_fixtures_are_what_the_package_computes():
    assert_same(json.loads(FIXTURES.read_text()), fixtures())


def assert_same(stored, computed, *, rel=1e-9, abs=1e-12):
    """Equal but for rounding, which differs between linear algebra libraries."""
    if isinstance(computed, dict):
        assert stored.keys() == computed.keys()
        stored, computed = list(stored.values()), list(computed.values())
    if isinstance(computed, list):
        assert len(stored) == len(computed)
        for pair in zip(stored, computed, strict=True):
            assert_same(*pair, rel=rel, abs=abs)
    else:
        assert stored == (
            pytest.approx(computed, rel=rel, abs=abs) if isinstance(computed, float) else computed
        )


def fixtures():
    return {
        "curves": [_curve(*case) for case in _spectra()],
        "circles": [_circle(*case) for case in CIRCLES.items()],
        "descents": [
            _descent(*case, ratio) for case in _spectra() for ratio in (0.1, 0.5, 0.97, 1.0, 1.02)
        ],
        "peaks": [_peaks(name) for name in ("ABC", "BAC", "FDC", "EAB")],
        "held_out": [_held_out(ratio) for ratio in (0.3, 0.9, 1.01)],
    }


def _spectra():
    rng = np.random.default_rng(7)
    tall = rng.standard_normal((40, 6)) * np.geomspace(1, 1e-6, 6)
    yield "tall", spectrum(tall, rng.standard_normal(40))
    yield "wide: no residual", spectrum(rng.standard_normal((5, 9)), rng.standard_normal(5))
    yield "rank deficient", spectrum(tall[:, [0, 1, 1, 0]], rng.standard_normal(40))


def _peaks(name):
    variables = np.random.default_rng(0).random((6, 6)).round(2)
    return {"name": name, "samples": variables.tolist(), "values": peaks(name, variables).tolist()}


def _curve(name, spec):
    sigma = spec.singular_values
    taus = np.concatenate([[0.0, -1.0], sigma, sigma * (1 + 1e-9), np.geomspace(1e-7, 10, 15)])
    return {
        "name": name,
        "spectrum": _plain(spec),
        "taus": taus.tolist(),
        "curve": alignment_curve(spec, taus).tolist(),
        "share": alignment_curve(spec, taus, normalized=True).tolist(),
    }


def _plain(spec):
    return {
        "sigma": spec.singular_values.tolist(),
        "power": spec.squared_projections.tolist(),
        "residual": float(spec.residual),
    }


def _descent(name, spec, ratio):
    step_size = ratio * max_step_size(spec)
    return {
        "name": f"{name}, {ratio} of the limit",
        "spectrum": _plain(spec),
        "step_size": step_size,
        "steps": STEPS.tolist(),
        "loss": (training_error(spec, STEPS, step_size=step_size) ** 2).tolist(),
        "norms": weight_norm(spec, STEPS, step_size=step_size).tolist(),
    }


def _held_out(ratio):
    rng = np.random.default_rng(3)
    phi, phi_test = (
        rng.standard_normal((30, 6)) * np.geomspace(1, 0.1, 6),
        rng.standard_normal((50, 6)),
    )
    both = held_out(phi, rng.standard_normal(30), phi_test, rng.standard_normal(50))
    step_size = ratio * max_step_size(both.spectrum)
    return {
        "sigma": both.spectrum.singular_values.tolist(),
        "coefficients": both.coefficients.tolist(),
        "factor": [row[q:].tolist() for q, row in enumerate(both.factor)],
        "target": both.target.tolist(),
        "outside": both.outside,
        "step_size": step_size,
        "steps": STEPS.tolist(),
        "loss": (test_error(both, STEPS, step_size=step_size) ** 2).tolist(),
    }


def _circle(name, settings):
    explorer = CircleExplorer(**settings)
    spec = explorer.spectrum
    return {
        "name": name,
        "noise": explorer.noise[: explorer.n_points],
        "n": explorer.n_points,
        "spread": explorer.spread,
        "direction": explorer.direction,
        "painted": explorer.painted,
        "labels": explorer.labels.tolist(),
        "sigma": spec.singular_values.tolist(),
        "power": spec.squared_projections.tolist(),
        "residual": float(spec.residual),
    }


if __name__ == "__main__":
    FIXTURES.write_text(json.dumps(fixtures()) + "\n")
