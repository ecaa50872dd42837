"""What a reader sees: move every control, by mouse and keyboard; the read-out is the value that
Python computes."""

import numpy as np
import pytest
from playwright.sync_api import expect

from repalign import (
    alignment,
    alignment_curve,
    cumulative_power,
    max_step_size,
    test_error,
    training_error,
    weight_norm,
)
from repalign.paper import results
from repalign.paper.readings import networks
from repalign.paper.readings.peaks import few_samples
from repalign.widgets import CircleExplorer

pytestmark = pytest.mark.browser

CHAPTER_1, CHAPTER_2 = "notebooks/01_circle.html", "notebooks/02_emergence.html"
CHAPTER_3 = "notebooks/03_networks.html"
CHAPTER_4, CHAPTER_5 = "notebooks/04_convergence.html", "notebooks/05_peaks.html"
CHAPTER_7 = "notebooks/07_similarity.html"


@pytest.fixture(params=["page_over_http", "page_over_file"])
def opened(request):
    return request.getfixturevalue(request.param)


def readout(explorer, name):
    return explorer.locator(f'[data-readout="{name}"]')


def control(explorer, name):
    return explorer.locator(f'[data-control="{name}"]')


def enter(explorer, name, value):
    """Type a number into the entry beside a slider."""
    entry = explorer.locator(f'[data-entry="{name}"]')
    entry.fill(str(value))
    entry.press("Enter")


def press(explorer, name, key, times=1):
    target = control(explorer, name)
    target.focus()
    for _ in range(times):
        target.press(key)


def trait(explorer, name):
    return explorer.evaluate("(each, name) => each.model.get(name)", name)


def drag_slider(explorer, name, share):
    """Put the mouse on a slider's track at a share of its width."""
    control(explorer, name).scroll_into_view_if_needed()
    box = control(explorer, name).bounding_box()
    explorer.page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)


def percent(share, digits=1):
    return f"{100 * share:.{digits}f} %"


# ---- the circle


def circle_texts(**settings):
    """The read-outs that Python expects for a state."""
    explorer = CircleExplorer(**settings)
    spec = explorer.spectrum
    share = spec.squared_projections / spec.target_norm_sq
    return {
        "sigma1": f"{spec.singular_values[0]:.2f}",
        "sigma2": f"{spec.singular_values[1]:.2f}",
        "share1": percent(share[0]),
        "share2": percent(share[1]),
        "outside": percent(spec.residual / spec.target_norm_sq),
        "alignment": percent(alignment(spec, explorer.threshold) / spec.target_norm_sq),
    }


def shows(explorer, **settings):
    for name, text in circle_texts(**settings).items():
        expect(readout(explorer, name)).to_have_text(text)


def test_circle_starts_as_python_says(opened):
    visit = opened(CHAPTER_1)
    shows(visit.explorer("circle"))
    assert visit.errors == [] and visit.foreign == []


@pytest.mark.parametrize(
    ("name", "key", "times", "state"),
    [
        ("direction", "ArrowRight", 12, {"direction": 57}),
        ("spread", "ArrowLeft", 9, {"spread": 0.2}),
        ("n_points", "ArrowRight", 2, {"n_points": 140}),
        ("threshold", "ArrowLeft", 60, {"threshold": 2.0}),
    ],
)
def test_circle_by_keyboard(page_over_http, name, key, times, state):
    explorer = page_over_http(CHAPTER_1).explorer("circle")
    press(explorer, name, key, times)
    shows(explorer, **state)


@pytest.mark.parametrize(
    "state", [{"direction": 135}, {"spread": 0.6}, {"n_points": 400}, {"threshold": 9.8}]
)
def test_circle_by_typing_a_number(opened, state):
    explorer = opened(CHAPTER_1).explorer("circle")
    ((name, value),) = state.items()
    enter(explorer, name, value)
    shows(explorer, **state)


@pytest.mark.parametrize("name", ["direction", "spread", "n_points", "threshold"])
def test_circle_by_mouse(page_over_http, name):
    explorer = page_over_http(CHAPTER_1).explorer("circle")
    before = trait(explorer, name)
    drag_slider(explorer, name, 0.83)
    assert trait(explorer, name) != before
    shows(explorer, **{name: trait(explorer, name)})


def at_angle(explorer, degrees, radius=1.0):
    """Where on the page a point of the circle's picture lies."""
    box = explorer.locator("svg.ra-circle").bounding_box()
    unit = min(box["width"], box["height"]) / 2.8
    turned = np.deg2rad(degrees)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    return x + radius * unit * np.cos(turned), y - radius * unit * np.sin(turned)


def test_circle_handle_turns_the_labels(page_over_http):
    explorer = page_over_http(CHAPTER_1).explorer("circle")
    mouse = explorer.page.mouse
    explorer.locator("svg.ra-circle").scroll_into_view_if_needed()
    mouse.move(*at_angle(explorer, 45, 1.18))
    mouse.down()
    mouse.move(*at_angle(explorer, 135, 1.18), steps=8)
    mouse.up()
    direction = trait(explorer, "direction")
    assert abs(direction - 135) <= 2
    shows(explorer, direction=direction)


def test_circle_paints_with_the_pointer_and_clears(page_over_http):
    explorer = page_over_http(CHAPTER_1).explorer("circle")
    explorer.locator("svg.ra-circle").scroll_into_view_if_needed()
    mouse = explorer.page.mouse
    mouse.move(*at_angle(explorer, 45))
    mouse.down()
    mouse.move(*at_angle(explorer, 60), steps=5)
    mouse.up()
    painted = trait(explorer, "painted")
    assert painted.count("m") >= 5 and "p" not in painted
    shows(explorer, painted=painted)
    control(explorer, "clear").click()
    shows(explorer)


def test_circle_paints_with_the_keyboard(page_over_http):
    explorer = page_over_http(CHAPTER_1).explorer("circle")
    press(explorer, "brush", "-")
    painted = trait(explorer, "painted")
    assert "m" in painted
    shows(explorer, painted=painted)


def test_links_carry_a_state_and_the_address_follows(opened):
    visit = opened(f"{CHAPTER_1}#circle?direction=135&spread=0.1")
    explorer = visit.explorer("circle")
    shows(explorer, direction=135, spread=0.1)
    visit.page.get_by_role("link", name="A, the groups against each other").click()
    shows(explorer, direction=45)
    enter(explorer, "direction", 200)
    visit.until("location.hash === '#circle?direction=200'")


@pytest.mark.parametrize(
    ("page", "key", "query", "name", "text"),
    [
        (
            CHAPTER_1,
            "circle",
            "n_points=1e9&spread=-4&direction=45.5&threshold=-1&painted=%00%01",
            "sigma2",
            "0.00",
        ),
        (CHAPTER_2, "emergence", "checkpoint=1e9&threshold=-7", "epoch", "1000"),
        (
            CHAPTER_3,
            "networks",
            "dataset=9&split=-1&sweep=1.7&first=1e9&second=-2&level=1e300",
            "inputs",
            "0.0 %",
        ),
        (CHAPTER_3, "layers", "dataset=-4&split=2&layer=1e9&checkpoint=1e300&level=-7", None, None),
        (CHAPTER_4, "descent", "step=1e300&ratio=-1&own=[[1,2],7]&focus=x&shown=[]", None, None),
        (CHAPTER_5, "peaks", "checkpoint=99&layer=9&task=-3&threshold=0&ratio=1e9", None, None),
        (
            CHAPTER_2,
            "inputs",
            "threshold=1e300&shown=[%22nobody%22]&normalized=perhaps",
            None,
            None,
        ),
    ],
)
def test_an_address_may_carry_anything(page_over_http, page, key, query, name, text):
    visit = page_over_http(f"{page}#{key}?{query}")
    explorer = visit.explorer(key)
    if name:
        expect(readout(explorer, name)).to_have_text(text)
    explorer.page.wait_for_timeout(100)
    assert visit.errors == []


def test_numbers_out_of_range_are_brought_back(page_over_http):
    explorer = page_over_http(CHAPTER_1).explorer("circle")
    enter(explorer, "spread", 7)
    shows(explorer, spread=1.0)
    enter(explorer, "spread", -3)
    expect(readout(explorer, "sigma2")).to_have_text("0.00")


# ---- MNIST inputs


def spectra():
    stored = results.load("emergence")
    return {f"{name} labels": stored.spectrum(f"inputs_{name}", 0) for name in ("true", "shuffled")}


def row_shows(explorer, name, threshold, *, normalized=True):
    spec = spectra()[name]
    value = alignment(spec, threshold)
    cells = explorer.locator(f'tr[data-representation="{name}"]')
    count = np.count_nonzero(spec.singular_values >= threshold)
    expect(cells.locator('[data-readout="count"]')).to_have_text(str(count))
    text = percent(value / spec.target_norm_sq, 2) if normalized else f"{float(f'{value:.3g}'):g}"
    expect(cells.locator('[data-readout="alignment"]')).to_have_text(text)


def test_inputs_by_keyboard_mouse_and_number(opened):
    explorer = opened(CHAPTER_2).explorer("inputs")
    for move in (
        lambda: None,
        lambda: press(explorer, "threshold", "ArrowLeft", 40),
        lambda: drag_slider(explorer, "threshold", 0.9),
        lambda: enter(explorer, "threshold", 2.5),
    ):
        move()
        for name in spectra():
            row_shows(explorer, name, trait(explorer, "threshold"))
    assert trait(explorer, "threshold") == 2.5


def test_inputs_absolute_and_hidden(page_over_http):
    explorer = page_over_http(CHAPTER_2).explorer("inputs")
    control(explorer, "normalized").nth(1).check()
    row_shows(explorer, "true labels", trait(explorer, "threshold"), normalized=False)
    control(explorer, "shown").nth(1).press("Space")
    expect(explorer.locator('tr[data-representation="shuffled labels"]')).to_be_hidden()


# ---- emergence


def emergence_shows(explorer, checkpoint, threshold):
    stored = results.load("emergence")
    spec = stored.spectrum("final_layer", 0, checkpoint)
    expect(readout(explorer, "epoch")).to_have_text(str(stored["epochs"][checkpoint]))
    expect(readout(explorer, "accuracy")).to_have_text(percent(stored["accuracy"][0, checkpoint]))
    expect(readout(explorer, "top")).to_have_text(percent(cumulative_power(spec)[9], 2))
    share = alignment_curve(spec, [threshold], normalized=True)[0]
    expect(readout(explorer, "alignment")).to_have_text(percent(share, 2))


@pytest.mark.parametrize("page", [CHAPTER_2, "book/index.html"])
def test_emergence_scrubs(opened, page):
    explorer = opened(page).explorer("emergence")
    epochs = results.load("emergence")["epochs"]
    emergence_shows(explorer, 0, trait(explorer, "threshold"))
    press(explorer, "checkpoint", "End")
    emergence_shows(explorer, len(epochs) - 1, trait(explorer, "threshold"))
    enter(explorer, "checkpoint", epochs[30])
    drag_slider(explorer, "threshold", 0.7)
    emergence_shows(explorer, 30, trait(explorer, "threshold"))


def test_emergence_plays_and_pauses(page_over_http):
    visit = page_over_http(CHAPTER_2)
    explorer = visit.explorer("emergence")
    play = control(explorer, "play")
    play.click()
    expect(play).to_have_text("❚❚ Pause")
    visit.until("document.querySelector('[data-key=emergence]').model.get('checkpoint') === 4")
    play.click()
    stopped = trait(explorer, "checkpoint")
    explorer.page.wait_for_timeout(500)
    assert trait(explorer, "checkpoint") == stopped
    emergence_shows(explorer, stopped, trait(explorer, "threshold"))


def test_emergence_steps_where_motion_is_unwelcome(page_over_http):
    explorer = page_over_http(CHAPTER_2, reduced_motion="reduce").explorer("emergence")
    for expected in (1, 2, 3):
        control(explorer, "play").click()
        assert trait(explorer, "checkpoint") == expected
    explorer.page.wait_for_timeout(500)
    assert trait(explorer, "checkpoint") == 3


# ---- networks and layers


def chosen(explorer):
    """Data set and samples by their stored names, and the threshold over the root of n."""
    dataset = list(networks.DATASETS)[trait(explorer, "dataset")]
    return dataset, ("train", "test")[trait(explorer, "split")], trait(explorer, "level")


def share_of(spec, level):
    return alignment(spec, level * np.sqrt(spec.n_samples)) / spec.target_norm_sq


def networks_shows(explorer):
    """The inputs, and the row of every setting of the sweep, for the state the explorer is in."""
    stored, (dataset, split, level) = results.load("networks"), chosen(explorer)
    expect(readout(explorer, "inputs")).to_have_text(
        percent(share_of(stored.spectrum(f"{dataset}.{split}"), level))
    )
    sweep = list(networks.SWEEPS)[trait(explorer, "sweep")]
    settings = networks.of_sweep(stored, sweep)
    expect(explorer.locator("tr[data-setting]")).to_have_count(len(settings))
    for value, name in settings.items():
        start, trained = (
            np.array(
                [
                    share_of(stored.spectrum(f"{dataset}.{name}.{split}", when, s), level)
                    for s in range(5)
                ]
            )
            for when in range(2)
        )
        run = networks.run_index(stored, dataset, name)
        texts = {
            "start": percent(start.mean()),
            "trained": percent(trained.mean()),
            "error": percent(trained.std(ddof=1) / np.sqrt(5)),
            "null": percent(networks.null_curve(stored, dataset, name, split, [level])[0]),
            "accuracy": percent(round(float(stored[f"{split}_accuracy"][run].mean()), 5)),
            "epochs": str(stored["epochs"][run]),
        }
        row = explorer.locator(f'tr[data-setting="{networks.label(value)}"]')
        for each, text in texts.items():
            expect(row.locator(f'[data-readout="{each}"]')).to_have_text(text)


def test_networks_by_keyboard_mouse_and_number(opened):
    explorer = opened(CHAPTER_3).explorer("networks")
    for move in (
        lambda: None,
        lambda: control(explorer, "dataset").nth(0).check(),
        lambda: press(explorer, "level", "ArrowLeft", 3),
        lambda: control(explorer, "sweep").nth(3).check(),
        lambda: control(explorer, "split").nth(1).check(),
        lambda: drag_slider(explorer, "level", 0.9),
        lambda: control(explorer, "dataset").nth(2).check(),
        lambda: enter(explorer, "level", 0.041),
    ):
        move()
        networks_shows(explorer)
    assert trait(explorer, "level") == 0.04


def test_any_two_networks_can_be_compared(page_over_http):
    visit = page_over_http(f"{CHAPTER_3}#networks?dataset=1&level=0.1")
    explorer, stored = visit.explorer("networks"), results.load("networks")
    control(explorer, "first").select_option(label="activation tanh")
    control(explorer, "second").select_option(label="width 32")
    for letter, name in (("A", "activation tanh"), ("B", "width 32")):
        start, trained = (
            np.mean(
                [share_of(stored.spectrum(f"mnist.{name}.train", when, s), 0.1) for s in range(5)]
            )
            for when in range(2)
        )
        side = "above" if trained > share_of(stored.spectrum("mnist.train"), 0.1) else "below"
        ends = f"{percent(start)} before, {percent(trained)} after training"
        said = f"{letter}, {name}: {ends}, {side} the inputs."
        expect(explorer.locator(".ra-summary")).to_contain_text(said)
    visit.until("location.hash.includes('first=')")


def layers_shows(explorer):
    """The read-outs of the chosen layer, for the state the explorer is in."""
    stored, (dataset, split, level) = results.load("layers"), chosen(explorer)
    layer, prefix, epochs = (
        trait(explorer, "layer"),
        f"{dataset}_{split}",
        stored[f"{dataset}_epochs"],
    )
    checkpoint = min(
        trait(explorer, "checkpoint"), len(epochs) - 1
    )  # the data set chosen before may have had more
    inputs = stored.spectrum(f"{prefix}_inputs")
    start, now = (
        stored.spectrum(f"{prefix}_layers", c, layer - 1) if layer else inputs
        for c in (0, checkpoint)
    )
    for name, spec in (("inputs", inputs), ("start", start), ("now", now)):
        expect(readout(explorer, name)).to_have_text(percent(share_of(spec, level)))
    expect(readout(explorer, "epoch")).to_have_text(str(epochs[checkpoint]))
    accuracy = round(float(stored[f"{prefix}_accuracy"][checkpoint, 0]), 5)  # as it is sent
    expect(readout(explorer, "accuracy")).to_have_text(percent(accuracy))
    if layer and f"{prefix}_collapse" in stored:
        expected = stored[f"{prefix}_collapse"][checkpoint, 0, layer - 1]
        assert float(readout(explorer, "collapse").text_content()) == pytest.approx(
            expected, rel=0.006
        )
    else:
        expect(readout(explorer, "collapse")).to_have_text("–")


def test_layers_scrub_through_depth_and_training(opened):
    explorer = opened(CHAPTER_3).explorer("layers")
    for move in (
        lambda: None,
        lambda: press(explorer, "layer", "ArrowLeft"),
        lambda: press(explorer, "checkpoint", "ArrowLeft", 6),
        lambda: enter(explorer, "level", 0.4),
        lambda: control(explorer, "dataset").nth(0).check(),
        lambda: control(explorer, "split").nth(1).check(),
        lambda: drag_slider(explorer, "checkpoint", 0.2),
        lambda: control(explorer, "dataset").nth(2).check(),
        lambda: press(explorer, "layer", "Home"),
    ):
        move()
        layers_shows(explorer)


def test_layers_step_through_training(page_over_http):
    explorer = page_over_http(CHAPTER_3, reduced_motion="reduce").explorer("layers")
    for expected in (0, 1, 2):
        control(explorer, "play").click()
        assert trait(explorer, "checkpoint") == expected
        layers_shows(explorer)


# ---- descent


def descent_shows(explorer, name="target"):
    """Read-outs of the focus, for the state the explorer is in."""
    spec = results.load("convergence").spectrum(name, 0)
    step, eta = trait(explorer, "step"), trait(explorer, "ratio") * max_step_size(spec)
    loss = training_error(spec, [step], step_size=eta)[0] ** 2 / spec.target_norm_sq
    norm = weight_norm(spec, [step], step_size=eta)[0]
    kept = (1 - eta * spec.singular_values**2) ** (2 * step)
    expect(readout(explorer, "loss")).to_have_text(percent(loss, 2))
    expect(readout(explorer, "norm")).to_have_text(compact(norm))
    expect(readout(explorer, "converged")).to_have_text(
        f"{np.count_nonzero(kept < 0.01)} of {spec.rank}"
    )


def compact(value):
    """Three digits, as the page writes numbers of ordinary size."""
    return f"{float(f'{value:.3g}'):g}"


def test_descent_by_keyboard_mouse_and_number(opened):
    explorer = opened(CHAPTER_4).explorer("descent")
    for move in (
        lambda: None,
        lambda: press(explorer, "step", "ArrowRight", 30),
        lambda: drag_slider(explorer, "ratio", 0.3),
        lambda: enter(explorer, "step", 777),
        lambda: enter(explorer, "ratio", 0.97),
    ):
        move()
        descent_shows(explorer)
    assert trait(explorer, "step") == 777 and trait(explorer, "ratio") == 0.97


def test_descent_of_other_labels(page_over_http):
    explorer = page_over_http(CHAPTER_4).explorer("descent")
    control(explorer, "focus").nth(1).check()
    descent_shows(explorer, "shuffled")
    explorer.get_by_role("checkbox", name="bottom directions").uncheck()
    assert trait(explorer, "shown") == ["the target", "shuffled", "top directions", "your own"]


def test_the_two_labels_of_figure_9(page_over_http):
    explorer = page_over_http(CHAPTER_4).explorer("figure9")
    for name in ("y2", "y1"):
        explorer.get_by_role("radio", name=name).check()
        enter(explorer, "step", 25)
        descent_shows(explorer, name)


def test_descent_steps_to_a_goal(page_over_http):
    explorer = page_over_http(CHAPTER_4).explorer("descent")
    spec = results.load("convergence").spectrum("target", 0)
    losses = training_error(spec, np.arange(1000), step_size=0.5 * max_step_size(spec)) ** 2
    expect(readout(explorer, "goal")).to_have_text(
        str(np.argmax(losses <= 0.01 * spec.target_norm_sq))
    )


def test_descent_shows_divergence(opened):
    visit = opened(f"{CHAPTER_4}#descent?ratio=1.1&step=5000")
    explorer = visit.explorer("descent")
    expect(readout(explorer, "loss")).to_have_text("diverges")
    expect(readout(explorer, "fast")).to_have_text("never")
    expect(explorer.locator(".ra-summary")).to_contain_text("Beyond the limit")
    assert "NaN" not in explorer.inner_html()
    assert visit.errors == []


def type_own(explorer, pairs):
    """Type sigma and squared projection of the reader's own directions."""
    explorer.get_by_text("Your own directions").click()
    for row, pair in enumerate(pairs):
        for column, value in enumerate(pair):
            entry = explorer.locator(f'[data-own="{row},{column}"]')
            entry.fill(str(value))
            entry.press("Tab")


@pytest.mark.parametrize(
    ("puzzle", "own"),
    [
        ("faster", [(10, 96), (6, 3), (3, 0.9), (1, 0.1)]),
        ("crossing", [(10, 90), (6, 0.01), (3, 0.01), (0.5, 9.98)]),
        ("lighter", [(10, 96), (6, 3), (3, 0.9), (1, 0.1)]),
    ],
)
def test_puzzles_can_be_solved(page_over_http, puzzle, own):
    explorer = page_over_http(CHAPTER_4).explorer("descent")
    status = explorer.locator(f'[data-puzzle="{puzzle}"]')
    expect(status).to_have_text("Not yet")
    type_own(explorer, own)
    expect(status).to_have_text("Solved")


def test_own_directions_can_be_dragged(page_over_http):
    explorer = page_over_http(f"{CHAPTER_4}#descent?focus=your+own&step=1").explorer("descent")
    before = trait(explorer, "own")
    svg = explorer.locator(".ra-chart svg").nth(1)
    svg.scroll_into_view_if_needed()
    box = svg.bounding_box()
    # The direction with the largest sigma: 10 of the axis' 1/1.3 to 13, share 0.01 of 1e-6 to 1.6.
    x = box["x"] + 58 + (box["width"] - 78) * np.log(10 * 1.3) / np.log(13 * 1.3)
    y = box["y"] + 14 + (box["height"] - 56) * np.log(1.6 / 0.01) / np.log(1.6e6)
    mouse = explorer.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y - 40, steps=4)
    mouse.up()
    after = trait(explorer, "own")
    assert after[0][1] > 5 * before[0][1] and after[1:] == before[1:]


# ---- peaks


def peaks_shows(explorer, where, *index):
    """The table of shares of one member's tasks, for the state the explorer is in."""
    stored = results.load("peaks")
    checkpoint, tau = trait(explorer, "checkpoint"), trait(explorer, "threshold")
    spectra = {
        "inputs": stored.spectrum("inputs", 0),
        "before training": stored.spectrum(where, 0, 0, *index),
        "after training": stored.spectrum(where, 0, checkpoint, *index),
    }
    for k in range(3):
        cells = explorer.locator("tr[data-task]").nth(k)
        for name, spec in spectra.items():
            share = alignment(spec, tau)[k] / spec.target_norm_sq[k]
            expect(cells.locator(f'[data-readout="{name}"]')).to_have_text(percent(share))


def test_peaks_scrubs(opened):
    explorer = opened(CHAPTER_5).explorer("peaks")
    for move in (
        lambda: None,
        lambda: press(explorer, "checkpoint", "ArrowLeft", 12),
        lambda: enter(explorer, "threshold", 3.5),
        lambda: drag_slider(explorer, "checkpoint", 0.2),
    ):
        move()
        peaks_shows(explorer, "one_layers", 0)


@pytest.mark.parametrize(("task", "verdict"), [(0, "lower"), (1, "lower"), (2, "higher")])
def test_transfer_is_positive_and_negative(page_over_http, task, verdict):
    """The sentence about the lowest test error, against the closed form in Python."""
    explorer = page_over_http(CHAPTER_5).explorer("peaks")
    control(explorer, "task").nth(task).check()
    expect(explorer.locator(".ra-summary")).to_contain_text(
        f"is {verdict} on the trained representation"
    )
    stored, steps = (
        results.load("peaks"),
        np.unique(np.geomspace(1, 10_000, 60).round().astype(int)),
    )
    lowest = []
    for representation in (0, 2):
        both = few_samples(stored, 0, representation, task)
        lowest.append(test_error(both, steps, step_size=0.5 * max_step_size(both.spectrum)).min())
    assert (lowest[1] < lowest[0]) == (verdict == "lower")


def test_peaks_layers(page_over_http):
    explorer = page_over_http(CHAPTER_5).explorer("layers")
    for layer in (2, 0, 1):
        control(explorer, "layer").nth(layer).check()
        peaks_shows(explorer, "three_layers", layer)
