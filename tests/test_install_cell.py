"""The first cell of a chapter: what it installs, and that it installs it."""

import ast
import importlib.util
import os
import re
import subprocess
import sys
import textwrap
import venv
from pathlib import Path

import nbformat
import pytest

from tools import install_cell

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = sorted((ROOT / "notebooks").glob("*.py"))
FORK = "https://github.com/me/fork"
COMES_WITH = {"traitlets": "anywidget"}


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """The Python of an environment without a package, pip among them."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=False)
    return next(
        path for path in (folder / "bin/python", folder / "Scripts/python.exe") if path.exists()
    )


def name(path):
    return path.stem


def cells(chapter):
    """The code cells of an executed chapter as its readers get them: the install cell, then the
    imports."""
    notebook = nbformat.read(chapter.with_suffix(".ipynb"), as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def run(python, folder, *code):
    """What a fresh Python prints that runs the cells one after another in a folder."""
    command = [*python, "-c", "\n".join(code)]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env=clean_environment()
    )


def clean_environment():
    """Of this process's, what leads a child to other packages taken out."""
    return {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONPATH", "VIRTUAL_ENV")
    }


class Bare:
    """A Python where some packages are absent, and a pip that notes what it was asked for."""

    def __init__(self, monkeypatch, absent, returncode=0):
        self.asked = []
        find = importlib.util.find_spec
        monkeypatch.setattr(
            importlib.util, "find_spec", lambda name: None if name in absent else find(name)
        )
        done = subprocess.CompletedProcess([], returncode)
        monkeypatch.setattr(
            subprocess, "run", lambda command, **_: self.asked.append(command) or done
        )
        monkeypatch.setattr(sys, "path", [*sys.path])


@pytest.mark.parametrize("chapter", CHAPTERS, ids=name)
def test_where_all_is_there_nothing_is_done(chapter, monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    bare = Bare(monkeypatch, absent=())
    exec(cells(chapter)[0], {})
    assert bare.asked == []
    assert capsys.readouterr().out == ""


def test_what_is_missing_is_installed_and_repalign_left_as_it_is(monkeypatch, capsys):
    monkeypatch.chdir(ROOT / "notebooks")
    bare = Bare(monkeypatch, absent={"matplotlib", "anywidget"})
    exec(install_cell.text(CHAPTERS[0], ROOT, FORK), {})
    assert bare.asked == [
        [sys.executable, "-m", "pip", "install", "--quiet", "anywidget>=0.9.13", "matplotlib>=3.8"]
    ]
    assert "Installing anywidget" in capsys.readouterr().out


def test_in_a_clone_it_comes_from_the_clone(monkeypatch):
    monkeypatch.chdir(ROOT / "notebooks")
    bare = Bare(monkeypatch, absent={"repalign"})
    exec(install_cell.text(CHAPTERS[0], ROOT, FORK), {})
    assert bare.asked[0][5:] == [f"--editable={ROOT}"]
    assert sys.path[-1] == str(ROOT)


@pytest.mark.parametrize("folder", ["", "repalign", "repalign/repalign"])
def test_without_a_clone_it_comes_from_the_address(monkeypatch, tmp_path, folder):
    """Also beside a folder that is called repalign but is not the package, such as a clone of that
    name."""
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(tmp_path)
    bare = Bare(monkeypatch, absent=())
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec_beside(tmp_path, name))
    exec(install_cell.text(CHAPTERS[0], ROOT, FORK), {})
    assert f"repalign @ git+{FORK}" in bare.asked[0]


def spec_beside(folder, name):
    return importlib.machinery.PathFinder.find_spec(name, [str(folder)])


def test_without_a_clone_and_an_address_the_error_says_what_to_do(empty, tmp_path):
    done = run([empty], tmp_path, install_cell.text(CHAPTERS[0], ROOT, None))
    assert "ImportError: repalign is not here" in done.stderr
    assert "open the chapter in a clone" in done.stderr
    assert "Installing" not in done.stdout
    assert "git+" not in install_cell.text(CHAPTERS[0], ROOT, None)


def test_without_pip_the_error_names_the_command(empty):
    done = run([empty], ROOT / "notebooks", install_cell.text(CHAPTERS[0], ROOT, None))
    assert f"uv pip install --python {empty} 'numpy>=1.26'" in done.stderr
    assert f"--editable={ROOT}" in done.stderr


@pytest.mark.parametrize("chapter", CHAPTERS, ids=name)
def test_every_package_that_a_chapter_imports_is_installed(chapter):
    others = {each.partition(".")[0] for each in install_cell.imported(chapter, ROOT)} - {
        "repalign",
        "__future__",
    }
    others -= set(sys.stdlib_module_names)
    needs = install_cell.needs(chapter, ROOT)
    assert {COMES_WITH.get(each, each) for each in others} <= set(needs)


@pytest.mark.parametrize("chapter", [CHAPTERS[0], CHAPTERS[4]], ids=name)
def test_a_chapter_s_imports_run_with_what_is_installed_alone(chapter):
    """In a Python that refuses what the cell would not install; SciPy looks for Sphinx in its own
    way, and Matplotlib brings packaging."""
    core, extras = install_cell.requirements(ROOT)
    refused = (
        (core.keys() | extras.keys())
        - install_cell.needs(chapter, ROOT).keys()
        - {
            "sphinx",
            "packaging",
        }
    )
    statements = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(chapter.read_text(encoding="utf-8")))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    refuse = textwrap.dedent(f"""\
        import sys
        sys.modules.update(dict.fromkeys({sorted(refused)}))
        """)
    done = run([sys.executable], ROOT / "notebooks", refuse, *statements)
    assert done.returncode == 0, done.stderr


def test_the_test_above_can_fail():
    refuse = "import sys\nsys.modules['matplotlib'] = None"
    assert run([sys.executable], ROOT, refuse, "from repalign.plot import plt").returncode != 0


def test_requirements_are_those_of_the_project():
    core, extras = install_cell.requirements(ROOT)
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert all(f'"{requirement}"' in text for requirement in [*core.values(), *extras.values()])
    assert {"sklearn", "cv2", "skimage", "matplotlib", "dask"} <= extras.keys()


def test_what_is_imported_when_it_is_called_or_by_checks_of_types_does_not_count(tmp_path):
    (tmp_path / "repalign").mkdir()
    (tmp_path / "repalign/__init__.py").write_text("")
    (tmp_path / "repalign/inner.py").write_text(
        "import first\nfrom second.part import name\nthird = need('third.part', 'extra')\n"
        "class Model:\n    import fourth\n"
        "if TYPE_CHECKING:\n    import checked\nelse:\n    sixth = need('sixth', 'extra')\n"
        "def call():\n    import later\n    need('latest', 'extra')\n"
    )
    chapter = tmp_path / "01.py"
    chapter.write_text("from repalign import inner\ndef call():\n    import fifth\n")
    tops = {each.partition(".")[0] for each in install_cell.imported(chapter, tmp_path)}
    assert tops == {"repalign", "first", "second", "third", "fourth", "fifth", "sixth"}


@pytest.mark.parametrize("chapter", CHAPTERS, ids=name)
def test_the_cell_fits_a_page(chapter):
    lines = install_cell.text(chapter, ROOT, FORK).splitlines()
    assert max(map(len, lines)) <= install_cell.WIDTH
    assert re.match("# Installs what this chapter imports", lines[0])
