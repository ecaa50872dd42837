"""A finger on a phone: what it holds moves and the page stands; beside that the page scrolls."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.book.test_explorers import (
    CHAPTER_1,
    CHAPTER_2,
    CHAPTER_5,
    CHAPTER_7,
    OWN,
    at_angle,
    control,
    readout,
    shows,
    trait,
)
from tests.book.test_screens import PHONE
from tests.book.visits import bring, bring_top

pytestmark = pytest.mark.browser

ACROSS, DOWN = [(-12, 0)] * 6, [(0, 10)] * 6


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
    bring_top(explorer, 0)
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


@pytest.mark.parametrize("part", ["handle", "slider"])
def test_the_page_stands_where_the_tabs_are_out_of_sight(page_over_http, part):
    """Then the browser would keep in place what the finger moves, and scroll the page for it."""
    visit = page_over_http(CHAPTER_1, **PHONE | {"viewport": {"width": 360, "height": 740}})
    explorer, page = visit.explorer("circle"), visit.page
    visit.settle()
    bring_top(explorer, -60)
    scrolled = page.evaluate("scrollY")
    if part == "handle":
        way = [np.array(at_angle(explorer, angle, 1.18)) for angle in np.linspace(45, 120, 13)]
        touch(page, way[0], np.diff(way, axis=0))
        assert abs(trait(explorer, "direction") - 120) <= 2
    else:
        box = control(explorer, "direction").bounding_box()
        start = box["x"] + box["width"] / 8, box["y"] + box["height"] / 2
        touch(page, start, [(box["width"] / 32, 0)] * 8)
        assert abs(trait(explorer, "direction") - 135) <= 8
    assert page.evaluate("scrollY") == scrolled


def test_a_tap_beneath_the_handle_paints_and_moves_nothing(page_over_http):
    """Exercise 1.2: the points at one spot, one a tap, and their number."""
    visit = page_over_http(f"{CHAPTER_1}#circle?spread=0", **PHONE)
    explorer, page = visit.explorer("circle"), visit.page
    visit.settle()
    clear = control(explorer, "clear")
    bring(clear)
    expect(clear).to_be_disabled()
    before = explorer.bounding_box(), clear.bounding_box()
    for _ in range(15):
        page.touchscreen.tap(*at_angle(explorer, 45, 1.02))
    assert trait(explorer, "direction") == 45
    assert trait(explorer, "painted").count("m") == 15
    expect(readout(explorer, "flipped")).to_have_text("15")
    expect(clear).to_be_enabled()
    assert clear.bounding_box() == before[1]
    # What it says may have a line more.
    assert explorer.bounding_box()["y"] == before[0]["y"]
    page.touchscreen.tap(*at_angle(explorer, 45, 1.22))
    assert trait(explorer, "painted").count("m") == 15
    touch(page, at_angle(explorer, 45, 1.02), [(0, 15)] * 6)
    assert trait(explorer, "direction") != 45 and not trait(explorer, "painted")


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


def panel_of(visit, key, tab):
    visit.settle()
    explorer = visit.explorer(key)
    explorer.locator(".ra-tabs").get_by_text(tab).click()
    bring_top(explorer, 60)
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
    panel = panel_of(visit, key, tab)
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
    panel = panel_of(visit, "peaks", "What the tasks read")
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
    panel = panel_of(visit, "similarity", "Block by block")
    scrolled = visit.page.evaluate("scrollY")
    x, y = middle(panel.locator(".ra-strip"))
    touch(visit.page, (x, y), ACROSS)
    assert visit.page.evaluate("scrollY") == scrolled and trait(explorer, "layer") < 3
    x, y = middle(panel.locator(".ra-strip"))
    touch(visit.page, (x, y), [(0, -12)] * 6)
    assert visit.page.evaluate("scrollY") > scrolled
