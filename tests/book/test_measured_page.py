"""The page that ``repalign measure --plot out.html`` writes: one file, live from the disk, in which
the result stands as the command said it."""

import numpy as np
import pytest
from playwright.sync_api import expect

from repalign.cli import main
from tests.book.test_accessible import EVERYTHING, STILL, axe  # noqa: F401
from tests.book.test_explorers import control
from tests.book.test_yours import PATIENCE, check, give, measured, result
from tests.yours_files import GOOD, ONE, TWO, Y

pytestmark = pytest.mark.browser

LAYERS = {"one": ONE, "two": TWO.astype("f2")}
SHAPES = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 360)]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A page, and what was printed."""
    folder = tmp_path_factory.mktemp("measured")
    for name, content in GOOD["several layers in .npz"][0].items():
        (folder / name).write_bytes(content)
    return folder / "all.npz", folder / "out.html"


@pytest.fixture
def opened(written, site_over_file, capsys):
    """Open it, in a browser of such a scheme and size; and what the command said."""
    features, path = written
    assert main(["measure", str(features), "--plot", str(path)]) == 0
    said = capsys.readouterr().out

    def open_(**options):
        visit = site_over_file(path.parent)(path.name, **options)
        visit.page.wait_for_selector("#explorer[data-live]", timeout=PATIENCE)
        return visit, visit.page.locator("#explorer"), said

    return open_


def test_it_shows_the_result_and_asks_for_nothing(opened):
    visit, explorer, said = opened()
    read = result(explorer)
    for name, features in LAYERS.items():
        check(read[name], measured(features, Y))
    sentence = explorer.locator(".ra-summary").first.inner_text()
    assert " ".join(sentence.split()) in " ".join(said.split())
    expect(explorer.get_by_role("group", name="Alignment explorer")).to_be_visible()
    visit.page.get_by_text("All measures").click()
    expect(visit.page.get_by_role("rowheader", name="kernel-target alignment")).to_be_visible()
    assert visit.errors == [] and visit.foreign == [] and visit.failed == []


def test_it_is_live(opened):
    """Other files are measured there, by a worker."""
    visit, explorer, _ = opened()
    result(explorer)
    give(explorer, GOOD["two .npy"][0])
    expect(explorer.locator(".ra-measured").first.locator("[data-layer]")).to_have_count(1)
    check(result(explorer)["one"], measured(ONE, Y))
    assert visit.errors == []


def test_options_that_need_features_are_there_with_features_alone(opened):
    """A result beside another setting would seem to be measured so."""
    _, explorer, _ = opened()
    result(explorer)
    why = explorer.get_by_text("A result holds no features that could be measured otherwise")
    expect(why).to_be_visible()
    expect(control(explorer, "normalize").first).to_be_hidden()
    give(explorer, GOOD["two .npy"][0])
    expect(control(explorer, "normalize").first).to_be_visible()
    expect(why).to_be_hidden()


def test_of_many_layers_it_draws_those_that_are_named(tmp_path, site_over_file, monkeypatch):
    monkeypatch.chdir(tmp_path)
    layers = {f"noise{i}": TWO for i in range(5)} | {"best": ONE}
    np.savez("all.npz", **layers, target=Y)
    assert main(["measure", "all.npz", "--plot", "out.html"]) == 0
    visit = site_over_file(tmp_path)("out.html")
    visit.page.wait_for_selector("#explorer[data-live]", timeout=PATIENCE)
    explorer = visit.page.locator("#explorer")
    expect(explorer.get_by_text("Of 6 layers the charts show 4")).to_be_visible()
    chart = explorer.get_by_role("group", name="Alignment explorer")
    expect(chart.get_by_role("checkbox", name="best")).to_be_visible()


def test_its_download_is_the_result(opened, tmp_path):
    visit, explorer, said = opened()
    with visit.page.expect_download() as download:
        control(explorer, "download").click()
    download.value.save_as(tmp_path / "spectra.json")
    control(explorer, "clear").click()
    give(explorer, {"spectra.json": (tmp_path / "spectra.json").read_bytes()})
    check(result(explorer)["one"], measured(ONE, Y))
    sentence = explorer.locator(".ra-summary").first.inner_text()
    assert " ".join(sentence.split()) in " ".join(said.split())


@pytest.mark.parametrize(("scheme", "width"), SHAPES)
def test_it_fits_and_axe_finds_nothing(opened, axe, scheme, width):  # noqa: F811
    shape = {"viewport": {"width": width, "height": 800}, "bypass_csp": True}
    visit, explorer, _ = opened(color_scheme=scheme, **shape)
    result(explorer)
    visit.page.add_style_tag(content=STILL)
    assert axe(visit.page, EVERYTHING) == []
    assert visit.page.evaluate("document.scrollingElement.scrollWidth") <= width
    ground = visit.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (np.mean([int(each) for each in ground[4:-1].split(",")]) < 128) == (scheme == "dark")
