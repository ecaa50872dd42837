"""The command on a made-up experiment."""

import json
import sys
import time
import types
from dataclasses import dataclass

import numpy as np
import pytest

import repalign
from repalign.cli import cluster, main
from repalign.paper import experiments, results
from repalign.paper.experiments import runs
from repalign.paper.training import checkpoints, devices


@dataclass(frozen=True)
class Config:
    seed: int = 0
    fail: bool = False


@pytest.fixture
def toy(monkeypatch, tmp_path):
    """An experiment `toy` of three seeds that counts its runs."""
    module = types.SimpleNamespace(
        CONFIGS=tuple(map(Config, range(3))), QUICK=(Config(seed=0), Config(seed=99)), ran=[],
        data=lambda config, data_dir: (np.arange(3), np.ones(2)),
        summarize=lambda every: {"x": np.stack([arrays["x"] for arrays in every])},
    )  # fmt: skip

    def run(config, *, data_dir, state_path, progress):
        module.ran.append(config)
        if config.fail:
            raise FloatingPointError("the loss is nan")
        for step in range(3):
            progress(step + 1, 3)
        state_path.write_text("state")
        return {"x": np.array(config.seed)}

    module.run = run
    monkeypatch.setattr(experiments, "NAMES", ("toy",))
    monkeypatch.setattr(experiments, "get", lambda name: module)
    monkeypatch.setattr(results, "FOLDER", tmp_path / "results")
    monkeypatch.chdir(tmp_path)
    return module


def test_each_configuration_becomes_one_file_and_runs_once(toy, tmp_path):
    assert main(["run", "toy", "--out", "here"]) == 0
    assert main(["run", "toy", "--out", "here"]) == 0
    assert toy.ran == list(toy.CONFIGS)
    files = sorted(path.name for path in (tmp_path / "here").iterdir())
    assert files == sorted(runs.path_of("toy", config, "here").name for config in toy.CONFIGS)


def test_the_name_of_a_run_follows_from_its_content():
    names = {
        runs.path_of(name, Config(seed), "d").name for name in ("toy", "other") for seed in (0, 1)
    }
    assert len(names) == 4
    assert runs.path_of("toy", Config(1), "d") == runs.path_of("toy", Config(1), "d")


def test_seeds_and_quick_choose_configurations(toy):
    main(["run", "toy", "--seeds", "2"])
    assert toy.ran == [Config(0), Config(1)]
    main(["run", "toy", "--quick"])
    assert toy.ran[2:] == [Config(99)]


def test_a_failure_is_reported_and_does_not_stop_the_others(toy, capsys):
    toy.CONFIGS = (Config(0), Config(1, fail=True), Config(2))
    assert main(["run", "toy", "--update"]) == 1
    assert toy.ran == list(toy.CONFIGS)
    errors = capsys.readouterr().err
    assert "toy: Config(seed=1, fail=True) failed:\nTraceback" in errors
    assert errors.count("FloatingPointError: the loss is nan") == 1
    assert not results.FOLDER.exists()  # results of some configurations are not the experiment's


def test_update_stores_the_summary_and_where_it_came_from(toy):
    assert main(["run", "toy", "--update"]) == 0
    stored = results.load("toy")
    assert stored["x"].tolist() == [0, 1, 2]
    records = stored.provenance["runs"]
    assert [record["config"]["seed"] for record in records] == [0, 1, 2]
    assert records[0]["numpy"] == np.__version__
    assert records[0]["resumed"] is False
    assert len(records[0]["data_sha256"]) == 64


def test_update_keeps_notes_added_by_hand_to_what_is_still_true(toy):
    main(["run", "toy", "--update"])
    path = results.FOLDER / "toy.json"
    stored = json.loads(path.read_text())
    stored["notes"] = "of all runs"
    stored["runs"][1]["note"] = "of this run"
    stored["runs"][2] |= {"note": "of a run before", "date": "2020-01-01T00:00:00+00:00"}
    path.write_text(json.dumps(stored))
    main(["run", "toy", "--update"])
    provenance = results.load("toy").provenance
    assert provenance["notes"] == "of all runs"
    assert [record.get("note") for record in provenance["runs"]] == [None, "of this run", None]
    assert len(provenance["runs"]) == 3


def test_the_record_tells_seconds_of_the_processor_too(toy):
    """A processor that worked for 0.3 s, and a wait of 0.3 s beside it."""
    work = toy.run

    def run(config, **options):
        time.sleep(0.3)
        start = time.process_time()
        while time.process_time() < start + 0.3:
            pass
        return work(config, **options)

    toy.run = run
    main(["run", "toy", "--seeds", "1", "--update"])
    (record,) = results.load("toy").provenance["runs"]
    assert record["wall_seconds"] >= 0.6
    assert 0.3 <= record["cpu_seconds"] <= record["wall_seconds"] - 0.2


def test_all_is_every_experiment_and_each_is_run_once(toy):
    assert main(["run", "all", "toy", "toy"]) == 0
    assert toy.ran == list(toy.CONFIGS)


def test_numbers_of_the_serial_run_are_added_up_by_one_thread_too(toy):
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        main(["run", "toy", "--update"])
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
    assert {record["threads"] for record in results.load("toy").provenance["runs"]} == {1}


def test_a_run_that_took_up_a_state_says_so(toy, tmp_path):
    path = runs.path_of("toy", Config(0), tmp_path / "runs")
    checkpoints.keep(path.with_suffix(".state"), {"epoch": 3})
    assert main(["run", "toy", "--seeds", "1"]) == 0
    assert runs.read(path)[1]["resumed"] is True


def test_a_run_whose_state_was_damaged_did_not_take_it_up(toy, tmp_path, capsys):
    path = runs.path_of("toy", Config(0), tmp_path / "runs")
    path.parent.mkdir()
    path.with_suffix(".state").write_text("half")
    assert main(["run", "toy", "--seeds", "1"]) == 0
    assert runs.read(path)[1]["resumed"] is False
    assert f"{path.with_suffix('.state')} is damaged" in capsys.readouterr().err


def test_damaged_runs_are_named_set_aside_and_run_again(toy, tmp_path, capsys):
    assert main(["run", "toy"]) == 0
    paths = [runs.path_of("toy", config, tmp_path / "runs") for config in toy.CONFIGS]
    paths[0].write_bytes(paths[0].read_bytes()[:-30])
    np.savez(paths[2], x=np.array(5))  # no run at all
    assert main(["run", "toy", "--update"]) == 0
    assert toy.ran == [*toy.CONFIGS, toy.CONFIGS[0], toy.CONFIGS[2]]
    assert results.load("toy")["x"].tolist() == [0, 1, 2]
    said = capsys.readouterr().err
    assert f"{paths[0]} is damaged" in said and f"{paths[2]} holds no run" in said
    assert sorted(path.name for path in (tmp_path / "runs").glob("*.damaged")) == sorted(
        f"{path.name}.damaged" for path in (paths[0], paths[2])
    )


def test_toy_runs_do_not_become_results(toy, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["run", "toy", "--quick", "--update"])
    assert stop.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


def test_unknown_experiment_lists_the_known(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["run", "tea"])
    assert stop.value.code == 2
    assert "emergence" in capsys.readouterr().err
    with pytest.raises(ValueError, match="unknown experiment 'tea'; known: emergence"):
        experiments.get("tea")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--jobs", "2", "--scheduler", "local"], "not allowed with"),
        (["--jobs", "0"], "--jobs: '0' is not a positive whole number"),
        (["--jobs", "many"], "--jobs: 'many' is not a positive whole number"),
        (["--seeds", "0"], "--seeds: '0' is not a positive whole number"),
        (["--seeds", "-1"], "--seeds: '-1' is not a positive whole number"),
        (["--seeds", "1.5"], "--seeds: '1.5' is not a positive whole number"),
        (
            ["--scheduler", ""],
            "--scheduler: it is empty; give an address such as tcp://host:8786, or 'local'",
        ),
        (["--scheduler", " "], "--scheduler: it is empty"),
        (["--out", ""], "--out: it is empty; name a folder"),
    ],
)
def test_options_that_make_no_sense_are_refused(toy, capsys, options, message):
    with pytest.raises(SystemExit) as stop:
        main(["run", "toy", *options])
    assert stop.value.code == 2
    assert message in capsys.readouterr().err
    assert toy.ran == []


def test_a_scheduler_that_does_not_answer_is_named(toy, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 1)
    with pytest.raises(
        SystemExit, match=r"^repalign: no dask scheduler answers at tcp://127\.0\.0\.1:9 \("
    ):
        main(["run", "toy", "--scheduler", "tcp://127.0.0.1:9"])


def test_version_and_help_are_told(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"repalign {repalign.__version__}\n"
    assert not main([])
    assert "usage: repalign" in capsys.readouterr().out


@pytest.mark.parametrize("with_tqdm", [True, False])
def test_progress_is_shown_with_and_without_tqdm(toy, capsys, monkeypatch, with_tqdm):
    if not with_tqdm:
        monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["run", "toy", "--seeds", "1"]) == 0
    assert "toy seed 0" in (errors := capsys.readouterr().err)
    assert "100%" in errors


def test_progress_is_not_written_into_pipes(toy, capsys):
    assert main(["run", "toy", "--seeds", "1"]) == 0
    assert capsys.readouterr().err == ""


def test_the_device_reaches_the_run_and_its_record(toy, tmp_path, monkeypatch):
    monkeypatch.setattr(devices, "require", lambda name: None)
    assert main(["run", "toy", "--seeds", "1", "--out", "here", "--device", "meta"]) == 0
    _, record = runs.read(runs.path_of("toy", toy.CONFIGS[0], tmp_path / "here"))
    assert record["device"] == "meta"


def test_a_device_that_is_not_there_is_named_before_any_work(toy):
    with pytest.raises(SystemExit, match=r"^repalign: PyTorch cannot compute on --device cuda:99"):
        main(["run", "toy", "--device", "cuda:99"])
    assert toy.ran == []
