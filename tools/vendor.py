"""Make the book's KaTeX from node_modules: the script that sets formulas while the book is built,
and the style sheet and fonts that pages load.

The result is committed, since a build of the book must not need node. Run after `npm ci` when the
version changes.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules/katex"
BUILD, PAGES = ROOT / "book/katex", ROOT / "book/assets/katex"
OTHER_FONTS = re.compile(
    r'url\([^)]*\.woff2\) format\("woff2"\),|,url\([^)]*\.ttf\) format\("\w+"\)'
)


def main():
    if not SOURCE.is_dir():
        raise SystemExit(f"{SOURCE} is missing; run `npm ci` first")
    for folder in (BUILD, PAGES):
        shutil.rmtree(folder, ignore_errors=True)
    for source, target in copied():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    (PAGES / "katex.css").write_text(sheet(), encoding="utf-8")


def copied():
    """(from, to) of every file that stays as it is."""
    yield SOURCE / "dist/katex.min.js", BUILD / "katex.js"
    for folder in (BUILD, PAGES):
        yield SOURCE / "LICENSE", folder / "LICENSE"
    for font in sorted((SOURCE / "dist/fonts").glob("*.woff")):
        yield font, PAGES / "fonts" / font.name


def sheet():
    """Fonts as WOFF alone: every browser reads it, and Python without Brotli too."""
    return OTHER_FONTS.sub("", (SOURCE / "dist/katex.min.css").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
