"""The book's Sphinx extension, on small books and on strings."""

import json
import re

import pytest
from livebook import api, chapters, offline, stored, widgets
from livebook.site import SiteError

from tests.book import stub, tiny
from tests.book.visits import ROOT

INDEX = "# Start\n\n```{toctree}\nmore\n```\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    dial = stub.Dial()
    more = tiny.notebook(dial, dial, stub.other_dial(), stub.Bytes())
    stored.fold(more)
    pages = {
        "index.md": INDEX + "\n```{explorer} tests.book.stub.Dial\n```\n",
        "more.ipynb": more,
    }
    return tiny.build(tmp_path_factory.mktemp("tiny"), pages)


def models(page):
    return json.loads(
        re.search(rf'type="{re.escape(widgets.EXPLORERS_TYPE)}">(.*?)</script>', page)[1]
    )


def test_a_page_keeps_the_state_and_not_the_module(site):
    page = (site / "index.html").read_text()
    (model,) = models(page).values()
    assert model["state"]["angle"] == 30
    assert "layout" not in model["state"]
    assert "initialize({ model })" not in page
    assert widgets.STATE_TYPE not in page


def test_the_module_stands_once_in_the_book(site):
    texts = {path.name: path.read_text() for path in (site / "_static/explorers").iterdir()}
    dial, other, style = (
        widgets.digest(text) for text in (stub.DIAL, stub.Bytes()._esm, stub.Dial()._css)
    )
    assert texts[f"{dial}.js"] == stub.DIAL
    assert texts[f"{dial}.text.js"] == widgets.text_script(dial, stub.DIAL)
    assert texts.keys() == {
        f"{dial}.js",
        f"{dial}.text.js",
        f"{other}.js",
        f"{other}.text.js",
        f"{style}.css",
    }


def test_views_of_one_model_share_it_and_its_anchor_stands_once(site):
    page = (site / "more.html").read_text()
    assert len(models(page)) == 3
    assert page.count('data-key="dial"') == 2
    assert page.count('id="dial"') == 1


def test_the_runtime_is_told_the_modules(site):
    (modules,) = re.findall(r'runtime.js" data-modules="(.*?)"', (site / "more.html").read_text())
    assert modules.split() == [widgets.digest(text) for text in (stub.DIAL, stub.Bytes()._esm)]


def test_without_javascript_a_line_says_what_is_missing(site):
    assert "it needs JavaScript" in (site / "index.html").read_text()


def test_the_build_is_the_same_twice(site, tmp_path):
    again = tiny.build(
        tmp_path, {"index.md": "# Start\n\n```{explorer} tests.book.stub.Dial\n```\n"}
    )
    assert models((again / "index.html").read_text()) == models((site / "index.html").read_text())


def test_a_heading_of_the_same_name_keeps_its_anchor():
    page = widgets.rewrite('<h2 id="dial">Dial</h2>' + embedded(stub.Dial()))
    assert page.html.count('id="dial"') == 1


def embedded(*shown):
    from livebook.explorer import embed

    return (
        "".join(embed(widget, f"model-{number}") for number, widget in enumerate(shown)) + "</body>"
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            "```{explorer} tests.book.stub.slider\n```",
            r"index\.html: .*IntSliderModel.* is not an anywidget",
        ),
        (
            '<img src="https://example.org/a.png">',
            r"index\.html: loaded from another host: <img> https://example.org",
        ),
    ],
)
def test_the_build_fails_and_names_page_and_cause(tmp_path, content, message):
    with pytest.raises(SiteError, match=message):
        tiny.build(tmp_path, {"index.md": f"# Start\n\n{content}\n"})


def test_a_factory_that_fails_is_named(tmp_path):
    from sphinx.errors import SphinxError

    with pytest.raises(
        SphinxError, match=r"'tests\.book\.stub\.nothing' cannot be made: AttributeError"
    ):
        tiny.build(
            tmp_path, {"index.md": "# Start\n\n```{explorer} tests.book.stub.nothing\n```\n"}
        )


def test_two_explorers_of_one_key_are_refused():
    with pytest.raises(widgets.WidgetError, match="page_key 'dial'"):
        widgets.rewrite(embedded(stub.Dial(), stub.Dial()))


def test_a_view_without_state_is_refused():
    view = widgets.json_script(widgets.VIEW_TYPE, {"model_id": "gone"})
    with pytest.raises(widgets.WidgetError, match="gone"):
        widgets.rewrite(view + "</body>")


def test_state_cannot_end_its_script():
    assert "</script>x" not in widgets.json_script("text/json", {"a": "</script>x"})[:-9]
    assert "<!--" not in widgets.json_script("text/json", {"a": "<!--"})


@pytest.mark.parametrize(
    "source",
    [
        '<script src="//cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="https://cdn.example/x.css">',
        '<link rel="preconnect" href="https://fonts.example">',
        '<img srcset="a.png 1x, https://cdn.example/b.png 2x">',
        '<iframe src="http://video.example/1"></iframe>',
        '<p style="background: url(https://cdn.example/x.png)">',
        "<style>@import 'https://fonts.example/css';</style>",
        '<script type="module">import x from "https://esm.example/x";</script>',
        '<svg><image href="https://cdn.example/x.png"/></svg>',
    ],
)
def test_what_comes_from_another_host_is_found(source):
    assert len(offline.foreign_in_html(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '<a href="https://example.org/paper">the paper</a>',
        '<link rel="canonical" href="https://example.org/">',
        '<img src="data:image/png;base64,AA//BB"><script src="_static/a.js"></script>',
        '<script>location.href = "https://example.org"</script>',
        "<style>p { background: "
        "url(data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E) }</style>",
    ],
)
def test_links_and_own_files_are_not(source):
    assert offline.foreign_in_html(source) == []


def test_equations_in_docstrings_stand_as_they_are():
    lines = [
        "||y|| is a norm.",
        "",
        "    sum_i |a_i|",
        "",
        "Parameters",
        "----------",
        "x : float",
        "    A |number|.",
        "",
        "",
    ]
    api.show_equations(None, "function", "f", None, None, lines)
    assert lines[2:6] == [".. code-block:: none", "   :class: equation", "", "       sum_i |a_i|"]
    assert lines[0] == r"\|\|y\|\| is a norm."
    assert r"    A \|number\|." in lines


def test_teachers_see_every_chapter_with_its_minutes():
    rows = [chapters.row(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))]
    assert len(rows) >= 2
    minutes = [cell.strip() for each in rows for cell in each.split("|")[3:5]]
    assert all(re.fullmatch(r"< 1|\d+", each) for each in minutes)
    assert all(each.count("|") == 7 for each in rows)
    assert "Figures 3 and 4" in rows[0] and "predict 2, compute 1" in rows[0]
