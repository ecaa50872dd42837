"""Results of a search show sentences of the book, over HTTP and from the disk."""

import pytest
from livebook import excerpts

FORMULA = '<span class="katex-mathml"><math>sigma</math></span><span>σ</span>'
PAGE = f"""<article><p>Too short.</p><section id="one"><p>Let {FORMULA} be large &amp; positive
here. The second sentence follows it!</p></section></article><p>Not in the article at all.</p>"""


def test_sentences_are_told_apart_and_formulas_read_as_they_look():
    assert excerpts.sentences(PAGE) == [
        ("one", "Let σ be large & positive here."),
        ("one", "The second sentence follows it!"),
    ]


@pytest.mark.browser
@pytest.mark.parametrize("opened", ["page_over_http", "page_over_file"])
def test_results_show_a_sentence_that_has_the_word(request, opened):
    visit = request.getfixturevalue(opened)("search.html?q=emergence")
    visit.until("document.querySelectorAll('#search-results li p.context').length > 1")
    found = visit.page.locator("#search-results li p.context").all_inner_texts()
    assert not any(text.startswith("...") or text.endswith("...") for text in found)
    assert any("emerge" in text.lower() for text in found)
    assert not visit.errors and not visit.failed


@pytest.mark.browser
def test_words_of_a_search_are_not_marked_on_the_next_page(page_over_http):
    visit = page_over_http("search.html?q=residual")
    visit.until("document.querySelectorAll('#search-results li').length > 1")
    visit.page.goto(visit.page.url.replace("search.html?q=residual", "book/notation.html"))
    visit.settle()
    assert "residual" in visit.page.locator("article").inner_text()
    assert visit.page.locator(".highlighted").count() == 0
