"""Still pictures of explorers: taken of the real ones, and not shown where those live."""

import base64
import io

import pytest
from PIL import Image

from repalign.widgets import CircleExplorer
from tests.book import tiny
from tools import pictures

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chapter(browser):
    """A notebook with an explorer and its picture."""
    notebook = tiny.notebook(CircleExplorer())
    pictures.add_stills(notebook, browser)
    return notebook


def bytes_of(notebook):
    (output,) = pictures.outputs(notebook, "image/png")
    return base64.b64decode(output.data["image/png"])


def test_a_still_shows_the_explorer_in_few_bytes(chapter):
    picture = bytes_of(chapter)
    image = Image.open(io.BytesIO(picture))
    assert image.width == pictures.WIDTH and image.height > 300
    assert len(picture) < 40_000
    # Both labels' colours, so that the points stand there: Okabe and Ito's green and purple.
    green, purple = (0, 122, 88), (138, 63, 120)
    near = [
        min(
            sum(abs(a - b) for a, b in zip(colour, seen, strict=True))
            for _, seen in image.convert("RGB").getcolors()
        )
        for colour in (green, purple)
    ]
    assert max(near) < 60


def test_it_is_the_same_bytes_again_and_other_bytes_in_another_state(chapter, browser):
    again, other = tiny.notebook(CircleExplorer()), tiny.notebook(CircleExplorer(direction=135))
    for notebook in (again, other):
        pictures.add_stills(notebook, browser)
    assert bytes_of(again) == bytes_of(chapter) != bytes_of(other)


def test_the_book_shows_the_explorer_and_carries_no_picture(chapter, tmp_path):
    site = tiny.build(
        tmp_path, {"index.md": "# Start\n\n```{toctree}\nmore\n```\n", "more.ipynb": chapter}
    )
    page = (site / "more.html").read_text(encoding="utf-8")
    assert page.count("data-model=") == 1
    assert "data:image/png" not in page and "image_png" not in page and "_images/" not in page
    assert not list(site.rglob("_images/*.png"))


def test_without_a_browser_it_says_so(monkeypatch):
    monkeypatch.setattr(pictures.shutil, "which", lambda name: None)
    expected = pytest.raises(
        pictures.NoBrowserError, match="need a browser; install one of chromium"
    )
    with expected, pictures._opened(None):
        pass
