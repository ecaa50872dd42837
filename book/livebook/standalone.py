"""Explorers in a single file: for pictures and measurements of them, outside of the book."""

from pathlib import Path

from livebook.widgets import rewrite, text_script

RUNTIME = Path(__file__).resolve().parent.parent / "assets" / "runtime.js"


def standalone(scripts, head=""):
    """A page from scripts of widget states and views, as a notebook's or `explorer.embed`'s."""
    page = rewrite(f'<!doctype html><html><head><meta charset="utf-8">{head}</head><body>{scripts}</body></html>')
    texts = "".join(text_script(digest, text) for digest, text in page.texts.items())
    runtime = RUNTIME.read_text(encoding="utf-8")
    return page.html.replace("</body>", f"<script>{texts}{runtime}</script></body>")
