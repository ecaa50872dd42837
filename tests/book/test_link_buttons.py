"""Links with a state where outputs stand in frames of their own, as in Colab: they are buttons
there."""

import html
import json

import pytest
from playwright.sync_api import expect

from repalign.widgets import CircleExplorer
from repalign.widgets._base import STATIC

pytestmark = pytest.mark.browser

# A model as anywidget gives it, without a kernel.
FRAME = """<!doctype html><div id="output"></div><script type="module">
const state = STATE;
const model = {
  get: (name) => state[name],
  set: (name, value) => (state[name] = value),
  on: (event, callback) => (window.redraw = callback),
  off: () => {},
  save_changes: () => ((window.saved = { ...state }), window.redraw?.()),
};
const module = new Blob([MODULE], { type: "text/javascript" });
const { default: widget } = await import(URL.createObjectURL(module));
widget.render({ model, el: document.querySelector("#output") });
</script>"""


def state_of(explorer):
    return {
        name: getattr(explorer, name)
        for name in explorer.keys
        if not name.startswith("_") and name != "layout"
    }


@pytest.fixture
def frame(browser):
    """What Colab would show of an explorer: the frame of its output, in a page with the prose."""
    explorer = CircleExplorer(
        links={"labelling B": "direction=135", "beyond": "direction=999&spread=0"}
    )
    module = (STATIC / "circle.js").read_text(encoding="utf-8")
    texts = {"STATE": state_of(explorer), "MODULE": module}
    inner = FRAME
    for name, value in texts.items():
        inner = inner.replace(name, json.dumps(value).replace("</", "<\\/"))
    page = browser.new_page()
    page.set_content(
        f'<a href="#circle?direction=135">B</a><iframe srcdoc="{html.escape(inner)}"></iframe>'
    )
    yield page.frame_locator("iframe")
    page.close()


def test_a_button_moves_the_explorer(frame):
    frame.get_by_role("button", name="labelling B").click()
    expect(frame.locator("[data-entry=direction]")).to_have_value("135")
    saved = frame.locator("body").evaluate("() => window.saved")
    assert (saved["direction"], saved["spread"]) == (135, 0.29)


def test_the_state_keeps_to_its_limits(frame):
    frame.get_by_role("button", name="beyond").click()
    expect(frame.locator("[data-entry=direction]")).to_have_value("360")
    assert frame.locator("body").evaluate("() => window.saved.spread") == 0
