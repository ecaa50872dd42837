"""Explorers on the reader's screen: held in the chart, as wide as the page, whole on a phone, and
the first figure that plays itself once."""

import re

import pytest
from playwright.sync_api import expect

from repalign import alignment_curve, cumulative_power
from repalign.paper import results
from tests.book.test_explorers import (
    CHAPTER_1,
    CHAPTER_2,
    control,
    emergence_shows,
    enter,
    percent,
    press,
    trait,
)
from tests.book.visits import bring, bring_top

pytestmark = pytest.mark.browser

INDEX = "book/index.html"
STATE = "#emergence?threshold=1"  # an address with a state, with which nothing plays itself
PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
LAPTOP = {"viewport": {"width": 1280, "height": 800}}
SHORT = 2500  # ms, in which a figure that plays itself has begun


def drag_handle(explorer, name, across, down=0):
    """Take hold of a handle in a chart, beside its grip, and move by pixels."""
    handle = explorer.locator(f'[data-handle="{name}"] .ra-grip')
    bring(handle)
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2 + 4, box["y"] + box["height"] / 2 + (0 if down else 40)
    mouse = explorer.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + across, y + down, steps=5)
    mouse.up()


def within_window(page, locator):
    box, height = locator.bounding_box(), page.viewport_size["height"]
    return box["y"] >= 0 and box["y"] + box["height"] <= height


def test_threshold_and_epoch_are_dragged_in_the_chart(page_over_http):
    explorer = page_over_http(INDEX + STATE, **LAPTOP).explorer("emergence")
    drag_handle(explorer, "checkpoint", 400)
    at = trait(explorer, "checkpoint")
    assert at > 10
    drag_handle(explorer, "threshold", 70)
    assert trait(explorer, "threshold") > 5
    emergence_shows(explorer, at, trait(explorer, "threshold"))
    assert trait(explorer, "checkpoint") == at


def test_a_threshold_is_dragged_up_and_down_too(page_over_http):
    explorer = page_over_http(CHAPTER_2 + STATE, **LAPTOP).explorer("inputs")
    before = trait(explorer, "threshold")
    drag_handle(explorer.locator(".ra-along-y").locator("xpath=.."), "threshold", 0, -40)
    assert trait(explorer, "threshold") > 1.5 * before


def test_the_pointer_is_told_names_and_values(page_over_http):
    explorer = page_over_http(f"{INDEX}{STATE}&checkpoint=60", **LAPTOP).explorer("emergence")
    dot = explorer.locator(".ra-point").first
    bring(dot)
    box, words = dot.bounding_box(), explorer.locator(".ra-words:visible")
    height = explorer.bounding_box()["height"]
    explorer.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 12)
    name, tau, share = words.inner_text().split(" · ")
    spec = results.load("emergence").spectrum("final_layer", 0, 60)
    value = alignment_curve(spec, [float(tau.removeprefix("τ "))], normalized=True)[0]
    assert name == "now" and float(share.removesuffix(" %")) == pytest.approx(100 * value, abs=0.3)
    assert explorer.bounding_box()["height"] == height
    explorer.page.mouse.move(5, 5)
    expect(words).to_have_count(0)


def test_moments_lead_to_their_epochs(page_over_http):
    explorer = page_over_http(INDEX + STATE, **LAPTOP).explorer("emergence")
    moments, epochs = control(explorer, "moment"), list(results.load("emergence")["epochs"])
    assert moments.count() == 3
    for each in reversed(moments.all()):
        each.click()
        text = each.inner_text().replace("\xa0", " ")
        at = epochs.index(int(re.match(r"Epoch (\d+)", text)[1]))
        emergence_shows(explorer, at, 1)
        spec = results.load("emergence").spectrum("final_layer", 0, at)
        assert f"the top 10 hold {percent(cumulative_power(spec)[9])}" in text
        assert each.get_attribute("aria-current") == "step"


@pytest.mark.parametrize(
    ("page", "key"), [(INDEX, "emergence"), (CHAPTER_1, "circle"), (CHAPTER_2, "inputs")]
)
def test_on_a_phone_a_chart_and_its_slider_are_seen_together(page_over_http, page, key):
    visit = page_over_http(page, reduced_motion="reduce", **PHONE)
    explorer = visit.explorer(key)
    tabs = explorer.locator(".ra-tabs button")
    for i in range(tabs.count()):
        explorer.evaluate("each => each.scrollIntoView()")
        tabs.nth(i).click()
        drawing = explorer.locator(".ra-panel:visible :is(.ra-chart > svg, .ra-circle)")
        expect(drawing).to_have_count(1)
        bring_top(explorer, 60)
        assert within_window(visit.page, drawing)
        assert within_window(visit.page, control(explorer, "threshold"))
    # At the end of it nothing is covered.
    summary, panel = explorer.locator(".ra-summary"), explorer.locator(".ra-controls")
    explorer.evaluate("each => each.scrollIntoView({ block: 'end' })")
    end = summary.bounding_box()
    assert end["y"] + end["height"] <= panel.bounding_box()["y"] + 1
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_on_paper_every_panel_stands(page_over_http):
    visit = page_over_http(INDEX, **PHONE)
    explorer = visit.explorer("emergence")
    expect(explorer.locator(".ra-panel:visible")).to_have_count(1)
    visit.page.emulate_media(media="print")
    expect(explorer.locator(".ra-panel:visible")).to_have_count(4)
    expect(explorer.locator(".ra-tabs:visible")).to_have_count(0)


@pytest.mark.parametrize("page", [INDEX, CHAPTER_1])
def test_it_is_as_wide_as_the_page_allows(page_over_http, page):
    visit = page_over_http(page, **LAPTOP)
    box = visit.explorer().bounding_box()
    assert box["width"] >= 960 and box["x"] + box["width"] <= 1280
    # Beneath it the page's contents are folded.
    visit.explorer().evaluate("each => each.scrollIntoView()")
    contents = visit.page.locator(".bd-sidebar-secondary nav.page-toc").first
    expect(contents).to_have_css("opacity", "0")


def test_the_first_figure_plays_itself_until_it_is_touched(page_over_http):
    visit = page_over_http(INDEX, **LAPTOP)
    explorer = visit.explorer("emergence")
    emergence_shows(explorer, 0, trait(explorer, "threshold"))
    visit.until("document.querySelector('.explorer').model.get('checkpoint') > 2")
    expect(control(explorer, "play")).to_have_text("❚❚ Pause")
    assert visit.page.evaluate("location.hash") == ""
    press(explorer, "threshold", "ArrowRight")
    stopped = trait(explorer, "checkpoint")
    explorer.page.wait_for_timeout(SHORT)
    assert trait(explorer, "checkpoint") == stopped
    expect(control(explorer, "play")).to_have_text("▶ Play")


@pytest.mark.parametrize(
    ("address", "options"),
    [(INDEX, {"reduced_motion": "reduce"}), (INDEX + STATE, {}), (CHAPTER_2, {})],
)
def test_it_does_not_where_it_is_unwelcome_or_unseen(page_over_http, address, options):
    window = {"width": 1280, "height": 300 if address == CHAPTER_2 else 800}
    explorer = page_over_http(address, viewport=window, **options).explorer("emergence")
    explorer.page.wait_for_timeout(SHORT)
    assert trait(explorer, "checkpoint") == 0


def test_an_epoch_is_typed_as_the_epoch(page_over_http):
    explorer = page_over_http(INDEX + STATE).explorer("emergence")
    enter(explorer, "checkpoint", 140)
    epochs = list(results.load("emergence")["epochs"])
    emergence_shows(explorer, epochs.index(145), 1)
    assert explorer.locator('[data-entry="checkpoint"]').input_value() == "145"
    assert control(explorer, "checkpoint").get_attribute("aria-valuetext") == "145"
