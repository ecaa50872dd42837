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
    assert "Where the labels lie" in text  # a chart of the explorer
    assert "standard deviation of the angles: 0.30" in text  # a solution, folded on the screen
    assert "Show code" not in text and "needs JavaScript" not in text


@pytest.mark.browser
def test_paper_is_white_and_the_screen_as_it_was(page_over_file):
    visit = page_over_file("notebooks/01_circle.html", color_scheme="dark")
    theme = "document.documentElement.dataset.theme"
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert visit.page.evaluate(theme) == "light"
    assert visit.page.locator("details:not([open])").count() == 0
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert visit.page.evaluate(theme) == "dark"
    assert visit.page.locator("details:not([open])").count() > 0
