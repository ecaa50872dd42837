"""Formulas set at build: what a page holds of them, and what stops a build."""

import pytest
from livebook import formulas
from livebook.site import SiteError

from tests.book import tiny

PAGE = """# Formulas

Inline $a < b$ and $\\\\norm{\\\\Phi w}$.

$$
a &= b \\\\\\\\ c &= d
$$ (pair)

See {eq}`pair`.
""".replace("\\\\", "\\")
DOLLARS = {"myst_enable_extensions": ["attrs_inline", "colon_fence", "dollarmath"]}


@pytest.fixture(scope="module")
def typeset():
    with formulas.typesetter() as found:
        yield found


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return tiny.build(tmp_path_factory.mktemp("book"), {"index.md": PAGE}, **DOLLARS)


def test_a_page_holds_them_set_and_readable_by_machines(site):
    page = (site / "index.html").read_text(encoding="utf-8")
    assert page.count('class="katex-html"') == 3 and page.count("<math") == 3
    assert "a &lt; b" in page  # the TeX, for who copies it
    assert "katex/katex.css" in page and "MathJax" not in page.replace("mathjax_ignore", "")


def test_an_equation_has_its_number_and_a_link_to_it(site):
    page = (site / "index.html").read_text(encoding="utf-8")
    assert '<span class="eqno">(1)' in page and 'href="#equation-pair">(1)</a>' in page


def test_a_page_without_formulas_loads_nothing_for_them(typeset):
    assert formulas.rewrite("<head></head><p>none</p>", typeset, "") == "<head></head><p>none</p>"


def test_the_books_macros_are_what_they_stand_for(typeset):
    assert (
        typeset(r"\norm{x}", False).partition("<annotation")[0]
        == (typeset(r"\lVert x \rVert", False).partition("<annotation")[0])
    )


def test_a_formula_is_inline_or_displayed(typeset):
    assert "katex-display" in typeset("x", True) and "katex-display" not in typeset("x", False)


def test_tex_that_is_wrong_stops_the_build_and_is_named(tmp_path):
    with pytest.raises(SiteError, match=r"index\.html: .*\\nonsense.*: \\nonsense"):
        tiny.build(tmp_path, {"index.md": "# Wrong\n\n$\\nonsense$\n"}, **DOLLARS)


@pytest.mark.browser
def test_a_number_keeps_clear_of_its_equation_on_a_phone(page_over_file):
    """Beside it or, where the equation goes on in another line, below."""
    visit = page_over_file("book/proofs.html", viewport={"width": 360, "height": 740})
    apart = """all => all.every((tag) => {
        const { left, top, bottom } = tag.getBoundingClientRect();
        return [...tag.parentElement.querySelectorAll(".katex-base")].every((base) => {
            const box = base.getBoundingClientRect();
            const beside = left >= box.right - 1 || top >= box.bottom - 1 || bottom <= box.top + 1;
            return tag.contains(base) || beside;
        });
    })"""
    tags = visit.page.locator(".katex-tag")
    assert tags.count() and tags.evaluate_all(apart)
