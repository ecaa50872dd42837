"""Make what the book passes on as it is from node_modules: KaTeX (the script that sets formulas
while the book is built, and the style sheet and fonts that pages load) and the slides' reveal.js.

The result is committed, since a build of the book must not need node. Run after `npm ci` when a
version changes.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KATEX, REVEAL = ROOT / "node_modules/katex", ROOT / "node_modules/reveal.js"
BUILD, PAGES, SLIDES = ROOT / "book/katex", ROOT / "book/assets/katex", ROOT / "book/slides/reveal"
OTHER_FONTS = re.compile(
    r'url\([^)]*\.woff2\) format\("woff2"\),|,url\([^)]*\.ttf\) format\("\w+"\)'
)


def main():
    for source in (KATEX, REVEAL):
        if not source.is_dir():
            raise SystemExit(f"{source} is missing; run `npm ci` first")
    for folder in (BUILD, PAGES, SLIDES):
        shutil.rmtree(folder, ignore_errors=True)
    for source, target in copied():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    (PAGES / "katex.css").write_text(sheet(), encoding="utf-8")


def copied():
    """(from, to) of every file that stays as it is."""
    yield KATEX / "dist/katex.min.js", BUILD / "katex.js"
    for folder in (BUILD, PAGES):
        yield KATEX / "LICENSE", folder / "LICENSE"
    for font in sorted((KATEX / "dist/fonts").glob("*.woff")):
        yield font, PAGES / "fonts" / font.name
    for name in ("dist/reveal.js", "dist/reveal.css", "dist/plugin/notes.js", "LICENSE"):
        yield REVEAL / name, SLIDES / Path(name).name


def sheet():
    """Fonts as WOFF alone: every browser reads it, and Python without Brotli too."""
    return OTHER_FONTS.sub("", (KATEX / "dist/katex.min.css").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
