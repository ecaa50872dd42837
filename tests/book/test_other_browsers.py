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
# A browser that goes elsewhere shows an empty page on the way.
LIVE = """return location.href === arguments[0] && "wrong" in window
    && document.readyState === "complete" && [...document.querySelectorAll(".explorer")]
    .every((each) => each.dataset.live || each.querySelector(".explorer-error"));"""
DEAD = 'return document.querySelectorAll(".explorer:not([data-live])").length;'
# The explorer's first slider that has somewhere to go takes the focus; the way it can go.
HOLD = """const sliders = [...document.querySelectorAll(".explorer")][arguments[0]]
    .querySelectorAll("input[type=range]");
const first = [...sliders].find((each) => each.checkVisibility() && each.min !== each.max);
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


def until(condition):
    end = time.monotonic() + LIVE_TIMEOUT / 1000
    while not condition():
        assert time.monotonic() < end, f"not within {LIVE_TIMEOUT} ms"
        time.sleep(0.02)


def move(driver, i):
    """Press an arrow on a slider of the i-th explorer until it says another thing."""
    before, way = driver.run(SAID, i), driver.run(HOLD, i)

    def said_otherwise():
        driver.press(ARROWS[way])
        return driver.run(SAID, i) != before

    until(said_otherwise)


def look(driver, address):
    """Open a page, move a slider of every explorer, and see that nothing went wrong."""
    driver.open(address)
    until(lambda: driver.run(LIVE, address))
    assert driver.run(DEAD) == 0
    for i in range(driver.run('return document.querySelectorAll(".explorer").length;')):
        move(driver, i)
    assert driver.run("return wrong;") == []


@pytest.mark.parametrize("page", ALL)
def test_a_page_works_over_http(driver, watched, serve, page):
    look(driver, serve(watched) + page)


@pytest.mark.parametrize("page", WITH_EXPLORERS[-1:])
def test_a_page_works_from_the_disk(driver, watched, page):
    look(driver, (watched / page).as_uri())


@pytest.mark.parametrize("source", ["network", "disk"])
def test_a_sample_is_read_and_measured_in_a_worker(driver, watched, serve, source):
    """By a module's worker, and by that of a text."""
    home = serve(watched) if source == "network" else f"{watched.as_uri()}/"
    address = f"{home}book/yours.html"
    driver.open(address)
    until(lambda: driver.run(LIVE, address))
    driver.run("""document.querySelector('[data-control="sample"]').click();""")
    sizes = "return document.querySelectorAll('.ra-measured [data-readout=size]').length;"
    until(lambda: driver.run(sizes) == 3)
    assert driver.run("return wrong;") == []


def test_what_goes_wrong_is_noticed(driver, watched, serve):
    (watched / "broken.js").write_text("nothing();")
    scripts = '<script src="watch.js"></script><script src="broken.js"></script>'
    (watched / "broken.html").write_text(f"<!doctype html>{scripts}")
    with pytest.raises(AssertionError, match="nothing"):
        look(driver, serve(watched) + "broken.html")
