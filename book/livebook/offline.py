"""What a page would fetch from another host. Links that a reader may follow are not meant."""

import re
from html.parser import HTMLParser

FETCHED = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
FETCHED_LINKS = {
    "stylesheet",
    "icon",
    "preload",
    "prefetch",
    "modulepreload",
    "preconnect",
    "dns-prefetch",
    "manifest",
}
FOREIGN = re.compile(r"(?:^|[\s,])(?:https?:|wss?:)?//[^\s,]+", re.IGNORECASE)
CSS_FOREIGN = re.compile(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s]+)""", re.IGNORECASE)
MODULE_FOREIGN = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']((?:https?:)?//[^"']+)""")


class _Fetched(HTMLParser):
    """Collects what comes from elsewhere, in the page's order."""

    def __init__(self):
        super().__init__()
        self.foreign, self.inside = [], None

    def handle_starttag(self, tag, attributes):
        self.inside = tag
        attributes = dict(attributes)
        self._add(tag, (attributes.get(name) for name in self._names(tag, attributes)))
        self.foreign += foreign_in_css(attributes.get("style") or "")

    def handle_data(self, data):
        if self.inside == "style":
            self.foreign += foreign_in_css(data)
        if self.inside == "script":
            self.foreign += foreign_imports(data)

    def handle_endtag(self, tag):
        self.inside = None

    def _names(self, tag, attributes):
        if tag == "link":
            return (
                ("href",)
                if FETCHED_LINKS & set((attributes.get("rel") or "").lower().split())
                else ()
            )
        return FETCHED.get(tag, ())

    def _add(self, tag, values):
        self.foreign += [f"<{tag}> {value}" for value in values if value and FOREIGN.search(value)]


def foreign_in_html(source):
    """What the page's elements, styles and modules load from another host."""
    parser = _Fetched()
    parser.feed(source)
    return parser.foreign


def foreign_in_css(source):
    return [f"css {address}" for address in CSS_FOREIGN.findall(source)]


def foreign_imports(source):
    return [f"import {address}" for address in MODULE_FOREIGN.findall(source)]
