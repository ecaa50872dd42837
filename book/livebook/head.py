"""What a page loads before it is read: only scripts that it needs, and none that it waits for."""

import re

SCRIPT = re.compile(r"\s*<(script|link)[^>]*?([\w.-]+)\.js[^>]*>(?:</script>)?")
# Not the book's own, which hides code before anything is painted.
WAITED_FOR = re.compile(r"<script(?![^>]*(?:\basync\b|\bdefer\b|/code\.js))(?=[^>]*\bsrc=)")
FIRST_SHEET = "styles/theme.css"  # a script before it chooses light or dark
SEARCH_PAGE = "search.html"
SEARCH = {"searchtools", "language_data", "searchindex"}  # 30 KB
# What only pages with such elements need.
FOR = {
    "design-tabs": "sd-tab-set",
    "clipboard.min": 'class="highlight"',
    "copybutton": 'class="highlight"',
}
# 1.45 MB that the theme loads beside a web font with the same icons.
ICONS = "fontawesome"


def without_scripts(name, source):
    """A page without the scripts that it has no use for, and without preloads: all are deferred."""

    def kept(match):
        tag, script = match.groups()
        needed = tag == "script" and script != ICONS
        needed &= script not in SEARCH or name == SEARCH_PAGE
        return match[0] if needed and FOR.get(script, "") in source else ""

    return SCRIPT.sub(kept, source)


def deferred(source):
    """A page whose scripts run in their order when it has been read."""
    before, sheet, after = source.partition(FIRST_SHEET)
    return before + sheet + WAITED_FOR.sub("<script defer", after)
