"""What a page weighs, gzipped, and what it may.

Counted from the built files: what the page's elements, its explorers' modules and its fonts
request, and also figures, which are loaded when they come near. Not counted are pictures that a
style sheet names, below 1 KB in all.
The build writes the table beside the site, as `FILE`.
"""

import gzip
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from livebook import fonts
from livebook.widgets import EXPLORERS_TYPE, FOLDER

FILE = "weights.txt"
# KB. A chapter, and the pages that look things up.
CHAPTER, OTHER = 300, 150
# Pages that store much, and what.
LARGER = {
    "book/index": (200, "every checkpoint of the first figure, which the page opens with"),
    "book/playground": (200, "networks, their training and their spectra, and 500 digits"),
    "book/yours": (225, "readers of files, linear algebra and a sample: the page computes alone"),
    "notebooks/05_peaks": (320, "layers of three sources, and what they foretell of test errors"),
    "search": (230, "the index of words, and the sentences that results show"),
}
KINDS = ("html", "state", "pictures", "css", "js", "fonts")
STATE = re.compile(rf'<script type="{re.escape(EXPLORERS_TYPE)}">.*?</script>', re.DOTALL)
NOT_SHOWN = {"only-dark", "ra-narrow"}  # on a light page, at a desk


def over(page, found):
    """Why a page of such weights, as of `weigh`, is too heavy, in words; None if it is not."""
    most = budget(page)
    if (total := sum(found.values())) <= most:
        return None
    parts = ", ".join(f"{kind} {weight:.0f}" for kind, weight in found.items())
    return (
        f"it weighs {total:.0f} KB gzipped and may be {most} ({parts}); "
        "budgets stand in livebook/weights.py"
    )


def budget(page):
    """KB that a page, such as "notebooks/05_peaks.html", may weigh."""
    usual = CHAPTER if page.startswith("notebooks/") else OTHER
    return LARGER.get(page.removesuffix(".html"), (usual,))[0]


def weigh(site, page):
    """KB gzipped of a page, by kind; explorers' states are a part of the page's own file, and stand
    beside it."""
    path = Path(site, page)
    source = path.read_text(encoding="utf-8")
    whole, html = map(_packed_text, (source, STATE.sub("", source)))
    read = _Read()
    read.feed(source)
    files = {kind: [_resolve(path, each) for each in read.files[kind]] for kind in read.files}
    files["js"] += [Path(site, FOLDER, f"{name}.js").resolve() for name in read.modules]
    files["fonts"] = [Path(site, font).resolve() for font in fonts.asked(read.classes)]
    loaded = {kind: sum(map(_packed, dict.fromkeys(found))) for kind, found in files.items()}
    loaded |= {"html": html, "state": whole - html}
    return {kind: loaded[kind] for kind in KINDS}


def table(weighed):
    """A line for each page of {page: weights}: KB by kind, in all, and the budget."""
    lines = [_line("KB gzipped", [*KINDS, "total", "budget"])]
    for page, found in weighed.items():
        numbers = (*found.values(), sum(found.values()), budget(page))
        lines.append(_line(page, [f"{each:.0f}" for each in numbers]))
    return "\n".join(lines) + "\n"


def _line(first, cells):
    return f"{first:30}" + "".join(f"{cell:>9}" for cell in cells)


class _Read(HTMLParser):
    """The files that a page's elements request, and the classes of its elements."""

    def __init__(self):
        super().__init__()
        self.files = {"css": [], "js": [], "pictures": []}
        self.modules, self.classes, self.unscripted = [], set(), False

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.unscripted |= tag == "noscript"
        if self.unscripted:
            return
        self.classes.add(frozenset((attributes.get("class") or "").split()))
        if tag == "link" and attributes.get("rel") == "stylesheet":
            self.files["css"].append(attributes["href"])
        if tag == "script" and "src" in attributes:
            self.files["js"].append(attributes["src"])
            for kind in ("data-modules", "data-shared"):
                self.modules += attributes.get(kind, "").split()
        if tag == "img" and NOT_SHOWN.isdisjoint(attributes.get("class", "").split()):
            self.files["pictures"].append(attributes["src"])

    def handle_endtag(self, tag):
        self.unscripted &= tag != "noscript"


def _resolve(path, address):
    return (path.parent / unquote(urlsplit(address).path)).resolve()


def _packed_text(text):
    return len(gzip.compress(text.encode(), 6)) / 1000


def _packed(path):
    return _packed_at(path, path.stat().st_mtime_ns)


@cache
def _packed_at(path, changed):
    """Most files are those of many pages."""
    return len(gzip.compress(path.read_bytes(), 6)) / 1000
