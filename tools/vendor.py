"""Copy what the book needs of MathJax from node_modules into the book's assets.

The copy is committed, since a build of the book must not need node. Run after `npm ci` when the version changes.
"""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules/mathjax"
TARGET = ROOT / "book/assets/mathjax"
# The extensions that MathJax loads by itself when a formula asks for one of their commands.
EXTENSIONS = ("bbox", "boldsymbol", "cancel", "color", "enclose", "unicode", "verb")


def wanted():
    """(from, to) of every file."""
    yield SOURCE / "LICENSE", TARGET / "LICENSE"
    names = ["tex-chtml.js", *(f"input/tex/extensions/{name}.js" for name in EXTENSIONS)]
    fonts = sorted((SOURCE / "es5/output/chtml/fonts/woff-v2").glob("*.woff"))
    for path in [*(SOURCE / "es5" / name for name in names), *fonts]:
        yield path, TARGET / path.relative_to(SOURCE / "es5")


def main():
    if not SOURCE.is_dir():
        raise SystemExit(f"{SOURCE} is missing; run `npm ci` first")
    shutil.rmtree(TARGET, ignore_errors=True)
    for source, target in wanted():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


if __name__ == "__main__":
    main()
