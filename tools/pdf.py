"""The whole book as one file, _build/repalign.pdf: ``make pdf``.

Chromium prints each page of the built book as a reader's browser would, from the disk.
"""

import io
from pathlib import Path

import yaml
from pypdf import PdfWriter

from tools.pictures import BROWSERS, find_browser

ROOT = Path(__file__).resolve().parent.parent
SITE = ROOT / "_build/html"
TARGET = ROOT / "_build/repalign.pdf"
# Figures are loaded when they come near; paper has them all.
FIGURES = """() => Promise.all([...document.querySelectorAll(".only-light")].map((each) => {
    each.loading = "eager";
    return each.decode();
}))"""
LIVES = "() => [...document.querySelectorAll('.explorer')].every((each) => each.dataset.live)"


def order(contents):
    """The pages of a table of contents in its order, without their endings."""
    return [
        contents["root"],
        *(chapter["file"] for part in contents["parts"] for chapter in part["chapters"]),
    ]


def write(files, target):
    """Print pages, and join them."""
    from playwright.sync_api import sync_playwright

    executable = find_browser()
    if executable is None:
        raise SystemExit(f"make pdf needs a browser: install one of {', '.join(BROWSERS)}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--disable-gpu", "--no-sandbox"]
        )
        join([printed(browser, file) for file in files], target)
        browser.close()


def join(pages, target):
    """One file of (title, bytes), with a bookmark each."""
    book = PdfWriter()
    for title, content in pages:
        book.append(io.BytesIO(content), outline_item=title)
    book.write(target)


def printed(browser, file):
    """Title and bytes of one page."""
    page = browser.new_page()
    page.goto(file.as_uri())
    page.wait_for_function(LIVES)
    page.evaluate(FIGURES)
    content = page.pdf(format="A4", print_background=True, prefer_css_page_size=True)
    title = page.title().rpartition(" — ")[0]
    page.close()
    return title, content


if __name__ == "__main__":
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    write([SITE / f"{page}.html" for page in order(contents)], TARGET)
    print("The book on paper:", TARGET.as_uri())
