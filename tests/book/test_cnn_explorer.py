"""Pretrained networks in the page: move every control; read-outs are what Python computes from the
stored spectra."""

import numpy as np
import pytest
from playwright.sync_api import expect

from repalign import alignment, max_step_size, training_error
from repalign.paper import results
from repalign.paper.readings import cnn
from repalign.widgets.cnn import KINDS, LEVELS
from tests.book.test_explorers import (
    compact,
    control,
    drag_slider,
    enter,
    percent,
    press,
    readout,
    trait,
)

pytestmark = pytest.mark.browser

CHAPTER_6 = "notebooks/06_cnn.html"
BY_HAND = ["pixels", "sift", "hog", "rbf"]
LAST = {"after": "squeezenet1_1/imagenet", "before": "squeezenet1_1/random"}


@pytest.fixture(params=["page_over_http", "page_over_file"])
def opened(request):
    return request.getfixturevalue(request.param)


def pair_of(dataset, number):
    """Index in the results of a pair as the explorer numbers them."""
    stored = results.load("cnn")
    return np.flatnonzero(stored["datasets"] == list(cnn.DATASETS)[dataset])[number]


def near(text, value, error):
    """A percentage on the page is within `error` of a share."""
    assert abs(float(text.removesuffix(" %")) / 100 - value) <= error, (text, value)


def shows(explorer, names=None):
    """Every row, for the state the explorer is in; names of representations by kind."""
    stored, p = results.load("cnn"), pair_of(trait(explorer, "dataset"), trait(explorer, "pair"))
    known = dict(zip(BY_HAND, BY_HAND, strict=True)) | LAST | (names or {})
    for kind, name in ((kind, known[kind]) for kind in trait(explorer, "shown")):
        row = explorer.locator(f'tr[data-representation="{kind}"]')
        r = stored["representations"].tolist().index(name)
        spec = stored.spectrum(name, p)
        share = alignment(spec, trait(explorer, "level")) / spec.target_norm_sq
        expect(readout(row, "share")).to_have_text(percent(share))
        near(
            readout(row, "accuracy").inner_text(), stored["ridge_test_accuracy"][p, r], 0.0006
        )  # ties in rounding
        near(readout(row, "fit").inner_text(), stored["least_squares_residual"][p, r], 0.0006)
        eta = trait(explorer, "ratio") * max_step_size(spec)
        left = (
            training_error(spec, [round(trait(explorer, "step"))], step_size=eta)[0] ** 2
            / spec.target_norm_sq
        )
        near(readout(row, "left").inner_text(), left, 0.003)  # from a lumped spectrum


ALL = "%5B%22after%22%2C%22before%22%2C%22pixels%22%2C%22sift%22%2C%22hog%22%2C%22rbf%22%5D"


def test_it_begins_with_one_comparison(page_over_http):
    explorer = page_over_http(CHAPTER_6).explorer("cnn")
    names = explorer.locator("tbody").get_by_role("rowheader")
    assert [name.strip() for name in names.all_inner_texts()] == ["ImageNet weights", "pixels"]
    charts = explorer.locator(".ra-chart")
    assert [charts.nth(i).locator("path:is(.ra-step, .ra-line)").count() for i in (0, 1)] == [2, 2]


def test_classes_are_drawn(page_over_http):
    """A radio button a pair, with a drawing of each class."""
    explorer = page_over_http(CHAPTER_6).explorer("cnn")
    for dataset, name in enumerate(cnn.DATASETS.values()):
        explorer.get_by_role("radio", name=name, exact=True).check()
        stored = results.load("cnn")
        pairs = stored["classes"][stored["datasets"] == list(cnn.DATASETS)[dataset]]
        cards = explorer.locator(".ra-gallery label")
        expect(cards).to_have_count(len(pairs))
        for i, (one, other) in enumerate(pairs):
            expect(cards.nth(i)).to_have_text(f"{one}or{other}")
            assert cards.nth(i).locator(".ra-drawing path").count() == 2


def test_every_read_out_by_keyboard_mouse_and_number(opened):
    visit = opened(f"{CHAPTER_6}#cnn?shown={ALL}")
    explorer = visit.explorer("cnn")
    for move in (
        lambda: None,
        lambda: press(explorer, "level", "ArrowLeft", 20),
        lambda: drag_slider(explorer, "step", 0.6),
        lambda: enter(explorer, "ratio", 0.9),
        lambda: enter(explorer, "step", 12345),
        lambda: drag_slider(explorer, "level", 0.8),
    ):
        move()
        shows(explorer)
    assert trait(explorer, "ratio") == 0.9 and trait(explorer, "step") == 12345
    assert trait(explorer, "level") in LEVELS
    assert visit.errors == []


def test_an_arrow_key_moves_from_any_level_and_step(page_over_http):
    explorer = page_over_http(CHAPTER_6).explorer("cnn")
    for name, start in (("level", "Home"), ("step", "Home")):
        press(explorer, name, start)
        seen = [trait(explorer, name)]
        for _ in range(6):
            press(explorer, name, "ArrowRight")
            seen.append(trait(explorer, name))
        assert (np.diff(seen) > 0).all(), (name, seen)


def test_data_pair_and_layer(page_over_http):
    explorer = page_over_http(CHAPTER_6).explorer("cnn")
    explorer.get_by_role("radio", name="CIFAR-10", exact=True).check()
    shows(explorer)
    classes = results.load("cnn")["classes"][pair_of(1, 1)]
    explorer.get_by_role("radio", name=" or ".join(classes)).check()
    shows(explorer)
    control(explorer, "layer").select_option(label="features.8")
    shows(explorer, {kind: f"{name}/features.8" for kind, name in LAST.items()})
    expect(explorer.locator(".ra-summary")).to_contain_text(
        f"{classes[0]} and {classes[1]}; SqueezeNet 1.1, features.8"
    )


def test_a_network_that_was_not_measured_at_random(page_over_http):
    explorer = page_over_http(f"{CHAPTER_6}#cnn?shown={ALL}").explorer("cnn")
    control(explorer, "network").select_option(label="EfficientNet-Lite 0")
    before, after = (
        explorer.locator(f'tr[data-representation="{kind}"]') for kind in ("before", "after")
    )
    spec = results.load("cnn").spectrum("efficientnet_lite0/imagenet", pair_of(0, 0))
    share = alignment(spec, trait(explorer, "level")) / spec.target_norm_sq
    expect(readout(after, "share")).to_have_text(percent(share))
    expect(readout(before, "share")).to_have_text("–")
    expect(explorer.locator(".ra-summary")).to_contain_text("Not measured here: random weights.")


def test_the_rbf_paradox_can_be_played(page_over_http):
    visit = page_over_http(f"{CHAPTER_6}#cnn?shown=%5B%22rbf%22%2C%22after%22%5D&step=1000")
    explorer = visit.explorer("cnn")
    expect(explorer.locator("tbody tr")).to_have_count(2)
    rbf = explorer.locator('tr[data-representation="rbf"]')
    expect(readout(rbf, "fit")).to_have_text("0.0 %")
    assert float(readout(rbf, "left").inner_text().removesuffix(" %")) > 50
    enter(explorer, "step", 10**12)
    expect(readout(rbf, "left")).to_have_text("0.0 %")
    control(explorer, "shown").nth(list(KINDS).index("hog")).press("Space")
    expect(explorer.locator("tbody tr")).to_have_count(3)


def test_beyond_the_limit_it_says_so(page_over_http):
    visit = page_over_http(f"{CHAPTER_6}#cnn?ratio=1.1&step=1000000&shown=%5B%22sift%22%5D")
    explorer = visit.explorer("cnn")
    spec = results.load("cnn").spectrum("sift", pair_of(0, 0))
    loss = training_error(spec, [10**6], step_size=1.1 * max_step_size(spec))[0]
    assert loss > 1e3  # its first direction holds some of the labels
    expect(readout(explorer, "left")).to_have_text("diverges")
    assert "NaN" not in explorer.inner_html() and visit.errors == []


@pytest.mark.parametrize(
    "query",
    [
        "dataset=9&pair=-3&network=1e9&layer=77&level=-1&step=1e300&ratio=-4&shown=%5B%22nobody%22%5D",
        "dataset=x&pair=%5B%5D&level=NaN&step=0&ratio=1e9&shown=7",
    ],
)
def test_an_address_may_carry_anything(page_over_http, query):
    visit = page_over_http(f"{CHAPTER_6}#cnn?{query}")
    explorer = visit.explorer("cnn")
    explorer.page.wait_for_timeout(100)
    assert "NaN" not in explorer.inner_text() and "undefined" not in explorer.inner_text()
    assert visit.errors == []


def test_goal_is_the_first_step_with_a_tenth_of_the_error(page_over_http):
    explorer = page_over_http(f"{CHAPTER_6}#cnn?shown={ALL}").explorer("cnn")
    spec = results.load("cnn").spectrum("sift", pair_of(0, 0))
    losses = training_error(spec, np.arange(3000), step_size=0.5 * max_step_size(spec)) ** 2
    first = np.argmax(losses <= 0.1 * spec.target_norm_sq)
    shown = readout(explorer.locator('tr[data-representation="sift"]'), "goal").inner_text()
    assert float(shown) == pytest.approx(first, rel=0.05), (shown, compact(first))
