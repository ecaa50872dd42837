"""A measurement as the page "Bring your own" writes and reads it: JSON with spectra, no samples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from repalign._support.levels import thresholds
from repalign.decomposition import EPS, Spectrum
from repalign.measures import alignment_curve
from repalign.report import BAND, Report
from repalign.yours.measure import Measured, Options

FORMAT = "repalign spectra"
VERSION = 1
PLACES = 80  # of the band
CLOSE = 1e-9  # of ||y||^2: rounding moves less between directions that count as certain

Band = tuple[np.ndarray, np.ndarray, np.ndarray]


def result_text(
    labels: str, options: Options, layers: Mapping[str, Measured], report: Report
) -> str:
    """The text of a file: what the page shows, and the report's rows and sentence."""
    told = [_layer(name, each, report.rows[name]) for name, each in layers.items()]
    head = {"format": FORMAT, "version": VERSION, "labels": labels, "says": report.sentence}
    head["lead"] = report.lead and report.lead._asdict()
    options_used = {"bias": options.bias, "normalize": options.normalize}
    return json.dumps(plain(head | options_used | {"layers": told}), indent=1, allow_nan=False)


def band_of(null: Spectrum) -> Band:
    """Thresholds, and the ends of what shuffled labels get in 95 of 100 cases, where tables and
    charts look."""
    sigma = null.singular_values
    counts = np.rint(np.geomspace(1, len(sigma), PLACES)).astype(int)
    taus = np.unique([*sigma[counts - 1], *thresholds(sigma)])
    low, high = np.quantile(alignment_curve(null, taus), BAND, axis=1)
    return taus, low, high


def _layer(name: str, measured: Measured, row: dict[str, Any]) -> dict[str, Any]:
    spec, null = measured.spec, measured.null
    sigma = spec.singular_values
    band = None if null is None else zip(("taus", "low", "high"), band_of(null), strict=True)
    return {
        "name": name,
        "spectrum": {
            "singular_values": sigma,
            "squared_projections": spec.squared_projections,
            "residual": spec.residual,
            "n_samples": spec.n_samples,
            "n_features": spec.n_features,
        },
        "certain": np.count_nonzero(sigma * CLOSE > EPS * sigma[0]),
        "null": band and dict(band),
        "measures": row,
    }


def plain(value: Any) -> Any:
    """What JSON can hold: lists of arrays, and null of a number without bounds."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | np.ndarray) and np.ndim(value):
        return [plain(each) for each in value]
    if isinstance(value, np.generic | np.ndarray):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value
