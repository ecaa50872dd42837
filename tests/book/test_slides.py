"""Decks made of the built book: whole, live, and with nothing that solves an exercise."""

import shutil
import subprocess

import pytest

from tests.book.visits import ROOT
from tools import slides

pytestmark = pytest.mark.browser

DECKS = ["lecture", *sorted(path.stem for path in ROOT.glob("notebooks/*.py"))]
SHOWN = """(number) => {
    Reveal.slide(number);
    const shown = [...document.querySelectorAll(".slides > section")].filter((each) =>
        each.checkVisibility());
    return shown.map((each) =>
        each.innerText.trim().length + each.querySelectorAll("svg, img").length);
}"""


@pytest.fixture(scope="module")
def decks():
    slides.main()
    return slides.TARGET


@pytest.fixture
def opened(decks, site_over_file):
    """A deck from the disk, once keys turn its slides."""

    def opened(name):
        visit = site_over_file(decks)(f"decks/{name}")
        visit.until("Reveal.isReady()")
        return visit

    return opened


def test_every_deck_is_listed(decks, site_over_file):
    links = site_over_file(decks)("index.html").page.locator("a")
    found = [link.get_attribute("href") for link in links.all()]
    assert found == [f"decks/{name}.html" for name in DECKS]


@pytest.mark.parametrize("name", DECKS)
def test_a_deck_lives_under_the_strict_policy(decks, site_over_http, name):
    visit = site_over_http(decks)(f"decks/{name}.html")
    visit.settle()
    assert visit.errors == visit.foreign == visit.failed == []
    count = visit.page.locator(".slides > section").count()
    assert count >= 6
    for number in range(count):
        [content] = visit.page.evaluate(SHOWN, number)
        assert content > 20


def test_an_explorer_moves_on_its_slide_and_arrows_turn_slides(opened):
    visit = opened("01_circle.html")
    page = visit.page
    page.keyboard.press("ArrowRight")
    assert page.evaluate("Reveal.getIndices().h") == 1
    circle = visit.explorer("circle")
    slider = circle.locator('[data-control="direction"]').first
    slider.focus()
    before = circle.evaluate("(each) => each.model.get('direction')")
    slider.press("ArrowRight")
    assert circle.evaluate("(each) => each.model.get('direction')") > before
    assert page.evaluate("Reveal.getIndices().h") == 1


def test_a_link_to_a_state_turns_to_its_explorer(opened):
    visit = opened("02_emergence.html")
    visit.settle()
    asked = visit.page.locator('.slides > section:has(a[href^="#emergence?"])').first
    visit.page.evaluate(
        "(number) => Reveal.slide(number)", asked.evaluate("(slide) => Reveal.getIndices(slide).h")
    )
    asked.locator('a[href^="#emergence?"]').first.click()
    visit.until("Reveal.getIndices().h === 1")


def test_the_speaker_reads_notes_in_a_window_of_their_own(opened):
    visit = opened("lecture.html")
    with visit.page.expect_popup() as opened:
        visit.page.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes")
    notes.get_by_text("4 minutes", exact=False).wait_for()


def test_a_slide_of_the_lecture_begins_with_its_state_and_follows_the_mouse(opened):
    visit = opened("lecture.html")
    page, at = visit.page, "document.querySelector('[data-key=\"circle\"]').model.get('direction')"
    for _ in range(5):  # the definition, the first figure and the circle, two slides each
        page.keyboard.press("ArrowRight")
    visit.explorer("circle")
    visit.until(f"{at} === 45")
    page.get_by_role("link", name="B", exact=True).click()
    visit.until(f"{at} === 135")
    assert page.evaluate("Reveal.getIndices().h") == 5


def test_every_slide_of_the_lecture_has_notes_and_a_number(opened):
    page = opened("lecture.html").page
    for number in range(page.locator(".slides > section").count()):
        page.evaluate("(number) => Reveal.slide(number)", number)
        notes = page.evaluate("Reveal.getSlideNotes()")
        assert " minutes. " in notes and "katex-html" not in notes
        assert page.locator(".slide-number").inner_text() == str(number + 1)


def test_a_link_into_a_deck_opens_its_slide(opened):
    visit = opened("lecture.html#figure9?step=1&focus=y2")
    visit.explorer("figure9")
    assert visit.page.evaluate("Reveal.getIndices().h") == 9


def test_one_file_holds_book_and_slides(decks, site_over_file, tmp_path):
    made = subprocess.run(["make", "-o", "slides", "zip"], cwd=ROOT, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    shutil.unpack_archive(ROOT / "_build/book.zip", tmp_path)
    visit = site_over_file(tmp_path)("html/notebooks/01_circle.html")
    visit.explorer("circle")
    assert (tmp_path / "slides/decks/lecture.html").exists()
    assert visit.errors == visit.foreign == visit.failed == []


def test_no_solution_is_on_a_slide(decks):
    for path in decks.glob("decks/*.html"):
        assert "Solution of exercise" not in path.read_text(encoding="utf-8")
