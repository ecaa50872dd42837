"""Every explorer, whatever an address or a kernel asks of it: within its limits, finite, and Play
ends at the end."""

import itertools
import json
import random
import re
from urllib.parse import urlencode

import pytest
from livebook import modules, widgets

from repalign.widgets._base import STATIC
from tests.book.test_pages import WITH_EXPLORERS
from tests.book.visits import DRAWN, SITE, UNFOLD

pytestmark = pytest.mark.browser

BUNDLES = {
    widgets.digest(modules.own(path.read_text("utf-8"))): path.stem for path in STATIC.glob("*.js")
}
# Of explorers that play, and not of those that show another one.
PLAYING = {
    path.stem
    for path in (STATIC.parent / "js").glob("*.js")
    if "player(" in path.read_text("utf-8")
}


def explorers_of(page):
    """(page, page_key, bundle) of every explorer on a page."""
    source = (SITE / page).read_text("utf-8")
    models = json.loads(
        re.search(rf'type="{re.escape(widgets.EXPLORERS_TYPE)}">(.*?)</script>', source)[1]
    )
    return [
        (page, each["state"]["page_key"], BUNDLES.get(each["state"]["_esm"]))
        for each in models.values()
    ]


FOUND = [each for page in WITH_EXPLORERS for each in explorers_of(page)]
EXPLORERS = [(page, key) for page, key, _ in FOUND]
PLAYERS = [(page, key) for page, key, bundle in FOUND if bundle in PLAYING]
LOW, HIGH = "-1e300", "1e300"
HOSTILE = [
    *(LOW, HIGH, "-50", "1.5", "1e999", "-1e999", "1e-320", "NaN", "Infinity", "0x10"),
    *(
        "",
        " ",
        "null",
        "true",
        "x",
        "\0",
        "{}",
        "[]",
        "[[]]",
        '["nope"]',
        "[[1,2],[3,4]]",
        "[[1,2],[3,4],[5,6],[7,8]]",
    ),
    *(
        "[[1e308,1e-308],[1e-308,1e308],[1,1],[1,1]]",
        "[[null,1],[1,1],[1,1],[1,1]]",
        "[[0,1],[-1,1],[1,0],[1,1]]",
    ),
    *("[" * 900 + "]" * 900, "9" * 100_000, "[1," * 20_000),
]
# What a number gone wrong looks like, to a reader and in a drawing.
BROKEN = r"NaN|Infinity|undefined|\[object|\bnull\b"


class Opened:
    """An explorer, and what tests do with its address."""

    def __init__(self, visit, key):
        self.visit, self.key, self.explorer = visit, key, visit.explorer(key)
        self.names = self.trait("page_state")
        self.initial = {name: self.trait(name) for name in self.names}
        self.numbers = [name for name, value in self.initial.items() if type(value) in (int, float)]

    def trait(self, name):
        return self.explorer.evaluate("(each, name) => each.model.get(name)", name)

    def go(self, **values):
        address = f"{self.key}?{urlencode(values)}"
        self.visit.page.evaluate(f"location.hash = {json.dumps(address)}")
        self.drawn()

    def set(self, **values):
        """As a kernel would."""
        self.explorer.evaluate("(each, values) => each.model.set(values)", values)
        self.drawn()

    def drawn(self):
        self.visit.page.evaluate(DRAWN)

    def positions(self):
        """By trait: where its control stands, and the ends of it."""
        return self.explorer.evaluate(
            """(each, names) => Object.fromEntries(names.flatMap((name) => {
                const all = [...each.querySelectorAll(`[data-control="${name}"]`)];
                if (!all.length) return [];
                const [first] = all;
                if (first.type === "range")
                    return [[name, [first.value, first.min, first.max].map(Number)]];
                const values = all.map((one) => Number(one.value));
                if (first.type === "radio")
                    return [[name, [values[all.findIndex((one) => one.checked)],
                        Math.min(...values), Math.max(...values)]]];
                return [[name, [first.selectedIndex, 0, first.options.length - 1]]];
            }))""",
            self.numbers,
        )

    def check(self, asked):
        shown = self.explorer.evaluate(
            """(each, broken) => {
                const names = ["d", "x", "y", "transform"];
                const of = (one) => names.map((name) => one.getAttribute(name));
                const drawn = [...each.querySelectorAll("path, text, g")].flatMap(of);
                const all = each.innerText + drawn.filter(Boolean).join(" ");
                return all.match(new RegExp(`.{0,40}(${broken}).{0,40}`))?.[0];
            }""",
            BROKEN,
        )
        assert shown is None, asked
        assert self.visit.errors == [], asked


@pytest.fixture
def opened(page_over_http):
    return lambda page, key: Opened(page_over_http(page), key)


def test_every_explorer_is_in_the_book_as_it_is_now():
    assert {bundle for _, _, bundle in FOUND} == set(BUNDLES.values()), "make book"
    assert PLAYERS


@pytest.mark.parametrize(("page", "key"), EXPLORERS)
def test_each_control_at_both_ends(opened, page, key):
    explorer = opened(page, key)
    explorer.visit.page.evaluate(UNFOLD)  # what is folded is not drawn
    assert explorer.positions()
    for value, end in ((LOW, 1), (HIGH, 2)):
        explorer.go(**dict.fromkeys(explorer.numbers, value))
        explorer.check(value)
        found = explorer.positions()
        assert {name: place[0] for name, place in found.items()} == pytest.approx(
            {name: place[end] for name, place in found.items()}
        )


@pytest.mark.parametrize(("page", "key"), EXPLORERS)
def test_no_address_breaks_it(opened, page, key):
    explorer, chance = opened(page, key), random.Random(0)
    for value in HOSTILE:
        explorer.go(**dict.fromkeys(explorer.names, value))
        explorer.check(value[:50])
    for _ in range(30):
        values = {name: chance.choice(HOSTILE[:-3]) for name in explorer.names}
        explorer.go(**values)
        explorer.check(values)
    explorer.go()
    assert {name: explorer.trait(name) for name in explorer.names} == explorer.initial


@pytest.mark.parametrize(("page", "key"), EXPLORERS)
def test_no_number_that_a_kernel_sets_breaks_it(opened, page, key):
    explorer = opened(page, key)
    for name, value in itertools.product(explorer.numbers, (-1e300, 1e300, 0.5, None, "NaN")):
        explorer.set(**{name: value})
        explorer.check((name, value))


@pytest.mark.parametrize("start", [LOW, HIGH, "-50"])
@pytest.mark.parametrize(("page", "key"), PLAYERS)
def test_play_ends_at_the_end(opened, page, key, start):
    explorer = opened(page, key)
    explorer.go(**dict.fromkeys(explorer.numbers, start))
    before = explorer.positions()
    explorer.visit.page.clock.install()
    play = explorer.explorer.locator('[data-control="play"]')
    play.click()
    explorer.visit.page.clock.run_for(500)
    assert play.inner_text() == "❚❚ Pause"
    explorer.visit.page.clock.run_for(60_000)
    assert play.inner_text() == "▶ Play"
    moved = {
        name: at for name, at in explorer.positions().items() if at != before[name] or start == HIGH
    }
    assert moved and [place for place, _, _ in moved.values()] == pytest.approx(
        [last for _, _, last in moved.values()]
    )
    explorer.check(start)
