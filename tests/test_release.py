"""What is published: a source distribution, the wheel built from it, and that wheel where there is
nothing else."""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_string
from pathlib import Path

import pytest

import repalign

ROOT = Path(__file__).parent.parent
NAME = f"repalign-{repalign.__version__}"
SCRIPT = """
import importlib.resources
from repalign.paper import results
assert results.load("peaks").provenance["runs"]
assert (importlib.resources.files("repalign") / "widgets" / "static" / "circle.js").is_file()
"""


@pytest.fixture(scope="module")
def dist(tmp_path_factory):
    """A folder with both; the wheel is built from the source distribution, not from the clone."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def wheel(dist):
    return dist / f"{NAME}-py3-none-any.whl"


@pytest.fixture(scope="module")
def metadata(wheel):
    with zipfile.ZipFile(wheel) as file:
        return message_from_string(file.read(f"{NAME}.dist-info/METADATA").decode())


def run(*command, **options):
    """What it printed; where it fails, the test shows all of it."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def of_the_package():
    """The package's files in the clone, committed or about to be."""
    listed = run(
        "git", "ls-files", "--cached", "--others", "--exclude-standard", "repalign", cwd=ROOT
    )
    return {name for name in listed.splitlines() if (ROOT / name).exists()}


def licences():
    return {path.name for pattern in ("LICENSE*", "NOTICE*") for path in ROOT.glob(pattern)}


def test_the_wheel_holds_the_package_and_its_licences(wheel):
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
    about = {name for name in names if name.startswith(f"{NAME}.dist-info/")}
    assert names - about == of_the_package()
    assert {f"{NAME}.dist-info/licenses/{name}" for name in licences()} <= about


def test_the_wheel_says_that_it_is_typed(wheel):
    with zipfile.ZipFile(wheel) as file:
        assert "repalign/py.typed" in file.namelist()


def test_the_source_distribution_is_small_and_holds_what_a_wheel_needs(dist):
    archive = dist / f"{NAME}.tar.gz"
    with tarfile.open(archive) as file:
        names = {name.removeprefix(f"{NAME}/") for name in file.getnames()}
    beside = {
        "README.md",
        "CHANGELOG.md",
        "CITATION.cff",
        "pyproject.toml",
        "PKG-INFO",
        ".gitignore",
    }
    assert names == of_the_package() | licences() | beside
    assert archive.stat().st_size < 10e6


def test_the_description_leads_nowhere_but_to_the_web(metadata):
    text = metadata.get_payload()
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert "## The package" in text
    assert "arXiv:2112.07806](https://" in text
    assert re.findall(r"\]\((?!https?://)[^)]*\)", text) == []


def test_the_metadata_tell_the_version_and_no_address_that_is_not_decided(metadata):
    assert (metadata["Name"], metadata["Version"]) == ("repalign", repalign.__version__)
    assert f"version: {repalign.__version__}\n" in (ROOT / "CITATION.cff").read_text()
    assert metadata["License-Expression"] == "MIT"
    assert "OWNER" not in str(metadata)


@pytest.mark.network
def test_the_wheel_works_where_there_is_nothing_else(wheel, uv, tmp_path):
    run(uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "empty")
    run(uv, "pip", "install", "--quiet", "--python", tmp_path / "empty", wheel)
    programs = tmp_path / "empty" / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-c", SCRIPT, cwd=tmp_path)
    assert (
        run(programs / "repalign", "--version", cwd=tmp_path)
        == f"repalign {repalign.__version__}\n"
    )
