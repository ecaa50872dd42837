"""An explorer in a real marimo application: what the page moves, Python reads."""

import subprocess
import sys

import pytest
from playwright.sync_api import expect

from tests.book.jupyter import ANSWER_SECONDS, free_port, wait

pytestmark = pytest.mark.browser

APPLICATION = """
import marimo

app = marimo.App()


@app.cell
def _():
    import marimo as mo

    from repalign.widgets import CircleExplorer

    explorer = mo.ui.anywidget(CircleExplorer())
    explorer
    return explorer, mo


@app.cell
def _(explorer, mo):
    mo.md(f"Python reads {explorer.widget.direction} degrees.")
    return


if __name__ == "__main__":
    app.run()
"""
TIMEOUT = 60_000  # ms


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """The address of the running application."""
    folder, port = tmp_path_factory.mktemp("marimo"), free_port()
    (folder / "application.py").write_text(APPLICATION.lstrip())
    options = ["--headless", "--no-token", "--host", "127.0.0.1", "--port", str(port)]
    command = [sys.executable, "-m", "marimo", "run", "application.py", *options]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
    try:
        home = f"http://127.0.0.1:{port}/"
        wait(home, process, folder / "log")
        yield home
    finally:
        process.terminate()
        process.wait(ANSWER_SECONDS)


def test_what_the_page_moves_python_reads(home, visits):
    page = visits(home, home).page
    page.set_default_timeout(TIMEOUT)
    expect(page.get_by_text("Python reads 45 degrees.")).to_be_visible(timeout=TIMEOUT)
    page.locator('.repalign [data-control="direction"]').press("ArrowRight")
    expect(page.get_by_text("Python reads 46 degrees.")).to_be_visible(timeout=TIMEOUT)
