"""The style sheets that all pages load, as one file: one request instead of ten."""

import posixpath
import re

from livebook.policy import digest

LINK = re.compile(r'\s*<link(?=[^>]*rel="stylesheet")[^>]*href="([^"?]*_static/[^"?]*\.css)[^>]*>')
URL = re.compile(r"""url\((["']?)(?!["']?(?:data:|#|/))([^"')]+)\1\)""")
IMPORT = re.compile(r"""@import ["']([^"']+)["'];""")
APART = re.compile(r"_static/(?:explorers|inline|katex)/")  # not on all pages


def merge(root, path):
    """Replace the sheets of one page by their sum, which is written beside them."""
    source = path.read_text(encoding="utf-8")
    links = [link for link in LINK.finditer(source) if not APART.search(link[1])]
    if not links:
        return
    text = "\n".join(_rebased(root, (path.parent / link[1]).resolve()) for link in links)
    file = f"_static/{digest(text)}.css"
    (root / file).write_text(text, encoding="utf-8")
    up = "../" * (len(path.relative_to(root).parts) - 1)
    for link in links[1:]:
        source = source.replace(link[0], "", 1)
    one = f'\n<link rel="stylesheet" href="{up}{file}" />'
    path.write_text(source.replace(links[0][0], one, 1), encoding="utf-8")


def _rebased(root, sheet):
    """A sheet's text, with those that it imports, and addresses seen from the folder of all."""
    folder = sheet.parent.relative_to(root.resolve() / "_static").as_posix()

    def seen(match):
        return f"url({posixpath.normpath(posixpath.join(folder, match[2]))})"

    def imported(match):
        return _rebased(root, (sheet.parent / match[1]).resolve())

    return IMPORT.sub(imported, URL.sub(seen, sheet.read_text(encoding="utf-8")))
