"""NOTICE holds the licence of everything that comes from others, as its packages print them."""

import os
import re
import shutil
import subprocess
import tomllib
from importlib import metadata, resources
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTICE = (ROOT / "NOTICE").read_text(encoding="utf-8")


def test_it_is_fresh(tmp_path):
    if not shutil.which("node") or not (ROOT / "node_modules/bootstrap").exists():
        message = "node and its packages are needed to compare the licences: npm ci"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    subprocess.run(["node", "tools/notice.js", str(tmp_path / "NOTICE")], cwd=ROOT, check=True)
    assert (tmp_path / "NOTICE").read_text(encoding="utf-8") == NOTICE, "to fix: make bundles"


def test_every_package_that_an_explorer_imports_has_its_licence_there():
    sources = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "repalign/widgets/js").rglob("*.js")
    )
    imported = set(re.findall(r'from "([a-z@][^"]*)"', sources))
    assert imported and all(re.search(rf"^{name} \d", NOTICE, re.MULTILINE) for name in imported)
    # The two licences that were missing, by their own words.
    assert "Permission to use, copy, modify, and/or distribute this software" in NOTICE
    assert "SIL OPEN FONT LICENSE" in NOTICE and 'with Reserved Font Name: "Font Awesome"' in NOTICE


def test_the_formulas_licence_is_the_one_beside_them():
    assert (ROOT / "book/assets/katex/LICENSE").read_text(encoding="utf-8").strip() in NOTICE


def test_the_versions_are_those_of_the_theme():
    pytest.importorskip("sphinx_book_theme")
    theme = resources.files("pydata_sphinx_theme") / "theme/pydata_sphinx_theme/static/scripts"
    scripts = {
        "bootstrap": (theme / "bootstrap.js.LICENSE.txt", r"Bootstrap v([\d.]+)"),
        "@fortawesome/fontawesome-free": (
            theme / "fontawesome.js.LICENSE.txt",
            r"Font Awesome Free ([\d.]+)",
        ),
        "clipboard": (
            resources.files("sphinx_copybutton") / "_static/clipboard.min.js",
            r"clipboard\.js v([\d.]+)",
        ),
    }
    for name, (file, pattern) in scripts.items():
        version = re.search(pattern, file.read_text(encoding="utf-8"))[1]
        assert f"\n{name} {version}\n" in NOTICE, (
            f"the theme has {name} {version}; set it in package.json"
        )


def test_the_icons_do_not_use_the_reserved_name():
    font = pytest.importorskip("fontTools.ttLib").TTFont(ROOT / "book/assets/icons.woff")
    names = {record.nameID: str(record) for record in font["name"].names}
    assert names == {0: "Copyright (c) Font Awesome"}


def test_the_package_carries_it():
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert "NOTICE" in tomllib.load(file)["project"]["license-files"]


@pytest.mark.browser
def test_the_book_carries_it_and_the_licences_of_what_built_it():
    site = ROOT / "_build/html"
    text = (site / "NOTICE.txt").read_text(encoding="utf-8")
    assert text.startswith(NOTICE.rstrip())
    for name in (
        "sphinx-book-theme",
        "pydata-sphinx-theme",
        "sphinx-copybutton",
        "sphinx-design",
    ):
        distribution = metadata.distribution(name)
        (licence,) = [file for file in distribution.files if file.name == "LICENSE"]
        assert f"{distribution.name} {distribution.version}" in text
        assert licence.read_text(encoding="utf-8").strip() in text
    assert 'href="../NOTICE.txt"' in (site / "book/index.html").read_text(encoding="utf-8")
