"""Measure how tall each explorer of the built book is, so that a page keeps its place before it
lives: book/livebook/heights.json.

Run after `make book` when explorers changed: python tools/heights.py
"""

import json
from pathlib import Path

from livebook.heights import FILE, WIDTHS
from livebook.site import name, pages
from playwright.sync_api import sync_playwright

from tools.pictures import find_browser

SITE = Path(__file__).resolve().parent.parent / "_build/html"
LIVES = "() => [...document.querySelectorAll('.explorer')].every((each) => each.dataset.live)"
HEIGHTS = """() => Object.fromEntries([...document.querySelectorAll(".explorer[data-key]")].map(
    (each) => [each.dataset.key, Math.round(each.offsetHeight)]))"""


def main():
    measured = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for path in pages(SITE):
            if 'class="explorer' in path.read_text(encoding="utf-8"):
                measured[name(SITE, path)] = _heights(browser, path.as_uri())
        browser.close()
    if not measured:
        raise SystemExit(f"no page of {SITE} shows an explorer; build the book first")
    FILE.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


def _heights(browser, address):
    """{page_key: [height at each width]}."""
    page = browser.new_page(viewport={"width": WIDTHS[0], "height": 800})
    page.goto(address)
    page.wait_for_function(LIVES)
    found = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(150)
        for key, height in page.evaluate(HEIGHTS).items():
            found.setdefault(key, []).append(height)
    page.close()
    return found


if __name__ == "__main__":
    main()
