"""Figures and tables of the paper, and ours, made from the stored results: a function each.

A notebook shows what such a function returns, a `Picture` as panels in SVG, a `Table` as a table;
``repalign figure NAME`` writes either to a file. The functions stand in a module for each chapter.
"""

import re
import textwrap
from dataclasses import dataclass
from functools import partial, wraps
from html import escape
from importlib import import_module
from pkgutil import iter_modules

from repalign._support.extras import need
from repalign._support.files import replacing
from repalign.paper.figures import panels
from repalign.paper.figures.cells import written
from repalign.plot import STYLE, plt

FORMATS = ("svg", "pdf", "png")
NUMBER = re.compile(r"[+−–-]?[\d.]|–$|never$")  # how the cells of a column of numbers begin
HELD = {" = ": "\u00a0=\u00a0", " ≤ ": "\u00a0≤\u00a0", " %": "\u00a0%", "R-1": "R-\u20601"}
TOGETHER = re.compile("|".join(HELD))
_MADE = {}


@dataclass(frozen=True)
class Picture:
    """What a figure shows, in words, and callables (ax) that paint its panels."""

    alt: str
    paints: tuple

    def _repr_svg_(self):
        return panels.document(self.paints, self.alt)

    def __repr__(self):
        return self.alt

    def save(self, path, kind):
        """Write it in one of `FORMATS`, its panels in rows of two, or three if they are odd."""
        columns = min(len(self.paints), 2 + len(self.paints) % 2)
        rows = -(-len(self.paints) // columns)
        width, height = panels.WIDE if len(self.paints) == 1 else panels.PANEL
        _save(path, kind, (columns * width, rows * height), (rows, columns), self.paints)


@dataclass(frozen=True, eq=False)
class Table:
    """A caption and a DataFrame; `formats` has for columns of numbers how each is written."""

    caption: str
    frame: object
    formats: dict

    def _repr_html_(self):
        return (
            f'<table class="dataframe"><caption>{_held(self.caption)}</caption><thead>'
            f"{self._rows('th', [self.frame])}</thead><tbody>"
            f"{self._rows('td', self._cells())}</tbody></table>"
        )

    def __repr__(self):
        return f"{self.caption}\n{self.frame.to_string(index=False, formatters=self._written())}"

    def save(self, path, kind):
        """Write it in one of `FORMATS`."""
        cells = self._cells()

        def paint(ax):
            ax.axis("off")
            ax.set_title(textwrap.fill(self.caption, 90))
            drawn = ax.table(
                cells, colLabels=[*self.frame], loc="center", edges="horizontal", cellLoc="right"
            )
            drawn.auto_set_column_width([*range(len(self.frame.columns))])

        _save(path, kind, (panels.WIDE[0], 0.6 + 0.25 * len(cells)), (1, 1), [paint])

    def _cells(self):
        """Rows of text."""
        written = self._written()
        return [
            [written.get(name, str)(cell) for name, cell in row.items()]
            for row in self.frame.to_dict("records")
        ]

    def _rows(self, tag, rows):
        columns = zip(*self._cells(), strict=True)
        numbers = [all(map(NUMBER.match, column)) for column in columns]
        tags = [tag if number else f'{tag} class="words"' for number in numbers]
        row = f"<tr>{''.join(f'<{opened}>{{}}</{tag}>' for opened in tags)}</tr>"
        return "".join(row.format(*map(_held, cells)) for cells in rows)

    def _written(self):
        return {
            name: partial(written, form)
            for name, form in self.formats.items()
            if name in self.frame
        }


def _held(text):
    """Text for a cell, in which what belongs together stays on one line: "τ = 2", "5 %",
    "CIFAR-10"."""
    return TOGETHER.sub(lambda found: HELD[found[0]], escape(str(text)))


def drawn(name, alt):
    """Decorator of a function that returns callables (ax), a panel each: it returns a `Picture`.

    Parameters
    ----------
    name : str
        The paper's number, such as ``"figure-2ab"``, or a word for one of ours.
    alt : str
        What one sees in it: the finding.
    """
    return _named(name, lambda made: Picture(alt, tuple(made)))


def tabulated(name, caption, formats=()):
    """Decorator of a function that returns rows, each a dict, or columns of equal length by name:
    it returns a `Table`.

    Parameters
    ----------
    name, caption : str
    formats : dict, optional
        Column to format, such as ``"{:.2f}"``.
    """

    def table(cells):
        return Table(caption, need("pandas", "paper").DataFrame(cells), dict(formats))

    return _named(name, table)


def every():
    """All figures and tables: a dict of name to function."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return dict(_MADE)


def _named(name, finished):
    def decorate(make):
        @wraps(make)
        def figure(*args, **options):
            return finished(make(*args, **options))

        _MADE[name] = figure
        return figure

    return decorate


def _save(path, kind, inches, grid, paints):
    dated = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}
    with replacing(path) as partial, plt.rc_context(STYLE | {"svg.hashsalt": "repalign"}):
        figure = panels.Figure(figsize=inches)
        for index, paint in enumerate(paints, start=1):
            paint(ax=figure.add_subplot(*grid, index))
        panels.plain_powers(figure)
        figure.savefig(partial, format=kind, metadata=dated.get(kind))
