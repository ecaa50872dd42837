"""Every link of the built book that stays in it leads somewhere, and so does every launch button."""

import functools
import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
from livebook import address
from livebook.site import name, pages

from tests.book.conftest import ROOT, SITE

pytestmark = pytest.mark.browser

LAUNCHERS = ("https://mybinder.org/v2", "https://colab.research.google.com/github")


class _Page(HTMLParser):
    """The links of a page and the anchors it has."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors = [], {"", "top"}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.anchors |= {attributes[key] for key in ("id", "name") if attributes.get(key)}
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])


@functools.cache
def read(path):
    return _Page(path.read_text(encoding="utf-8"))


def dead(site, path):
    """Links of one page to files or anchors that the site has not."""
    return [link for link in read(path).links if not urlsplit(link).scheme and not leads(site, path, link)]


def leads(site, path, link):
    parts = urlsplit(link)
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file() or site.resolve() not in target.parents:
        return False
    # After the anchor an explorer's state may stand: #circle?direction=135
    anchor = unquote(parts.fragment).partition("?")[0]
    return target.suffix != ".html" or anchor in read(target).anchors


@pytest.mark.parametrize("page", [name(SITE, path) for path in pages(SITE)])
def test_links_inside_the_book_lead_somewhere(book, page):
    assert dead(book, book / page) == []


@pytest.mark.parametrize(
    ("link", "is_dead"),
    [
        ("b.html#there", False),
        ("b.html#there?step=3", False),
        ("#here", False),
        ("https://example.org/", False),
        ("b.html#gone", True),
        ("#gone", True),
        ("c.html", True),
        ("../outside.html", True),
    ],
)
def test_the_test_above_can_fail(tmp_path, link, is_dead):
    site = tmp_path / "site"
    site.mkdir()
    (tmp_path / "outside.html").write_text("")
    (site / "a.html").write_text(f'<p id="here"><a href="{link}">a link</a></p>')
    (site / "b.html").write_text('<p id="there"></p>')
    assert dead(site, site / "a.html") == [link] * is_dead


def test_launch_buttons_stand_where_there_is_an_address_and_lead_there(book):
    """Those that work for the forge, on every chapter; elsewhere no page has one, and no rocket."""
    links = [link for path in pages(book) for link in read(path).links if link.startswith(LAUNCHERS)]
    works = address.launchers(address.find(ROOT))
    assert len(links) == len(works) * len([*(ROOT / "notebooks").glob("*.ipynb")])
    owner_and_name = "/".join((address.find(ROOT) or "").split("/")[3:])
    assert all(f"/{owner_and_name}/" in unquote(link) for link in links)
    rockets = [path for path in pages(book) if "fa-rocket" in path.read_text(encoding="utf-8")]
    assert bool(rockets) == bool(works)


def test_no_page_names_an_address_that_is_not_there(book):
    """Not as a placeholder; nor as something to install from, where none is written."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in [*pages(book), *book.rglob("*.ipynb")]}
    assert [page for page, text in texts.items() if "OWNER" in text] == []
    if address.written(ROOT) is None:
        assert [page for page, text in texts.items() if re.search(r"git\+\w+:", text)] == []
