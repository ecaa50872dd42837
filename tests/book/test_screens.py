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
    CHAPTER_4,
    CHAPTER_5,
    CHAPTER_7,
    at_angle,
    control,
    emergence_shows,
    enter,
    percent,
    press,
    shows,
    trait,
)

pytestmark = pytest.mark.browser

INDEX = "book/index.html"
STATE = "#emergence?threshold=1"  # an address with a state, with which nothing plays itself
PHONE = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
LAPTOP = {"viewport": {"width": 1280, "height": 800}}
SHORT = 2500  # ms, in which a figure that plays itself has begun


def drag_handle(explorer, name, across, down=0):
    """Take hold of a handle in a chart, beside its grip, and move by pixels."""
    handle = explorer.locator(f'[data-handle="{name}"] .ra-grip')
    handle.scroll_into_view_if_needed()
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
    dot.scroll_into_view_if_needed()
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


def touch(page, start, moves):
    """A finger from a place of the window by steps of pixels."""
    session, (x, y) = page.context.new_cdp_session(page), start

    def send(kind, points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", [{"x": x, "y": y}])
    for across, down in moves:
        x, y = x + across, y + down
        send("touchMove", [{"x": x, "y": y}])
        page.wait_for_timeout(30)
    send("touchEnd", [])
    page.wait_for_timeout(300)


def test_a_finger_turns_the_labels_and_scrolls_beside_them(page_over_http):
    visit = page_over_http(CHAPTER_1, **PHONE)
    explorer, page = visit.explorer("circle"), visit.page
    explorer.evaluate("each => each.scrollIntoView()")
    area = explorer.locator('[data-handle="direction"] .ra-grip-area')
    assert area.bounding_box()["width"] >= 44
    before = page.evaluate("scrollY")
    touch(page, at_angle(explorer, 45, 1.18), [(0, 15)] * 6)
    assert page.evaluate("scrollY") == before
    direction = trait(explorer, "direction")
    assert direction != 45
    shows(explorer, direction=direction)
    touch(page, at_angle(explorer, 0, 0.2), [(0, -15)] * 6)
    assert page.evaluate("scrollY") > before
    assert trait(explorer, "direction") == direction and not trait(explorer, "painted")


OWN = f"{CHAPTER_4}#descent?focus=your+own"
ACROSS, DOWN = [(-12, 0)] * 6, [(0, 10)] * 6


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def on_the_first_dot(path):
    """Where on the page the first of a path's dots lies."""
    return path.evaluate(
        """(path) => {
          const { x, y } = path.getPointAtLength(0).matrixTransform(path.getScreenCTM());
          return [x, y];
        }"""
    )


def panel_of(explorer, tab):
    explorer.locator(".ra-tabs").get_by_text(tab).click()
    explorer.evaluate("each => scrollTo(0, each.getBoundingClientRect().top + scrollY - 60)")
    return explorer.locator(".ra-panel:visible")


@pytest.mark.parametrize(
    ("page", "key", "tab", "name", "ways"),
    [
        (CHAPTER_7, "similarity", "Similar less other", "threshold", [DOWN, ACROSS]),
        (CHAPTER_7, "similarity", "Block by block", "layer", [DOWN, ACROSS]),
        (CHAPTER_2, "inputs", "Singular values", "threshold", [ACROSS, DOWN]),
        (OWN, "descent", "Each direction", "ratio", [DOWN, ACROSS]),
        (OWN, "descent", "Each direction", "own", [DOWN, ACROSS]),
    ],
)
def test_the_page_stands_while_a_finger_drags(page_over_http, page, key, tab, name, ways):
    """Along and across what the handle follows; the last of the ways is along it."""
    visit = page_over_http(page, reduced_motion="reduce", **PHONE)
    explorer = visit.explorer(key)
    panel = panel_of(explorer, tab)
    scrolled = visit.page.evaluate("scrollY")
    for way in ways:
        before = trait(explorer, name)
        if name == "own":
            start = on_the_first_dot(panel.locator(".ra-grip-areas"))
        else:
            start = middle(panel.locator("circle.ra-grip-area"))
        touch(visit.page, start, way)
        assert visit.page.evaluate("scrollY") == scrolled
    assert trait(explorer, name) != before


def test_the_page_stands_while_a_finger_drags_a_variable(page_over_http):
    visit = page_over_http(CHAPTER_5, reduced_motion="reduce", **PHONE)
    panel = panel_of(visit.explorer("peaks"), "What the tasks read")
    scrolled = visit.page.evaluate("scrollY")
    bar = panel.get_by_role("slider").first
    (x, y), before = middle(bar.locator("circle")), float(bar.get_attribute("aria-valuenow"))
    touch(visit.page, (x, y), DOWN[:3])
    height = bar.locator(".ra-frame").bounding_box()["height"]
    after = float(bar.get_attribute("aria-valuenow"))
    assert before - after == pytest.approx(30 / height, abs=0.02)
    assert visit.page.evaluate("scrollY") == scrolled


def test_beside_its_grip_a_line_is_dragged_across_and_the_page_up_and_down(page_over_http):
    visit = page_over_http(CHAPTER_7, reduced_motion="reduce", **PHONE)
    explorer = visit.explorer("similarity")
    panel = panel_of(explorer, "Block by block")
    scrolled = visit.page.evaluate("scrollY")
    x, y = middle(panel.locator(".ra-strip"))
    touch(visit.page, (x, y), ACROSS)
    assert visit.page.evaluate("scrollY") == scrolled and trait(explorer, "layer") < 3
    x, y = middle(panel.locator(".ra-strip"))
    touch(visit.page, (x, y), [(0, -12)] * 6)
    assert visit.page.evaluate("scrollY") > scrolled


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
        explorer.evaluate("each => scrollTo(0, each.getBoundingClientRect().top + scrollY - 60)")
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
