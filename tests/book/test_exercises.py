"""Answers that are given on a page: judged as Python judges them, kept in the browser, saved as a
file."""

import json
import re

import pytest
from playwright.sync_api import expect

from repalign.paper.chapters.exercises import EXERCISES
from repalign.paper.chapters.exercises.exercise import RIGHT
from tests.answers import given, typed
from tests.book.visits import SITE, bring

pytestmark = pytest.mark.browser

PAGES = sorted(f"notebooks/{path.name}" for path in SITE.glob("notebooks/*.html"))
CHAPTER_1 = "notebooks/01_circle.html"
STEPS = EXERCISES["4.6"]
SAID = "form => form.querySelector('output').textContent"


# From where the explorer stands at first.
MOVE = """({ model }, wanted) => {
    const names = model.get("page_state");
    const first = Object.fromEntries(names.map((name) => [name, model.initial[name]]));
    model.set({ ...first, ...wanted });
}"""


def on_page(page):
    number = int(re.search(r"/(\d+)_", page)[1])
    return [each for name, each in EXERCISES.items() if name.startswith(f"{number}.")]


def box(visit, exercise):
    return visit.page.locator(f'form[data-exercise="{exercise.name}"]')


def give(visit, exercise, answer):
    """Answer as a reader does, and read what is said; a state is set as a kernel would."""
    form = box(visit, exercise)
    if exercise.form.kind == "state":
        visit.explorer(exercise.form.key).evaluate(MOVE, answer)
    else:
        form.evaluate("(form, answer) => { form.elements.answer.value = answer; }", answer)
    form.evaluate("form => form.requestSubmit()")
    return form.evaluate(SAID)


def said(verdict):
    text = str(verdict)
    return text[0].upper() + text[1:]


@pytest.mark.parametrize("page", PAGES)
def test_right_and_wrong_are_what_python_says(page_over_http, page):
    visit = page_over_http(page)
    visit.settle()
    assert visit.page.locator("form.exercise-answer").count() == len(on_page(page)) > 0
    for exercise in on_page(page):
        for answer in [exercise.right(), *(answer for answer, _ in exercise.wrong())]:
            answer_said = give(visit, exercise, typed(exercise, answer))
            assert answer_said == said(exercise.judge(given(exercise, answer))), exercise.name
    assert visit.errors == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("(30.374, 8.798)", (30.374, 8.798)),
        ("30.374; 8.798", (30.374, 8.798)),
        ("61/2  8.8", (30.5, 8.8)),
        ("3050 %, 880%", (30.5, 8.8)),
        ("3.0374e1 8.798", (30.374, 8.798)),
        ("1 2 3", (1, 2, 3)),
    ],
)
def test_numbers_are_read_as_people_write_them(page_over_http, text, answer):
    visit = page_over_http(CHAPTER_1)
    exercise = next(each for each in on_page(CHAPTER_1) if getattr(each.form, "count", 1) == 2)
    assert give(visit, exercise, text) == said(exercise.judge(answer))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("8.2", "1/sqrt(10)"),
        ("8.2", "1 / √10"),
        ("8.6", "132,355"),
        ("8.6", "132 355"),
        ("8.6", "514*515/2"),
        ("8.6", "514 × 515 / 2"),
    ],
)
def test_what_is_left_to_compute_is_computed(page_over_http, name, text):
    visit = page_over_http("notebooks/08_your_model.html")
    exercise = EXERCISES[name]
    assert exercise.form.same(exercise.form.typed(text), exercise.right())
    assert give(visit, exercise, text) == "Right."


@pytest.mark.parametrize(
    "text", ["two", "0x10 1", "1e999", "--3", "1/2/3", "Infinity", "√", "3*", "√-1"]
)
def test_what_is_no_number_is_asked_for_again(page_over_http, text):
    visit = page_over_http("notebooks/04_convergence.html")
    assert give(visit, STEPS, text) == "Not yet. A number of steps is asked for."


def test_nothing_is_not_an_answer(page_over_http):
    visit = page_over_http("notebooks/04_convergence.html")
    assert give(visit, STEPS, "") == "Not answered yet."
    assert visit.page.evaluate("localStorage.getItem('repalign-exercises')") is None


def test_answers_stay_until_they_are_forgotten(page_over_http):
    visit = page_over_http(CHAPTER_1)
    boxes = [each for each in on_page(CHAPTER_1) if each.form.kind == "numbers"]
    first, second = boxes[:2]
    give(visit, first, typed(first, first.right()))
    give(visit, second, "1e6")
    total = len(on_page(CHAPTER_1))
    progress = visit.page.locator(".exercise-progress")
    expect(progress).to_contain_text(f"1 of {total} right")
    visit.page.reload()
    expect(progress).to_contain_text(f"1 of {total} right")
    assert box(visit, second).evaluate(SAID) == said(second.judge(1e6))
    assert box(visit, second).locator("input").input_value() == "1e6"
    progress.get_by_text("Forget them").click()
    expect(progress).to_contain_text(f"0 of {total} right")
    visit.page.reload()
    assert box(visit, second).locator("input").input_value() == ""
    expect(progress.locator("button").first).to_be_hidden()


def test_answers_of_all_chapters_are_saved_as_one_file(page_over_http):
    visit = page_over_http(CHAPTER_1)
    first = next(each for each in on_page(CHAPTER_1) if each.form.kind == "numbers")
    give(visit, first, "1e6")
    give(visit, first, typed(first, first.right()))
    visit.page.goto(visit.page.url.replace("01_circle", "04_convergence"))
    give(visit, STEPS, "7")
    with visit.page.expect_download() as download:
        visit.page.get_by_text("Save answers").click()
    saved = json.loads(download.value.path().read_text("utf-8"))
    right = {"answer": typed(first, first.right()), "word": RIGHT, "tries": 2}
    assert saved == {first.name: right, "4.6": {"answer": "7", "word": "not yet", "tries": 1}}
    assert visit.foreign == []


def test_a_finger_answers_on_a_phone(page_over_http):
    visit = page_over_http(
        "notebooks/04_convergence.html", viewport={"width": 360, "height": 740}, has_touch=True
    )
    form = box(visit, STEPS)
    form.locator("input").fill(typed(STEPS, STEPS.right()))
    bring(form)
    form.get_by_text("Check").tap()
    expect(form.locator("output")).to_have_text("Right.")
    assert visit.page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("page", PAGES)
def test_no_answer_is_read_at_a_glance(page):
    """Nor what is said of a mistake, which tells much."""
    forms = re.findall(r"<form class=\"exercise-answer\".*?</form>", (SITE / page).read_text())
    for exercise, form in zip(on_page(page), forms, strict=True):
        assert exercise.mistakes[0][1] not in form
        assert "right" not in form
