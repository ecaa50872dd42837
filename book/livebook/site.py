"""After the build: every page rewritten, and the whole site proved to need no other host."""

import re
from pathlib import Path

from sphinx.errors import SphinxError

from livebook import offline, widgets

# 1.45 MB that the theme loads beside a web font with the same icons.
ICON_SCRIPT = re.compile(r"\s*<(?:script|link)[^>]*scripts/fontawesome\.js[^>]*>(?:</script>)?")
ICON_SCRIPT_FILES = "_static/scripts/fontawesome.js*"


class SiteError(SphinxError):
    """The built book would not work everywhere; the message lists every page and cause."""

    category = "The book is not fit to publish"


def finish(app, exception):
    """Rewrite and check the site, unless the build has failed already."""
    if exception or app.builder.format != "html":
        return
    root = Path(app.outdir)
    for path in root.glob(ICON_SCRIPT_FILES):
        path.unlink()
    problems = [problem for path in pages(root) for problem in _finish_page(root, path)]
    problems += [f"{name(root, path)}: {found}" for path in sorted(root.rglob("*.css")) for found in _foreign_css(path)]
    if problems:
        raise SiteError("\n" + "\n".join(problems))


def pages(root):
    return sorted(
        path for path in root.rglob("*.html") if path.relative_to(root).parts[0] not in ("_static", "_sources")
    )


def name(root, path):
    return path.relative_to(root).as_posix()


def _finish_page(root, path):
    """Rewrite one page in place; the problems found."""
    source = path.read_text(encoding="utf-8")
    try:
        page = widgets.rewrite(ICON_SCRIPT.sub("", source))
    except widgets.WidgetError as error:
        return [f"{name(root, path)}: {error}"]
    for digest, text in page.texts.items():
        _write_text(root, digest, text)
    up = "../" * (len(path.relative_to(root).parts) - 1)
    # Early in the head, so that explorers do not wait for the formulas' script.
    result = page.html.replace("</title>", "</title>\n" + _script_tags(up, page.texts), 1)
    if result != source:
        path.write_text(result, encoding="utf-8")
    foreign = offline.foreign_in_html(result) + [
        f for text in page.texts.values() for f in offline.foreign_imports(text)
    ]
    return [f"{name(root, path)}: loaded from another host: {found}" for found in foreign]


def _write_text(root, digest, text):
    target = root / "_static" / "explorers" / f"{digest}.js"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(widgets.text_script(digest, text), encoding="utf-8")


def _script_tags(up, texts):
    """Deferred, so in this order and after the page is parsed: the texts first, then the runtime that reads them."""
    if not texts:
        return ""
    files = [*(f"explorers/{digest}.js" for digest in texts), "runtime.js"]
    return "".join(f'<script defer src="{up}_static/{file}"></script>\n' for file in files)


def _foreign_css(path):
    return offline.foreign_in_css(path.read_text(encoding="utf-8", errors="replace"))
