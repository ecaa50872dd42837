"""Every page of the built book as a reader meets it, at a desk and on a phone: ``make pages``.

Weights are gzipped, times are the middle one of some visits, and depend on the machine and on what
else it does: nothing here passes or fails.
"""

import functools
import gzip
import http.server
import sys
import threading
from pathlib import Path
from statistics import median

from livebook.site import name, pages

from tests.book.visits import CUT_OFF, QUIET, SITE
from tools.pdf import LIVES
from tools.pictures import find_browser

VISITS = 3
KINDS = ["html", "css", "js", "woff", "svg"]  # beginnings of endings
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
SLOWER = 4
NETWORK = {
    "offline": False,
    "latency": 150,  # ms
    "downloadThroughput": 1.6e6 / 8,  # bytes a second
    "uploadThroughput": 0.8e6 / 8,
}
COLUMNS = ["live", "all", "paint", "block", "shift", "slider"]

# What has to be watched from the start.
WATCH = """() => {
    window.seen = { paint: 0, block: 0, shift: 0 };
    const watch = (type, read) => new PerformanceObserver((list) => list.getEntries().forEach(read))
        .observe({ type, buffered: true });
    watch("largest-contentful-paint", (each) => (seen.paint = each.startTime));
    watch("longtask", (each) => (seen.block += each.duration - 50));
    watch("layout-shift", (each) => (seen.shift += each.hadRecentInput ? 0 : each.value));
}"""
READ = """(kinds) => {
    const loaded = [...performance.getEntriesByType("navigation"),
                    ...performance.getEntriesByType("resource")];
    const ends = (each) => new URL(each.name).pathname.split(".").pop();
    const weights = kinds.map((kind) => loaded.filter((each) => ends(each).startsWith(kind))
        .reduce((sum, each) => sum + each.encodedBodySize, 0) / 1000);
    const lives = [...document.querySelectorAll(".explorer")].map((each) => +each.dataset.live);
    const total = loaded.reduce((sum, each) => sum + each.encodedBodySize, 0) / 1000;
    const of = (which) => lives.length && which(...lives);
    return { weights: [...weights, total], live: of(Math.min), all: of(Math.max), ...seen };
}"""
# From the frame's start to the end of layout, the draw between, as the middle of some moves; the
# slowest slider of the page.
SLIDE = """async () => {
    const middle = (times) => times.sort((a, b) => a - b)[times.length >> 1];
    const moves = async (slider) => {
        const times = [];
        for (let i = 1; i <= 12; i++) {
            let start;
            requestAnimationFrame(() => (start = performance.now()));
            const low = +slider.min, span = slider.max - low;
            slider.value = low + (span * i) / 12;
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            await new Promise((done) => requestAnimationFrame(done));
            slider.getBoundingClientRect();
            times.push(performance.now() - start);
        }
        return middle(times);
    };
    let slowest = 0;
    for (const each of document.querySelectorAll(".explorer input[type=range]"))
        if (each.checkVisibility()) slowest = Math.max(slowest, await moves(each));
    return slowest;
}"""


class _Gzipping(http.server.SimpleHTTPRequestHandler):
    """What can be made smaller goes out gzipped, as every real server sends it."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return self.send_error(404)
        packed = not path.suffix.startswith((".woff", ".png"))
        body = _packed(path) if packed else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


@functools.cache
def _packed(path):
    return gzip.compress(path.read_bytes(), 6)


def visit(browser, address, phone):
    """What one visit sees, by column."""
    context = browser.new_context(**(PHONE if phone else DESK))
    page = context.new_page()
    page.add_init_script(f"({WATCH})()")
    if phone:
        session = context.new_cdp_session(page)
        session.send("Network.emulateNetworkConditions", NETWORK)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="networkidle")
    page.wait_for_function(LIVES)
    page.wait_for_timeout(500)
    seen = page.evaluate(READ, KINDS) | {"slider": page.evaluate(SLIDE)}
    context.close()
    return seen


def row(browser, address, phone):
    seen = [visit(browser, address, phone) for _ in range(VISITS)]
    return seen[0]["weights"], {each: median(one[each] or 0 for one in seen) for each in COLUMNS}


def measure(site=SITE, only=""):
    """Print the table of all pages, or of those whose names hold `only`."""
    from playwright.sync_api import sync_playwright

    executable = find_browser()
    if executable is None:
        return print("LEFT OUT: pages, since no browser is installed")
    handler = functools.partial(_Gzipping, directory=str(site))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    names = [page for path in pages(site) if only in (page := name(site, path))]
    print("KB gzipped; ms to the first explorer's life, to the last one's, to the largest paint,")
    print("blocked, a slider's move; layout shift")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=[*QUIET, CUT_OFF, "--no-sandbox"]
        )
        for phone in (False, True):
            title = "on a phone" if phone else "at a desk"
            print(f"\n{title:29}" + "".join(f"{each:>7}" for each in [*KINDS, "total", *COLUMNS]))
            for page in names:
                address = f"http://127.0.0.1:{server.server_port}/{page}"
                weights, times = row(browser, address, phone)
                shift = {"shift": f"{times['shift']:7.3f}"}
                print(
                    f"{page:29}"
                    + "".join(f"{each:7.1f}" for each in weights)
                    + "".join(shift.get(each, f"{times[each]:7.0f}") for each in COLUMNS),
                    flush=True,
                )
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    measure(*[Path(each) for each in sys.argv[1:2]], *sys.argv[2:])
