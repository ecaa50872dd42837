"""Fonts of formulas, made small: of each, only the characters that the book's formulas show."""

from fontTools import subset

FOLDER = "_static/katex/fonts"


def shrink(root, letters):
    """Keep in each font of a built site the characters in `letters`."""
    for path in sorted((root / FOLDER).glob("*.woff")):
        options = subset.Options(
            flavor="woff", hinting=False, layout_features=[], recalc_timestamp=False
        )
        font = subset.load_font(str(path), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=map(ord, letters))
        subsetter.subset(font)
        subset.save_font(font, str(path), options)
