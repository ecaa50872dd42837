"""Inline code of the built site becomes files, so that it works under the strictest
Content-Security-Policy.

Scripts, style sheets, handlers such as onclick, style attributes, and pictures that stand in a
style sheet as data.
"""

import hashlib
import html
import posixpath
import re
from html.parser import HTMLParser
from urllib.parse import unquote

HEADER = ("Content-Security-Policy", "default-src 'self'")
FOLDER = "_static/inline"

SCRIPT = re.compile(
    r'<script(?: data-cfasync="false"| type="text/javascript")?>(.*?)</script>', re.DOTALL
)
SCRIPTS = re.compile(rf"{SCRIPT.pattern}(?:\s*{SCRIPT.pattern})*", re.DOTALL)
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
NO_TAGS = re.compile(r"(<script.*?</script>|<!--.*?-->)", re.DOTALL)
TAG = re.compile(r"<[a-z][^<>]*>", re.IGNORECASE)
HANDLER = re.compile(r'\son([a-z]+)="([^"]*)"', re.IGNORECASE)
STYLED = re.compile(r'\sstyle="([^"]*)"', re.IGNORECASE)
PICTURE = re.compile(r"""url\((["']?)data:image/svg\+xml(?:;charset=[\w-]+)?,(.*?)\1\)""")
NO_CODE = re.compile(r"json$|^text/(?!javascript)")


class Files:
    """The files that hold what stood inline, {address from the site's root: text}; the same text
    once."""

    def __init__(self, up=""):
        self.up, self.texts = up, {}

    def add(self, text, kind):
        """The file's address, seen from the page."""
        name = f"{FOLDER}/{digest(text)}.{kind}"
        self.texts[name] = text
        return self.up + name


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def rewrite(source, up):
    """A page without inline code, and the texts of its files; `up` leads from the page to the root,
    as "../"."""
    files = Files(up)
    source = SCRIPTS.sub(lambda run: _script(files, ";".join(SCRIPT.findall(run[0]))), source)
    source = STYLE.sub(lambda style: _sheet(files, style[1]), source)
    lines = {"handlers": {}, "styles": {}}
    parts = [
        part if i % 2 else TAG.sub(lambda tag: _named(tag[0], lines), part)
        for i, part in _parts(source)
    ]
    source = "".join(parts)
    if lines["styles"]:
        source = source.replace(
            "</head>", _sheet(files, "\n".join(lines["styles"])) + "\n</head>", 1
        )
    if lines["handlers"]:
        source = source.replace(
            "</body>", _script(files, "\n".join(lines["handlers"])) + "\n</body>", 1
        )
    return source, files.texts


def _parts(source):
    return enumerate(NO_TAGS.split(source))


def _script(files, text):
    return f'<script src="{files.add(text, "js")}"></script>'


def _sheet(files, text):
    return f'<link rel="stylesheet" href="{files.add(text, "css")}" />'


def _named(tag, lines):
    """The tag with names in place of its handlers and its style; what the names stand for goes into
    `lines`."""

    def handler(match):
        event, code = match[1].lower(), html.unescape(match[2])
        mark = f'data-on{event}="{digest(code)}"'
        listen = f'each.addEventListener("{event}", function (event) {{ {code} }})'
        lines["handlers"][
            f"for (const each of document.querySelectorAll('[{mark}]')) {listen};"
        ] = True
        return f" {mark}"

    def style(match):
        mark = f'data-style="{digest(match[1])}"'
        lines["styles"][f"[{mark}] {{ {html.unescape(match[1])} }}"] = True
        return f" {mark}"

    return STYLED.sub(style, HANDLER.sub(handler, tag))


def rewrite_css(source, folder):
    """A style sheet in `folder` without pictures as data, and the texts of their files."""
    files = Files()

    def picture(match):
        return f"url({posixpath.relpath(files.add(unquote(match[2]), 'svg'), folder)})"

    return PICTURE.sub(picture, source), files.texts


class _Inline(HTMLParser):
    """Collects what a policy of 'self' forbids."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        attributes = {name: value or "" for name, value in attributes}
        inline = (
            tag == "script"
            and "src" not in attributes
            and not NO_CODE.search(attributes.get("type", ""))
        )
        if inline or tag == "style":
            self.found.append(f"<{tag}>")
        for name, value in attributes.items():
            if name == "style" or name.startswith("on") or value.lower().startswith("javascript:"):
                self.found.append(f"<{tag} {name}>")
            if name == "src" and value.startswith("data:"):
                self.found.append(f"<{tag} {name}> as data")


def inline_code(source):
    """What of a page needs more than the policy allows."""
    parser = _Inline()
    parser.feed(source)
    return parser.found
