"""What holds for every page of the book."""

import pytest
from livebook import weights
from livebook.site import name, pages

from tests.book.visits import SITE, UNFOLD

pytestmark = pytest.mark.browser

COUNTED_WITHIN = 2.5  # KB; pictures that style sheets name are not counted
LARGEST_SHIFT = 0.02
SHIFT = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((each) => (sum += each.value)))
        .observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(sum), 100);
})"""
# Figures are loaded as if a reader had come to them, folds opened.
NEAR = """() => document.querySelectorAll(".ra-figure > .only-light:not(.ra-narrow)").forEach(
    (each) => (each.loading = "eager"))"""
NARROW = [320, 360, 640]  # px: WCAG's reflow, a phone, a screen of 1280 at 200 %

ALL = [
    name(SITE, path)
    for path in pages(SITE)
    if 'http-equiv="Refresh"' not in path.read_text(encoding="utf-8")
    and path.name != "404.html"  # its links may start at the root that the book is published under
]
WITH_EXPLORERS = [
    page for page in ALL if 'class="explorer' in (SITE / page).read_text(encoding="utf-8")
]


@pytest.fixture(params=["page_over_http", "page_over_file"])
def opened(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("page", ALL)
def test_page_is_whole_without_other_hosts(opened, page):
    visit = opened(page)
    visit.settle()
    assert visit.errors == []
    assert visit.foreign == []
    assert visit.failed == []
    assert visit.page.title()
    assert visit.page.locator("html").get_attribute("lang") == "en"
    assert visit.page.locator(".explorer-error").count() == 0
    assert visit.page.locator(".katex-error").count() == 0


@pytest.mark.parametrize("page", ALL)
def test_page_fits_narrow_windows(page_over_http, page):
    """With every fold open."""
    visit = page_over_http(page, viewport={"width": NARROW[0], "height": 740})
    visit.settle()
    visit.page.evaluate(UNFOLD)
    for width in NARROW:
        visit.page.set_viewport_size({"width": width, "height": 740})
        wide = visit.page.evaluate("document.scrollingElement.scrollWidth")
        assert wide <= width, f"{page} is {wide} px wide in a window of {width}: {widest(visit)}"


def widest(visit):
    """The elements that stick out, to name the culprit."""
    return visit.page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(
            (each) => each.getBoundingClientRect().right > innerWidth + 1
        ).slice(0, 5).map((each) => each.outerHTML.slice(0, 120))"""
    )


@pytest.mark.parametrize("page", ALL)
def test_a_page_weighs_what_the_build_has_counted(page_over_http, book, page):
    visit = page_over_http(page)
    visit.page.evaluate(NEAR)
    visit.settle()
    counted = sum(weights.weigh(book, page).values())
    assert abs(visit.weight() / 1000 - counted) < COUNTED_WITHIN


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page", ALL)
def test_nothing_moves_while_a_page_loads(page_over_http, page, width):
    """On one of three visits: where the machine is busy, letters of formulas may come late."""

    def shift():
        visit = page_over_http(page, viewport={"width": width, "height": 800})
        visit.settle()
        return visit.page.evaluate(SHIFT)

    assert any(shift() <= LARGEST_SHIFT for _ in range(3))


def test_only_the_results_load_the_search(page_over_http):
    visit = page_over_http("book/index.html")
    visit.settle()
    assert not any("search" in response.url for response in visit.responses)


def test_the_icons_show_without_their_script(page_over_http):
    visit = page_over_http("book/index.html")
    icon = "document.querySelector('.theme-switch-button [data-mode=light]')"
    font = f"getComputedStyle({icon}, '::before').fontFamily"
    assert "Font Awesome" in visit.page.evaluate(font)
    assert visit.page.evaluate(
        """document.fonts.ready.then((all) =>
            [...all].some((font) => font.family.includes("Awesome") && font.status === "loaded"))"""
    )
    loaded = [response.url for response in visit.responses]
    assert any(url.endswith("icons.woff") for url in loaded)
    assert not any("fa-solid" in url for url in loaded), (
        "a page shows an icon that tools/icons.py does not name"
    )


def test_light_and_dark(page_over_http):
    visit = page_over_http("book/index.html")
    root = visit.page.locator("html")
    switch = visit.page.locator(".theme-switch-button").first
    themes = set()
    for _ in range(3):
        switch.click()
        themes.add(root.get_attribute("data-theme"))
    assert themes == {"light", "dark"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_is_as_the_system_is(page_over_http, scheme):
    visit = page_over_http("book/index.html", color_scheme=scheme)
    assert visit.page.locator("html").get_attribute("data-theme") == scheme


def test_one_search_field(page_over_http):
    visit = page_over_http("book/index.html")
    assert (
        visit.page.locator(
            "button.search-button__button:visible, button.search-button-field:visible, "
            "input[type=search]:visible"
        ).count()
        == 1
    )
