"""What search engines and shared links read, and the page for addresses that lead nowhere."""

import re
import shutil
from xml.etree import ElementTree

import pytest
from livebook import address, meta

from tests.book import tiny

BASE = "https://me.github.io/fork/"
PAGES = {
    "index.md": "# Start\n\n*Section 1.*\n\n**You can**\n\nWith {math}`x` in it.\n\n"
    'A "first" one. A second.\n\n'
    "```{toctree}\nmore\n```\n",
    "more.md": "---\nmyst:\n  html_meta:\n    description: Our own words\n---\n# More\n\nText.\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("located")
    (folder / "source/book").mkdir(parents=True)
    shutil.copy(tiny.ROOT / meta.PICTURE, folder / "source/book")
    return tiny.build(folder, PAGES, html_baseurl=BASE)


@pytest.fixture(scope="module")
def nowhere(tmp_path_factory):
    return tiny.build(tmp_path_factory.mktemp("nowhere"), PAGES)


def tags(site, page):
    source = (site / page).read_text(encoding="utf-8")
    return dict(re.findall(r'<meta (?:name|property)="([^"]*)" content="([^"]*)"', source))


def test_a_page_is_described_by_its_first_sentences(nowhere):
    found = tags(nowhere, "index.html")
    assert found["description"] == found["og:description"] == "A “first” one. A second."
    assert found["og:title"] == "Start"


def test_an_author_may_describe_a_page(nowhere):
    source = (nowhere / "more.html").read_text()
    assert source.count('name="description"') == 1
    assert tags(nowhere, "more.html")["og:description"] == "Our own words"


def test_without_an_address_nothing_claims_one(nowhere):
    assert not tags(nowhere, "index.html").keys() & {"og:url", "og:image"}
    assert "canonical" not in (nowhere / "index.html").read_text()
    assert not (nowhere / "sitemap.xml").exists()


def test_with_an_address_pages_say_theirs(site):
    found = tags(site, "more.html")
    assert found["og:url"] == BASE + "more.html"
    assert found["og:image"] == BASE + "_static/screenshot.png"
    assert (site / "_static/screenshot.png").exists()
    assert f'rel="canonical" href="{BASE}more.html"' in (site / "more.html").read_text()


def test_the_sitemap_lists_the_pages(site):
    found = [each.text for each in ElementTree.parse(site / "sitemap.xml").iter() if each.text]
    assert [each for each in found if each.strip()] == [BASE + "index.html", BASE + "more.html"]


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        ("https://github.com/Me/fork", "https://me.github.io/fork/"),
        ("https://github.com/Me/me.github.io", "https://me.github.io/"),
        ("https://gitlab.com/me/fork", None),
        (None, None),
    ],
)
def test_where_a_book_is_published(monkeypatch, repository, expected):
    monkeypatch.setattr(address, "find", lambda root: repository)
    assert address.site("anywhere") == expected


@pytest.mark.browser
def test_a_lost_reader_gets_a_whole_page_at_any_depth(site, tmp_path, site_over_http):
    shutil.copytree(site, tmp_path / "fork")
    (tmp_path / "fork/deep/er").mkdir(parents=True)
    shutil.copy(site / "404.html", tmp_path / "fork/deep/er/gone.html")
    visit = site_over_http(tmp_path)("fork/deep/er/gone.html")
    visit.page.wait_for_load_state("networkidle")
    assert not visit.failed and not visit.errors and not visit.foreign
    assert "noindex" in tags(site, "404.html")["robots"]
    visit.page.get_by_role("link", name="first page").click()
    assert visit.page.url.endswith("/fork/index.html")
