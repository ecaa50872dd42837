"""Seconds from files to a result on the page "Bring your own", in a real browser, beside NumPy's
thin singular value decomposition with as many shuffled labels: part of ``python -m bench``."""

import tempfile
import time
from pathlib import Path

import numpy as np

from repalign import prepare
from tests.book.visits import CUT_OFF, QUIET, SITE
from tools.pictures import find_browser

SIZES = [(5000, 256), (10000, 256), (20000, 256), (20000, 512)]
SHUFFLES = 100  # the page's own number
PATIENCE = 600_000  # ms


def files(folder, n, d):
    rng = np.random.default_rng(0)
    paths = [Path(folder, name) for name in ("features.npy", "labels.npy")]
    np.save(paths[0], rng.standard_normal((n, d), dtype="f4"))
    np.save(paths[1], rng.integers(0, 2, n))
    return paths


def with_numpy(paths):
    start = time.perf_counter()
    phi, y = prepare(np.load(paths[0])), 2.0 * np.load(paths[1]) - 1
    rng = np.random.default_rng(0)
    labels = np.column_stack([y, *(rng.permutation(y) for _ in range(SHUFFLES))])
    U, _, _ = np.linalg.svd(phi, full_matrices=False)
    np.square(U.T @ labels)
    return time.perf_counter() - start


def on_the_page(browser, paths):
    page = browser.new_page()
    page.goto((SITE / "book/yours.html").as_uri())
    page.wait_for_selector(".explorer[data-live]")
    start = time.perf_counter()
    page.locator("input[type=file]").set_input_files(paths)
    button, done = (page.locator(f'[data-control="{name}"]') for name in ("measure", "download"))
    button.or_(done).filter(visible=True).first.wait_for(timeout=PATIENCE)
    said = ""
    if button.is_visible():
        said = button.inner_text()
        button.click()
    done.wait_for(timeout=PATIENCE)
    took = time.perf_counter() - start
    page.close()
    return took, said


def measure():
    from playwright.sync_api import sync_playwright

    executable = find_browser()
    if executable is None:
        return print("LEFT OUT: the reader's own features, since no browser is installed")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        options = [*QUIET, CUT_OFF, "--no-sandbox"]
        browser = playwright.chromium.launch(executable_path=executable, args=options)
        for n, d in SIZES:
            paths = files(folder, n, d)
            took, said = on_the_page(browser, paths)
            print(f"{n:6} x {d}  page {took:6.2f} s  NumPy {with_numpy(paths):6.2f} s  {said}")
        browser.close()
