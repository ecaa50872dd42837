"""The page of the package is built where only the small environment is, as `make book` in a fresh
clone."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions

import yaml

import repalign
from tests.book.visits import ROOT

BUILD = """
import sys
from pathlib import Path

class Absent:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in {absent!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent)
sys.path.insert(0, "book")
from tests.book import tiny
page = Path("book/api.md").read_text(encoding="utf-8")
tiny.build(Path(sys.argv[1]), {{"index.md": page}}, **{options!r})
"""


def locked(lock):
    return set(
        re.findall(r"^([a-z0-9-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    )


def absent():
    """Modules that the tests' environment has and the book's has not."""
    extra = locked("requirements.lock") - locked("requirements-book.lock")
    return sorted(
        module
        for module, names in packages_distributions().items()
        if {re.sub("[-_.]+", "-", name).lower() for name in names} <= extra
    )


def autodoc_options():
    options = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
    return {
        name: value for name, value in options.items() if name.startswith(("autodoc", "napoleon"))
    }


def build(folder, options):
    script = BUILD.format(absent=absent(), options=options)
    return subprocess.run(
        [sys.executable, "-c", script, str(folder)], cwd=ROOT, capture_output=True, text=True
    )


def test_what_is_hidden_is_what_the_small_environment_lacks():
    assert {"torch", "dask", "sklearn"} <= set(absent())
    assert not {"matplotlib", "anywidget", "numpy"} & set(absent())


def test_every_function_stands_on_the_page_without_torch(tmp_path):
    done = build(tmp_path, autodoc_options())
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "html/index.html").read_text(encoding="utf-8")
    assert 'id="repalign.activations.measure"' in page
    assert "the model is in evaluation mode" in page


def test_a_module_that_cannot_be_imported_fails_the_build(tmp_path):
    done = build(
        tmp_path, {name: value for name, value in autodoc_options().items() if "mock" not in name}
    )
    assert done.returncode != 0
    assert "activations.measure" in done.stderr


def test_every_public_name_is_on_the_page():
    page = (ROOT / "book/api.md").read_text(encoding="utf-8")
    assert [name for name in repalign.__all__ if f":: {name}\n" not in page] == []
