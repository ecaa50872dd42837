"""Panels as SVG: sharp at any size, in the colours of the page, wrapped on a phone.

A panel is as wide as a phone. Its text is text, in the reader's own sans serif, and never smaller
than 11 px. All colours are the palette's on a light ground; `darkened` has those on a dark one.
"""

import io
import math
import re
from xml.etree import ElementTree

from repalign._support import palette
from repalign._support.extras import need
from repalign.paper.figures.cells import ten_to
from repalign.plot import STYLE, plt

Figure = need("matplotlib.figure", "plot").Figure

PANEL, WIDE = (3.4, 2.6), (7.1, 2.9)  # inches, of 96 px
GAP = 0.3
SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
COMMAND = re.compile(r"([A-Za-z])((?: ?-?[\d.]+)*)")
FONT = "system-ui, sans-serif"
CLASS = "ra-figure"  # of a document that holds panels
DARK = dict(palette.COLOURS.values())
COLOUR = re.compile(rf'(?<==")({"|".join(DARK)})(?=")')
RC = STYLE | {"svg.fonttype": "none", "svg.hashsalt": "repalign", "savefig.transparent": True}


def document(paints, alt):
    """One picture of all panels, side by side, each an ``svg`` within it.

    Of a single panel there are two: a wide one, and a narrow one that only a phone displays.

    Parameters
    ----------
    paints : list of callables (ax)
    alt : str
        What the picture shows, in words.
    """
    if len(paints) == 1:
        width, height = WIDE
        panels = [_panel(paints[0], WIDE), _panel(paints[0], PANEL)]
        panels[0].set("class", "ra-wide")
        panels[1].attrib |= {"class": "ra-narrow", "display": "none"}
    else:
        width, height = len(paints) * (PANEL[0] + GAP) - GAP, PANEL[1]
        panels = [_panel(paint, PANEL) for paint in paints]
        for index, panel in enumerate(panels):
            panel.set("x", f"{96 * index * (PANEL[0] + GAP):g}")
    root = ElementTree.Element(
        f"{SVG}svg", {"class": CLASS, "role": "img", **_size(96 * width, 96 * height)}
    )
    ElementTree.SubElement(root, f"{SVG}title").text = alt
    ground = {"width": "100%", "height": "100%", "fill": palette.COLOURS["ground"][0]}
    ElementTree.SubElement(root, f"{SVG}rect", ground)
    root.extend(panels)
    ElementTree.register_namespace("", SVG[1:-1])
    return ElementTree.tostring(root, encoding="unicode")


def split(text):
    """The panels of a `document`, each an SVG of its own, and the words for all of them."""
    root = ElementTree.fromstring(text)
    ElementTree.register_namespace("", SVG[1:-1])
    panels = root.findall(f"{SVG}svg")
    for panel in panels:
        for place in ("x", "display"):
            panel.attrib.pop(place, None)
    texts = [ElementTree.tostring(panel, encoding="unicode") for panel in panels]
    return texts, root.findtext(f"{SVG}title")


def darkened(text):
    """Panels for a dark page."""
    return COLOUR.sub(lambda match: DARK[match[1]], text)


def _panel(paint, inches):
    with plt.rc_context(RC):
        figure = Figure(figsize=inches)
        paint(ax=figure.subplots())
        plain_powers(figure)
        drawn = io.StringIO()
        figure.savefig(drawn, format="svg", metadata={"Date": None})
    root = ElementTree.fromstring(drawn.getvalue())
    for parent in list(root.iter()):
        parent.text, parent.tail = (parent.text or "").strip() or None, None
        for child in list(parent):
            if child.tag in (f"{SVG}metadata", f"{SVG}style"):
                parent.remove(child)
    for element in root.iter():
        _simplify(element)
    for mark in root.iterfind(f".//{SVG}defs/{SVG}path"):  # else its colours hide those of its use
        for name in ("stroke", "fill"):
            mark.attrib.pop(name, None)
    for name in ("version", "width", "height"):
        root.attrib.pop(name, None)
    root.attrib |= {"width": f"{96 * inches[0]:g}", "height": f"{96 * inches[1]:g}"}
    return root


def plain_powers(figure):
    """Numbers on logarithmic axes as text, 0.01, 100, 10⁶, which needs no mathematical type."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if axis.get_scale() == "log":
                axis.set_major_formatter(lambda value, _: power(value))
                axis.set_minor_formatter("")


def power(value):
    """A power of ten, short; others in digits.

    Examples
    --------
    >>> power(0.01), power(1000.0), power(1e-7), power(40000)
    ('0.01', '1000', '10⁻⁷', '40000')
    """
    exponent = round(math.log10(value))
    if -3 <= exponent <= 3 or not math.isclose(value, 10.0**exponent):
        return f"{value:g}"
    return ten_to(exponent)


def _size(width, height):
    return {"width": f"{width:g}", "height": f"{height:g}", "viewBox": f"0 0 {width:g} {height:g}"}


def _simplify(element):
    """Styles as attributes, which no policy of a page forbids; numbers to a tenth of a pixel."""
    attributes = element.attrib
    if element.tag == f"{SVG}g":
        attributes.pop("id", None)
    if LINK in attributes:
        attributes["href"] = attributes.pop(LINK)
    for name, value in re.findall(r"([\w-]+):\s*([^;]+)", attributes.pop("style", "")):
        attributes |= _font(value) if name == "font" else {name: value}
    if "font-family" in attributes:
        attributes["font-family"] = FONT
    for name in ("x", "y", "transform"):
        if name in attributes:
            attributes[name] = _short(attributes[name])
    if "d" in attributes:
        attributes["d"] = _level(_short(attributes["d"], decimals=1))


def _font(value):
    size = re.search(r"([\d.]+)px", value)[1]
    return {"font-size": f"{float(size):g}", "font-family": FONT} | (
        {"font-style": "italic"} if "italic" in value else {}
    )


def _short(text, decimals=2):
    """Numbers with so many decimals, white space once."""

    def rounded(match):
        return f"{float(match[0]):.{decimals}f}".rstrip("0").rstrip(".")

    return " ".join(NUMBER.sub(rounded, text).split())


def _level(path):
    """A path without points in the middle of a level line, of which curves of steps are made."""
    kept = []
    for command, numbers in COMMAND.findall(path):
        point = (command, *numbers.split())
        if len(kept) > 1 and _is_between(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return " ".join(" ".join(point) for point in kept)


def _is_between(first, middle, last):
    commands, heights = {middle[0], last[0]}, {each[-1] for each in (first, middle, last)}
    if commands != {"L"} or first[0] not in "ML" or len(heights) > 1:
        return False
    low, high = sorted((float(first[1]), float(last[1])))
    return low <= float(middle[1]) <= high
