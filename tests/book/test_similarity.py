"""The explorer of similar sources: move every control; the read-outs are what Python computes from
the spectra."""

import numpy as np
import pytest
from playwright.sync_api import expect

from repalign.paper import results
from repalign.paper.readings import similarity
from tests.book.test_explorers import CHAPTER_7 as CHAPTER
from tests.book.test_explorers import control, drag_slider, enter, press, readout, trait
from tests.book.visits import DRAWN, bring

pytestmark = pytest.mark.browser

LAST = 3
HALF_A_DIGIT = 0.06  # of "14.5 %": its rounding, and that of the shares that travel


@pytest.fixture(params=["page_over_http", "page_over_file"])
def opened(request):
    return request.getfixturevalue(request.param)


def numbers(explorer, name):
    """The percentages or points of a read-out, once it is drawn."""
    explorer.evaluate(DRAWN)
    text = readout(explorer, name).text_content().replace("−", "-")
    return [float(part.split(" ")[0]) for part in text.split(", ")]


def similarity_shows(explorer):
    """Every read-out, for the state the explorer is in."""
    stored = results.load("similarity")
    layer, pair, tau = (trait(explorer, name) for name in ("layer", "pair", "threshold"))
    similar, dissimilar = (
        100 * similarity.shares(stored, [tau])[:, :, layer, :, 0]
    )  # (runs, pairs) each
    ahead, kinds = similar - dissimilar, stored["pair_kinds"]
    expected = {
        "similar": similar[:, pair].mean(),
        "dissimilar": dissimilar[:, pair].mean(),
        "difference": ahead[:, pair].mean(),
        "runs": ahead[:, pair],
        "mean": ahead.mean(),
        "artificial": ahead[:, kinds == 0].mean(),
        "natural": ahead[:, kinds == 1].mean(),
    }
    for name, values in expected.items():
        np.testing.assert_allclose(
            numbers(explorer, name), np.atleast_1d(values), atol=HALF_A_DIGIT, err_msg=name
        )


def test_similarity_by_keyboard_mouse_and_number(opened):
    visit = opened(CHAPTER)
    explorer = visit.explorer("similarity")
    for move in (
        lambda: None,
        lambda: press(explorer, "layer", "ArrowLeft", 2),
        lambda: drag_slider(explorer, "threshold", 0.6),
        lambda: enter(explorer, "threshold", 4.1),
        lambda: enter(explorer, "layer", 7),
        lambda: drag_slider(explorer, "layer", 0.02),
        lambda: press(explorer, "threshold", "ArrowLeft", 20),
    ):
        move()
        similarity_shows(explorer)
    assert trait(explorer, "layer") == 0
    assert visit.errors == [] and visit.foreign == []


def test_a_number_typed_goes_to_the_nearest_threshold(page_over_http):
    explorer = page_over_http(CHAPTER).explorer("similarity")
    enter(explorer, "threshold", 4.1)
    assert trait(explorer, "threshold") == 4.0
    expect(explorer.locator('[data-entry="threshold"]')).to_have_value("4")


def test_an_arrow_moves_by_one_threshold(page_over_http):
    explorer = page_over_http(CHAPTER).explorer("similarity")
    at = similarity.LEVELS.tolist().index(2.0)
    for key, moved in (
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("Home", -at),
        ("End", 52 - at),
    ):
        press(explorer, "threshold", key)
        assert trait(explorer, "threshold") == similarity.LEVELS[at + moved]
        similarity_shows(explorer)


def test_every_task_by_the_menu(page_over_http):
    explorer = page_over_http(CHAPTER).explorer("similarity")
    names = list(similarity.task_names(results.load("similarity")))
    for pair in (20, 6, 5):
        control(explorer, "pair").select_option(label=names[pair])
        similarity_shows(explorer)
        assert trait(explorer, "pair") == pair
        expect(explorer.locator(".ra-summary")).to_contain_text(names[pair])
    press(explorer, "pair", "ArrowDown")
    assert trait(explorer, "pair") == 6


@pytest.mark.parametrize(
    ("query", "layer", "task"),
    [
        ("layer=9&pair=-4&threshold=1e300", "block 8 of 8", 0),
        ("layer=-1&pair=1e9&threshold=0", "block 5 of 8", 20),
        ("layer=1.4&pair=7.6&threshold=2", "block 6 of 8", 8),
        ("layer=x&pair=[]&threshold=null", "block 8 of 8", 0),
    ],
)
def test_an_address_may_carry_anything(page_over_http, query, layer, task):
    visit = page_over_http(f"{CHAPTER}#similarity?{query}")
    explorer = visit.explorer("similarity")
    name = list(similarity.task_names(results.load("similarity")))[task]
    expect(explorer.locator(".ra-summary")).to_contain_text(f"{name}, {layer}")
    assert visit.errors == [] and "NaN" not in explorer.inner_html()


def test_the_address_follows_and_links_lead(page_over_http):
    visit = page_over_http(CHAPTER)
    explorer = visit.explorer("similarity")
    enter(explorer, "layer", 6)
    visit.until("location.hash === '#similarity?layer=1'")
    visit.page.get_by_role("link", name="cats or dogs").click()
    expect(explorer.locator(".ra-summary")).to_contain_text("cat or dog, block 8 of 8")
    assert trait(explorer, "layer") == LAST
    similarity_shows(explorer)


def test_the_chosen_task_is_drawn_in_front(page_over_http):
    """21 thin curves of tasks and one for each run, under the mean and the chosen one."""
    explorer = page_over_http(CHAPTER).explorer("similarity")
    chart = explorer.locator(".ra-chart svg").first
    n_runs = len(results.load("similarity")["source_accuracy"])
    assert chart.locator("path.ra-thin").count() == 21 + n_runs
    steps = chart.locator("path.ra-step").evaluate_all(
        "(paths) => paths.map((each) => each.getAttribute('class'))"
    )
    assert [("ra-thin" in each) for each in steps] == [True] * (21 + n_runs) + [False] * 2


def test_a_line_says_its_name_and_is_pressed_to_be_chosen(page_over_http):
    explorer = page_over_http(CHAPTER).explorer("similarity")
    stored = results.load("similarity")
    chart = explorer.locator(".ra-chart").nth(1)
    bring(chart)
    names = list(similarity.task_names(stored))
    at_two = similarity.differences(stored, [2.0])[:, 0, 0].mean(axis=0)
    pair = int(at_two.argmin())  # alone at the bottom of the first block
    line = chart.locator("path.ra-thin").nth(pair)
    x, y = line.evaluate(
        """(path) => {
          const { x, y } = path.getPointAtLength(0).matrixTransform(path.getScreenCTM());
          return [x, y];
        }"""
    )
    explorer.page.mouse.move(x, y)
    expect(chart.locator(".ra-words")).to_contain_text(names[pair])
    expect(chart.locator(".ra-words")).to_contain_text("points")
    explorer.page.mouse.click(x, y)
    assert trait(explorer, "pair") == pair
    similarity_shows(explorer)
    expect(explorer.locator(".ra-pictured")).to_have_text(names[pair].replace(" or ", "or"))
    assert explorer.locator(".ra-pictured path").count() == 2


def test_blocks_have_one_name(page_over_http):
    explorer = page_over_http(CHAPTER).explorer("similarity")
    ticks = explorer.locator(".ra-chart").nth(1).locator(".ra-axis").first.locator(".tick text")
    assert ticks.all_text_contents() == ["5", "6", "7", "8"]
    expect(explorer.locator('[data-entry="layer"]')).to_have_value("8")
    expect(control(explorer, "layer")).to_have_attribute("aria-valuetext", "block 8 of 8")
