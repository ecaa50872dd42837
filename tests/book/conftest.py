"""Pages of the built book in a real browser, with every other host cut off.

Fixtures for tests of the book, which assume that `make book` has run:

- `book`: the folder of the built site, a Path.
- `page_over_http(name)` and `page_over_file(name)`: open a page, such as "book/index.html" or
  "notebooks/01_circle.html#circle?direction=90", from a local server or straight from the file; the
  server sends the strict Content-Security-Policy of `livebook.policy`, and what a page does against
  it is an error. What comes back is a `Visit`: `visit.page` is Playwright's page;
  `visit.explorer(key)` the container of the explorer with that page_key, once it lives;
  `visit.errors` the console's and the page's errors; `visit.foreign` the requests to other hosts
  (none gets through); `visit.failed` the requests that failed; `visit.weight()` the gzipped bytes
  of all that was loaded. Keywords go to Playwright's context: viewport={"width": 360, "height":
  740}, color_scheme, reduced_motion="reduce". A live container's `model` is the runtime's:
  `container.evaluate("each => each.model.get('direction')")`.
- `site_over_http(folder)`: the same for another folder than the book's: call it, then what comes
  back with a name.
- `browser`: the browser itself, for what the others do not do.

Mark tests that use them with `pytest.mark.browser`. Without a browser they are skipped, or fail
where CI=true.
"""

import functools
import gzip
import http.server
import os
import shutil
import threading
import time
from pathlib import Path

import pytest
from livebook.policy import HEADER

ROOT = Path(__file__).parent.parent.parent
SITE = ROOT / "_build" / "html"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
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
        self.page.evaluate("() => window.MathJax?.startup?.promise")
        self.page.wait_for_load_state("networkidle")

    def weight(self):
        """Bytes of everything loaded, each response gzipped as a server would."""
        return sum(len(gzip.compress(response.body(), 6)) for response in self.responses)

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


class _Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections that stay open, as every real server's do

    def end_headers(self):
        self.send_header(*HEADER)
        super().end_headers()

    def log_message(self, *arguments):
        pass


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True


@pytest.fixture(scope="session")
def book():
    """The folder of the built book."""
    if not (SITE / "book" / "index.html").exists():
        pytest.fail(f"{SITE} holds no book; run `make book` first")
    return SITE


@pytest.fixture(scope="session")
def browser():
    """Chromium, headless."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        message = f"LEFT OUT: browser tests, since none of {', '.join(BROWSERS)} is installed"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    from playwright.sync_api import sync_playwright

    # A browser that runs as root, as in a container, has no sandbox.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, args=[*QUIET, CUT_OFF, *sandbox]
        )
        yield chromium
        chromium.close()


@pytest.fixture
def visits(browser):
    """Open an address; every context is closed when the test ends."""
    contexts = []

    def visit(address, home, **options):
        contexts.append(browser.new_context(**options))
        return Visit(contexts[-1], address, home)

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def serve():
    """Serve a folder on localhost until the session ends; the same address for the same folder."""
    servers = []

    @functools.cache
    def address(folder):
        servers.append(_Server(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder))))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/"

    yield address
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def site_over_http(visits, serve):
    def of(folder):
        home = serve(folder)
        return lambda name, **options: visits(home + name, home, **options)

    return of


@pytest.fixture
def site_over_file(visits):
    def of(folder):
        home = folder.as_uri() + "/"
        return lambda name, **options: visits(home + name, home, **options)

    return of


@pytest.fixture
def page_over_http(book, site_over_http):
    """Open a page of the book from a local server."""
    return site_over_http(book)


@pytest.fixture
def page_over_file(book, site_over_file):
    """Open a page of the book from the disk."""
    return site_over_file(book)
