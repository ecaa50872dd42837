"""How results were measured: everything that the provenance holds of the settings."""

import json

from repalign.paper.chapters import measured
from repalign.paper.results import Results

RUN = {"cpu": "A & B", "threads": 1, "torch": "2.0", "date": "2026-01-02T03:04:05+00:00"}


def provenance(*configs, seconds=90.0):
    return {"runs": [{"config": each, "wall_seconds": seconds} | RUN for each in configs]}


def told(monkeypatch, *configs, **options):
    stored = Results({}, provenance(*configs, **options))
    monkeypatch.setattr(measured.results, "load", lambda name: stored)
    return measured.how("mine")


def test_settings_stand_once_and_seeds_side_by_side(monkeypatch):
    how = told(monkeypatch, {"seed": 0, "rate": 1e-3}, {"seed": 1, "rate": 1e-3})
    settings = how.parts["mine"]
    assert (settings["seed"], settings["rate"], settings["runs"]) == ("0; 1", "0.001", 2)
    assert settings["took"] == "3 minutes" and settings["measured"] == "2026-01-02"
    assert settings["to measure again"] == "repalign run mine --out runs --update"


def test_long_runs_count_in_hours(monkeypatch):
    assert told(monkeypatch, {}, seconds=5400.0).parts["mine"]["took"] == "1.5 hours"


def test_nested_settings_are_written_out(monkeypatch):
    how = told(monkeypatch, {"training": {"batch_size": 8}, "layers": [["a", ["b"]], "c"]})
    assert how.parts["mine"]["training"] == "batch size 8"
    assert how.parts["mine"]["layers"] == "(a, (b)), c"


def test_a_page_folds_it_and_text_holds_the_same(monkeypatch):
    how = told(monkeypatch, {"n_samples": 5})
    assert how._repr_html_().startswith("<details") and "A &amp; B" in how._repr_html_()
    assert "n samples" in how._repr_html_() and "n_samples: 5" in repr(how)


def test_nothing_stored_is_left_out():
    """Against the file itself."""
    path = measured.results.FOLDER / "emergence.json"
    runs = json.loads(path.read_text())["runs"]
    assert set(runs[0]["config"]) <= set(measured.how("emergence").parts["emergence"])
