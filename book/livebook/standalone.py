"""Explorers on a page outside of the book: for pictures and measurements of them."""

from pathlib import Path

from livebook.widgets import files, rewrite, tags

RUNTIME = Path(__file__).resolve().parent.parent / "assets" / "runtime.js"


def write(folder, name, scripts, head=""):
    """Write a page from scripts of widget states and views, and what it needs; its address.

    `scripts` are a notebook's or those of `explorer.embed`.
    """
    page = rewrite(
        f'<!doctype html><html><head><meta charset="utf-8"></head><body>{scripts}</body></html>'
    )
    html = page.html.replace("</head>", f"{head}{tags('', page.texts)}</head>")
    runtime = RUNTIME.read_text(encoding="utf-8")
    for file, text in {**files(page.texts), "_static/runtime.js": runtime, name: html}.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return (folder / name).as_uri()
