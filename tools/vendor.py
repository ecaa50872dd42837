"""Make the book's MathJax from node_modules: one script with only what a page needs, fonts, and a
few extensions.

The result is committed, since a build of the book must not need node. Run after `npm ci` when the
version changes. MathJax's own combined script also holds its context menu, 108 KB of 262 KB
gzipped.
"""

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules/mathjax"
TARGET = ROOT / "book/assets/mathjax"
# The startup first: it begins when the whole script has run, and finds what the others registered.
COMPONENTS = ("core", "input/tex", "output/chtml", "output/chtml/fonts/tex", "a11y/assistive-mml")
# Formulas' styles come as a style element, which a strict Content-Security-Policy forbids; an
# adopted sheet it allows. The whole sheet each time: the output would add new rules to an element
# that stands in no page.
ADOPT = """(({ prototype }) => {
  if (!document.adoptedStyleSheets) return;
  prototype.addStyleSheet = function () {
    this.outputJax.chtmlStyles = null;
    this.adopted ??= new CSSStyleSheet();
    this.adopted.replaceSync(this.documentStyleSheet().textContent);
    const others = document.adoptedStyleSheets.filter((sheet) => sheet !== this.adopted);
    document.adoptedStyleSheets = [...others, this.adopted];
  };
})(MathJax._.handlers.html.HTMLDocument.HTMLDocument)"""
# What MathJax loads by itself when a formula asks for one of their commands.
EXTENSIONS = ("bbox", "boldsymbol", "cancel", "color", "enclose", "unicode", "verb")


def main():
    if not SOURCE.is_dir():
        raise SystemExit(f"{SOURCE} is missing; run `npm ci` first")
    shutil.rmtree(TARGET, ignore_errors=True)
    for source, target in copied():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    (TARGET / "tex-chtml.js").write_text(combined(), encoding="utf-8")


def copied():
    """(from, to) of every file that stays as it is."""
    yield SOURCE / "LICENSE", TARGET / "LICENSE"
    extensions = [SOURCE / f"es5/input/tex/extensions/{name}.js" for name in EXTENSIONS]
    fonts = sorted((SOURCE / "es5/output/chtml/fonts/woff-v2").glob("*.woff"))
    for path in [*extensions, *fonts]:
        yield path, TARGET / path.relative_to(SOURCE / "es5")


def combined():
    """Startup and components in one script, named as loaded so that extensions do not ask for them
    again."""
    names = ", ".join(f'"{name}"' for name in ("input/tex-base", *COMPONENTS))
    scripts = [
        (SOURCE / f"es5/{name}.js").read_text(encoding="utf-8") for name in ("startup", *COMPONENTS)
    ]
    return ";\n".join([scripts[0], f"MathJax.loader.preLoad({names})", *scripts[1:], ADOPT]) + ";\n"


if __name__ == "__main__":
    main()
