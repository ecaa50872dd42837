"""Names, roles and landmarks that the theme and the notebooks' renderer leave out, or get wrong."""

import re

MENDS = [
    # Whoever speaks to a page says what stands on the button.
    (re.compile(r'(<summary) aria-label="Toggle hidden content"'), r"\1"),
    (re.compile(r'(class="[^"]*search-button-field[^>]*?) aria-label="Search"'), r"\1"),
    # The entries of a list, in place of a role that is no longer one.
    (re.compile(r'(class="citation"[^>]*) role="doc-biblioentry"'), r'\1 role="listitem"'),
    # Beside its name a launcher's logo says nothing; each page would load some kilobytes of them.
    (re.compile(r'<img alt="\w+ logo" src="[^"]*images/logo_[^"]*">'), ""),
    # All of a page stands in some landmark, and a dialog has a name.
    (re.compile(r'(?=id="pst-primary-sidebar" )'), 'role="navigation" aria-label="Book" '),
    (re.compile(r'(?=id="pst-primary-sidebar-modal")'), 'aria-label="Book" '),
    (re.compile(r'(?=id="pst-secondary-sidebar-modal")'), 'aria-label="On this page" '),
    (re.compile(r'(?=id="pst-search-dialog")'), 'aria-label="Search" '),
]


def mend(page):
    """A page with names, roles and landmarks that hold.

    Examples
    --------
    >>> mend('<summary aria-label="Toggle hidden content">Show code</summary>')
    '<summary>Show code</summary>'
    """
    for pattern, better in MENDS:
        page = pattern.sub(better, page)
    return page
