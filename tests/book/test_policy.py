"""The site under the strictest Content-Security-Policy, which the test server always sends."""

import pytest
from livebook import policy
from playwright.sync_api import expect

from tests.book.visits import ROOT

MATHS = "book/proofs.html"


def test_scripts_that_follow_each_other_become_one_file():
    page, files = policy.rewrite(
        '<script>let a = 1</script>\n<script data-cfasync="false">f(a)</script><p>', "../"
    )
    ((name, text),) = files.items()
    assert (page, text) == (f'<script src="../{name}"></script><p>', "let a = 1;f(a)")


def test_styles_become_a_file_where_they_stand():
    page, files = policy.rewrite("<noscript><style>a { b: c }</style></noscript>", "")
    ((name, text),) = files.items()
    assert (page, text) == (
        f'<noscript><link rel="stylesheet" href="{name}" /></noscript>',
        "a { b: c }",
    )


def test_handlers_and_style_attributes_are_named_and_stand_once():
    button = '<button onclick="f(&quot;a&quot;)" class="b" style="color: red">'
    page, files = policy.rewrite(f"<head></head><body>{button}{button}</body>", "")
    assert policy.inline_code(page) == [] and page.count('class="b"') == 2
    script, sheet = (
        next(text for name, text in files.items() if name.endswith(kind))
        for kind in (".js", ".css")
    )
    assert script.count('function (event) { f("a") }') == 1 and sheet.count("{ color: red }") == 1
    assert all(f"<{tag}" in page for tag in ("link", "script"))


@pytest.mark.parametrize(
    "kept",
    [
        '<script type="application/json">{"a": "<p onclick=\'x\' style=\'y\'>"}</script>',
        '<script src="a.js"></script>',
        "<p>onclick=&quot;f()&quot;</p>",
        '<!-- <p onclick="f()"> -->',
    ],
)
def test_what_is_no_code_stays(kept):
    assert policy.rewrite(kept, "") == (kept, {}) and policy.inline_code(kept) == []


@pytest.mark.parametrize(
    "source",
    [
        "<script>f()</script>",
        '<script type="module">f()</script>',
        "<style></style>",
        '<p style="a: b">',
        '<a onclick="f()">',
        '<a href="JavaScript:f()">',
        '<img src="data:image/png;base64,AA">',
    ],
)
def test_inline_code_is_found(source):
    assert len(policy.inline_code(source)) == 1


def test_pictures_leave_a_style_sheet():
    picture = """url("data:image/svg+xml;charset=utf-8,%3Csvg a='b(c)'/%3E")"""
    sheet, files = policy.rewrite_css(
        f"a {{ b: {picture} }} c {{ d: url(e.png) }}", "_static/styles"
    )
    ((name, text),) = files.items()
    assert sheet == f"a {{ b: url(../inline/{name.rpartition('/')[2]}) }} c {{ d: url(e.png) }}"
    assert text == "<svg a='b(c)'/>"


def test_the_header_is_what_the_reader_is_told():
    name, value = policy.HEADER
    told = (ROOT / "book/README.md").read_text(encoding="utf-8")
    assert f"{name}: {value}\n" in told and f'{name} "{value}"' in told


@pytest.mark.browser
def test_the_build_writes_the_header_for_servers_that_read_it(book):
    assert ": ".join(policy.HEADER) in (book / "_headers").read_text(encoding="utf-8")


@pytest.mark.browser
def test_the_policy_is_in_force(page_over_http):
    """Or none of these tests could fail."""
    visit = page_over_http("book/index.html")
    visit.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), "
        "{ text: 'window.ran = 1' }))"
    )
    visit.page.evaluate(
        "document.body.append(Object.assign(document.createElement('style'), "
        "{ textContent: 'a { }' }))"
    )
    assert visit.page.evaluate("window.ran") is None
    assert len(visit.errors) == 2


@pytest.mark.browser
def test_formulas_are_set_as_without_it(page_over_http, page_over_file):
    sizes = []
    for visit in (page_over_http(MATHS), page_over_file(MATHS)):
        visit.settle()
        assert visit.page.evaluate(
            "[...document.fonts].some((f) => f.family.startsWith('KaTeX') && f.status == 'loaded')"
        )
        sizes.append(
            visit.page.locator(".katex-html").evaluate_all(
                "all => all.map((each) => each.getBoundingClientRect()).map(({ width, height }) => "
                "[width, height])"
            )
        )
        assert visit.errors == []
    assert len(sizes[0]) > 20 and sizes[0] == sizes[1]


@pytest.mark.browser
def test_search_finds(page_over_http):
    visit = page_over_http("search.html?q=residual")
    found = visit.page.locator("#search-results ul.search li")
    expect(found.first).to_be_visible()
    visit.page.wait_for_load_state("networkidle")
    assert found.count() > 2 and visit.errors == []


@pytest.mark.browser
def test_buttons_of_the_theme_act(page_over_http):
    visit = page_over_http("notebooks/01_circle.html")
    visit.page.evaluate("window.print = () => (window.printed = 1)")
    visit.page.locator(".btn-download-pdf-button").evaluate("each => each.click()")
    visit.page.locator(".btn-fullscreen-button").first.click()
    assert visit.page.evaluate("window.printed") == 1
    visit.until("document.fullscreenElement !== null")
    assert visit.errors == []


@pytest.mark.browser
def test_folded_text_opens_and_code_is_copied(page_over_http):
    visit = page_over_http(
        "notebooks/04_convergence.html", permissions=["clipboard-read", "clipboard-write"]
    )
    folded = visit.page.locator("details.hide").first
    folded.locator("summary").click()
    assert folded.locator("pre").first.is_visible()
    code = visit.page.locator("div.highlight:has(button.copybtn)").first
    code.hover()
    code.locator("button.copybtn").click()
    expect(code.locator("button.copybtn")).to_have_class("copybtn o-tooltip--left success")
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() and copied.strip() in code.inner_text()
    assert visit.errors == []
