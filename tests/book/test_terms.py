"""Terms say at a hover, a focus or a tap what they mean; symbols lead to where they stand."""

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from livebook.terms import first_section

from tests.book.visits import ROOT

CHAPTER = "notebooks/01_circle.html"
TERM = ".term:has(button:text-is('label vector'))"


def test_the_section_of_a_sign_is_that_of_the_first_formula_that_holds_it_whole():
    chapter = publish_doctree(
        "Title\n=====\n\nOne\n---\n\n:math:`\\sigma_i`\n\nTwo\n---\n\n:math:`2 / \\sigma`\n"
    )
    titles = {
        tex: section and section.next_node(nodes.title).astext()
        for tex in (r"\sigma_i", r"2 / \sigma", r"\sig", "i")
        for section in [first_section(chapter, tex)]
    }
    # Of \sigma no part is a sign, and the i of \sigma_i is one.
    assert titles == {r"\sigma_i": "One", r"2 / \sigma": "Two", r"\sig": None, "i": "One"}


@pytest.mark.browser
def test_what_a_term_means_is_shown_and_goes_at_escape(page_over_file):
    page = page_over_file(CHAPTER).page
    term, meaning = page.locator(TERM), page.locator(f"{TERM} .meaning")
    assert not meaning.is_visible()
    term.locator("button").hover()
    meaning.wait_for(state="visible")
    assert meaning.inner_text().startswith("The labels of all samples as one vector y")
    page.keyboard.press("Escape")
    meaning.wait_for(state="hidden")
    page.mouse.move(0, 0)
    term.locator("button").focus()
    meaning.wait_for(state="visible")
    page.keyboard.press("Tab")  # on to the link within
    meaning.get_by_role("link").press("Enter")
    page.wait_for_url("**/book/glossary.html#term-label-vector")


@pytest.mark.browser
def test_no_chapter_shows_a_term_twice_nor_one_beside_the_screen(page_over_file):
    for path in sorted(ROOT.glob("notebooks/*.py")):
        page = page_over_file(f"notebooks/{path.stem}.html").page
        page.set_viewport_size({"width": 360, "height": 740})
        terms = page.locator(".term")
        anchors = page.locator(".meaning > a").evaluate_all("(all) => all.map((each) => each.hash)")
        assert len(anchors) == len(set(anchors)) >= 5
        for number in range(terms.count()):
            terms.nth(number).locator("button").focus()
            box = terms.nth(number).locator(".meaning").bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= 360


@pytest.mark.browser
def test_a_symbol_leads_to_a_section_that_holds_it(page_over_file):
    visit = page_over_file("book/notation.html")
    row = visit.page.locator("tr", has_text="weights after")
    row.get_by_role("link", name="4", exact=True).click()
    visit.page.wait_for_url("**/notebooks/04_convergence.html#*")
    section = visit.page.url.partition("#")[2]
    formulas = visit.page.locator(f"#{section} annotation").all_text_contents()
    assert any("w_t" in each for each in formulas)
