"""The runner of the chapters in Colab's versions: what fails there is found."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

ROOT = Path(__file__).parent.parent
SCRIPT = """
import pathlib, sys
from tools import colab
colab.NOTEBOOKS = sorted(pathlib.Path(sys.argv[1]).glob("*.ipynb"))
sys.exit(colab.main([]))
"""


def ran(folder, source):
    """How the runner ended, on a folder of one chapter."""
    nbformat.write(new_notebook(cells=[new_code_cell(source)]), folder / "01_one.ipynb")
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, folder], capture_output=True, text=True, cwd=ROOT
    )


def test_a_chapter_that_runs(tmp_path):
    done = ran(
        tmp_path,
        "import os\nassert 'REPALIGN_DATA' not in os.environ\nassert not "
        "os.path.exists('notebooks')",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(" s\n1 passed, 0 failed\n")


@pytest.mark.parametrize("source, cause", [
    ("1 / 0", "ZeroDivisionError"),
    ("import urllib.request as r; r.urlopen('http://example.org')", "Connection refused"),
    ("from repalign.paper import datasets; datasets.load('mnist')", "mnist.npz is in none of"),
], ids=["error", "network", "data"])  # fmt: skip
def test_a_chapter_that_does_not(tmp_path, source, cause):
    done = ran(tmp_path, source)
    assert done.returncode == 1
    assert "01_one.ipynb" in done.stdout
    assert ", FAILED\n" in done.stdout
    assert done.stdout.endswith("0 passed, 1 failed\n")
    assert cause in done.stderr


def test_no_chapter_is_no_success(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, tmp_path], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 1
