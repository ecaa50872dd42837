"""The command on a made-up experiment."""

import sys
import types
from dataclasses import dataclass

import numpy as np
import pytest

from repalign.cli import main
from repalign.paper import experiments, results, runs


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
    names = {runs.path_of(name, Config(seed), "d").name for name in ("toy", "other") for seed in (0, 1)}
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
    assert "toy: Config(seed=1, fail=True) failed: FloatingPointError: the loss is nan" in errors
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


def test_a_run_that_took_up_a_state_says_so(toy, tmp_path):
    path = runs.path_of("toy", Config(0), tmp_path / "runs")
    path.parent.mkdir()
    path.with_suffix(".state").write_text("half")
    assert main(["run", "toy", "--seeds", "1"]) == 0
    assert runs.read(path)[1]["resumed"] is True


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


@pytest.mark.parametrize("with_tqdm", [True, False])
def test_progress_is_shown_with_and_without_tqdm(toy, capsys, monkeypatch, with_tqdm):
    if not with_tqdm:
        monkeypatch.setitem(sys.modules, "tqdm", None)
    assert main(["run", "toy", "--seeds", "1"]) == 0
    assert "toy seed 0" in (errors := capsys.readouterr().err)
    assert "3/3" in errors


def test_digest_tells_arrays_apart():
    from repalign.paper.provenance import digest

    one = np.arange(6.0)
    others = [one + 1, one.reshape(2, 3), one.astype(np.float32)]
    assert digest([one]) == digest([one.copy()])
    assert len({digest([array]) for array in (one, *others)}) == 4
