"""What ``repalign measure --plot`` writes: curves, or a live page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from repalign._support.extras import need
from repalign._support.files import replacing
from repalign._support.verdicts import KEY
from repalign.report import Report
from repalign.yours.measure import Measured, Options
from repalign.yours.refusal import refuse
from repalign.yours.result import band_of

MOST = 5  # layers in a figure


def require(path: Path) -> None:
    """MissingExtraError now, rather than when all is measured."""
    if path.suffix == ".html":
        need("anywidget", "widgets")
    else:
        need("matplotlib", "plot")


def save_page(path: Path, report: Report, title: str, used: Options, text: str) -> None:
    from repalign.widgets import YoursExplorer
    from repalign.widgets.page import page

    explorer = YoursExplorer(result=text, bias=used.bias, normalize=used.normalize)
    table = f"<details><summary>All measures</summary>{report._repr_html_()}</details>"
    with _writing(path) as partial:
        partial.write_text(page(explorer, title, table), encoding="utf-8")


def save_figure(path: Path, layers: dict[str, Measured], report: Report, title: str) -> None:
    """Curves over thresholds as in the table, in shares of ||Phi||."""
    from repalign import plot

    plot.use_style()
    drawn = _drawn(report)
    length = {name: np.linalg.norm(layers[name].spec.singular_values) for name in drawn}
    spectra, bands = {}, {}
    for name in drawn:
        spec, null, _ = layers[name]
        spectra[name] = replace(spec, singular_values=spec.singular_values / length[name])
        if null:
            taus, *ends = band_of(null)
            bands[name] = (taus / length[name], *ends)
    axes = plot.alignment_curves(spectra, nulls=bands)
    some = f"; {len(drawn)} of {len(layers)} layers, the best" if len(drawn) < len(layers) else ""
    axes.set(title=title + some, xlabel="threshold τ, as a share of ‖Φ‖")
    with _writing(path) as partial:
        axes.figure.savefig(partial, format=path.suffix[1:])


def _drawn(report: Report) -> list[str]:
    """Layers that the sentence names and then the best, as many as lines are told apart."""
    named = (report.lead.best, report.lead.rival) if report.lead else ()
    first = sorted(report.rows, key=lambda name: (name not in named, -report.rows[name][KEY]))
    return [name for name in report.rows if name in first[:MOST]]


@contextmanager
def _writing(path: Path) -> Iterator[Path]:
    try:
        with replacing(path) as partial:
            yield partial
    except OSError as error:  # which names the temporary file
        reason = error.strerror or error
        refuse(str(path), f"cannot be written ({reason})", "Choose another place with --plot")
