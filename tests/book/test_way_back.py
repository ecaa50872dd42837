"""A link from an exercise to a state of an explorer far above, and the way back."""

import pytest
from playwright.sync_api import expect

from tests.book.test_explorers import CHAPTER_1, enter, opened, trait  # noqa: F401
from tests.book.test_screens import PHONE
from tests.book.visits import bring

pytestmark = pytest.mark.browser

SEEN = """(node) => {
    const { top, bottom } = node.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
}"""


def followed(visit, page_key, link):
    """The explorer that a link leads to, and the button that leads back."""
    explorer = visit.explorer(page_key)
    visit.settle()
    link.click()
    visit.until("history.state?.explorers")
    return explorer, visit.page.locator(".way-back")


def link_of(visit, heading):
    exercise = visit.page.locator("section", has=visit.page.locator("h3", has_text=heading))
    return exercise.last.locator('a[href*="?"]').first


@pytest.mark.parametrize("options", [{}, PHONE, {"reduced_motion": "reduce"}])
def test_it_leads_to_the_link_and_leaves_the_state_and_the_address(opened, options):  # noqa: F811
    visit = opened(CHAPTER_1, **options)
    link = link_of(visit, "Exercise 1.1")
    explorer, back = followed(visit, "circle", link)
    expect(back).to_have_text("Back to exercise 1.1")
    expect(back).to_be_focused()
    assert explorer.locator(".way-back").count() == 1 and not link.evaluate(SEEN)
    enter(explorer, "direction", 110)
    visit.until("location.hash === '#circle?direction=110'")
    length = visit.page.evaluate("history.length")
    back.focus()
    visit.page.keyboard.press("Enter")
    expect(link).to_be_focused()
    assert link.evaluate(SEEN) and back.count() == 0
    assert trait(explorer, "direction") == 110
    assert visit.page.evaluate("[location.hash, history.length]") == [
        "#circle?direction=110",
        length,
    ]
    assert visit.errors == []


def test_it_goes_when_the_reader_is_back_and_comes_with_the_next_link(page_over_http):
    visit = page_over_http(CHAPTER_1)
    _, back = followed(visit, "circle", link_of(visit, "Exercise 1.1"))
    expect(back).to_be_visible()
    bring(link_of(visit, "Exercise 1.1"))
    expect(back).to_have_count(0)
    link_of(visit, "Exercise 1.2").click()
    expect(back).to_have_text("Back to exercise 1.2")


def test_outside_of_exercises_it_leads_to_the_text(page_over_http):
    visit = page_over_http(CHAPTER_1, **PHONE)
    link = visit.page.get_by_role("link", name="A, the groups against each other")
    _, back = followed(visit, "circle", link)
    expect(back).to_have_text("Back to the text")


def test_where_a_link_from_elsewhere_leads_there_is_none(page_over_http):
    visit = page_over_http(f"{CHAPTER_1}#circle?direction=90")
    visit.settle()
    assert visit.page.locator(".way-back").count() == 0


def test_fingers_have_room_for_it_and_for_a_link_of_one_letter(page_over_http):
    visit = page_over_http(CHAPTER_1, **PHONE)
    link = link_of(visit, "Exercise 1.1")
    bring(link)
    box = link.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    _, back = followed(visit, "circle", link)
    assert back.bounding_box()["height"] >= 44
