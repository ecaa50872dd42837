"""The teacher's page: every state that it leads to is one, and it says what there is."""

import re
from html import unescape
from urllib.parse import parse_qsl, urljoin

import pytest

from repalign.paper.chapters.exercises import EXERCISES
from tests.book.visits import ROOT

pytestmark = pytest.mark.browser

PAGE = "book/teaching.html"
LINKS = sorted(
    {
        (urljoin(PAGE, address), key, unescape(query))
        for address, key, query in re.findall(
            r'href="([^"#]+\.html)#(\w+)\?([^"]+)"', ROOT.joinpath("book/teaching.md").read_text()
        )
    }
)


def test_there_are_states_to_show():
    assert len(LINKS) >= 15


@pytest.mark.parametrize(("page", "key", "query"), LINKS)
def test_a_link_leads_to_the_state_that_it_names(page_over_http, page, key, query):
    visit = page_over_http(f"{page}#{key}?{query}")
    state = visit.explorer(key).evaluate("(each) => each.model.state")
    for name, value in parse_qsl(query):
        assert name in state["page_state"]
        assert str(state[name]) == value


def test_the_table_has_all_exercises(page_over_http):
    rows = page_over_http(PAGE).page.locator("table").first.locator("tbody tr").all_inner_texts()
    minutes = [int(row.split("\t")[-1]) for row in rows]
    assert sum(minutes) == sum(each.minutes for each in EXERCISES.values())
    kinds = [row.split("\t")[-2] for row in rows]
    counts = [int(count) for row in kinds for count in re.findall(r"\d+", row)]
    assert sum(counts) == len(EXERCISES)
