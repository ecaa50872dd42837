"""Budgets of pages, and what makes pages light: on small books and on strings."""

import random

import pytest
from fontTools.ttLib import TTFont
from livebook import fonts, head, modules, sheets, theme, weights
from livebook.site import SiteError

from repalign.widgets import CircleExplorer, DescentExplorer
from tests.book import stub, tiny

INDEX = "# Start\n\n```{toctree}\nmore\n```\n"
LINK = '<link rel="stylesheet" href="_static/{}" />'


def much(kilobytes):
    """Letters that no compression makes smaller than 3/4 of their number."""
    return random.Random(0).randbytes(kilobytes * 1000).hex()


def test_a_page_above_its_budget_fails_the_build(tmp_path):
    more = tiny.notebook(stub.Dial(name=much(weights.OTHER)))
    with pytest.raises(SiteError) as failed:
        tiny.build(tmp_path, {"index.md": INDEX, "more.ipynb": more})
    (line,) = str(failed.value).split("\n")[1:]
    assert line.startswith("more.html: it weighs ")
    assert f"may be {weights.OTHER} (html" in line and "livebook/weights.py" in line


def test_the_state_is_told_from_the_page(tmp_path):
    more = tiny.notebook(stub.Dial(name=much(40)))
    site = tiny.build(tmp_path, {"index.md": INDEX, "more.ipynb": more})
    light, heavy = (weights.weigh(site, page) for page in ("index.html", "more.html"))
    assert light["state"] == 0 and 40 < heavy["state"] < 50
    assert abs(light["html"] - heavy["html"]) < 1
    assert "more.html" in weights.table({"more.html": heavy})
    assert (site.parent / weights.FILE).read_text().count(".html") == len([*site.glob("*.html")])


def test_chapters_may_weigh_more_and_what_stores_much_a_little():
    assert weights.budget("notebooks/01_circle.html") == 300
    assert weights.budget("notebooks/05_peaks.html") == 320  # which stores much
    assert weights.budget("book/run.html") < weights.budget("book/index.html") < 300


def test_a_bundle_is_its_own_part_and_what_all_share():
    bundles = [str(each._esm) for each in (CircleExplorer, DescentExplorer)]
    parts = [modules.own(bundle) for bundle in bundles]
    assert [modules.whole(part) for part in parts] == bundles
    first, second = (modules.shared(part) for part in parts)
    assert first and first.items() & second.items()
    assert all(len(part) < len(bundle) / 2 for part, bundle in zip(parts, bundles, strict=True))


def test_another_module_is_whole_by_itself():
    assert modules.own(stub.DIAL) == modules.whole(stub.DIAL) == stub.DIAL
    assert modules.shared(stub.DIAL) == {}


def test_a_font_keeps_the_letters_asked_for(tmp_path):
    source = tiny.ROOT / "book/assets/katex/fonts/KaTeX_Main-Regular.woff"
    target = tmp_path / fonts.FOLDER / source.name
    target.parent.mkdir(parents=True)
    target.write_bytes(source.read_bytes())
    fonts.shrink(tmp_path, "ab+")
    assert TTFont(target).getBestCmap().keys() == set(map(ord, "ab+"))


def test_fonts_are_asked_for_by_all_classes_of_one_element():
    size = f"{fonts.FOLDER}/KaTeX_Size1-Regular.woff"
    assert size in fonts.asked([{"delimsizing", "size1", "other"}])
    assert size not in fonts.asked([{"delimsizing"}, {"size1"}])


def test_sheets_of_all_pages_become_one(tmp_path):
    files = {
        "a.css": '@import "more/b.css";\n.a { top: 0 }',
        "more/b.css": ".b { background: url(c.svg) }",
        "katex/katex.css": ".k { top: 0 }",
    }
    for name, text in files.items():
        (tmp_path / "_static" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "_static" / name).write_text(text)
    page = tmp_path / "page.html"
    page.write_text("".join(map(LINK.format, ("a.css?v=1", "katex/katex.css", "more/b.css"))))
    sheets.merge(tmp_path, page)
    (merged,) = (tmp_path / "_static").glob("[!a]*.css")
    assert merged.read_text() == (
        ".b { background: url(more/c.svg) }\n.a { top: 0 }\n.b { background: url(more/c.svg) }"
    )
    assert (
        page.read_text().split()
        == f"\n{LINK.format(merged.name)}{LINK.format('katex/katex.css')}".split()
    )


def test_scripts_wait_but_for_those_that_decide_what_is_painted_first():
    page = (
        '<script src="theme.js"></script>' + head.FIRST_SHEET + '<script src="x.js"></script>'
        '<script src="../_static/code.js?v=1"></script><script async src="y.js"></script>'
    )
    assert head.deferred(page) == (
        '<script src="theme.js"></script><script src="../_static/code.js?v=1"></script>'
        + head.FIRST_SHEET
        + '<script defer src="x.js"></script><script async src="y.js"></script>'
    )


def test_the_theme_measures_no_page(tmp_path):
    script = tmp_path / theme.SCRIPT
    script.parent.mkdir(parents=True)
    script.write_text(
        'f(),"complete"===document.readyState?I():window.addEventListener("load",I)})()'
    )
    assert theme.calm(tmp_path) == []
    assert script.read_text() == "f()})()"
    (problem,) = theme.calm(tmp_path)
    assert theme.SCRIPT in problem and "livebook/theme.py" in problem


@pytest.mark.parametrize(
    ("page", "name", "kept"),
    [
        ('<script src="searchtools.js"></script>', "search.html", True),
        ('<script src="searchtools.js"></script>', "index.html", False),
        ('<script src="a/copybutton.js?v=1"></script>', "index.html", False),
        ('<script src="a/copybutton.js?v=1"></script><p class="highlight">', "index.html", True),
        ('<link rel="preload" as="script" href="scripts/bootstrap.js?a=1" />', "index.html", False),
        ('<script defer src="scripts/bootstrap.js?a=1"></script>', "index.html", True),
    ],
)
def test_a_page_has_the_scripts_that_it_needs(page, name, kept):
    assert (".js" in head.without_scripts(name, page)) == kept
