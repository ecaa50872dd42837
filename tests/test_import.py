"""What `import repalign` loads, seen from a process of its own."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import repalign
from repalign._support.extras import need

HEAVY = (
    "torch",
    "torchvision",
    "matplotlib",
    "anywidget",
    "dask",
    "sklearn",
    "scipy.linalg",
    "scipy.optimize",
)


def loaded_by(statement):
    script = f"import sys; {statement}; print(*(name for name in {HEAVY} if name in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout.split()


@pytest.mark.parametrize("module", ["repalign", "repalign.paper.results"])
def test_import_leaves_the_extras_alone(module):
    assert loaded_by(f"import {module}") == []


def test_the_test_above_can_fail():
    assert "scipy.linalg" in loaded_by("import repalign, scipy.linalg")


def test_no_module_imports_a_private_name_of_another():
    package = Path(repalign.__file__).parent
    found = [
        f"{path.relative_to(package)}: {alias.name} of {node.module}"
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.endswith("__")
    ]
    assert found == []


def test_nothing_imports_a_conftest():
    """It holds fixtures; what else is shared stands in a module beside it."""
    root = Path(__file__).parent.parent
    files = [*root.glob("*/*.py"), *root.glob("tests/**/*.py"), *root.glob("book/**/*.py")]
    imports = re.compile(r"^ *(from|import) .*\bconftest\b", re.M)
    found = {
        str(path.relative_to(root)) for path in files if imports.search(path.read_text("utf-8"))
    }
    assert found == set()


def test_a_missing_extra_is_named():
    with pytest.raises(
        ImportError, match=r"no_such_module is not installed; .*pip install 'repalign\[plot\]'"
    ):
        need("no_such_module.inside", "plot")


def test_a_broken_extra_is_not_called_missing(tmp_path, monkeypatch):
    (tmp_path / "broken_extra.py").write_text("import no_such_dependency")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="no_such_dependency"):
        need("broken_extra", "plot")
