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
import http.server
import os
import threading

import pytest
from livebook.policy import HEADER

from tests.book.visits import CUT_OFF, QUIET, SITE, Visit
from tools.pictures import BROWSERS, find_browser


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
    executable = find_browser()
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
