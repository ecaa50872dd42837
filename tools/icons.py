"""Make the book's icon font: the few icons that its pages show, of the 1400 in the theme's font (5
KB instead of 156).

book.css puts it over the theme's font for exactly these characters; any other icon still comes from
the theme's. Run in the book's environment when the theme changes: python tools/icons.py
"""

from pathlib import Path

import pydata_sphinx_theme
from fontTools import subset

THEME = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
SOURCE = THEME / "vendor/fontawesome/webfonts/fa-solid-900.ttf"
TARGET = Path(__file__).resolve().parent.parent / "book/assets/icons.woff"
ICONS = {
    "magnifying-glass": 0xF002,
    "check": 0xF00C,
    "xmark": 0xF00D,
    "download": 0xF019,
    "list": 0xF03A,
    "circle-half-stroke": 0xF042,
    "arrow-up": 0xF062,
    "expand": 0xF065,
    "compress": 0xF066,
    "bars": 0xF0C9,
    "link": 0xF0C1,
    "angle-left": 0xF104,
    "angle-right": 0xF105,
    "angle-down": 0xF107,
    "rocket": 0xF135,
    "file": 0xF15B,
    "sun": 0xF185,
    "moon": 0xF186,
    "file-pdf": 0xF1C1,
}


def main():
    # Of the names only the copyright: the licence reserves "Font Awesome" for the font as its
    # authors made it.
    options = subset.Options(
        flavor="woff", layout_features=[], name_IDs=[0], recalc_timestamp=False, notdef_outline=True
    )
    font = subset.load_font(str(SOURCE), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=ICONS.values())
    subsetter.subset(font)
    subset.save_font(font, str(TARGET), options)
    print(f"unicode-range: {', '.join(f'U+{code:X}' for code in sorted(ICONS.values()))};")


if __name__ == "__main__":
    main()
