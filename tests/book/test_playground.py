"""The playground: it trains in the page, and says what PyTorch and `repalign` say of the same
run."""

import json
import re
from urllib.parse import urlencode

import numpy as np
import pytest
from playwright.sync_api import expect

from repalign import alignment, training_error
from repalign.dynamics import max_step_size
from tests.book.test_explorers import control, enter, readout, trait, unfold

pytest.importorskip("torch")
pytest.importorskip("sklearn")
from tests import playground
from tests.book.visits import bring

pytestmark = pytest.mark.browser

PAGE = "book/playground.html"
SECONDS = ("related", "unrelated", "painted")
STEPS = 100
RUNS = [
    {"epoch": 40},
    {"epoch": 0, "data": "stripes", "threshold": 1, "noise": 0},
    {"epoch": 25, "data": "moons", "noise": 0.1, "optimizer": "momentum", "batch": 32, "seed": 3},
    {
        "epoch": 30,
        "data": "spirals",
        "depth": 3,
        "layer": 2,
        "activation": "tanh",
        "second": "unrelated",
    },
    {"epoch": 20, "data": "drawn", "depth": 1, "layer": 1, "scale": 3, "second": "unrelated"},
    {"epoch": 12, "data": "peaks", "samples": 150, "width": 20, "rate": 0.02},
    {"epoch": 15, "data": "digits", "samples": 250, "shuffled": 0.5, "batch": 100, "depth": 4},
    {
        "epoch": 10,
        "samples": 50,
        "painted": "..mpm",
        "painted_second": "mmmmmmm",
        "second": "painted",
    },
]


def percent(share):
    return f"{100 * share:.1f} %"


def share(spec, k, threshold):
    """Of label vector k, in directions of at least the threshold."""
    return alignment(spec, threshold)[k] / spec.target_norm_sq[k]


def expected(settings):
    """What the page's read-outs should say."""
    at = playground.PlaygroundExplorer(**settings)
    run = playground.run(**settings)
    layer, k = min(at.layer, at.depth) - 1, 1 + SECONDS.index(at.second)
    three = {"inputs": run["inputs"], "before": run["before"][layer], "now": run["now"][layer]}
    rows = {
        part: {
            "learned-held": percent(share(spec, 0, at.threshold)),
            "learned-left": percent(left(spec, 0)),
            "second-held": percent(share(spec, k, at.threshold)),
            "second-left": percent(left(spec, k)),
        }
        for part, spec in three.items()
    }
    return {"rows": rows, "fit": fit(run), "loss": run["loss"]}


def left(spec, k):
    eta = 0.5 * max_step_size(spec)
    return training_error(spec, [STEPS], step_size=eta)[0][k] ** 2 / spec.target_norm_sq[k]


def fit(run):
    task, outputs = run["task"], run["outputs"]
    if task.loss is playground.squared_loss:
        error = np.square(outputs - task.first).sum() / np.square(task.first).sum()
        return f"{percent(1 - error)} of the variance"
    return percent(np.mean(outputs * task.first > 0))


def address(settings):
    plain = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in settings.items()
    }
    return f"{PAGE}#play?{urlencode(plain)}"


def reached(explorer, epoch):
    expect(readout(explorer, "epoch")).to_have_text(str(epoch), timeout=30_000)


@pytest.fixture(params=["page_over_http", "page_over_file"])
def opened(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("settings", RUNS, ids=lambda run: run.get("data", "circles"))
def test_a_link_reproduces_a_run_and_the_page_says_what_python_says(page_over_http, settings):
    visit = page_over_http(address(settings))
    explorer = visit.explorer("play")
    reached(explorer, settings["epoch"])
    said = expected(settings)
    for name, cells in said["rows"].items():
        row = explorer.locator(f'tr[data-representation="{name}"]')
        for part, text in cells.items():
            expect(row.locator(f'[data-readout="{part}"]')).to_have_text(text)
    expect(readout(explorer, "fit")).to_have_text(said["fit"])
    assert float(readout(explorer, "loss").inner_text()) == pytest.approx(said["loss"], rel=0.005)
    assert visit.errors == [] and visit.foreign == [] and visit.failed == []


def test_it_trains_pauses_steps_and_begins_again(opened):
    visit = opened(PAGE)
    explorer = visit.explorer("play")
    reached(explorer, 0)
    control(explorer, "train").click()
    expect(control(explorer, "train")).to_have_text("❚❚ Pause")
    expect(readout(explorer, "epoch")).to_have_text(re.compile(r"^[2-9]\d$"), timeout=30_000)
    control(explorer, "train").click()
    expect(control(explorer, "train")).to_have_text("▶ Train")
    visit.page.wait_for_timeout(500)  # nothing more comes
    stopped = trait(explorer, "epoch")
    reached(explorer, stopped)
    expect(visit.page).to_have_url(re.compile(rf"#play\?.*epoch={stopped}"))
    control(explorer, "step").click()
    reached(explorer, stopped + 1)
    control(explorer, "reset").click()
    reached(explorer, 0)
    assert visit.errors == [] and visit.foreign == []


def test_a_run_is_the_same_however_it_was_come_to(page_over_http):
    """Step by step, by a link, and again after a reset."""
    explorer = page_over_http(address({"epoch": 3})).explorer("play")
    reached(explorer, 3)
    text = explorer.locator(".ra-table").inner_text()
    control(explorer, "reset").click()
    for epoch in range(3):
        reached(explorer, epoch)
        control(explorer, "step").click()
    reached(explorer, 3)
    assert explorer.locator(".ra-table").inner_text() == text


def test_what_is_set_up_begins_a_run_anew(page_over_http):
    visit = page_over_http(address({"epoch": 5}))
    explorer = visit.explorer("play")
    reached(explorer, 5)
    unfold(explorer, "Network")
    enter(explorer, "width", 8)
    reached(explorer, 0)
    unfold(explorer, "Data")
    control(explorer, "data").nth(6).check()
    expect(explorer.locator("summary").first).to_have_text("Data: digits")
    expect(control(explorer, "noise")).to_be_hidden()
    expect(explorer.locator('tr[data-representation="now"]')).to_contain_text("%")
    assert trait(explorer, "data") == "digits" and visit.errors == []


def test_a_brush_paints_labels(page_over_http):
    """What is painted is what Python computes with."""
    visit = page_over_http(address({"epoch": 5, "samples": 100}))
    explorer = visit.explorer("play")
    reached(explorer, 5)
    control(explorer, "brush").nth(2).check()
    picture = explorer.locator("canvas.ra-large")
    bring(picture)
    box = picture.bounding_box()
    centre = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    visit.page.mouse.move(centre[0] - 0.4 * box["width"], centre[1])
    visit.page.mouse.down()
    visit.page.mouse.move(centre[0] + 0.4 * box["width"], centre[1], steps=20)
    visit.page.mouse.up()
    reached(explorer, 0)
    painted = trait(explorer, "painted")
    assert "m" in painted and "p" not in painted
    settings = {"epoch": 0, "samples": 100, "painted": painted}
    cell = explorer.locator('tr[data-representation="inputs"] [data-readout="learned-held"]')
    expect(cell).to_have_text(expected(settings)["rows"]["inputs"]["learned-held"])


def test_a_finger_paints_with_a_brush_and_scrolls_without(page_over_http):
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    explorer = page_over_http(address({"samples": 50}), **phone).explorer("play")
    reached(explorer, 0)
    picture = explorer.locator("canvas.ra-large")
    bring(picture)
    everywhere = [{"x": x, "y": y} for x in range(40, 280, 40) for y in range(40, 280, 40)]
    for place in everywhere[:6]:
        picture.tap(position=place)
    assert trait(explorer, "painted") == ""
    control(explorer, "brush").nth(2).tap()
    expect(control(explorer, "brush").nth(2)).to_be_checked()
    expect(picture).to_have_css("touch-action", "none")
    for place in everywhere:
        picture.tap(position=place)
    expect(explorer.locator("summary").first).to_contain_text("painted")
    assert "m" in trait(explorer, "painted") and "p" not in trait(explorer, "painted")


def test_keys_set_and_erase_points_of_ones_own(page_over_http):
    explorer = page_over_http(address({"data": "drawn"})).explorer("play")
    reached(explorer, 0)
    before = trait(explorer, "points")
    brush = control(explorer, "brush-keys")
    brush.focus()
    brush.press("ArrowUp")
    brush.press("+")
    assert trait(explorer, "points") == [*before, [0, 0.06, 1]]
    brush.press("0")
    assert trait(explorer, "points") == before


def test_second_labels_are_painted_while_the_network_stays_what_it_is(page_over_http):
    """They are measured on the layers as they are: Python's numbers for the same paint."""
    visit = page_over_http(address({"samples": 100, "epoch": 20}))
    explorer = visit.explorer("play")
    reached(explorer, 20)
    control(explorer, "showing").nth(1).check()
    control(explorer, "brush").nth(1).check()
    explorer.locator("canvas.ra-large").click(position={"x": 60, "y": 130})
    letters = trait(explorer, "painted_second")
    assert "p" in letters and trait(explorer, "painted") == "" and trait(explorer, "epoch") == 20
    settings = {"samples": 100, "epoch": 20, "second": "painted", "painted_second": letters}
    for part, cells in expected(settings)["rows"].items():
        row = explorer.locator(f'tr[data-representation="{part}"]')
        expect(row.locator('[data-readout="second-held"]')).to_have_text(cells["second-held"])
        expect(row.locator('[data-readout="second-left"]')).to_have_text(cells["second-left"])


def test_transfer_is_as_predicted(opened):
    """Real gradient descent on the frozen layer, beside the closed form: Python's."""
    settings = {"epoch": 30, "second": "unrelated"}
    visit = opened(address(settings))
    explorer = visit.explorer("play")
    reached(explorer, 30)
    control(explorer, "transfer").click()
    trained = explorer.locator('[data-readout="trained"]')
    expect(trained).to_contain_text("after 3000 steps", timeout=30_000)
    spec = playground.run(**settings)["now"][1]
    eta = 0.5 * max_step_size(spec)
    loss = training_error(spec, [3000], step_size=eta)[0][2] ** 2 / spec.target_norm_sq[2]
    expect(trained).to_have_text(f"{percent(loss)} left after 3000 steps")
    assert visit.errors == []


def test_a_network_that_diverges_says_so(page_over_http):
    settings = {"epoch": 300, "data": "peaks", "optimizer": "momentum", "rate": 1, "scale": 10}
    visit = page_over_http(address(settings))
    explorer = visit.explorer("play")
    expect(explorer.locator(".ra-summary")).to_contain_text(
        "lower the learning rate", timeout=30_000
    )
    assert visit.errors == []


SOLUTIONS = {
    "shuffled": {
        "data": "digits",
        "samples": 500,
        "shuffled": 1,
        "width": 64,
        "depth": 3,
        "layer": 3,
        "epoch": 100,
    },
    "lazy": {"depth": 1, "layer": 1, "width": 64, "scale": 4, "epoch": 100},
    "helps": {"data": "spirals", "width": 64, "activation": "tanh", "epoch": 1000},
    "hurts": {"data": "stripes", "width": 64, "epoch": 300, "second": "unrelated"},
    "earlier": {
        "data": "peaks",
        "samples": 500,
        "width": 32,
        "depth": 3,
        "layer": 3,
        "epoch": 300,
    },
    "drawn": {
        "data": "drawn",
        "epoch": 300,
        "points": [
            [x * (0.5 + 0.1 * i), y * (0.5 + 0.1 * j), 1 if x * y > 0 else -1]
            for x in (-1, 1)
            for y in (-1, 1)
            for i in range(4)
            for j in range(2)
        ],
    },
}


@pytest.mark.parametrize("name", SOLUTIONS)
def test_a_challenge_is_solved_by_its_solution_and_not_by_its_start(page_over_http, name):
    explorer = page_over_http(PAGE).explorer("play")
    verdict = explorer.locator(f'[data-challenge="{name}"]')
    reached(explorer, 0)
    control(explorer, f"start-{name}").click()
    reached(explorer, 0)
    expect(verdict).to_have_text("Not yet")
    explorer.page.evaluate(
        "(hash) => { location.hash = hash; }", address(SOLUTIONS[name])[len(PAGE) :]
    )
    expect(verdict).to_have_text("Solved", timeout=60_000)


def test_reduced_motion_trains_in_few_pictures(page_over_http):
    visit = page_over_http(PAGE, reduced_motion="reduce")
    explorer = visit.explorer("play")
    reached(explorer, 0)
    explorer.evaluate(
        """(each) => {
            window.seen = new Set();
            each.model.on("change:epoch", (_, epoch) => window.seen.add(epoch));
        }"""
    )
    control(explorer, "train").click()
    expect(readout(explorer, "loss")).to_have_text(re.compile(r"0\.00"), timeout=30_000)
    control(explorer, "train").click()
    epochs = sorted(visit.page.evaluate("() => [...window.seen]"))
    # A picture each time that the epochs have grown by three tenths; the first are one by one.
    assert 5 < len(epochs) < 3 * np.log(epochs[-1]) / np.log(1.3)
