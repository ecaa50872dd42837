"""What Binder installs, which cannot be tried here: that nothing is missing from it, and nothing of
it is for GPUs."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
# What the package itself imports where a chapter imports the module.
BEHIND = {"repalign.paper.figures": {"matplotlib", "pandas"}, "repalign.widgets": {"anywidget"}}
CONDA_NAMES = {"pytorch-cpu": "torch"}


@pytest.fixture(scope="module")
def environment():
    """The packages of conda, by their names on the package index, and what pip installs."""
    *conda, pip = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    names = [re.split(r"[<=>]", item)[0] for item in conda]
    return {CONDA_NAMES.get(name, name) for name in names}, pip["pip"]


@pytest.fixture(scope="module")
def resolved(environment, uv, tmp_path_factory):
    """The distributions that pip would bring beside conda's."""
    given = tmp_path_factory.mktemp("binder") / "requirements.in"
    given.write_text("\n".join(environment[1]))
    command = [
        uv,
        "pip",
        "compile",
        "--quiet",
        "--no-annotate",
        "--no-header",
        "--python-version",
        "3.12",
        given,
    ]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return {line.split("==")[0] for line in done.stdout.splitlines() if "==" in line}


def imported(chapter):
    """The modules that a chapter imports, of whatever depth."""
    for node in ast.walk(ast.parse(chapter.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module


def needed():
    """The distributions behind the chapters' imports."""
    names = {name for chapter in (ROOT / "notebooks").glob("*.py") for name in imported(chapter)}
    modules = set().union(*(BEHIND.get(name, {name.partition(".")[0]}) for name in names))
    found = packages_distributions()
    return {found[module][0] for module in modules - set(sys.stdlib_module_names) - {"repalign"}}


@pytest.mark.network
def test_every_package_of_the_chapters_is_there(environment, resolved):
    assert {"torch", "torchvision", "numpy", "scikit-learn", "matplotlib", "pandas"} <= needed()
    assert needed() <= environment[0] | resolved


@pytest.mark.network
def test_pip_brings_no_second_pytorch_and_nothing_for_graphics_cards(environment, resolved):
    assert {name for name in resolved if re.match("torch|nvidia|cuda|triton", name)} == set()
    assert "torch" in environment[0]
