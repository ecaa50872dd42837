"""How soon explorers live and how fast they follow, in a real browser: part of ``python -m
bench``."""

import tempfile
from pathlib import Path

import numpy as np
from livebook.explorer import embed
from livebook.standalone import write

from repalign import Spectrum
from repalign.widgets import (
    AlignmentExplorer,
    Checkpoint,
    CircleExplorer,
    DescentExplorer,
    EmergenceExplorer,
)
from tests.book.visits import CUT_OFF, QUIET
from tools.pictures import find_browser

DIRECTIONS = 1000
MOVES = 60

# From the frame's start to the end of layout, the draw between: what a reader waits for, less the
# painting.
UPDATES = """async (each, [name, values]) => {
    const times = [];
    for (const value of values) {
        let start;
        requestAnimationFrame(() => (start = performance.now()));
        each.model.set(name, value);
        await new Promise((done) => requestAnimationFrame(done));
        each.getBoundingClientRect();
        times.push(performance.now() - start);
    }
    return times;
}"""


def spectra(count):
    """Random spectra with as many directions as the design asks for."""
    rng = np.random.default_rng(0)
    sigma = np.geomspace(30, 1e-3, DIRECTIONS)
    shapes = 2 * DIRECTIONS, DIRECTIONS
    return {
        f"curve {i}": Spectrum(sigma, rng.chisquare(1, DIRECTIONS), 1.0, *shapes)
        for i in range(count)
    }


def checkpoints(count=60):
    return [Checkpoint(epoch, spec, 0.5, 0.9) for epoch, spec in enumerate(spectra(count).values())]


def cases():
    """(name, explorer, trait, values it takes)."""
    yield "circle, 400 points", CircleExplorer(n_points=400), "direction", list(range(MOVES))
    taus = np.geomspace(0.01, 20, MOVES).tolist()
    yield "alignment, 4 curves", AlignmentExplorer(spectra(4)), "threshold", taus
    yield (
        "emergence, 60 checkpoints",
        EmergenceExplorer(checkpoints()),
        "checkpoint",
        list(range(MOVES - 1, -1, -1)),
    )
    ratios = np.linspace(0.05, 1.0, MOVES).tolist()
    yield "descent, 4 curves x 200 steps", DescentExplorer(spectra(4)), "ratio", ratios


def measure():
    from playwright.sync_api import sync_playwright

    executable = find_browser()
    if executable is None:
        return print("LEFT OUT: explorers, since no browser is installed")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        options = [*QUIET, CUT_OFF, "--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=executable, args=options)
        for name, widget, trait, values in cases():
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(write(Path(folder), f"{type(widget).__name__}.html", embed(widget, "one")))
            page.wait_for_selector(".explorer[data-live]")
            container = page.locator(".explorer")
            times = np.array(container.evaluate(UPDATES, [trait, values]))
            live = container.get_attribute("data-live")
            middle, late = np.quantile(times, [0.5, 0.95])
            print(f"{name:30} live in {live:>4} ms; update {middle:5.1f} ms, p95 {late:5.1f} ms")
            page.close()
        browser.close()
