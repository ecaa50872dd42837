"""Every line that the README tells a reader to type, taken from it and run."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from repalign.cli import main
from repalign.paper.claims import judged
from repalign.paper.claims.text import tally

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
CODE = [text for language, text in BLOCKS if language == "python"]
SHELL = [line for language, text in BLOCKS if language == "sh" for line in text.splitlines()]
LINES = [shlex.split(line, comments=True) for line in SHELL]
COMMANDS = [line[1:] for line in LINES if line[0] == ".venv/bin/repalign"]
MEASURED = [line[1:] for line in LINES if line[:2] == ["repalign", "measure"]]
OWN = ("VIRTUAL_ENV", "PYTHONPATH", "REPALIGN_DATA")


def test_the_first_two_commands_are_the_two():
    assert [line for line in LINES if line[0] == "make"][:2] == [["make", "book"], ["make", "test"]]


def test_what_held_is_what_the_ledger_says():
    of_the_paper = [each for each in judged() if not each.claim.ours]
    assert tally(of_the_paper) in TEXT


def test_every_command_of_make_is_a_target():
    targets = set(
        re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = {line[1] for line in LINES if line[0] == "make"} | set(
        re.findall(r"`make ([a-z-]+)", TEXT)
    )
    assert named and named <= targets


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A Python in an empty environment into which the README's line has installed the package."""
    folder = tmp_path_factory.mktemp("empty")
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    python = folder / "bin" / "python"
    assert ["pip", "install", "."] in LINES
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", ROOT], check=True, env=environment, cwd=folder
    )
    return lambda *arguments: subprocess.run(
        [python, *arguments], env=environment, cwd=folder, capture_output=True, text=True
    )


@pytest.mark.network
def test_the_first_sample_runs_where_nothing_else_is_installed(installed):
    made_up = "import numpy as np; rng = np.random.default_rng(0)\n"
    made_up += "features, labels = rng.standard_normal((40, 3)), np.repeat(['cat', 'dog'], 20)\n"
    *lines, last = CODE[0].strip().splitlines()
    done = installed("-c", "\n".join([made_up, *lines, f"print(*({last.partition('#')[0]}))"]))
    assert done.returncode == 0, done.stderr
    shares = [float(share) for share in done.stdout.split()]
    assert len(shares) == 3 and 0 < shares[0] <= 1 and shares == sorted(shares, reverse=True)


@pytest.mark.network
def test_claims_are_judged_where_nothing_else_is_installed(installed):
    done = installed("-m", "repalign", "claims")
    assert done.returncode == 0, done.stderr
    assert "E1.1" in done.stdout


def test_the_sample_with_a_network_gives_a_spectrum_for_each_layer():
    import torch

    names = {}
    layers = {
        "layer3": torch.nn.Linear(5, 4),
        "relu": torch.nn.ReLU(),
        "layer4": torch.nn.Linear(4, 3),
    }
    names["model"] = torch.nn.Sequential()
    for name, layer in layers.items():
        names["model"].add_module(name, layer)
    rng = np.random.default_rng(0)
    inputs = torch.from_numpy(rng.standard_normal((12, 5)).astype(np.float32))
    names["loader"] = [(inputs, torch.tensor([0, 1] * 6))]
    exec(CODE[1], names)
    assert {name: spec.n_samples for name, spec in names["specs"].items()} == {
        "layer3": 12,
        "layer4": 12,
    }


@pytest.mark.parametrize("command", [line for line in COMMANDS if line[0] != "run"], ids=" ".join)
def test_a_command_works(command, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(command) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize("command", MEASURED, ids=" ".join)
def test_files_are_measured(command, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    features, labels = np.eye(8)[:, :3], np.arange(8) % 2
    np.save("features.npy", features)
    np.save("labels.npy", labels)
    np.savez("mine.npz", features=features, labels=labels)
    assert main(command) == 0
    assert "alignment at" in capsys.readouterr().out
    assert [Path(name).exists() for name in command if name.endswith(".html")] in ([], [True])


@pytest.mark.parametrize("command", [line for line in COMMANDS if line[0] == "run"], ids=" ".join)
def test_a_measurement_works_at_its_toy_size(command, all_data_dir, tmp_path, monkeypatch):
    """As the README has it, but for --quick: whole experiments take hours."""
    monkeypatch.chdir(tmp_path)
    quick = [] if "--quick" in command else ["--quick"]
    assert main([*command, *quick, "--data", str(all_data_dir)]) == 0
    assert list((tmp_path / "runs").glob("*.npz"))


def test_the_lines_were_found():
    assert (
        len(CODE) == len(MEASURED) == 2
        and ["claims"] in COMMANDS
        and ["run", "peaks", "--quick"] in COMMANDS
    )
