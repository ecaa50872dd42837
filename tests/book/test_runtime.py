"""The runtime that runs explorers without a kernel, on a small book of stubs."""

import pytest
from livebook import widgets

from tests.book import stub, tiny

pytestmark = pytest.mark.browser

INITIAL = '30 "a & b" false [1,2]'


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    dial = stub.Dial()
    pages = {
        "index.md": "# Start\n\n```{toctree}\nmore\nbroken\n```\n\n"
        "```{explorer} tests.book.stub.Dial\n```\n",
        "more.ipynb": tiny.notebook(dial, dial, stub.other_dial(), stub.Bytes()),
        "broken.ipynb": tiny.notebook(stub.Broken(), stub.Dial()),
    }
    return tiny.build(tmp_path_factory.mktemp("tiny"), pages)


@pytest.fixture
def opened(site_over_http, site):
    return site_over_http(site)


def shown(visit, key="dial"):
    return visit.explorer(key).locator("output").inner_text()


def turn(visit, key, value):
    visit.explorer(key).locator("input").first.fill(str(value))


def test_it_lives_over_http_and_from_a_file(opened, site_over_file, site):
    for visit in (opened("index.html"), site_over_file(site)("index.html")):
        assert shown(visit) == INITIAL
        assert visit.foreign == visit.errors == []
        assert (
            visit.explorer("dial").locator("output").evaluate("e => getComputedStyle(e).color")
            == "rgb(1, 2, 3)"
        )


def test_changes_are_announced_by_name(opened):
    visit = opened("index.html")
    turn(visit, "dial", 90)
    assert shown(visit).startswith("90 ")
    assert visit.page.evaluate("window.announced") == 90


def test_a_module_is_a_file_over_http_and_a_script_from_the_disk(opened, site_over_file, site):
    """A policy without inline code allows the one, a page from the disk can load the other; no
    reader gets both."""
    module, text = (f"{widgets.digest(stub.DIAL)}{kind}.js" for kind in ("", ".text"))
    for visit, kept, other in (
        (opened("index.html"), module, text),
        (site_over_file(site)("index.html"), text, module),
    ):
        visit.explorer("dial")
        requested = [url.rpartition("/")[2] for url in visit.requested]
        assert (requested.count(kept), requested.count(other)) == (1, 0)


def test_views_share_their_model_and_initialize_runs_once_a_model(opened):
    visit = opened("more.html")
    visit.settle()
    turn(visit, "dial", 77)
    assert (
        visit.page.locator('[data-key="dial"] output').all_inner_texts()
        == [INITIAL.replace("30", "77")] * 2
    )
    assert shown(visit, "other").startswith("5 ")
    assert visit.page.evaluate("window.initialized") == 2


def test_buffers_arrive_and_a_module_may_be_a_function(opened):
    visit = opened("more.html")
    visit.page.get_by_text("sum 5").wait_for()


def test_the_address_sets_the_state(opened):
    visit = opened("index.html#dial?angle=120&name=%22x%26y%20z%22&on=true&points=%5B3%5D")
    assert shown(visit) == '120 "x&y z" true [3]'
    assert visit.errors == []


def test_a_new_address_sets_what_it_names_and_resets_the_rest(opened):
    visit = opened("index.html#dial?angle=120&on=true")
    visit.explorer("dial")
    visit.page.evaluate("location.hash = '#dial?angle=45'")
    visit.until("document.querySelector('output').textContent.startsWith('45 ')")
    assert shown(visit) == INITIAL.replace("30", "45")


def test_the_address_follows_the_reader_and_leads_back(opened):
    visit = opened("index.html")
    turn(visit, "dial", 200)
    visit.until("location.hash === '#dial?angle=200'")
    visit.page.reload()
    assert shown(visit).startswith("200 ")
    # From an address, what the notebook or page stored stays the initial state.
    turn(visit, "dial", 30)
    visit.until("location.hash === '#dial'")


def test_back_and_forward_lead_through_the_states_of_all_explorers(opened):
    visit = opened("more.html")
    visit.settle()
    turn(visit, "dial", 77)
    visit.until("location.hash === '#dial?angle=77'")
    visit.page.evaluate("location.hash = '#other?angle=9'")
    visit.until("history.state?.explorers?.other === 'angle=9'")
    turn(visit, "dial", 88)
    visit.until("location.hash === '#dial?angle=88'")
    for go, dial, other in ((visit.page.go_back, 77, 5), (visit.page.go_forward, 88, 9)):
        go()
        visit.until(f"document.querySelector('output').textContent.startsWith('{dial} ')")
        assert shown(visit, "other").startswith(f"{other} ")
        assert visit.page.evaluate("location.hash") == f"#dial?angle={dial}"
    visit.page.go_back()
    visit.page.reload()
    assert shown(visit).startswith("77 ") and shown(visit, "other").startswith("5 ")


def test_the_address_of_another_explorer_is_left_alone(opened):
    visit = opened("more.html#other?angle=9", viewport={"width": 800, "height": 250})
    assert shown(visit, "other").startswith("9 ")
    assert shown(visit) == INITIAL
    visit.settle()
    assert visit.page.evaluate("scrollY") > 0


def test_an_explorer_that_fails_says_so_and_the_others_live(opened):
    visit = opened("broken.html")
    assert shown(visit) == INITIAL
    assert "could not start: no luck" in visit.page.get_by_role("alert").inner_text()
    assert len(visit.errors) == 1
