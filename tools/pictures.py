"""Pictures of an executed chapter: its plots made small, and a still picture of every explorer.

A still stands beside the explorer in the cell's output, for where nothing runs: a clone before its
cells are run, a public forge. It is taken of the explorer itself, in the state that the notebook
stores.
"""

import base64
import io
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

from livebook import standalone
from livebook.stored import outputs
from livebook.widgets import STATE_TYPE, VIEW_TYPE, json_script
from PIL import Image

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLOT_COLOURS = 128  # lines, bands, and their soft edges
STILL_COLOURS = 64
WIDTH = 700  # px, of a notebook's column
WINDOW = {"width": 1000, "height": 1200}  # px: a narrow one would show one panel at a time
LIVE_TIMEOUT = 20_000  # ms
STILL_STYLE = f"""<style>
body {{ margin: 0; background: #fff; }}
.explorer {{ width: {WIDTH}px; }}
.repalign {{ margin: 0 !important; }}
.explorer::after {{ content: "A still picture: run the cell to move it."; }}
.explorer::after {{ font: 600 14px system-ui, sans-serif; }}
.explorer::after {{ display: block; padding: 8px 12px; color: #1f2328; }}
</style>"""


class NoBrowserError(RuntimeError):
    """There is no browser to take pictures with."""


def find_browser():
    """Where one of `BROWSERS` is, or None."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def shrink_plots(notebook):
    """Plots in a palette of their colours: a third of the bytes that a page has to load."""
    for output in outputs(notebook, "image/png"):
        picture = base64.b64decode(output.data["image/png"])
        output.data["image/png"] = _in_palette(picture, PLOT_COLOURS, Image.Quantize.MEDIANCUT)


def add_stills(notebook, browser=None):
    """Give every explorer's output a still picture, with a browser of its own if none is given.

    Raises
    ------
    NoBrowserError
        None is installed; the notebook stays as it is.
    """
    found = outputs(notebook, VIEW_TYPE)
    if not found:
        return
    with _opened(browser) as opened, tempfile.TemporaryDirectory() as folder:
        pictures = _screenshots(_page_of(notebook, found, Path(folder)), len(found), opened)
    for output, picture in zip(found, pictures, strict=True):
        # Median cut would give thin lines another's colour.
        output.data["image/png"] = _in_palette(picture, STILL_COLOURS, Image.Quantize.MAXCOVERAGE)


def without_still(notebook):
    """How many explorers have no still picture, in words; None if all have one."""
    count = sum("image/png" not in output.data for output in outputs(notebook, VIEW_TYPE))
    return f"explorers without a still picture: {count}" if count else None


def _page_of(notebook, found, folder):
    state = json_script(STATE_TYPE, notebook.metadata.widgets[STATE_TYPE])
    views = [json_script(VIEW_TYPE, output.data[VIEW_TYPE]) for output in found]
    return standalone.write(folder, "stills.html", state + "".join(views), STILL_STYLE)


def _screenshots(address, count, browser):
    """PNG bytes of the page's explorers, when all of them live."""
    page = browser.new_page(viewport=WINDOW)
    # An address with a state: no figure plays itself.
    page.goto(f"{address}#still?")
    lives = "count => document.querySelectorAll('.explorer[data-live]').length === count"
    page.wait_for_function(lives, arg=count, timeout=LIVE_TIMEOUT)
    pictures = [each.screenshot(animations="disabled") for each in page.locator(".explorer").all()]
    page.close()
    return pictures


@contextmanager
def _opened(browser):
    if browser is not None:
        yield browser
        return
    from playwright.sync_api import sync_playwright

    executable = find_browser()
    if executable is None:
        raise NoBrowserError(
            f"still pictures of explorers need a browser; install one of {', '.join(BROWSERS)}"
        )
    # A browser that runs as root, as in a container, has no sandbox.
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=executable, args=["--disable-gpu", *sandbox]
        )
        yield chromium
        chromium.close()


def _in_palette(picture, colours, method):
    small = io.BytesIO()
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(colours, method).save(small, "png", optimize=True)
    return base64.b64encode(small.getvalue()).decode()
