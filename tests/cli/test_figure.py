"""``repalign figure``: files of figures and tables, and what it says of names that it has not."""

import pytest

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from repalign.cli import main
from repalign.paper import figures


def test_without_a_name_it_lists_them(capsys):
    assert main(["figure"]) == 0
    assert capsys.readouterr().out.split() == [*figures.every()]


def test_it_writes_what_is_named_once_and_says_where(tmp_path, capsys):
    names = ["figure-2ab", "slingshots", "figure-2ab"]
    assert main(["figure", *names, "--format", "png", "--out", str(tmp_path)]) == 0
    written = [tmp_path / "figure-2ab.png", tmp_path / "slingshots.png"]
    assert capsys.readouterr().out.split() == [*map(str, written)]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in written)


def test_all_is_every_one(tmp_path, monkeypatch):
    monkeypatch.setattr(figures, "every", lambda: {"a": Saved, "b": Saved})
    assert main(["figure", "all", "--out", str(tmp_path)]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.svg", "b.svg"]


class Saved:
    def save(self, path, kind):
        path.write_text(kind)


def test_an_unknown_name_fails_with_those_that_are_known(tmp_path, capsys):
    assert main(["figure", "figure-99", "--out", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert "figure-99" in told and "figure-2ab" in told
    assert not list(tmp_path.iterdir())
