"""``repalign measure``, tried as a new user would: the page's files, good and bad, give the page's
numbers and words."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow
import pytest
from pyarrow import parquet

from repalign import Spectrum, plot, prepare, spectrum
from repalign.cli import main
from repalign.cli import measure as module
from repalign.widgets.yours import SAMPLE
from tests.cli.test_interrupt import started
from tests.spectra import assert_same
from tests.test_fixtures import assert_same as assert_alike
from tests.yours_files import GOOD, KINDS, ONE, TWO, N, Y, csv, npy, npz, table

ROOT = Path(__file__).parent.parent.parent
STORED = ROOT / "tests/js/yours.json"
CAT = np.where(KINDS == "cat", 1.0, -1.0)
LARGE = """
import sys
from bench.memory import peak
from repalign.cli import main
print(peak(lambda: main(sys.argv[1:])), file=sys.stderr)
"""


@pytest.fixture
def result(files, capsys):
    """What --json prints."""

    def of(contents, *options):
        assert main(["measure", *files(contents), *options, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    return of


def spectra(found):
    return {layer["name"]: Spectrum(**layer["spectrum"]) for layer in found["layers"]}


def measured(features, y, **options):
    return spectrum(prepare(np.asarray(features, dtype=float), **options), y)


@pytest.mark.parametrize("name", GOOD)
def test_the_pages_good_files_are_measured_as_by_the_package(result, name):
    contents, layers, y = GOOD[name]
    found = spectra(result(contents))
    assert list(found) == list(layers)
    for layer, features in layers.items():
        assert_same(found[layer], measured(features, y))


def test_the_pages_sample_has_the_pages_numbers(capsys):
    """The fixtures that tests/js/yours.measure.test.js holds the page to."""
    main(["measure", str(SAMPLE), "--classes", "3", "9", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["labels"] == "digit, 3 against 9"
    stored = json.loads(STORED.read_text(encoding="utf-8"))["sample"]
    for layer in found["layers"]:
        told, page = layer["spectrum"], stored[layer["name"]]
        shares = [layer["measures"][f"alignment_{level}"] for level in ("0.05", "0.1", "0.2")]
        ours = {
            "sigma": told["singular_values"],
            "power": told["squared_projections"],
            "residual": told["residual"],
            "alignment": (np.array(shares) * told["n_samples"]).tolist(),
        }
        page = {name: page[name] for name in ours}
        assert_alike(page, ours, rel=1e-6, abs=1e-6)


def test_a_parquet_file_is_a_table(result, tmp_path):
    parquet.write_table(pyarrow.table(table(ONE, kind=KINDS)), tmp_path / "t.parquet")
    found = result({"t.parquet": (tmp_path / "t.parquet").read_bytes()})
    assert_same(spectra(found)["t"], measured(ONE, CAT))


def test_options_choose_layers_labels_and_classes(result):
    contents = {"all.npz": npz(one=ONE, two=TWO, kind=KINDS, y=Y)}
    found = result(contents, "--labels", "kind", "--layers", "two", "--classes", "cat", "dög")
    chosen = np.isin(KINDS, ["cat", "dög"])
    assert_same(spectra(found)["two"], measured(TWO[chosen], CAT[chosen]))
    assert found["labels"] == "kind, cat against dög" and len(found["layers"]) == 1
    options = ("--labels", "y", "--no-bias", "--no-normalize", "--shuffles", "0")
    bare = result(contents, *options)
    assert_same(spectra(bare)["one"], measured(ONE, Y, bias=False, normalize=False))
    assert bare["layers"][0]["null"] is None and not bare["bias"] and not bare["normalize"]


def test_labels_may_be_a_file_of_their_own_and_a_number(result):
    files = {"one.npy": npy(ONE), "labels.csv": csv({"a": Y, "b": TWO[:, 0]})}
    assert_same(spectra(result(files, "--labels", "2", "--layers", "one"))["one"],
                measured(ONE, TWO[:, 0] - TWO[:, 0].mean()))  # fmt: skip
    Path("mine.npy").write_bytes(npy(Y))
    found = result({"one.npy": npy(ONE)}, "--labels", "mine.npy")
    assert found["labels"] == "mine, -1 against 1"


def test_a_column_that_counts_the_rows_is_left_out_and_said_to_be(files, capsys):
    ids = {"id": np.arange(7, N + 7)}
    assert main(["measure", *files({"t.csv": csv(ids | table(ONE, kind=KINDS))})]) == 0
    out, errors = capsys.readouterr()
    assert "Left out of “t”: “id”, whole numbers that only count the rows." in errors
    assert re.search(r"^features +8$", out, re.MULTILINE)


def test_seeds_make_bands_and_the_same_seed_the_same(result):
    contents = GOOD["two .npy"][0]
    band = [result(contents, "--seed", seed)["layers"][0]["null"] for seed in ("1", "1", "2")]
    assert band[0] == band[1] != band[2]


def test_the_table_says_how_to_read_it(files, capsys):
    main(["measure", *files(GOOD["several layers in .npz"][0])])
    out = capsys.readouterr().out
    assert out.startswith("target, 0 against 1\n")
    for words in ("alignment at 0.1 ‖Φ‖", "shuffled labels get", "Transfer from “one”"):
        assert words in out


def test_many_label_columns_are_summed_up_by_their_prefix(files, capsys):
    contents = {
        "one.npy": npy(ONE),
        "labels.csv": csv({"pet_kind": KINDS, "pet_size": TWO[:, 0], "sign": Y}),
    }
    assert main(["measure", *files(contents), "--labels", "labels.csv", "--groups"]) == 0
    lines = capsys.readouterr().out.splitlines()
    heads = [line.rsplit("  ", 1)[0].strip() for line in lines]
    assert heads[1:6] == ["pet_kind: cat", "pet_kind: dög", "pet_kind: emu", "pet_size", "sign"]
    assert heads[7:9] == ["pet (4)", "sign (1)"]
    main(["measure", *files(contents), "--labels", "labels.csv", "--groups", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "repalign labels" and len(found["rows"]) == 5
    spec = measured(ONE, CAT)
    assert found["rows"][0]["out_of_reach"] == pytest.approx(spec.residual / spec.target_norm_sq)


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_curves_are_drawn(files, kind):
    assert main(["measure", *files(GOOD["two .npy"][0]), "--plot", f"out/curves.{kind}"]) == 0
    begins = {"svg": b"<?xml", "png": b"\x89PNG"}[kind]
    assert Path(f"out/curves.{kind}").read_bytes().startswith(begins)
    assert [path.name for path in Path("out").iterdir()] == [f"curves.{kind}"]


def test_of_many_layers_the_best_are_drawn(files, monkeypatch):
    """In shares of ||Phi||, where a legend has room."""
    drawn, curves = [], plot.alignment_curves

    def noted(*spectra, **options):
        drawn.append(curves(*spectra, **options))
        return drawn[0]

    monkeypatch.setattr(plot, "alignment_curves", noted)
    layers = {f"noise{i}": TWO[:, i:] for i in range(6)} | {"best": ONE}
    names = files({"all.npz": npz(**layers, target=Y)})
    assert main(["measure", *names, "--plot", "out.svg"]) == 0
    (axes,) = drawn
    _, labels = axes.get_legend_handles_labels()
    assert len(labels) == 6 and labels.count("shuffled anew") == 1 and "best" in labels
    assert axes.get_title(loc="left").endswith("; 5 of 7 layers, the best")
    assert axes.get_xlabel() == "threshold τ, as a share of ‖Φ‖"
    assert axes.get_xlim()[1] < 1.1


def test_where_memory_is_short_fewer_groups_are_left_out_and_it_is_said(files, capsys, monkeypatch):
    monkeypatch.setattr(module, "group_count", lambda n, columns: 0)
    main(["measure", *files(GOOD["several layers in .npz"][0]), "--shuffles", "0"])
    out, errors = capsys.readouterr()
    assert "groups of samples that tell how sure a lead is: none" in errors
    assert "how sure is not known" in " ".join(out.split())


def test_what_does_not_fit_the_memory_is_read_in_blocks(tmp_path):
    """64 MB of features, of which a sixteenth is held."""
    values = np.lib.format.open_memmap(
        tmp_path / "x.npy", mode="w+", dtype="f4", shape=(250_000, 64)
    )
    rng = np.random.default_rng(0)
    for rows in np.array_split(np.arange(len(values)), 10):
        values[rows] = rng.standard_normal((len(rows), 64), dtype="f4")
    values.flush()
    np.save(tmp_path / "y.npy", np.asarray(values[:, 0] > 0))
    arguments = ["measure", tmp_path / "x.npy", tmp_path / "y.npy", "--shuffles", "20", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", LARGE, *arguments], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    spec = spectra(json.loads(done.stdout))["x"]
    y = np.where(values[:, 0] > 0, -1.0, 1.0)
    assert_same(spec, measured(np.asarray(values), y))
    # A block's copies and the labels take 100 MB, whatever the features.
    assert float(done.stderr.split()[-1]) < 200


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_ctrl_c_stops_it_in_one_line(tmp_path):
    np.lib.format.open_memmap(tmp_path / "x.npy", mode="w+", dtype="f4", shape=(10**6, 256))
    np.save(tmp_path / "y.npy", np.arange(10**6) % 2)
    import termios

    ours, terminal = os.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    files = ("x.npy", "y.npy")
    process = started("measure", *files, cwd=tmp_path, stdout=subprocess.PIPE, stderr=terminal)
    os.close(terminal)
    while b"%" not in os.read(ours, 1000):  # it shows how far it is
        pass
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[0] == "" and process.returncode == 130
    assert os.read(ours, 10_000).rstrip().endswith(b"repalign: stopped")
    os.close(ours)


def test_stopped_while_it_is_imported_it_has_nothing_to_go_on_from(files, capsys, monkeypatch):
    def stopped(options):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "measure", stopped)
    with pytest.raises(SystemExit) as stop:
        main(["measure", *files({"f.npy": npy(ONE)})])
    assert stop.value.code == 130 and capsys.readouterr().err == "repalign: stopped\n"
