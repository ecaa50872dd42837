"""Fonts: which a page asks for; and those of formulas made small, of each only the characters that
the book's formulas show."""

import logging

from fontTools import subset

logging.getLogger("fontTools").setLevel(logging.ERROR)  # it wonders at dates of KaTeX's fonts
FOLDER = "_static/katex/fonts"
KATEX = f"{FOLDER}/KaTeX_"
# Classes of one element, and the font that it is set in.
FONTS = {
    "katex": f"{KATEX}Main-Regular.woff",
    "mathbf": f"{KATEX}Main-Bold.woff",
    "mathnormal": f"{KATEX}Math-Italic.woff",
    "mathcal": f"{KATEX}Caligraphic-Regular.woff",
    "mathbb": f"{KATEX}AMS-Regular.woff",
    "amsrm": f"{KATEX}AMS-Regular.woff",
    "op-symbol small-op": f"{KATEX}Size1-Regular.woff",
    "op-symbol large-op": f"{KATEX}Size2-Regular.woff",
    **{f"delimsizing size{n}": f"{KATEX}Size{n}-Regular.woff" for n in range(1, 5)},
    "fa-solid": "_static/icons.woff",
}


def shrink(root, letters):
    """Keep in each font of a built site the characters in `letters`, if there are any."""
    for path in sorted((root / FOLDER).glob("*.woff")) if letters else ():
        options = subset.Options(
            flavor="woff", hinting=False, layout_features=[], recalc_timestamp=False
        )
        font = subset.load_font(str(path), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=map(ord, letters))
        subsetter.subset(font)
        subset.save_font(font, str(path), options)


def asked(classes):
    """The files of the fonts that elements ask for; `classes` holds a set for each element."""
    return dict.fromkeys(
        file for names, file in FONTS.items() if any(set(names.split()) <= each for each in classes)
    )
