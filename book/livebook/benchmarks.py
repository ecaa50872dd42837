"""The directive `{benchmarks}`: tables and the figure of what ``make bench`` last stored."""

import json
from functools import partial

import numpy as np
from docutils import nodes

from livebook import figures
from livebook.claims import Markdown
from repalign.paper.figures import panels
from repalign.paper.figures.lines import REFERENCE, headed
from repalign.plot import LINES

STORED = "benchmarks.json"  # beside the pages
NARROW = "\u202f"  # a blank at which no line ends
SHORT = {  # in legends
    "repalign.spectrum": "spectrum",
    "SpectrumAccumulator": "accumulator",
    "spectrum_from_dask": "dask",
    "thin SVD, NumPy": "SVD, NumPy",
    "thin SVD, PyTorch": "SVD, PyTorch",
    "Gram matrix": "Gram",
}
STYLES = (*LINES[:4], REFERENCE, LINES[4])  # the two SVDs apart


class Benchmarks(Markdown):
    """One of `PARTS`."""

    required_arguments = 1

    def run(self):
        part = self.arguments[0]
        path = f"{self.env.srcdir}/book/{STORED}"
        self.env.note_dependency(path)
        with open(path, encoding="utf-8") as file:
            stored = json.load(file)
        if part == "figure":
            text = figures.put(self.env.app, self.env.docname, drawn(stored))
            return [nodes.raw("", text, format="html")]
        if part not in PARTS:
            raise self.error(f"no part {part!r}; known: figure, {', '.join(PARTS)}")
        return self.parsed(PARTS[part](stored)).children


def machine(stored):
    said = stored["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in said["versions"].items())
    return [
        f"{said['processor']}, {said['cores']} cores, {said['system']}; {said['blas']}; {versions}."
    ]


def shapes(stored):
    """A table for each shape that is named in the text."""
    lines = []
    for n, d in stored["named"]:
        rows = [row for row in stored["rows"] if (row["n"], row["d"]) == (n, d)]
        lines += [
            f"**{n:,} × {d}**",
            "",
            "| method | s | Gram products | MB | error |",
            "|---|--:|--:|--:|--:|",
            *map(_row, rows),
            "",
        ]
    return lines


def _row(row):
    return (
        f"| {row['method']} | {row['seconds']:.3g} | {row['products']:.3g} | "
        f"{_memory(row['megabytes'], '')} | {row['error']:.0e} |"
    )


def disk(stored):
    """A sentence about features that no memory need hold."""
    of = stored["disk"]
    return [
        f"`repalign measure` of a file with {of['n']:,} × {of['d']} numbers in float32 "
        f"({4e-9 * of['n'] * of['d']:.2g} GB) and {of['shuffles']} shuffled labels, read once, took "
        f"{of['seconds']:.0f} s and at most {_memory(of['megabytes'], 'so many')} MB beyond the "
        f"package itself. No projection differs from that of `spectrum` of the same features in "
        f"memory by more than {_power(of['difference'])} of ‖y‖²."
    ]


def oracle(stored):
    """Errors beside an oracle of many digits."""
    names = [name for name in stored["small"][0] if name not in "nd"]
    return [
        "| method | " + " | ".join(f"{row['n']} × {row['d']}" for row in stored["small"]) + " |",
        "|---|" + "--:|" * len(stored["small"]),
        *(
            f"| {name} | "
            + " | ".join(f"{row[name]:.0e}" if name in row else "" for row in stored["small"])
            + " |"
            for name in names
        ),
    ]


def growth(stored):
    """Exponents of the seconds' growth."""
    names = _methods(stored)
    return [
        "| method | with samples | with features |",
        "|---|--:|--:|",
        *(
            f"| {name} | {exponent(stored, name, 'n'):.2f} | {exponent(stored, name, 'd'):.2f} |"
            for name in names
        ),
    ]


PARTS = {"machine": machine, "shapes": shapes, "disk": disk, "oracle": oracle, "growth": growth}


def exponent(stored, method, key):
    """The slope of log seconds against log n or log d, over the doublings of the one."""
    return float(np.polyfit(*np.log(_curve(stored, method, key)), 1)[0])


def _curve(stored, method, key):
    """(n or d, seconds) of a method over the doublings of the one."""
    other, fixed = ("d", stored["fixed"]["d"]) if key == "n" else ("n", stored["fixed"]["n"])
    doubled = stored["doubled"][key]
    rows = [
        (row[key], row["seconds"])
        for row in stored["rows"]
        if row["method"] == method and row[other] == fixed and row[key] in doubled
    ]
    return np.array(sorted(rows)).T


def _methods(stored):
    """Those that were measured at every doubling."""
    names = dict.fromkeys(row["method"] for row in stored["rows"])
    doubled = stored["doubled"]
    return [
        name
        for name in names
        if all(_curve(stored, name, key).shape == (2, len(doubled[key])) for key in "nd")
    ]


def drawn(stored):
    """Seconds against n and against d, a line a method: a document of two panels."""
    alt = "Seconds against samples and against features, both logarithmic, a line for each method."
    return panels.document([partial(_growth, stored, key) for key in "nd"], alt)


def _growth(stored, key, ax):
    for name, line in zip(_methods(stored), STYLES, strict=True):
        ax.plot(*_curve(stored, name, key), label=SHORT.get(name, name), **line)
    ax.set_xscale("log")
    ax.set_yscale("log")
    doubled = stored["doubled"][key]
    ax.set_xticks(doubled[::2])
    ax.minorticks_off()
    fixed = {"n": f"samples, of {stored['fixed']['d']} features each"}
    fixed["d"] = f"features of {stored['fixed']['n']:,} samples"
    ax.set(xlabel=fixed[key], ylabel="seconds")
    headed(ax, "", columns=2)


def _memory(megabytes, unknown):
    return unknown if megabytes is None else f"{megabytes:,.0f}"


def _power(value):
    mantissa, exponent = f"{value:.0e}".split("e")
    return f"{mantissa}{NARROW}·{NARROW}10<sup>{int(exponent)}</sup>".replace("-", "−")
