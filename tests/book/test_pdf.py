"""The book on paper."""

import pypdf
import pytest

from tools import pdf


def test_pages_come_in_the_order_of_the_contents():
    part = {"chapters": [{"file": "b"}, {"file": "c"}]}
    assert pdf.order({"root": "a", "parts": [part]}) == ["a", "b", "c"]


def test_without_a_browser_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "find_browser", lambda: None)
    with pytest.raises(SystemExit, match="needs a browser"):
        pdf.write([], tmp_path / "book.pdf")


@pytest.mark.browser
def test_explorers_and_solutions_are_on_paper(book, tmp_path, browser):
    printed = pdf.printed(browser, book / "notebooks/01_circle.html")
    pdf.join([("Run it", pdf.printed(browser, book / "book/run.html")[1]), printed], tmp_path / "b")
    read = pypdf.PdfReader(tmp_path / "b")
    titles = ["Run it", "1. Why alignment: two labellings of one circle"]
    assert [each.title for each in read.outline] == titles
    text = "".join(page.extract_text() for page in read.pages)
    chapter, _, solutions = text.rpartition("Solutions")
    assert "Where the labels lie" in chapter  # a chart of the explorer
    solution = "flips leave 0."  # folded on the screen
    assert solution not in chapter and solution in solutions
    assert "Exercise 1.1" in chapter and "Exercise 1.1" in solutions
    assert "Show code" not in text and "needs JavaScript" not in text


@pytest.mark.browser
def test_paper_is_white_and_the_screen_as_it_was(page_over_file):
    visit = page_over_file("notebooks/01_circle.html", color_scheme="dark")
    theme = "document.documentElement.dataset.theme"
    order = """(all) => all.map(
        (each) => [each.tagName, each.className, each.textContent.replace(/\\s+/g, "")])"""
    before = visit.page.locator("#exercises *").evaluate_all(order)
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert visit.page.evaluate(theme) == "light"
    assert visit.page.locator("details:not([open])").count() == 0
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert visit.page.evaluate(theme) == "dark"
    assert visit.page.locator("details:not([open])").count() > 0
    assert visit.page.locator("#exercises *").evaluate_all(order) == before
