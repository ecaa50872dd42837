"""What a page loads before it is read: only scripts that it needs, and none that it waits for."""

import re

from livebook import excerpts, fonts

SCRIPT = re.compile(r"\s*<(script|link)[^>]*?([\w.-]+)\.js[^>]*>(?:</script>)?")
WAITED_FOR = re.compile(r"<script(?![^>]*(?:\basync\b|\bdefer\b))(?=[^>]*\bsrc=)")
CLASS = re.compile(r'\sclass="([^"]*)"')
# The book's own script, which decides what is painted first, and where the theme does.
EARLY = re.compile(r'\s*<script src="[^"]*/code\.js[^>]*></script>')
FIRST_SHEET = "<!-- Loaded before other Sphinx assets -->"
SEARCH_PAGE = "search.html"
SEARCH = {"searchtools", "language_data", "searchindex", "sphinx_highlight"}
"""30 KB; and the last would mark the words of a search on whatever page comes next, its menus
included."""
EXCERPTS = ("_static/search.js", excerpts.FILE)
# What only pages with such elements need, regular expressions.
FOR = {
    "design-tabs": "sd-tab-set",
    "clipboard.min": 'class="highlight"',
    "copybutton": 'class="highlight"',
    "exercises": 'class="exercise-answer"',
    "back": r'href="#\w+\?',
}
# 1.45 MB that the theme loads beside a web font with the same icons.
ICONS = "fontawesome"


def with_excerpts(source):
    """The page of results with the book's sentences, in place before the index starts a search."""
    index = '<script src="searchindex.js'
    ours = "".join(f'<script src="{file}"></script>\n' for file in EXCERPTS)
    return source.replace(index, ours + index, 1)


def without_scripts(name, source):
    """A page without the scripts that it has no use for, and without preloads: all are deferred."""

    def kept(match):
        tag, script = match.groups()
        needed = tag == "script" and script != ICONS
        needed &= script not in SEARCH or name == SEARCH_PAGE
        return match[0] if needed and re.search(FOR.get(script, ""), source) else ""

    return SCRIPT.sub(kept, source)


def deferred(source):
    """A page whose scripts run in their order when it has been read, but for those that decide what
    is painted first."""
    early = "".join(EARLY.findall(source))
    before, sheet, after = EARLY.sub("", source).partition(FIRST_SHEET)
    return before + early + sheet + WAITED_FOR.sub("<script defer", after)


def with_fonts(source, up):
    """A page that asks for its fonts at once, not when it has been laid out without them.

    From the disk that is an error: code.js makes preloads of these links elsewhere.
    """
    classes = [set(names.split()) for names in set(CLASS.findall(source))]
    links = "".join(
        f'<link rel="font" as="font" type="font/woff" href="{up}{file}" crossorigin />\n'
        for file in fonts.asked(classes)
    )
    return source.replace("</title>", f"</title>\n{links}", 1)
