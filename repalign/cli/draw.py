"""What ``repalign measure --plot`` writes: curves, or a live page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from repalign._support.extras import need
from repalign._support.files import replacing
from repalign.report import Report
from repalign.yours.measure import Measured, Options
from repalign.yours.refusal import refuse
from repalign.yours.result import band_of


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


def save_figure(path: Path, layers: dict[str, Measured], title: str) -> None:
    from repalign import plot

    plot.use_style()
    bands = {name: band_of(each.null) for name, each in layers.items() if each.null}
    axes = plot.alignment_curves({name: each.spec for name, each in layers.items()}, nulls=bands)
    axes.set_title(title)
    with _writing(path) as partial:
        axes.figure.savefig(partial, format=path.suffix[1:])


@contextmanager
def _writing(path: Path) -> Iterator[Path]:
    try:
        with replacing(path) as partial:
            yield partial
    except OSError as error:  # which names the temporary file
        reason = error.strerror or error
        refuse(str(path), f"cannot be written ({reason})", "Choose another place with --plot")
