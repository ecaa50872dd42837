"""Figures within a page: a picture a panel and ground, and a switch that hides code."""

import re
from copy import deepcopy

import nbformat
import pytest

pytest.importorskip("matplotlib")
from repalign._support import palette
from repalign.paper.figures import panels
from tests.book import tiny
from tests.book.visits import bring

INDEX = "# Start\n\n```{toctree}\nmore\n```\n"
CHAPTER = "notebooks/02_emergence.html"


def paint(ax):
    ax.plot([0, 1], color=palette.COLOURS["1"][0])


def notebook(svg):
    output = nbformat.v4.new_output("execute_result", {"image/svg+xml": svg}, execution_count=1)
    cell = nbformat.v4.new_code_cell("draw()", outputs=[output], execution_count=1)
    cells = [nbformat.v4.new_markdown_cell("# More"), cell]
    language = {"language_info": {"name": "python", "pygments_lexer": "python"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=language)


def test_panels_of_ours_are_pictures_for_both_grounds(tmp_path):
    svg = panels.document([paint, paint], 'words "quoted"')
    site = tiny.build(tmp_path, {"index.md": INDEX, "more.ipynb": notebook(svg)})
    page = (site / "more.html").read_text(encoding="utf-8")
    assert 'role="img" aria-label="words &quot;quoted&quot;"' in page
    found = re.findall(r'<img class="only-(\w+)" src="(.*?)" width="326"', page)
    assert [ground for ground, _ in found] == ["light", "light", "dark", "dark"]
    for ground, address in found:
        assert palette.COLOURS["1"][ground == "dark"] in (site / address).read_text()


def test_a_call_that_only_shows_stays_in_the_notebook(tmp_path):
    made = notebook(panels.document([paint], "words"))
    shows = made.cells[1]
    computes, prints = deepcopy(shows), deepcopy(shows)
    computes.source = "a = 1\ncompute(a)"
    prints.source, prints.outputs = "say()", [nbformat.v4.new_output("stream", text="said")]
    made.cells += [computes, prints]
    page = (tiny.build(tmp_path, {"index.md": INDEX, "more.ipynb": made}) / "more.html").read_text()
    assert page.count('class="ra-figure"') == 2 and "said" in page
    assert page.count("cell_input") == 2 and "draw" not in page


def test_another_svg_stays_a_picture(tmp_path):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
    site = tiny.build(tmp_path, {"index.md": INDEX, "more.ipynb": notebook(svg)})
    assert 'class="ra-figure"' not in (site / "more.html").read_text(encoding="utf-8")


def shown(visit, which=".ra-figure"):
    """The pictures of a figure that a reader sees, once they are there."""
    figure = visit.page.locator(which).first
    bring(figure)
    pictures = [each for each in figure.locator("img").all() if each.is_visible()]
    for each in pictures:
        assert each.evaluate("(each) => each.decode().then(() => each.naturalWidth)") > 0
    return pictures


@pytest.mark.browser
def test_figures_turn_dark_with_the_page(page_over_file, book):
    visit = page_over_file(CHAPTER)
    for ground, theme in enumerate(("light", "dark")):
        visit.page.evaluate("(theme) => (document.documentElement.dataset.theme = theme)", theme)
        pictures = shown(visit)
        grounds = [
            each.evaluate("(each) => getComputedStyle(each).backgroundColor") for each in pictures
        ]
        assert set(grounds) == {"rgba(0, 0, 0, 0)"}
        addresses = [each.get_attribute("src") for each in pictures]
        for address in addresses:
            text = (book / "notebooks" / address).read_text()
            assert palette.COLOURS["ink"][ground] in text
            assert palette.COLOURS["ink"][1 - ground] not in text


@pytest.mark.browser
def test_figures_are_loaded_when_they_come_near(page_over_http):
    visit = page_over_http("notebooks/03_networks.html")
    visit.settle()
    last = visit.page.locator(".ra-figure").last.locator("img").first.get_attribute("src")
    assert not any(last[3:] in each for each in visit.requested)


@pytest.mark.browser
def test_a_phone_shows_panels_one_under_another(page_over_file):
    visit = page_over_file(CHAPTER, viewport={"width": 360, "height": 740})
    boxes = [panel.bounding_box() for panel in shown(visit)]
    assert boxes[1]["y"] >= boxes[0]["y"] + boxes[0]["height"]
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 360
    (single,) = shown(visit, ".ra-figure:has(> .ra-wide)")
    assert "ra-narrow" in single.get_attribute("class")


@pytest.mark.browser
@pytest.mark.parametrize("opened", ["page_over_file", "page_over_http"])
def test_the_switch_hides_code_and_is_remembered(opened, request):
    visit = request.getfixturevalue(opened)(CHAPTER)
    code = visit.page.locator(".cell_input:not(details .cell_input)")
    count = code.count()
    assert count and code.first.is_visible()
    visit.page.get_by_role("button", name="Hide code").first.click()
    assert not any(each.is_visible() for each in code.all())
    visit.page.reload()
    assert not code.first.is_visible()
    visit.page.get_by_role("button", name="Show code").first.click()
    assert all(each.is_visible() for each in code.all())
    assert not visit.errors


@pytest.mark.browser
def test_an_opened_solution_keeps_its_code(page_over_file):
    visit = page_over_file(CHAPTER)
    visit.page.locator(".code-switch").click()
    solution = visit.page.locator("details.hide:has(.cell_input):has(.cell_output)").first
    solution.locator("summary").click()
    assert solution.locator(".cell_input").is_visible()
