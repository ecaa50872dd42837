"""The first cell of chapter 1, run in fresh environments, from the package index."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.test_install_cell import CHAPTERS, ROOT, cells, run

pytestmark = pytest.mark.network

VERSIONS = (
    "from importlib.metadata import version\nprint(*map(version, ('numpy', 'scipy', 'repalign')))"
)


@pytest.fixture(autouse=True)
def _no_bytecode(monkeypatch):
    """Half of pip's time, for modules that are imported once or never."""
    monkeypatch.setenv("PIP_NO_COMPILE", "1")


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    """The package's files in another folder, so that no environment points to this one."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(
        ROOT / "repalign", folder / "repalign", ignore=shutil.ignore_patterns("__pycache__")
    )
    (folder / "notebooks").mkdir()
    return folder


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The Python of a fresh environment with pip and nothing else."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    return next(
        path for path in (folder / "bin/python", folder / "Scripts/python.exe") if path.exists()
    )


def pip(python, *arguments):
    done = subprocess.run(
        [python, "-m", "pip", *arguments, "--quiet"], capture_output=True, text=True
    )
    if done.returncode:
        reason = (
            f"needs the package index: pip {' '.join(map(str, arguments))}: {done.stderr[-500:]}"
        )
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


def test_with_the_bare_package_the_extras_are_installed(python, clone, tmp_path):
    """A plain `pip install .`, then the chapter from anywhere."""
    pip(python, "install", clone)
    before = run([python], tmp_path, VERSIONS).stdout
    install, imports = cells(CHAPTERS[0])[:2]
    done = run([python], tmp_path, install, imports, "import repalign\nprint(repalign.__file__)")
    assert done.returncode == 0, done.stderr
    assert "site-packages" in done.stdout.splitlines()[-1]
    assert run([python], tmp_path, VERSIONS).stdout == before


def test_in_a_clone_the_clone_is_installed_and_seen_at_once(python, clone, tmp_path):
    """Also by the process that installed it, and by the next one, elsewhere."""
    pip(python, "uninstall", "--yes", "repalign", "matplotlib")
    install, imports = cells(CHAPTERS[0])[:2]
    where = "import repalign\nprint(repalign.__file__)"
    first = run([python], clone / "notebooks", install, imports, where)
    assert first.returncode == 0, first.stderr
    later = run([python], tmp_path, where)
    for done in (first, later):
        assert done.stdout.splitlines()[-1:] == [str((clone / "repalign/__init__.py").resolve())], (
            done.stderr
        )
