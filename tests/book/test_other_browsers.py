"""Every page in Firefox and in WebKit: all explorers live, a control moves what is read out, and
nothing goes wrong."""

import os
import shutil
import time

import pytest

from tests.book import drivers
from tests.book.test_pages import ALL, WITH_EXPLORERS
from tests.book.visits import LIVE_TIMEOUT

pytestmark = pytest.mark.browser

ARROWS = {"right": "\ue014", "left": "\ue012"}
# Runs before all else of a page, and keeps what goes wrong.
WATCH = """window.wrong = [];
const note = (what) => wrong.push(String(what));
addEventListener("error", ({ message, target }) => note(message ?? target.outerHTML), true);
addEventListener("unhandledrejection", ({ reason }) => note(reason));
addEventListener("securitypolicyviolation", ({ violatedDirective }) => note(violatedDirective));
console.error = (...words) => note(words.join(" "));
"""
LIVE = """return [...document.querySelectorAll(".explorer")]
    .every((each) => each.dataset.live || each.querySelector(".explorer-error"));"""
DEAD = 'return document.querySelectorAll(".explorer:not([data-live])").length;'
# The explorer's first slider that has somewhere to go takes the focus; the way it can go.
HOLD = """const slider = [...document.querySelectorAll(".explorer")][arguments[0]]
    .querySelectorAll("input[type=range]");
const first = [...slider].find((each) => each.checkVisibility() && each.min !== each.max);
first.focus();
return first.value === first.max ? "left" : "right";"""
SAID = """return [...[...document.querySelectorAll(".explorer")][arguments[0]]
    .querySelectorAll("[data-readout], .ra-summary")].map((each) => each.textContent).join("; ");"""


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def driver(request, tmp_path_factory):
    makers = {
        "firefox": lambda: drivers.firefox(tmp_path_factory.mktemp("firefox")),
        "webkit": drivers.webkit,
    }
    try:
        with makers[request.param]() as opened:
            yield opened
    except LookupError as error:
        message = f"LEFT OUT: {error}"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)


@pytest.fixture(scope="module")
def watched(book, tmp_path_factory):
    """A copy of the book whose pages keep what goes wrong."""
    site = shutil.copytree(book, tmp_path_factory.mktemp("watched") / "html")
    (site / "watch.js").write_text(WATCH)
    for page in ALL:
        source = (site / page).read_text("utf-8")
        watch = f'<head><script src="{"../" * page.count("/")}watch.js"></script>'
        (site / page).write_text(source.replace("<head>", watch, 1), "utf-8")
    return site


def until(driver, script, *arguments, wanted=True):
    end = time.monotonic() + LIVE_TIMEOUT / 1000
    while (seen := driver.run(script, *arguments)) != wanted:
        assert time.monotonic() < end, (seen, script)
        time.sleep(0.02)


def look(driver, address):
    """Open a page, move a slider of every explorer, and see that nothing went wrong."""
    driver.open(address)
    until(driver, LIVE)
    assert driver.run(DEAD) == 0
    for i in range(driver.run('return document.querySelectorAll(".explorer").length;')):
        before, way = driver.run(SAID, i), driver.run(HOLD, i)
        driver.press(ARROWS[way])
        until(driver, f"return (() => {{ {SAID} }})(...arguments) !== arguments[1];", i, before)
    assert driver.run("return wrong;") == []


@pytest.mark.parametrize("page", ALL)
def test_a_page_works_over_http(driver, watched, serve, page):
    look(driver, serve(watched) + page)


@pytest.mark.parametrize("page", WITH_EXPLORERS[-1:])
def test_a_page_works_from_the_disk(driver, watched, page):
    look(driver, (watched / page).as_uri())


def test_what_goes_wrong_is_noticed(driver, watched):
    broken = watched / "broken.html"
    broken.write_text('<script src="watch.js"></script><script>nothing()</script>')
    driver.open(broken.as_uri())
    assert "nothing" in driver.run("return wrong;")[0]
