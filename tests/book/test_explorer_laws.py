"""What holds for every explorer that the book shows: its texts, its names, its keys."""

import itertools

import numpy as np
import pytest

from tests.book.test_addresses import EXPLORERS
from tests.book.test_explorers import control, enter, trait
from tests.book.visits import DRAWN, UNFOLD

pytestmark = pytest.mark.browser

PARTS = (0, 0.003, 0.4321, 0.997, 1)  # of a slider's range
WAYS = {"ArrowRight": 1, "ArrowLeft": -1}
POOR = """(each) => {
    const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
    const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255)
        .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ground = (node) => {
        for (; node; node = node.parentElement) {
            const colour = rgb(getComputedStyle(node).backgroundColor);
            if (colour.length === 3 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
    };
    return [...each.querySelectorAll("*")].filter((node) =>
        [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim())
        && !node.closest(":disabled")
    ).map((node) => {
        const style = getComputedStyle(node);
        const ink = rgb(node instanceof SVGElement ? style.fill : style.color);
        const [a, b] = [luminance(ink), luminance(ground(node))];
        return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), node.textContent];
    }).filter(([contrast]) => contrast < 4.5);
}"""
WALK = """(each, name) => {
    const slider = each.querySelector(`input[type=range][data-control="${name}"]`);
    const seen = [];
    for (slider.value = slider.min; ; slider.stepUp()) {
        slider.dispatchEvent(new Event("input"));
        seen.push(each.model.get(name));
        if (slider.value === slider.max) return seen;
    }
}"""


@pytest.fixture
def opened(page_over_http):
    def unfolded(page, key):
        visit = page_over_http(page)
        explorer = visit.explorer(key)
        visit.page.evaluate(UNFOLD)
        return explorer

    return unfolded


def sliders(explorer):
    """Names of the traits that a slider moves to more than one value."""
    return explorer.evaluate(
        """(each) => [...each.querySelectorAll("input[type=range]")]
            .filter(({ min, max }) => min !== max).map(({ dataset }) => dataset.control)"""
    )


def put(explorer, name, part):
    """Type a number into the entry of a slider, and wait until it is drawn."""
    entry = explorer.locator(f'[data-entry="{name}"]')
    low, high = (float(entry.get_attribute(end)) for end in ("min", "max"))
    enter(explorer, name, low + part * (high - low))
    explorer.evaluate(DRAWN)


@pytest.mark.parametrize(("page", "key"), EXPLORERS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable(page_over_http, page, key, scheme):
    """WCAG's contrast of 4.5 for every text, against the explorer's ground."""
    visit = page_over_http(page)
    visit.page.evaluate(
        "(scheme) => document.documentElement.setAttribute('data-theme', scheme)", scheme
    )
    assert visit.explorer(key).evaluate(POOR) == []


@pytest.mark.parametrize(("page", "key"), EXPLORERS)
def test_every_control_has_a_name(opened, page, key):
    for each in opened(page, key).locator("input, select, button").all():
        assert each.evaluate(
            "(node) => node.labels?.[0]?.textContent || node.ariaLabel || node.textContent"
        ).strip()


@pytest.mark.parametrize(("page", "key"), EXPLORERS)
def test_every_choice_shows_what_is_chosen(page_over_http, page, key):
    """Also beside other explorers on the page, whose radio buttons must not be of one group."""
    visit = page_over_http(page)
    visit.settle()
    groups = visit.explorer(key).evaluate(
        """(each) => [...each.querySelectorAll("fieldset:has([type=radio])")]
            .map((group) => group.querySelectorAll(":checked").length)"""
    )
    assert set(groups) <= {1}


@pytest.mark.parametrize(("page", "key"), EXPLORERS)
def test_every_place_of_a_slider_is_another_value(opened, page, key):
    explorer = opened(page, key)
    for name in sliders(explorer):
        assert (np.diff(explorer.evaluate(WALK, name)) > 0).all(), name


@pytest.mark.parametrize(("page", "key"), EXPLORERS)
def test_every_arrow_key_moves_a_slider_its_way(opened, page, key):
    """From its ends, and from numbers typed between its places."""
    explorer = opened(page, key)
    for name in sliders(explorer):
        low, *_, high = explorer.evaluate(WALK, name)
        for part, (arrow, way) in itertools.product(PARTS, WAYS.items()):
            put(explorer, name, part)
            before = trait(explorer, name)
            control(explorer, name).press(arrow)
            after = trait(explorer, name)
            at_end = before == (high if way > 0 else low)
            assert (after - before) * way > 0 or at_end, (name, arrow, before, after)
