"""Explorers in a real JupyterLab and Notebook 7 with a kernel: what the page moves, Python reads,
and the other way."""

import re
import shutil

import nbformat
import pytest
from playwright.sync_api import expect

from tests.book import jupyter
from tools import notebooks, pictures

pytestmark = pytest.mark.browser

# Every class of repalign.widgets, on what the chapters show: how it is made, a slider, and a value
# to set from Python.
EXPLORERS = {
    "CircleExplorer": ("CircleExplorer()", "direction", 200),
    "AlignmentExplorer": ("explorers.emergence_inputs()", "threshold", 3.21),
    "EmergenceExplorer": ("explorers.emergence()", "checkpoint", 7),
    "NetworksExplorer": ("explorers.networks()", "level", 0.4),
    "LayersExplorer": ("explorers.layers()", "checkpoint", 4),
    "DescentExplorer": ("explorers.descent()", "step", 321),
    "PeaksExplorer": ("explorers.peaks()", "checkpoint", 5),
    "CnnExplorer": ("explorers.cnn()", "ratio", 0.25),
    "SimilarityExplorer": ("explorers.similarity()", "threshold", 2.5),
    "PlaygroundExplorer": ("PlaygroundExplorer()", "threshold", 4.0),
    "YoursExplorer": ("YoursExplorer()", "shuffles", 140),
}
SETUP = """
from repalign.paper.chapters import explorers
from repalign.widgets import CircleExplorer, PlaygroundExplorer, YoursExplorer
shown = {}
"""
PROSE = 'Look at <a href="#circle?direction=135&spread=0">labelling B</a>.'
NOTEBOOK = "all.ipynb"
CHAPTER = "01_circle.ipynb"
TIMEOUT = 60_000  # ms
# Notebook 7's own, thrown while it starts and before a cell is run: JupyterLab's shortcuts listen
# to settings and read the schema of a plugin that is not loaded yet, and a page with one notebook
# lacks the file browser's commands.
EXPECTED = {
    "notebook": [r"reading 'schema'", r"Command 'filebrowser:open-path' not registered"],
    "lab": [],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, browser):
    """Chapter 1 with its still picture, and a notebook with every explorer, not run."""
    folder = tmp_path_factory.mktemp("notebooks")
    shutil.copy(notebooks.ROOT / "notebooks" / CHAPTER, folder)
    cells = [nbformat.v4.new_markdown_cell(PROSE), nbformat.v4.new_code_cell(SETUP)]
    for name, (made, *_) in EXPLORERS.items():
        cells.append(nbformat.v4.new_code_cell(f"shown[{name!r}] = {made}\nshown[{name!r}]"))
    metadata = {"kernelspec": notebooks.KERNEL}
    for app in jupyter.APPS:
        nbformat.write(
            nbformat.v4.new_notebook(cells=cells, metadata=metadata), folder / f"{app}-{NOTEBOOK}"
        )
    return folder


@pytest.fixture(scope="module")
def server(folder, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    jupyter.trust(folder / CHAPTER, home)  # else there is a picture whatever is stored
    with jupyter.start(folder, home) as server:
        yield server


@pytest.fixture(scope="module", params=jupyter.APPS)
def opened(request, server, browser):
    """(page, python, errors) of the notebook with every explorer, run in one of the
    applications."""
    name = f"{request.param}-{NOTEBOOK}"
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(TIMEOUT)
    errors = []
    page.on("console", lambda message: message.type == "error" and errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    ready(page, server.address(request.param, name))
    page.evaluate(
        "jupyterapp.commands.execute('notebook:run-all-cells')"
    )  # resolves when all have run
    yield page, lambda code: server.python(name, code), lambda: unexpected(errors, request.param)
    page.close()


def ready(page, address):
    """Open a notebook and wait for its kernel, without which a command to run cells does
    nothing."""
    page.goto(address)
    page.wait_for_function(
        """() => {
            const context = window.jupyterapp?.shell.currentWidget?.context;
            return context?.sessionContext?.session?.kernel?.status === "idle";
        }"""
    )


def unexpected(errors, app):
    return [each for each in errors if not any(re.search(known, each) for known in EXPECTED[app])]


def control(page, explorer, name):
    """(slider, what shows its trait): the entry beside it or, as that of an index shows an epoch,
    the slider itself."""
    cell = page.locator(".jp-CodeCell").nth(1 + list(EXPLORERS).index(explorer))
    cell.scroll_into_view_if_needed()
    slider = cell.locator(f'.repalign input[type="range"][data-control="{name}"]')
    entry = cell.locator(f'.repalign [data-entry="{name}"]')
    return slider, slider if name == "checkpoint" else entry


def eventually(page, read, expected):
    """Messages between page and kernel take their time."""
    for _ in range(TIMEOUT // 100):
        if (value := read()) == expected:
            return
        page.wait_for_timeout(100)
    assert value == expected


def test_every_explorer_is_tried():
    from repalign import widgets

    assert set(EXPLORERS) == {name for name in widgets.__all__ if name.endswith("Explorer")}


@pytest.mark.parametrize("explorer", EXPLORERS)
def test_what_the_page_moves_python_reads(opened, explorer):
    page, python, _ = opened
    _, trait, _ = EXPLORERS[explorer]
    slider, number = control(page, explorer, trait)
    slider.press("Home")
    lowest = number.input_value()
    slider.press("PageUp")
    expect(number).not_to_have_value(lowest)

    def apart():  # the entry follows the keys a frame or two late, so it is read each time
        return python(f"shown[{explorer!r}].{trait}") - float(number.input_value())

    eventually(page, apart, 0.0)


@pytest.mark.parametrize("explorer", EXPLORERS)
def test_what_python_sets_the_page_shows(opened, explorer):
    page, python, _ = opened
    _, trait, value = EXPLORERS[explorer]
    _, number = control(page, explorer, trait)
    assert float(number.input_value()) != value
    python(f"setattr(shown[{explorer!r}], {trait!r}, {value})")
    eventually(page, lambda: float(number.input_value()), value)


def test_a_link_in_the_prose_moves_the_explorer(opened):
    page, python, _ = opened
    python("setattr(shown['CircleExplorer'], 'n_points', 60)")
    _, number = control(page, "CircleExplorer", "n_points")
    eventually(page, number.input_value, "60")
    address = page.url
    page.get_by_role("link", name="labelling B").click()
    state = (
        "[getattr(shown['CircleExplorer'], name) for name in ('direction', 'spread', 'n_points')]"
    )
    eventually(page, lambda: python(state), [135, 0.0, 100])
    assert page.url == address


def test_files_are_read_and_measured_in_a_worker(opened):
    """Of which there is no file: its text comes with the explorer."""
    page, _, _ = opened
    control(page, "YoursExplorer", "shuffles")
    page.locator('[data-control="sample"]').click()
    expect(page.locator('.ra-measured [data-readout="size"]')).to_have_count(3)


def test_the_console_is_quiet(opened):
    _, _, errors = opened
    assert errors() == []


@pytest.mark.parametrize("app", jupyter.APPS)
def test_before_a_cell_is_run_there_is_a_still_picture(server, visits, app):
    visit = visits(server.address(app, CHAPTER), server.root)
    page = visit.page
    page.set_default_timeout(TIMEOUT)
    cell = page.locator(".jp-CodeCell", has_text="CircleExplorer(links")
    cell.scroll_into_view_if_needed()
    picture = cell.locator(".jp-OutputArea img")
    picture.wait_for()
    assert picture.evaluate("each => each.naturalWidth") == pictures.WIDTH
    assert page.locator(".repalign").count() == 0
