"""How fast the playground trains in a real browser, and how long its page is ever busy: part of
``python -m bench``.

On a phone the page is slowed down; the browser does not slow a worker down with it, which a real
phone does.
"""

import tempfile
from pathlib import Path

from livebook.explorer import embed
from livebook.standalone import write

from bench.pages import DESK, PHONE, SLOWER
from repalign.widgets import PlaygroundExplorer
from tests.book.visits import CUT_OFF, QUIET
from tools.pictures import find_browser

SECONDS = 4
SIZES = [
    {"samples": 300, "depth": 2, "width": 16},
    {"samples": 1000, "depth": 2, "width": 32},
    {"samples": 1000, "depth": 4, "width": 64},
    {"samples": 1000, "depth": 2, "width": 60, "data": "peaks"},
]
WATCH = """() => {
    window.longest = 0;
    const seen = (list) => list.getEntries().forEach((each) => {
        window.longest = Math.max(window.longest, each.duration);
    });
    new PerformanceObserver(seen).observe({ entryTypes: ["longtask"] });
}"""


def measure():
    from playwright.sync_api import sync_playwright

    executable = find_browser()
    if executable is None:
        return print("LEFT OUT: the playground, since no browser is installed")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        options = [*QUIET, CUT_OFF, "--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=executable, args=options)
        for size in SIZES:
            explorer = PlaygroundExplorer(speed="fast", **size)
            address = write(Path(folder), "playground.html", embed(explorer, "one"))
            shape = f"{explorer.samples} x {explorer.data}, {size['depth']} x {size['width']}"
            for where, screen, slower in (("desk ", DESK, 1), ("phone", PHONE, SLOWER)):
                speed, longest = _train(browser.new_page(**screen), address, slower)
                print(f"{shape:28} {where} {speed:6.0f} epochs/s, longest task {longest:3.0f} ms")
        browser.close()


def _train(page, address, slower):
    """Epochs a second, and the page's longest task in ms (0 below 50), while it trains."""
    page.goto(address)
    page.wait_for_selector(".explorer[data-live]")
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.evaluate(WATCH)
    page.locator('[data-control="train"]').click()
    page.wait_for_timeout(1000 * SECONDS)
    epochs = int(page.locator('[data-readout="epoch"]').inner_text())
    longest = page.evaluate("() => window.longest")
    page.close()
    return epochs / SECONDS, longest


if __name__ == "__main__":
    measure()
