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
from repalign.paper.chapters.exercises import EXERCISES
from repalign.paper.datasets.peaks import peaks
from repalign.paper.readings import layers, networks
from repalign.paper.readings import peaks as peaks_readings
from repalign.paper.readings.peaks import few_samples
from repalign.widgets import CircleExplorer
from tests.book.visits import bring

pytestmark = pytest.mark.browser

CHAPTER_1, CHAPTER_2 = "notebooks/01_circle.html", "notebooks/02_emergence.html"
CHAPTER_3 = "notebooks/03_networks.html"
CHAPTER_4, CHAPTER_5 = "notebooks/04_convergence.html", "notebooks/05_peaks.html"
CHAPTER_7 = "notebooks/07_similarity.html"
OWN = f"{CHAPTER_4}#descent?focus=your+own"


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
    bring(control(explorer, name))
    box = control(explorer, name).bounding_box()
    explorer.page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)


def unfold(explorer, text):
    """Open what stands behind a summary."""
    explorer.locator("details:not([open]) > summary", has_text=text).click()


def drag(explorer, handle, pixels, panel=0):
    """Take hold of the n-th handle of a trait and move it across."""
    grip = explorer.locator(f'[data-handle="{handle}"] .ra-grip-area').nth(panel)
    bring(grip)
    box, mouse = grip.bounding_box(), explorer.page.mouse
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + pixels, y, steps=4)
    mouse.up()


def percent(share, digits=1):
    return f"{100 * share:.{digits}f} %"


# ---- the circle


def circle_texts(**settings):
    """The read-outs that Python expects for a state."""
    explorer = CircleExplorer(**settings)
    by_line = CircleExplorer(**settings | {"painted": ""})
    spec = explorer.spectrum
    share = spec.squared_projections / spec.target_norm_sq
    return {
        "sigma1": f"{spec.singular_values[0]:.2f}",
        "sigma2": f"{spec.singular_values[1]:.2f}",
        "share1": percent(share[0]),
        "share2": percent(share[1]),
        "outside": percent(spec.residual / spec.target_norm_sq),
        "alignment": percent(alignment(spec, explorer.threshold) / spec.target_norm_sq),
        "flipped": str(np.count_nonzero(explorer.labels != by_line.labels)),
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


def share_on_the_first(explorer):
    return float(readout(explorer, "share1").text_content().removesuffix(" %"))


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
    bring(explorer.locator("svg.ra-circle"))
    mouse.move(*at_angle(explorer, 45, 1.18))
    mouse.down()
    mouse.move(*at_angle(explorer, 135, 1.18), steps=8)
    mouse.up()
    direction = trait(explorer, "direction")
    assert abs(direction - 135) <= 2
    shows(explorer, direction=direction)


def test_circle_paints_with_the_pointer_and_clears(page_over_http):
    explorer = page_over_http(CHAPTER_1).explorer("circle")
    bring(explorer.locator("svg.ra-circle"))
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


def test_at_one_spot_every_click_flips_another_label(page_over_http):
    """Exercise 1.2: half of the points lie at each of two spots."""
    explorer = page_over_http(f"{CHAPTER_1}#circle?spread=0").explorer("circle")
    bring(explorer.locator("svg.ra-circle"))
    mouse, flips = explorer.page.mouse, int(EXERCISES["1.2"].right()[0])
    x, y = at_angle(explorer, 45)
    for k in range(1, flips + 1):
        mouse.move(x, y)
        mouse.down()
        mouse.move(x + 1, y + 1)  # a hand trembles
        mouse.up()
        expect(explorer.locator(".ra-summary")).to_contain_text(f"{k} of 100 labels are flipped")
        assert (share_on_the_first(explorer) < 50) == (k == flips)


def test_when_all_at_a_spot_are_flipped_a_click_takes_one_back(page_over_http):
    flat = CircleExplorer(spread=0.0)
    painted = "".join("m" if label > 0 else "." for label in flat.labels)
    explorer = page_over_http(f"{CHAPTER_1}#circle?spread=0&painted={painted}").explorer("circle")
    half = (flat.labels > 0).sum()
    summary = explorer.locator(".ra-summary")
    expect(summary).to_contain_text(f"{half} of 100 labels are flipped")
    bring(explorer.locator("svg.ra-circle"))
    explorer.page.mouse.click(*at_angle(explorer, 45))
    expect(summary).to_contain_text(f"{half - 1} of 100 labels are flipped")


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
    visit.until("document.querySelector('[data-key=emergence]').model.get('checkpoint') >= 4")
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
        error = trained.std(ddof=1) / np.sqrt(5)
        texts = {
            "start": percent(start.mean()),
            "trained": f"{100 * trained.mean():.1f} ± {100 * error:.1f} %",
            "null": percent(networks.null_curve(stored, dataset, name, split, [level])[0]),
            "accuracy": percent(round(float(stored[f"{split}_accuracy"][run].mean()), 5)),
            "epochs": str(stored["epochs"][run]),
        }
        row = explorer.locator(f'tr[data-setting="{networks.label(value)}"]')
        for each, text in texts.items():
            expect(row.locator(f'[data-readout="{each}"]')).to_have_text(text)


def test_networks_by_keyboard_mouse_and_number(opened):
    explorer = opened(CHAPTER_3).explorer("networks")
    unfold(explorer, "More")
    for move in (
        lambda: None,
        lambda: control(explorer, "dataset").nth(0).check(),
        lambda: press(explorer, "level", "ArrowLeft", 3),
        lambda: control(explorer, "sweep").nth(3).check(),
        lambda: drag(explorer, "level", 60),
        lambda: control(explorer, "split").nth(1).check(),
        lambda: drag_slider(explorer, "level", 0.9),
        lambda: control(explorer, "dataset").nth(2).check(),
        lambda: enter(explorer, "level", 0.041),
    ):
        move()
        networks_shows(explorer)
    assert trait(explorer, "level") == 0.04


def means(name, level, data="mnist"):
    """Shares of a setting before and after training, and of the inputs, on training samples."""
    stored = results.load("networks")
    return *(
        np.mean(
            [share_of(stored.spectrum(f"{data}.{name}.train", when, s), level) for s in range(5)]
        )
        for when in range(2)
    ), share_of(stored.spectrum(f"{data}.train"), level)


def test_the_sentence_tells_the_chosen_network_beside_the_inputs(opened):
    explorer = opened(f"{CHAPTER_3}#networks?dataset=1&level=0.1").explorer("networks")
    for depth, name in (("2", "depth 2"), ("8", "depth 8"), ("4", "base")):
        explorer.get_by_role("group", name="Depth").get_by_label(depth, exact=True).check()
        start, trained, inputs = means(name, 0.1)
        said = f"with depth {depth} the final hidden layer holds {percent(start)} of ‖y‖² before"
        expect(explorer.locator(".ra-summary")).to_contain_text(said)
        ahead = f"{100 * (trained - inputs):.1f} points above the inputs"
        said = f"training and {percent(trained)} after it, {ahead}, which hold {percent(inputs)}."
        expect(explorer.locator(".ra-summary")).to_contain_text(said)


def test_any_two_networks_can_be_compared(page_over_http):
    visit = page_over_http(f"{CHAPTER_3}#networks?dataset=1&level=0.1")
    explorer = visit.explorer("networks")
    unfold(explorer, "More")
    explorer.get_by_role("radio", name="activation").check()
    explorer.get_by_role("radio", name="tanh").check()
    control(explorer, "second").select_option(label="width 32")
    for when, text in enumerate(("start", "trained")):
        chosen, compared = (means(name, 0.1)[when] for name in ("activation tanh", "width 32"))
        row = explorer.locator(f'tr[data-when="{text}"]')
        expect(readout(row, "chosen")).to_have_text(percent(chosen))
        expect(readout(row, "compared")).to_have_text(percent(compared))
        # Of whole thousandths, as they travel.
        difference = readout(row, "difference").text_content().replace("−", "-")
        assert float(difference.split()[0]) == pytest.approx(100 * (chosen - compared), abs=0.11)
    visit.until("location.hash.includes('first=')")


def test_more_is_open_where_a_link_leads_there(page_over_http):
    """Also a link that chooses a setting of another sweep than the one shown."""
    for query, is_open in (("level=0.2", False), ("split=1", True), ("first=9", True)):
        explorer = page_over_http(f"{CHAPTER_3}#networks?{query}").explorer("networks")
        assert explorer.locator("details").evaluate("(node) => node.open") == is_open
    expect(explorer.locator(".ra-summary")).to_contain_text("with activation tanh")


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
        reason = "not of inputs" if f"{prefix}_collapse" in stored else "no classes"
        expect(readout(explorer, "collapse")).to_have_text(reason)
    for each in range(layers.LAYERS + 1):
        spec = stored.spectrum(f"{prefix}_layers", checkpoint, each - 1) if each else inputs
        label = explorer.locator(".ra-network label").nth(each)
        expect(label).to_contain_text(percent(share_of(spec, level)))


def test_layers_scrub_through_depth_and_training(opened):
    explorer = opened(CHAPTER_3).explorer("layers")
    for move in (
        lambda: None,
        lambda: explorer.get_by_role("radio", name="hidden layer 2").press("ArrowLeft"),
        lambda: press(explorer, "checkpoint", "ArrowLeft", 6),
        lambda: enter(explorer, "level", 0.4),
        lambda: drag(explorer, "level", -40),
        lambda: drag(explorer, "checkpoint", -60),
        lambda: control(explorer, "dataset").nth(0).check(),
        lambda: control(explorer, "split").nth(1).check(),
        lambda: drag_slider(explorer, "checkpoint", 0.2),
        lambda: control(explorer, "dataset").nth(2).check(),
        lambda: explorer.get_by_role("radio", name="inputs").click(),
    ):
        move()
        layers_shows(explorer)
    assert trait(explorer, "layer") == 0


def test_layers_of_the_drawing_are_large_enough_for_a_finger(page_over_http):
    page = page_over_http(CHAPTER_3, viewport={"width": 360, "height": 740}, has_touch=True)
    page.settle()
    explorer = page.explorer("layers")
    for layer in (1, 3, 0, 2):
        radio = control(explorer, "layer").nth(layer)
        bring(radio)
        box = radio.bounding_box()
        assert min(box["width"], box["height"]) >= 44
        radio.tap()
        expect(radio).to_be_checked()  # the browser makes a click of a tap in its own time
        assert trait(explorer, "layer") == layer


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
    held = spec.squared_projections > 1e-12 * spec.target_norm_sq
    expect(readout(explorer, "converged")).to_have_text(
        f"{np.count_nonzero(kept[held] < 0.01)} of {np.count_nonzero(held)}"
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
        lambda: drag(explorer, "step", 100),
        lambda: drag(explorer, "reach", -3),
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


def test_the_step_size_is_dragged_to_the_singular_value_that_it_lets_converge(page_over_http):
    """Along the axis of singular values: eta sigma^2 = 2 where the handle stands."""
    explorer = page_over_http(f"{CHAPTER_4}#descent?ratio=0.5").explorer("descent")
    sigma = results.load("convergence").spectrum("target", 0).singular_values
    low, high = max(sigma[-1], 1e-4 * sigma[0]) / 1.3, 4 * sigma[0]
    drag(explorer, "reach", -10)
    plot = explorer.locator(".ra-chart svg").nth(1).bounding_box()["width"] - 84
    reach = sigma[0] / np.sqrt(0.5) * (high / low) ** (-10 / plot)
    assert trait(explorer, "ratio") == pytest.approx((sigma[0] / reach) ** 2, rel=0.02)
    descent_shows(explorer)


def test_the_legend_of_directions_has_their_colour(page_over_http):
    explorer = page_over_http(CHAPTER_4).explorer("descent")
    panel = explorer.locator(".ra-panel").nth(1)
    for focus in ("the target", "shuffled"):
        explorer.get_by_role("radio", name=focus).check()
        dots = panel.locator(".ra-plot .ra-large").first
        colour = dots.evaluate("(path) => getComputedStyle(path).stroke")
        said = panel.locator(".ra-legend span", has_text="still learning")
        expect(said.locator("path")).to_have_css("stroke", colour)


def test_a_curve_that_is_not_shown_is_shown_with_its_directions(page_over_http):
    query = "shown=%5B%22the+target%22%5D"
    explorer = page_over_http(f"{CHAPTER_4}#descent?{query}").explorer("descent")
    boxes = control(explorer, "shown")
    expect(boxes.nth(0)).to_be_disabled()
    expect(explorer.get_by_text("One curve stays.")).to_be_visible()
    explorer.get_by_role("radio", name="shuffled").check()
    expect(boxes.nth(1)).to_be_checked()
    descent_shows(explorer, "shuffled")
    expect(boxes.nth(0)).to_be_enabled()
    expect(explorer.get_by_text("One curve stays.")).to_be_hidden()


def test_costs_and_puzzles_begin_folded(page_over_http):
    """Within 680 pixels all told, and open where a link leads to the reader's own directions."""
    explorer = page_over_http(CHAPTER_4, viewport={"width": 1280, "height": 900}).explorer(
        "descent"
    )
    assert explorer.bounding_box()["height"] < 680
    expect(explorer.locator("details[open]")).to_have_count(0)
    unfold(explorer, "weights")
    expect(explorer.get_by_role("img", name="Norm of the weights")).to_be_visible()
    linked = page_over_http(f"{CHAPTER_4}#descent?focus=your+own").explorer("descent")
    expect(linked.locator("[data-puzzle]").first).to_be_visible()


def test_the_two_labels_of_figure_9(page_over_http):
    explorer = page_over_http(CHAPTER_4).explorer("figure9")
    for name in ("y2", "y1"):
        explorer.get_by_role("radio", name=name).check()
        enter(explorer, "step", 25)
        descent_shows(explorer, name)
    expect(readout(explorer, "converged")).to_contain_text("of 1")


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
    unfold(explorer, "Your own directions")
    expect(status).to_have_text("Not yet")
    type_own(explorer, own)
    expect(status).to_have_text("Solved")


def test_own_directions_can_be_dragged(page_over_http):
    explorer = page_over_http(f"{CHAPTER_4}#descent?focus=your+own&step=1").explorer("descent")
    before = trait(explorer, "own")
    svg = explorer.locator(".ra-chart svg").nth(1)
    bring(svg)
    box = svg.bounding_box()
    # The direction with the largest sigma: 10 of the axis' 1/1.3 to 40, share 0.01 of 1e-6 to 1.6.
    x = box["x"] + 64 + (box["width"] - 84) * np.log(10 * 1.3) / np.log(40 * 1.3)
    y = box["y"] + 14 + (box["height"] - 56) * np.log(1.6 / 0.01) / np.log(1.6e6)
    mouse = explorer.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y - 40, steps=4)
    mouse.up()
    after = trait(explorer, "own")
    assert after[0][1] > 5 * before[0][1] and after[1:] == before[1:]


def grip_of(explorer):
    """Where on the page the reader takes hold of the first of his directions."""
    return explorer.locator(".ra-grip-areas").evaluate(
        """(path) => {
          const { x, y } = path.getPointAtLength(0).matrixTransform(path.getScreenCTM());
          return [x, y];
        }"""
    )


def test_what_was_typed_last_follows_what_is_dragged(page_over_http):
    """Also where it was not entered yet: a press elsewhere enters it."""
    explorer = page_over_http(OWN).explorer("descent")
    entry, mouse = explorer.locator('[data-own="0,1"]'), explorer.page.mouse
    entry.fill("7")
    entry.press("Enter")
    entry.fill("8")
    bring(explorer.locator(".ra-chart").nth(1))
    x, y = grip_of(explorer)
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y + 30, steps=4)
    mouse.up()
    after = trait(explorer, "own")[0][1]
    assert after < 4
    expect(entry).to_have_value(f"{after:g}")


def test_verdicts_stand_below_the_chart_of_the_reader_s_own_directions(page_over_http):
    explorer = page_over_http(CHAPTER_4).explorer("descent")
    verdicts = explorer.locator(".ra-panel").nth(1).get_by_text("Puzzles:")
    expect(verdicts).to_be_hidden()
    explorer.get_by_role("radio", name="your own").check()
    expect(verdicts).to_have_text("Puzzles: 1 not yet, 2 not yet, 3 not yet")
    type_own(explorer, [(10, 96), (6, 3), (3, 0.9), (1, 0.1)])
    expect(verdicts).to_have_text("Puzzles: 1 solved, 2 not yet, 3 solved")


def test_the_limit_of_the_step_size_is_named_above_all_directions(page_over_http):
    explorer = page_over_http(OWN, viewport={"width": 360, "height": 740}).explorer("descent")
    explorer.locator(".ra-tabs").get_by_text("Each direction").click()
    note = explorer.get_by_text("step size diverges beyond")
    baseline = note.evaluate("text => text.y.baseVal[0].value")
    highest = explorer.locator(".ra-grips").evaluate("path => path.getBBox().y")
    assert baseline < highest - 7.5  # half of a grip


# ---- peaks


def peaks_shows(explorer, where, *index):
    """The table of shares of one source's tasks, for the state the explorer is in."""
    stored = results.load("peaks")
    checkpoint, tau, run = (trait(explorer, name) for name in ("checkpoint", "threshold", "source"))
    spectra = {
        "inputs": stored.spectrum("inputs", run),
        "before training": stored.spectrum(where, run, 0, *index),
        "after training": stored.spectrum(where, run, checkpoint, *index),
    }
    for k, function in enumerate(stored["functions"][run]):
        cells = explorer.locator("tr[data-task]").nth(k)
        expect(cells.get_by_role("rowheader")).to_have_text(f"{peaks_readings.TASKS[k]} {function}")
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
        lambda: control(explorer, "source").select_option(label="EAC"),
        lambda: drag_slider(explorer, "threshold", 0.4),
    ):
        move()
        peaks_shows(explorer, "one_layers", 0)


def test_the_epoch_is_entered_as_such(page_over_http):
    explorer = page_over_http(CHAPTER_5).explorer("peaks")
    enter(explorer, "checkpoint", 22)
    assert results.load("peaks")["epochs"][trait(explorer, "checkpoint")] == 23
    expect(explorer.locator(".ra-summary")).to_contain_text("at epoch 23")


def sample_of(explorer):
    """The variables that the reader has set, (1, 6)."""
    bars = explorer.locator("[data-variable]")
    texts = [bars.nth(i).get_attribute("aria-valuetext") for i in range(bars.count())]
    return np.array([texts], dtype=float)


def test_what_the_tasks_read_is_what_they_are(page_over_http):
    """Move the variables of a sample by keyboard and mouse: each task has its function's value."""
    explorer = page_over_http(CHAPTER_5).explorer("peaks")
    bar = lambda letter: explorer.locator(f'[data-variable="{letter}"]')  # noqa: E731

    def drag(letter, part):
        box = bar(letter).locator(".ra-frame").bounding_box()
        mouse = explorer.page.mouse
        mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        mouse.down()
        mouse.move(box["x"] + box["width"] / 2, box["y"] + (1 - part) * box["height"])
        mouse.up()

    for run, move in enumerate(
        (lambda: None, lambda: bar("D").press("Home"), lambda: drag("F", 0.9)), start=0
    ):
        move()
        control(explorer, "source").select_option(index=run)
        explorer.page.wait_for_timeout(100)
        for task, name in zip(
            peaks_readings.TASKS, results.load("peaks")["functions"][run], strict=True
        ):
            row = explorer.locator(f'[data-function="{task}"]')
            value = peaks(str(name), sample_of(explorer))[0]
            expect(row.locator("text.ra-value")).to_have_text(f"{value:.2f}")
            expect(row.locator("text.ra-title")).to_contain_text(f"{task} {name}: {name[0]} is")
    assert sample_of(explorer)[0, 3] == 0 and sample_of(explorer)[0, 5] == pytest.approx(0.9, 0.03)


def test_the_threshold_is_dragged_in_the_chart(page_over_http):
    explorer = page_over_http(CHAPTER_5).explorer("peaks")
    handle = explorer.locator('[data-handle="threshold"]').first
    bring(handle)
    box = handle.locator(".ra-grip").bounding_box()
    mouse = explorer.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(box["x"] + box["width"] / 2 + 40, box["y"] + 30, steps=4)
    mouse.up()
    assert trait(explorer, "threshold") > 2
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
    control(explorer, "source").select_option(label="DFC")
    peaks_shows(explorer, "three_layers", 1)
