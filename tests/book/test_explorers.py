"""What a reader sees: move every control, by mouse and keyboard; the read-out is the value that Python computes."""

import numpy as np
import pytest
from playwright.sync_api import expect

from repalign import alignment, alignment_curve, cumulative_power
from repalign.paper import results
from repalign.widgets import CircleExplorer

pytestmark = pytest.mark.browser

CHAPTER_1, CHAPTER_2 = "notebooks/01_circle.html", "notebooks/02_emergence.html"


@pytest.fixture(params=["page_over_http", "page_over_file"])
def opened(request):
    return request.getfixturevalue(request.param)


def readout(explorer, name):
    return explorer.locator(f'[data-readout="{name}"]')


def control(explorer, name):
    return explorer.locator(f'[data-control="{name}"]')


def enter(explorer, name, value):
    """Type a number into the entry beside a slider."""
    entry = explorer.locator(f'[data-entry="{name}"]')
    entry.fill(str(value))
    entry.press("Enter")


def press(explorer, name, key, times=1):
    target = control(explorer, name)
    target.focus()
    for _ in range(times):
        target.press(key)


def trait(explorer, name):
    return explorer.evaluate("(each, name) => each.model.get(name)", name)


def drag_slider(explorer, name, share):
    """Put the mouse on a slider's track at a share of its width."""
    control(explorer, name).scroll_into_view_if_needed()
    box = control(explorer, name).bounding_box()
    explorer.page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)


def percent(share, digits=1):
    return f"{100 * share:.{digits}f} %"


# ---- the circle


def circle_texts(**settings):
    """The read-outs that Python expects for a state."""
    explorer = CircleExplorer(**settings)
    spec = explorer.spectrum
    share = spec.squared_projections / spec.target_norm_sq
    return {
        "sigma1": f"{spec.singular_values[0]:.2f}",
        "sigma2": f"{spec.singular_values[1]:.2f}",
        "share1": percent(share[0]),
        "share2": percent(share[1]),
        "outside": percent(spec.residual / spec.target_norm_sq),
        "alignment": percent(alignment(spec, explorer.threshold) / spec.target_norm_sq),
    }


def shows(explorer, **settings):
    for name, text in circle_texts(**settings).items():
        expect(readout(explorer, name)).to_have_text(text)


def test_circle_starts_as_python_says(opened):
    visit = opened(CHAPTER_1)
    shows(visit.explorer("circle"))
    assert visit.errors == [] and visit.foreign == []


@pytest.mark.parametrize(
    ("name", "key", "times", "state"),
    [
        ("direction", "ArrowRight", 12, {"direction": 57}),
        ("spread", "ArrowLeft", 9, {"spread": 0.2}),
        ("n_points", "ArrowRight", 2, {"n_points": 140}),
        ("threshold", "ArrowLeft", 60, {"threshold": 2.0}),
    ],
)
def test_circle_by_keyboard(page_over_http, name, key, times, state):
    explorer = page_over_http(CHAPTER_1).explorer("circle")
    press(explorer, name, key, times)
    shows(explorer, **state)


@pytest.mark.parametrize("state", [{"direction": 135}, {"spread": 0.6}, {"n_points": 400}, {"threshold": 9.8}])
def test_circle_by_typing_a_number(opened, state):
    explorer = opened(CHAPTER_1).explorer("circle")
    ((name, value),) = state.items()
    enter(explorer, name, value)
    shows(explorer, **state)


@pytest.mark.parametrize("name", ["direction", "spread", "n_points", "threshold"])
def test_circle_by_mouse(page_over_http, name):
    explorer = page_over_http(CHAPTER_1).explorer("circle")
    before = trait(explorer, name)
    drag_slider(explorer, name, 0.83)
    assert trait(explorer, name) != before
    shows(explorer, **{name: trait(explorer, name)})


def at_angle(explorer, degrees, radius=1.0):
    """Where on the page a point of the circle's picture lies."""
    box = explorer.locator("svg.ra-circle").bounding_box()
    unit = box["width"] / 2.64
    turned = np.deg2rad(degrees)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return x + radius * unit * np.cos(turned), y - radius * unit * np.sin(turned)


def test_circle_handle_turns_the_labels(page_over_http):
    explorer = page_over_http(CHAPTER_1).explorer("circle")
    mouse = explorer.page.mouse
    explorer.locator("svg.ra-circle").scroll_into_view_if_needed()
    mouse.move(*at_angle(explorer, 45, 1.18))
    mouse.down()
    mouse.move(*at_angle(explorer, 135, 1.18), steps=8)
    mouse.up()
    direction = trait(explorer, "direction")
    assert abs(direction - 135) <= 2
    shows(explorer, direction=direction)


def test_circle_paints_with_the_pointer_and_clears(page_over_http):
    explorer = page_over_http(CHAPTER_1).explorer("circle")
    explorer.locator("svg.ra-circle").scroll_into_view_if_needed()
    mouse = explorer.page.mouse
    mouse.move(*at_angle(explorer, 45))
    mouse.down()
    mouse.move(*at_angle(explorer, 60), steps=5)
    mouse.up()
    painted = trait(explorer, "painted")
    assert painted.count("m") >= 5 and "p" not in painted
    shows(explorer, painted=painted)
    control(explorer, "clear").click()
    shows(explorer)


def test_circle_paints_with_the_keyboard(page_over_http):
    explorer = page_over_http(CHAPTER_1).explorer("circle")
    press(explorer, "brush", "-")
    painted = trait(explorer, "painted")
    assert "m" in painted
    shows(explorer, painted=painted)


def test_links_carry_a_state_and_the_address_follows(opened):
    visit = opened(f"{CHAPTER_1}#circle?direction=135&spread=0.1")
    explorer = visit.explorer("circle")
    shows(explorer, direction=135, spread=0.1)
    visit.page.get_by_role("link", name="A, the groups against each other").click()
    shows(explorer, direction=45)
    enter(explorer, "direction", 200)
    visit.page.wait_for_function("location.hash === '#circle?direction=200'")


@pytest.mark.parametrize(
    ("page", "key", "query", "name", "text"),
    [
        (CHAPTER_1, "circle", "n_points=1e9&spread=-4&direction=45.5&threshold=-1&painted=%00%01", "sigma2", "0.00"),
        (CHAPTER_2, "emergence", "checkpoint=1e9&threshold=-7", "epoch", "1000"),
        (CHAPTER_2, "inputs", "threshold=1e300&shown=[%22nobody%22]&normalized=perhaps", None, None),
    ],
)
def test_an_address_may_carry_anything(page_over_http, page, key, query, name, text):
    visit = page_over_http(f"{page}#{key}?{query}")
    explorer = visit.explorer(key)
    if name:
        expect(readout(explorer, name)).to_have_text(text)
    explorer.page.wait_for_timeout(100)
    assert visit.errors == []


def test_numbers_out_of_range_are_brought_back(page_over_http):
    explorer = page_over_http(CHAPTER_1).explorer("circle")
    enter(explorer, "spread", 7)
    shows(explorer, spread=1.0)
    enter(explorer, "spread", -3)
    expect(readout(explorer, "sigma2")).to_have_text("0.00")


# ---- MNIST inputs


def spectra():
    stored = results.load("emergence")
    return {f"{name} labels": stored.spectrum(f"inputs_{name}", 0) for name in ("true", "shuffled")}


def row_shows(explorer, name, threshold, *, normalized=True):
    spec = spectra()[name]
    value = alignment(spec, threshold)
    cells = explorer.locator(f'tr[data-representation="{name}"]')
    count = np.count_nonzero(spec.singular_values >= threshold)
    expect(cells.locator('[data-readout="count"]')).to_have_text(str(count))
    text = percent(value / spec.target_norm_sq, 2) if normalized else f"{float(f'{value:.3g}'):g}"
    expect(cells.locator('[data-readout="alignment"]')).to_have_text(text)


def test_inputs_by_keyboard_mouse_and_number(opened):
    explorer = opened(CHAPTER_2).explorer("inputs")
    for move in (
        lambda: None,
        lambda: press(explorer, "threshold", "ArrowLeft", 40),
        lambda: drag_slider(explorer, "threshold", 0.9),
        lambda: enter(explorer, "threshold", 2.5),
    ):
        move()
        for name in spectra():
            row_shows(explorer, name, trait(explorer, "threshold"))
    assert trait(explorer, "threshold") == 2.5


def test_inputs_absolute_and_hidden(page_over_http):
    explorer = page_over_http(CHAPTER_2).explorer("inputs")
    control(explorer, "normalized").nth(1).check()
    row_shows(explorer, "true labels", trait(explorer, "threshold"), normalized=False)
    control(explorer, "shown").nth(1).press("Space")
    expect(explorer.locator('tr[data-representation="shuffled labels"]')).to_be_hidden()


# ---- emergence


def emergence_shows(explorer, checkpoint, threshold):
    stored = results.load("emergence")
    spec = stored.spectrum("final_layer", 0, checkpoint)
    expect(readout(explorer, "epoch")).to_have_text(str(stored["epochs"][checkpoint]))
    expect(readout(explorer, "accuracy")).to_have_text(percent(stored["accuracy"][0, checkpoint]))
    expect(readout(explorer, "top")).to_have_text(percent(cumulative_power(spec)[9], 2))
    share = alignment_curve(spec, [threshold], normalized=True)[0]
    expect(readout(explorer, "alignment")).to_have_text(percent(share, 2))


@pytest.mark.parametrize("page", [CHAPTER_2, "book/index.html"])
def test_emergence_scrubs(opened, page):
    explorer = opened(page).explorer("emergence")
    last = len(results.load("emergence")["epochs"]) - 1
    emergence_shows(explorer, last, trait(explorer, "threshold"))
    press(explorer, "checkpoint", "Home")
    emergence_shows(explorer, 0, trait(explorer, "threshold"))
    enter(explorer, "checkpoint", 30)
    drag_slider(explorer, "threshold", 0.7)
    emergence_shows(explorer, 30, trait(explorer, "threshold"))


def test_emergence_plays_and_pauses(page_over_http):
    explorer = page_over_http(CHAPTER_2).explorer("emergence")
    play = control(explorer, "play")
    play.click()
    expect(play).to_have_text("❚❚ Pause")
    explorer.page.wait_for_function(
        "() => document.querySelector('[data-key=emergence]').model.get('checkpoint') === 4"
    )
    play.click()
    stopped = trait(explorer, "checkpoint")
    explorer.page.wait_for_timeout(500)
    assert trait(explorer, "checkpoint") == stopped
    emergence_shows(explorer, stopped, trait(explorer, "threshold"))


def test_emergence_steps_where_motion_is_unwelcome(page_over_http):
    explorer = page_over_http(CHAPTER_2, reduced_motion="reduce").explorer("emergence")
    for expected in (0, 1, 2):
        control(explorer, "play").click()
        assert trait(explorer, "checkpoint") == expected
    explorer.page.wait_for_timeout(500)
    assert trait(explorer, "checkpoint") == 2


# ---- all of them


@pytest.mark.parametrize(("page", "key"), [(CHAPTER_1, "circle"), (CHAPTER_2, "inputs"), (CHAPTER_2, "emergence")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable(page_over_http, page, key, scheme):
    """WCAG's contrast of 4.5 for every text, against the explorer's ground."""
    visit = page_over_http(page)
    visit.page.evaluate("(scheme) => document.documentElement.setAttribute('data-theme', scheme)", scheme)
    explorer = visit.explorer(key)
    poor = explorer.evaluate(
        """(each) => {
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
    )
    assert poor == []


@pytest.mark.parametrize(("page", "key"), [(CHAPTER_1, "circle"), (CHAPTER_2, "inputs"), (CHAPTER_2, "emergence")])
def test_every_control_has_a_name(page_over_http, page, key):
    explorer = page_over_http(page).explorer(key)
    for each in explorer.locator("input, button").all():
        assert each.evaluate("(node) => node.labels?.[0]?.textContent || node.ariaLabel || node.textContent").strip()
