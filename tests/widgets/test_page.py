"""An explorer's page is one file with all that it needs, and a policy that lets it ask for
nothing."""

import json
import re

from repalign.widgets import CircleExplorer, YoursExplorer
from repalign.widgets.page import page


def parts(text):
    """What the page says of its explorer, and its scripts."""
    (state,) = re.findall(r'<script type="application/json" id="state">(.*?)</script>', text)
    return json.loads(state), re.findall(r"<script[^>]*>", text)


def test_it_holds_the_module_the_styles_and_the_traits():
    explorer = YoursExplorer(result='{"a": "</script>"}', bias=False)
    text = page(explorer, "A <title>", "<p>more</p>")
    state, scripts = parts(text)
    assert len(scripts) == 2 and state["result"] == explorer.result and state["bias"] is False
    assert "export{" in state["_esm"].replace(" ", "") and ".ra-drop" in text
    assert "<title>A &lt;title&gt;</title>" in text and "<p>more</p>" in text


def test_no_trait_of_the_notebook_comes_along():
    state, _ = parts(page(CircleExplorer(direction=90), "circle"))
    assert state["direction"] == 90
    assert not [name for name in state if name.startswith("_") and name != "_esm"]
    assert "layout" not in state


def test_it_may_ask_for_nothing():
    text = page(CircleExplorer(), "circle")
    assert "default-src 'none'" in text and not re.search(r'(src|href)="', text)
