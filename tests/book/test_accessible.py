"""Every page for everybody: axe finds nothing, and by keyboard one sees where one is.

axe comes from node's packages. What colours decide is looked at in the light and in the dark, all
else once a width.
"""

import os

import pytest

from tests.book import tiny
from tests.book.test_pages import ALL
from tests.book.visits import DRAWN, ROOT, UNFOLD

pytestmark = pytest.mark.browser

AXE = ROOT / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
EVERYTHING, COLOUR = {"type": "tag", "values": STANDARDS}, {"type": "rule", "values": COLOURS}
WIDTHS = {1280: 800, 360: 740}
# At rest, and with all laid out that a reader would come to.
STILL = """*, ::before, ::after { animation: none !important; transition: none !important; }
section { content-visibility: visible !important; }"""
FIND = """async (runOnly) => {
    // Of formulas there is MathML, which is looked at; their letters have the colour of the text.
    const context = { exclude: [".katex-html"] };
    const { violations } = await axe.run(context, { runOnly, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => [id, target.join(" "), failureSummary]));
}"""
# Letters of formulas in another colour than the text around them.
COLOURED = """() => [...document.querySelectorAll(".katex-html *")].filter((node) => {
    const around = node.closest(".katex").parentElement;
    return getComputedStyle(node).color !== getComputedStyle(around).color;
}).map((node) => node.outerHTML.slice(0, 120))"""
# What takes the focus and shows no other ring then, nor does what stands around it. Where a key was
# used last, a browser shows focus that a script sets as it does after Tab.
UNSEEN = """() => {
    const ring = (node) => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(node);
        const outline = outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
        return [outline && !/, 0\\)$/.test(outlineColor) && outlineColor, boxShadow].join();
    };
    const around = (node) => [node, node.parentElement, node.nextElementSibling].filter(Boolean);
    const rings = (node) => around(node).map(ring).join("; ");
    const reached = "a[href], button, input, select, summary, [tabindex='0']";
    return [...document.querySelectorAll(reached)].filter((node) => {
        const visible = node.checkVisibility({ visibilityProperty: true });
        if (node.disabled || node.tabIndex < 0 || !visible) return false;
        document.activeElement.blur();
        const before = rings(node);
        node.focus();
        return document.activeElement === node && rings(node) === before;
    }).map((node) => node.outerHTML.slice(0, 120));
}"""


@pytest.fixture
def opened(site_over_http):
    """A page of a site, still and with every fold open."""

    def of(folder, page, **options):
        visit = site_over_http(folder)(page, bypass_csp=True, **options)
        visit.settle()
        visit.page.add_style_tag(content=STILL)
        visit.page.evaluate(UNFOLD)
        return visit.page

    return of


@pytest.fixture(scope="module")
def axe():
    """What axe finds on a page, [(rule, element, how it fails), ...]."""
    if not AXE.exists():
        message = "node's packages are needed to look for what shuts readers out: npm ci"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)

    def find(page, rules=EVERYTHING):
        if not page.evaluate("() => 'axe' in window"):
            page.add_script_tag(path=AXE)
        return page.evaluate(FIND, rules)

    return find


@pytest.mark.parametrize("name", ALL)
def test_axe_finds_nothing(opened, axe, book, name):
    page = opened(book, name)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(DRAWN)
        for scheme, rules in {"light": EVERYTHING, "dark": COLOUR}.items():
            page.evaluate("(scheme) => (document.documentElement.dataset.theme = scheme)", scheme)
            assert axe(page, rules) == [], (width, scheme)
            assert page.evaluate(COLOURED) == [], (width, scheme)


def test_axe_finds_nothing_where_a_link_has_led_to_an_explorer(opened, axe, book):
    page = opened(book, "notebooks/01_circle.html")
    page.locator('section[id^="exercise-1-1"] a[href*="?"]').first.click()
    page.locator(".way-back").wait_for()
    assert axe(page) == []


@pytest.mark.parametrize("name", ALL)
def test_focus_is_seen(opened, book, name):
    page = opened(book, name)
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.keyboard.press("Tab")
        assert page.evaluate(UNSEEN) == [], width


def test_what_shuts_readers_out_is_found(opened, axe, tmp_path):
    """A picture without a text, a heading that skips levels, a control that hides its focus."""
    page = """# Start

```{raw} html
<img src="_static/logo.svg"><h4>Deep</h4>
<button id="dead">Press</button>
<style>#dead { outline: none !important; box-shadow: none !important; }</style>
```
"""
    site = tiny.build(tmp_path, {"index.md": page})
    broken = opened(site, "index.html")
    assert {"image-alt", "heading-order"} <= {rule for rule, *_ in axe(broken)}
    broken.keyboard.press("Tab")
    assert any('id="dead"' in each for each in broken.evaluate(UNSEEN))
