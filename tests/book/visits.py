"""Where the book is, how a browser is cut off from the network, and what a visit to a page sees."""

import gzip
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SITE = ROOT / "_build" / "html"
# Without these the browser itself asks for its maker's hosts.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--disable-gpu",
    "--disable-default-apps",
    "--disable-domain-reliability",
]
# The network is cut off in the browser itself: intercepting each request would slow the pages down.
CUT_OFF = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
LIVE_TIMEOUT = 10_000  # ms
# Two frames on, what a page was asked for is drawn, and it knows of a new width.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# What comes near the screen is laid out some frames later, and what is on it moves for as long.
LAID_OUT = """() => new Promise((done) => {
    let height, frames;
    (function look() {
        const { scrollHeight } = document.documentElement;
        frames = scrollHeight === height ? frames + 1 : 0;
        height = scrollHeight;
        frames < 5 ? requestAnimationFrame(look) : done();
    })();
})"""
UNFOLD = """() => {
    for (const each of document.querySelectorAll("details")) each.open = true;
    for (const each of document.querySelectorAll(".toggle-hidden > .toggle-button")) each.click();
}"""


class Visit:
    """One page in a fresh browser context, and what happened on the way."""

    def __init__(self, context, address, home):
        self.errors, self.foreign, self.failed, self.requested, self.responses = [], [], [], [], []
        self._home = home
        self.page = page = context.new_page()
        page.on("request", self._note)
        page.on(
            "console", lambda message: message.type == "error" and self.errors.append(message.text)
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "requestfailed", lambda request: self.failed.append(f"{request.url}: {request.failure}")
        )
        page.on("response", self._keep)
        page.goto(address, wait_until="load")

    def explorer(self, key=None):
        """The explorer's container once it lives; the page's first if no page_key is given."""
        selector = f'.explorer[data-key="{key}"]' if key else ".explorer"
        self.page.wait_for_selector(f"{selector}[data-live]", timeout=LIVE_TIMEOUT)
        return self.page.locator(selector).first

    def settle(self):
        """Wait until every explorer lives or has said why not, and the formulas stand."""
        self.until(
            """[...document.querySelectorAll(".explorer")].every(
                (each) => each.dataset.live || each.querySelector(".explorer-error"))"""
        )
        self.page.evaluate("() => document.fonts.ready.then(() => null)")
        self.page.wait_for_load_state("networkidle")

    def weight(self):
        """Bytes of everything loaded, each file once and gzipped as a server would: what a worker
        loads again, a browser has kept."""
        files = {response.url: response for response in self.responses}
        return sum(len(gzip.compress(response.body(), 6)) for response in files.values())

    def until(self, expression):
        """Wait until a JavaScript expression is true of the page. Playwright's own way evaluates
        text inside the page, which the policy forbids."""
        end = time.monotonic() + LIVE_TIMEOUT / 1000
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, f"not within {LIVE_TIMEOUT} ms: {expression}"
            self.page.wait_for_timeout(20)

    def _note(self, request):
        self.requested.append(request.url)
        if not request.url.startswith((self._home, "data:", "blob:")):
            self.foreign.append(request.url)

    def _keep(self, response):
        if response.status >= 400:
            self.failed.append(f"{response.url}: {response.status}")
        elif response.url.startswith("http"):
            self.responses.append(response)


def bring(locator):
    """Scroll to it, as a reader does: who sees what moves does not touch it yet."""
    locator.scroll_into_view_if_needed()
    locator.page.evaluate(LAID_OUT)


def bring_top(explorer, to):
    """Scroll an explorer's top edge to so many pixels beneath the window's, where it stays: what
    lies above it may be laid out for the first time on the way."""
    for _ in range(2):
        explorer.evaluate("(each, to) => scrollBy(0, each.getBoundingClientRect().top - to)", to)
        explorer.page.evaluate(LAID_OUT)
