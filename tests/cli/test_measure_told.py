"""What ``repalign measure`` says of files and options, good and bad, beside its table."""

import re
import sys
from pathlib import Path

import numpy as np
import pytest

from repalign.cli import main
from repalign.cli import measure as module
from tests.yours_files import BAD, GOOD, KINDS, ONE, TWO, N, Y, csv, npy, npz

BAD_HERE = BAD | {"another's JSON": (BAD["another's JSON"][0], "is JSON, such as a result")}


@pytest.mark.parametrize("name", BAD_HERE)
def test_the_pages_bad_files_are_refused_in_its_words(files, capsys, name):
    contents, said = BAD_HERE[name]
    assert main(["measure", *files(contents)]) == 1
    out, errors = capsys.readouterr()
    assert out == "" and errors.count("\n") == 1 and errors.startswith("repalign: ")
    assert re.search(said, errors) and errors.count(". ") >= 1  # what to do


def test_without_the_extra_it_is_named(files, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    names = files({"t.parquet": b"PAR1" + bytes(100)})
    with pytest.raises(SystemExit, match=r"pip install 'repalign\[tables\]'"):
        main(["measure", *names])


def test_a_constant_column_among_many_is_left_out_and_said_to_be(files, capsys):
    labels = {"a_one": Y, "a_same": np.ones(N), "a_two": TWO[:, 0]}
    names = files({"one.npy": npy(ONE), "labels.csv": csv(labels)})
    assert main(["measure", *names, "--labels", "a_*", "--groups"]) == 0
    out, errors = capsys.readouterr()
    assert "repalign: left out: labels: a_same: all 120 samples are of one class" in errors
    assert "a (2)" in out and "a_same" not in out
    assert main(["measure", *names, "--labels", "a_same", "--groups"]) == 1
    assert "labels: no column can be measured" in capsys.readouterr().err


def test_fewer_shuffles_than_asked_for_are_told(files, capsys, monkeypatch):
    monkeypatch.setattr("repalign.yours.measure.SHUFFLED", 30 * N)
    names = files(GOOD["two .npy"][0])
    assert main(["measure", *names]) == 0
    assert "shuffles: 30 instead of 100, for their labels are held in" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--labels", "kimd"], "no labels “kimd”; did you mean “kind”?"),
        (["--layers", "tow"], "no layer “tow”; did you mean “two”?"),
        (["--labels", "kind", "--classes", "dog"], "no class of “kind” “dog”"),
        (["--labels", "*"], "--labels names 2 columns, kind, y; name one"),
        (["--groups", "--plot", "a.svg"], "--plot draws one label column"),
    ],
)
def test_what_is_not_there_is_usage(files, capsys, options, said):
    names = files({"all.npz": npz(one=ONE, two=TWO, kind=KINDS, y=Y)})
    assert main(["measure", *names, *options]) == 2
    assert said in (errors := capsys.readouterr().err) and errors.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--plot", "out.gif"], "must end in .svg, .png, .html"),
        (["--shuffles", "5"], "too few for a band"),
        (["--seed", "-1"], "expected one argument|not a whole number"),
        (["--classes", "a", "b", "c"], r"one class or two; got 3: a b c \(files stand before"),
        (["--classes", "a", "--number"], "not allowed with"),
        (["--pool", "max"], "invalid choice"),
        ([], "the following arguments are required: FILE"),
    ],
)
def test_options_that_are_none_are_usage(capsys, options, said):
    with pytest.raises(SystemExit) as stop:
        main(["measure", *(["a.npy"] if options else []), *options])
    assert stop.value.code == 2 and re.search(said, capsys.readouterr().err)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nowhere.npy", "nowhere.npy: there is no such file. Check its name"),
        ("*.npy", "*.npy: no file matches. Check its name"),
        ("", "'': there is no such file"),
        ("folder", "folder: is a folder. Name the files in it"),
    ],
)
def test_a_file_that_is_not_there_is_named(files, capsys, name, said):
    Path("folder").mkdir()
    assert main(["measure", name]) == 1
    assert (errors := capsys.readouterr().err).startswith(f"repalign: {said}")
    assert errors.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--labels", "missing.npy"], "--labels missing.npy: there is no such file"),
        (["--labels", "y4.npy"], "y4: has shape (120, 3), and labels are one value a sample"),
        (["--labels", "y4"], "y4: has shape (120, 3), and labels are one value a sample"),
        (["--labels", "words"], "words: holds 201 different words, more than 200 classes"),
        (["--labels", "t: names"], "t: names: holds 201 different words, more than 200 classes"),
        (["--labels", "names"], "t: names: holds 201 different words"),
        (["--labels", "3"], "t: names: holds 201 different words"),
        (["--labels", "9"], "--labels 9: columns count from 1 to 3"),
        (["--labels", "0"], "--labels 0: columns count from 1 to 3"),
        (["--labels", "-1"], "--labels -1: columns count from 1 to 3"),
    ],
)
def test_what_cannot_be_labels_is_told_with_the_reason(files, capsys, options, said):
    words = np.array([f"w{i}" for i in range(201)])
    contents = {
        "f.npy": npy(ONE),
        "y4.npy": npy(ONE[:, :3]),
        "words.npy": npy(words),
        "t.csv": csv({"a": np.arange(201) % 7, "b": np.arange(201) % 3, "names": words}),
    }
    assert main(["measure", *files(contents), *options]) in (1, 2)
    assert said in (errors := capsys.readouterr().err) and errors.count("\n") == 1


def test_of_what_there_is_it_is_said_why_none_can_be_labels(files, capsys):
    assert main(["measure", *files({"f.npy": npy(ONE), "y.npy": npy(ONE[:, :3])})]) == 1
    said = "labels: none were found; “f” has shape (120, 7), and labels are one value a sample"
    assert said in (errors := capsys.readouterr().err) and "“y” has shape (120, 3)" in errors


def test_what_is_not_used_is_told(files, capsys):
    names = files({"f.npy": npy(ONE), "y.npy": npy(Y), "y4.npy": npy(np.arange(N) % 4)})
    assert main(["measure", *names]) == 0
    assert "repalign: Not used: “y4”." in capsys.readouterr().err
    split = {"X_train": ONE, "y_train": Y, "X_test": ONE[:30], "y_test": Y[:30]}
    (name,) = files({"split.npz": npz(**split)})
    assert main(["measure", name]) == 0
    assert "repalign: Not used: “X_test”, “y_test”." in capsys.readouterr().err
    assert main(["measure", *names, "--labels", "y"]) == 0
    assert "Not used" not in capsys.readouterr().err


def test_of_several_classes_it_is_told_which_was_measured(files, capsys):
    def told(labels, *options):
        assert main(["measure", *files({"f.npy": npy(ONE), "y.npy": npy(labels)}), *options]) == 0
        return capsys.readouterr().err

    said = "“y” has 3 classes, measured is the first against all others: --classes chooses"
    assert said in told(KINDS) and "--number" not in told(KINDS)
    assert "; --number takes them as numbers to predict" in told(np.arange(N) % 21)
    assert "--number" not in told(np.arange(N) % 20)
    assert told(KINDS, "--classes", "cat") == told(Y) == ""


def test_text_in_another_encoding_is_told_from_what_is_no_text(files, capsys):
    assert main(["measure", *files({"t.csv": "x,kind\n1,dög\n2,cat".encode("latin-1")})]) == 1
    assert "t.csv: is a table, but not in UTF-8. Save it as UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize(("kind", "module"), [("html", "anywidget"), ("svg", "matplotlib")])
def test_what_drawing_needs_is_missed_before_anything_is_measured(
    files, capsys, monkeypatch, kind, module
):
    monkeypatch.setitem(sys.modules, module, None)
    names = files(GOOD["two .npy"][0])
    with pytest.raises(SystemExit, match=rf"{module} is not installed"):
        main(["measure", *names, "--plot", f"out.{kind}"])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("kind", ["html", "svg"])
def test_a_place_that_cannot_be_written_is_named_as_it_was_asked_for(files, capsys, kind):
    names = files(GOOD["two .npy"][0] | {"taken": b""})
    assert main(["measure", *names[:2], "--plot", f"taken/out.{kind}"]) == 1
    errors = capsys.readouterr().err
    assert f"repalign: taken/out.{kind}: cannot be written (" in errors
    assert "partial" not in errors


def test_help_says_what_for_and_gives_examples(capsys):
    with pytest.raises(SystemExit):
        main(["measure", "--help"])
    text = capsys.readouterr().out
    for words in ("how far labels lie", "repalign measure features.npy labels.npy", ".tsv"):
        assert words in text


def test_progress_is_shown_in_a_terminal_alone(files, capsys, monkeypatch):
    monkeypatch.setattr(module, "SHOWN", module.SHOWN | {"delay": 0, "leave": True})
    names = files(GOOD["several layers in .npz"][0])
    assert main(["measure", *names]) == 0
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["measure", *names]) == 0
    errors = capsys.readouterr().err
    assert "one: 100%" in errors and f"/{2 * N}" not in errors
