"""Bring your own: files that a reader drops are measured as Python measures them, or refused with
what to do; and nothing leaves the machine."""

import functools
import http.server
import json
import re
import threading

import numpy as np
import pytest
from playwright.sync_api import expect

from repalign import Spectrum, alignment_curve, max_step_size, prepare, spectrum, training_error
from repalign.widgets.yours import SAMPLE
from tests.book.test_accessible import COLOUR, EVERYTHING, STILL, axe  # noqa: F401
from tests.book.test_explorers import control, readout
from tests.yours_files import BAD, GOOD, KINDS, ONE, PLANE, RNG, TWO, N, Y, csv, npy, npz, table

pytestmark = pytest.mark.browser

PAGE = "book/yours.html"
LEVELS = (0.05, 0.1, 0.2)
PATIENCE = 60_000  # ms, for a machine that does much else


class _Noted(http.server.SimpleHTTPRequestHandler):
    """Sends no policy, and notes what it is asked for."""

    def __init__(self, *arguments, notes, **options):
        self.notes = notes
        super().__init__(*arguments, **options)

    def do_POST(self):
        self.send_error(405)

    def parse_request(self):
        parsed = super().parse_request()
        self.notes.append(self.path)
        return parsed

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="module")
def noting(book):
    """Servers of the book that send no policy: call it for an address, and the paths asked for."""
    servers = []

    def serve():
        notes = []
        handler = functools.partial(_Noted, directory=str(book), notes=notes)
        servers.append(http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}/", notes

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def plain(noting):
    return noting()


@pytest.fixture
def page_over_plain_http(plain, visits):
    return lambda name, **options: visits(plain[0] + name, plain[0], **options)


@pytest.fixture(params=["page_over_http", "page_over_file", "page_over_plain_http"])
def opened(request):
    return request.getfixturevalue(request.param)


def give(explorer, files):
    """Choose files, {name: bytes}."""
    chosen = [
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        for name, content in files.items()
    ]
    control(explorer, "files").set_input_files(chosen)


def result(explorer):
    """Read-outs of every layer once they stand."""
    expect(control(explorer, "download")).to_be_visible(timeout=PATIENCE)
    expect(control(explorer, "stop")).to_be_hidden(timeout=PATIENCE)
    return explorer.locator(".ra-measured").first.evaluate(
        """(table) => {
            const rows = [...table.querySelectorAll("tbody tr")];
            const column = (i) => rows.map(({ cells: { [i]: cell } }) =>
                [cell.dataset.readout, cell.textContent.replace("\\n", " ")]);
            return Object.fromEntries([...table.querySelectorAll("[data-layer]")].map((name, i) =>
                [name.dataset.layer, Object.fromEntries(column(i + 1))]));
        }"""
    )


def layers(explorer):
    """Their names in the first table."""
    return explorer.locator(".ra-measured").first.locator("[data-layer]")


def measured(features, y, **options):
    return spectrum(prepare(np.asarray(features, dtype=float), **options), y)


def check(read, spec, bias=True):
    """A layer's read-outs are what Python computes."""
    width = f"{spec.n_features - 1} + 1" if bias else spec.n_features
    assert read["size"] == f"{spec.n_samples} × {width}"
    assert read["rank"] == str(spec.rank)
    taus = np.array(LEVELS) * np.linalg.norm(spec.singular_values)
    for level, share in zip(LEVELS, alignment_curve(spec, taus, normalized=True), strict=True):
        assert float(read[f"level-{level}"].split(" %")[0]) == pytest.approx(100 * share, abs=0.06)
    norm = spec.target_norm_sq
    assert float(read["residual"].split()[0]) == pytest.approx(100 * spec.residual / norm, abs=0.06)
    for goal in (0.1, 0.01):
        last = int(read[f"goal-{goal}"])
        left = training_error(spec, [last - 1, last], step_size=max_step_size(spec) / 2)
        before, after = (left**2 - spec.residual) / (norm - spec.residual)
        assert after <= goal * (1 + 1e-6) and before > goal * (1 - 1e-6)


@pytest.mark.parametrize("name", GOOD)
def test_good_files_are_measured_as_in_python(page_over_http, name):
    files, layers, y = GOOD[name]
    visit = page_over_http(PAGE)
    explorer = visit.explorer("yours")
    give(explorer, files)
    read = result(explorer)
    assert list(read) == list(layers)
    for layer, features in layers.items():
        check(read[layer], measured(features, y))
    assert visit.errors == [] and visit.foreign == [] and visit.failed == []


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_what_to_do(page_over_http, name):
    files, said = BAD[name]
    visit = page_over_http(PAGE)
    explorer = visit.explorer("yours")
    give(explorer, files)
    problem = explorer.get_by_role("alert")
    expect(problem).to_have_text(re.compile(said), timeout=PATIENCE)
    assert problem.inner_text().count(". ") >= 1  # what to do
    control(explorer, "clear").click() if control(explorer, "clear").is_visible() else None
    give(explorer, GOOD["two .npy"][0])
    check(result(explorer)["one"], measured(ONE, Y))
    expect(problem).to_have_text("")
    assert visit.errors == []


def test_files_are_dropped(opened):
    visit = opened(PAGE)
    explorer = visit.explorer("yours")
    files = {name: list(content) for name, content in GOOD["two .npy"][0].items()}
    transfer = visit.page.evaluate_handle(
        """(files) => {
            const transfer = new DataTransfer();
            for (const [name, bytes] of Object.entries(files))
                transfer.items.add(new File([Uint8Array.from(bytes)], name));
            return transfer;
        }""",
        files,
    )
    area = explorer.locator(".ra-drop")
    area.dispatch_event("dragover", {"dataTransfer": transfer})
    assert "ra-over" in area.get_attribute("class")
    area.dispatch_event("drop", {"dataTransfer": transfer})
    check(result(explorer)["one"], measured(ONE, Y))
    assert "ra-over" not in area.get_attribute("class")
    assert visit.errors == [] and visit.foreign == [] and visit.failed == []


def test_the_sample_is_one_click_away_and_shown_in_the_books_explorers(opened):
    visit = opened(PAGE)
    explorer = visit.explorer("yours")
    control(explorer, "sample").click()
    read = result(explorer)
    with np.load(SAMPLE) as sample:
        arrays = dict(sample)
    digit = arrays.pop("digit")
    specs = {name: measured(each, np.where(digit == 9, 1.0, -1.0)) for name, each in arrays.items()}
    for name, spec in specs.items():
        check(read[name], spec)
    expect(explorer.get_by_role("group", name="Alignment explorer")).to_be_visible()
    expect(explorer.get_by_role("group", name="Descent explorer")).to_be_visible()
    tau = float(explorer.locator('[data-entry="threshold"]').input_value())
    row = explorer.locator('[data-representation="hidden_trained"] [data-readout="alignment"]')
    share = alignment_curve(specs["hidden_trained"], [tau], normalized=True)[0]
    assert float(row.inner_text().removesuffix(" %")) == pytest.approx(100 * share, abs=0.006)
    assert visit.errors == [] and visit.foreign == [] and visit.failed == []


def test_files_come_one_after_another_and_go(page_over_http):
    explorer = page_over_http(PAGE).explorer("yours")
    give(explorer, {"one.npy": npy(ONE)})
    expect(explorer.get_by_text("No labels yet")).to_be_visible()
    give(explorer, {"y.npy": npy(Y)})
    check(result(explorer)["one"], measured(ONE, Y))
    give(explorer, {"two.npy": npy(TWO)})
    expect(layers(explorer)).to_have_count(2)
    control(explorer, "clear").click()
    expect(layers(explorer)).to_have_count(0)
    expect(control(explorer, "clear")).to_be_hidden()


def test_choices_by_keyboard(page_over_http):
    """Classes, layers and options, and the focus stays where it was."""
    visit = page_over_http(PAGE)
    explorer = visit.explorer("yours")
    give(explorer, {"all.npz": npz(one=ONE, two=TWO, kind=KINDS)})
    result(explorer)
    control(explorer, "negative").focus()
    visit.page.keyboard.press("ArrowDown")  # from all others to the first other class
    expect(explorer.locator(".ra-summary").first).to_contain_text("cat against dög")
    assert visit.page.evaluate("document.activeElement.dataset.control") == "negative"
    chosen = np.isin(KINDS, ["cat", "dög"])
    y = np.where(KINDS[chosen] == "cat", 1.0, -1.0)
    check(result(explorer)["two"], measured(TWO[chosen], y))
    control(explorer, "layer one").focus()
    visit.page.keyboard.press("Space")
    expect(layers(explorer)).to_have_count(1)
    control(explorer, "normalize").nth(0).focus()
    visit.page.keyboard.press("ArrowRight")
    control(explorer, "bias").nth(0).focus()
    visit.page.keyboard.press("ArrowRight")
    expect(readout(explorer, "size")).to_have_text(f"{len(y)} × 12")
    check(
        result(explorer)["two"], measured(TWO[chosen], y, bias=False, normalize=False), bias=False
    )
    expect(explorer.get_by_role("rowheader", name="τ = 0.1 ‖Φ‖")).to_be_visible()
    visit.until("location.hash === '#yours?normalize=false&bias=false'")


@pytest.mark.parametrize(("pool", "axes"), [("averaged over the last", (2, 3)), ("middle", (1, 2))])
def test_places_are_averaged(page_over_http, pool, axes):
    explorer = page_over_http(PAGE).explorer("yours")
    give(explorer, GOOD["pictures"][0])
    result(explorer)
    menu = control(explorer, "pool")
    (label,) = [each for each in menu.locator("option").all_inner_texts() if pool in each]
    menu.select_option(label=label)
    expected = measured(PLANE.mean(axis=axes), Y)
    expect(readout(explorer, "size")).to_have_text(f"{N} × {expected.n_features - 1} + 1")
    check(result(explorer)["plane"], expected)


def test_any_column_may_be_the_labels(page_over_http):
    explorer = page_over_http(PAGE).explorer("yours")
    give(explorer, {"t.csv": csv(table(ONE, y=Y.astype(int)), ";")})
    check(result(explorer)["t"], measured(ONE, Y))
    control(explorer, "labels").select_option(label="t: x3")
    expect(explorer.locator(".ra-summary").first).to_contain_text("t: x3")
    rest = np.column_stack([np.delete(ONE, 3, axis=1), Y])
    check(result(explorer)["t"], measured(rest, ONE[:, 3] - ONE[:, 3].mean()))


def numbered(count):
    """A table with numbers of its rows and labels."""
    return csv({"id": np.arange(7, N + 7)} | table(RNG.standard_normal((N, count)), kind=KINDS))


def test_columns_are_chosen_by_keyboard(page_over_http):
    """What only counts the rows is left out, and said to be."""
    visit = page_over_http(PAGE)
    explorer = visit.explorer("yours")
    ids = {"id": np.arange(7, N + 7)}
    give(explorer, {"t.csv": csv(ids | table(ONE, kind=KINDS))})
    y = np.where(KINDS == "cat", 1.0, -1.0)
    check(result(explorer)["t"], measured(ONE, y))
    said = explorer.get_by_text("Left out of “t”: “id”")
    expect(said).to_be_visible()
    fold = explorer.get_by_text("Columns of t: 7 of 8")
    fold.focus()
    visit.page.keyboard.press("Enter")
    control(explorer, "column t: id").focus()
    visit.page.keyboard.press("Space")
    expect(readout(explorer, "size")).to_have_text(f"{N} × 8 + 1")
    expect(said).to_have_count(0)
    assert visit.page.evaluate("document.activeElement.dataset.control") == "column t: id"
    check(result(explorer)["t"], measured(np.column_stack([ids["id"], ONE]), y))
    for name in ("id", *(f"x{j}" for j in range(7))):
        control(explorer, f"column t: {name}").click()
    expect(explorer.get_by_role("alert")).to_contain_text("t: has no column of numbers left")
    expect(control(explorer, "download")).to_be_hidden()
    assert visit.errors == []


def test_of_many_columns_there_is_no_choice(page_over_http):
    explorer = page_over_http(PAGE).explorer("yours")
    give(explorer, {"t.csv": numbered(60)})
    result(explorer)
    explorer.get_by_text("Columns of t: 60 of 61").click()
    expect(explorer.get_by_text("up to 60 columns")).to_be_visible()
    expect(explorer.locator('[data-control^="column t"]')).to_have_count(0)


def test_one_hot_labels_are_known(page_over_http):
    explorer = page_over_http(PAGE).explorer("yours")
    places = RNG.integers(0, 3, N)
    give(explorer, {"one.npy": npy(ONE), "hot.npy": npy(np.eye(3)[places])})
    read = result(explorer)
    assert list(read) == ["one"]
    check(read["one"], measured(ONE, np.where(places == 0, 1.0, -1.0)))
    expect(explorer.get_by_text("“hot” has one 1 in each row (one-hot)")).to_be_visible()


def test_all_classes_stand_beside_each_other(page_over_http):
    """But where two of them are all that is measured."""
    explorer = page_over_http(PAGE).explorer("yours")
    give(explorer, {"all.npz": npz(one=ONE, two=TWO, kind=KINDS)})
    result(explorer)
    sizes = {kind: (kind == KINDS).sum() for kind in np.unique(KINDS)}
    for j, features in enumerate((ONE, TWO)):
        for kind in sizes:
            spec = measured(features, np.where(kind == KINDS, 1.0, -1.0))
            tau = 0.1 * np.linalg.norm(spec.singular_values)
            share = alignment_curve(spec, [tau], normalized=True)[0]
            text = readout(explorer, f"class-{kind}").nth(j).inner_text()
            assert float(text.split(" %")[0]) == pytest.approx(100 * share, abs=0.06)
            assert ("≤" in text) == (sizes[kind] == sizes["cat"])
    control(explorer, "negative").select_option(index=1)
    expect(explorer.locator(".ra-summary").first).to_contain_text("cat against dög")
    expect(readout(explorer, "class-cat")).to_have_count(0)


def test_after_an_error_little_is_said(page_over_http):
    explorer = page_over_http(PAGE).explorer("yours")
    waiting = explorer.locator(".ra-summary")
    expect(waiting).to_contain_text("choose files")
    give(explorer, BAD["empty"][0])
    expect(explorer.get_by_role("alert")).to_contain_text("is empty")
    expect(waiting).to_have_text("Nothing is measured.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_layer_is_cut_on_a_phone(page_over_http, scheme):
    visit = page_over_http(PAGE, color_scheme=scheme, viewport={"width": 360, "height": 740})
    explorer = visit.explorer("yours")
    control(explorer, "sample").click()
    result(explorer)
    cut = "(tables) => tables.map((table) => table.scrollWidth - table.clientWidth)"
    assert explorer.locator(".ra-measured").evaluate_all(cut) == [0, 0]
    upright = "(heads) => heads.map((head) => getComputedStyle(head).writingMode)"
    heads = explorer.locator(".ra-measured th").evaluate_all(upright)
    assert set(heads) == {"horizontal-tb"}


def test_what_takes_long_is_said_and_can_be_stopped(page_over_http):
    """And measured afterwards: the files are read again."""
    explorer = page_over_http(PAGE).explorer("yours")
    n, rare = 16_000, 400
    features = np.random.default_rng(1).standard_normal((n, 500), dtype="f4")
    kind = np.where(np.arange(n) < rare, np.arange(n) % 2, 2)
    give(explorer, {"large.npy": npy(features), "kind.npy": npy(kind)})
    measure = control(explorer, "measure")
    expect(measure).to_contain_text("64 MB of memory", timeout=PATIENCE)
    measure.click()
    expect(explorer.get_by_role("status").filter(has_text=" left")).to_be_visible(timeout=PATIENCE)
    expect(explorer.get_by_role("progressbar")).to_have_attribute(
        "value", re.compile(r"0\.\d+"), timeout=PATIENCE
    )
    control(explorer, "stop").click()
    expect(control(explorer, "stop")).to_be_hidden()
    expect(control(explorer, "download")).to_be_hidden()
    control(explorer, "negative").select_option(label=f"1 ({rare // 2})")
    y = np.where(kind[:rare] == 0, 1.0, -1.0)
    check(result(explorer)["large"], measured(features[:rare], y))


def test_too_much_is_refused_before_it_is_tried(page_over_http):
    explorer = page_over_http(PAGE).explorer("yours")
    features = np.zeros((130_000, 1000), dtype="i1")
    features[:, 0] = 1
    packed = npz(np.savez_compressed, zeros=features, y=np.arange(130_000) % 2)
    give(explorer, {"much.npz": packed})
    control(explorer, "measure").click(timeout=PATIENCE)
    expect(explorer.get_by_role("alert")).to_contain_text(
        "would take 1.0 GB of memory, and the page stops at 1.0 GB"
    )


def test_a_result_is_kept_and_dropped_back(opened):
    visit = opened(PAGE)
    explorer = visit.explorer("yours")
    give(explorer, GOOD["several layers in .npz"][0])
    first = result(explorer)
    with visit.page.expect_download() as download:
        control(explorer, "download").click()
    content = download.value.path().read_bytes()
    kept = json.loads(content)
    assert set(kept) == {"format", "version", "labels", "bias", "normalize", "layers"}
    for layer, features in zip(kept["layers"], (ONE, TWO.astype("f2")), strict=True):
        spec, expected = Spectrum(**layer["spectrum"]), measured(features, Y)
        np.testing.assert_allclose(spec.singular_values, expected.singular_values, rtol=1e-10)
        np.testing.assert_allclose(
            np.cumsum(spec.squared_projections), np.cumsum(expected.squared_projections), rtol=1e-8
        )
    control(explorer, "clear").click()
    expect(layers(explorer)).to_have_count(0)
    give(explorer, {"spectra.json": content})
    assert result(explorer) == first
    assert visit.errors == []


TRY = """async (hosts) => {
    const tried = [];
    const tell = (how, promise) => tried.push(promise.then(() => `${how} sent`, () => null));
    for (const host of hosts) {
        tell("fetch", fetch(`${host}fetched`, { mode: "no-cors" }));
        tell("import", import(`${host}imported.js`));
        if (self.navigator?.sendBeacon) navigator.sendBeacon(`${host}beacon`, "x");
        try { new WebSocket(host.replace("http", "ws") + "socket"); } catch {}
        try { new EventSource(`${host}events`); } catch {}
        if (!self.document) continue;
        document.body.append(Object.assign(new Image(), { src: `${host}image` }));
        const form = Object.assign(document.createElement("form"), { action: `${host}form` });
        document.body.append(form);
    }
    return (await Promise.all(tried)).filter(Boolean);
}"""


@pytest.fixture
def elsewhere(noting):
    return noting()


def settled(visit):
    """What was sent has arrived by now."""
    visit.page.wait_for_load_state("networkidle")


def test_nothing_reaches_another_host(opened, elsewhere):
    """From the page and from its worker, whatever policy the server sends or does not."""
    address, asked = elsewhere
    visit = opened(PAGE)
    explorer = visit.explorer("yours")
    control(explorer, "sample").click()
    result(explorer)
    (worker,) = visit.page.workers
    assert visit.page.evaluate(TRY, [address]) == []
    assert worker.evaluate(TRY, [address]) == []
    settled(visit)
    assert asked == []


def test_nothing_is_sent_to_the_books_own_host_either(page_over_plain_http, plain):
    """But for what a page consists of: pictures and scripts."""
    address, asked = plain
    visit = page_over_plain_http(PAGE)
    explorer = visit.explorer("yours")
    visit.settle()
    control(explorer, "sample").click()
    result(explorer)
    (worker,) = visit.page.workers
    before = len(asked)
    assert visit.page.evaluate(TRY, [address]) == []
    assert worker.evaluate(TRY, [address]) == []
    settled(visit)
    assert set(asked[before:]) <= {"/image", "/imported.js"}


def test_another_page_reaches_it(page_over_plain_http, elsewhere):
    """Or these tests could not fail."""
    address, asked = elsewhere
    visit = page_over_plain_http("book/index.html")
    assert "fetch sent" in visit.page.evaluate(TRY, [address])
    settled(visit)
    assert {"/fetched", "/beacon", "/image"} <= set(asked)


def test_measuring_asks_the_host_for_nothing_but_the_worker(page_over_plain_http, plain):
    _, asked = plain
    visit = page_over_plain_http(PAGE)
    explorer = visit.explorer("yours")
    visit.settle()
    before = len(asked)
    give(explorer, GOOD["two .npy"][0])
    result(explorer)
    assert all(path.startswith("/_static/explorers/") for path in asked[before:])


def test_the_search_works_here_too(opened):
    visit = opened(PAGE)
    visit.page.locator("button[class*=search-button]:visible").first.click()
    field = visit.page.locator("input[type=search]:visible").first
    field.fill("residual")
    field.press("Enter")
    visit.page.wait_for_url("**/search.html?q=residual**")


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(page_over_http, axe, width, scheme):  # noqa: F811
    visit = page_over_http(
        PAGE, bypass_csp=True, color_scheme=scheme, viewport={"width": width, "height": 740}
    )
    explorer = visit.explorer("yours")
    visit.page.add_style_tag(content=STILL)
    give(explorer, BAD["one class"][0])
    expect(explorer.get_by_role("alert")).not_to_have_text("")
    assert axe(visit.page, EVERYTHING) == []
    control(explorer, "sample").click()
    result(explorer)
    assert axe(visit.page, EVERYTHING if scheme == "light" else COLOUR) == []
    assert visit.page.evaluate("document.scrollingElement.scrollWidth") <= width


def test_the_file_input_shows_its_focus(page_over_http):
    visit = page_over_http(PAGE)
    explorer = visit.explorer("yours")
    visit.page.keyboard.press("Tab")
    control(explorer, "files").focus()
    ring = "(input) => getComputedStyle(input.parentElement).outlineStyle"
    assert control(explorer, "files").evaluate(ring) == "solid"
    assert explorer.get_by_label("Choose files").count() == 1
