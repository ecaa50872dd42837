"""The committed bundles are what their sources build to."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "repalign/widgets/static"
MODULES = ROOT / "book/modules"


def test_bundles_are_fresh(tmp_path):
    if not shutil.which("node") or not (ROOT / "node_modules/esbuild").exists():
        message = "node and its packages are needed to compare the bundles: npm ci"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    targets = {tmp_path / "static": STATIC, tmp_path / "modules": MODULES}
    subprocess.run(["node", "tools/bundle.js", *map(str, targets)], cwd=ROOT, check=True)
    for target, folder in targets.items():
        built = {path.name: path.read_bytes() for path in target.iterdir()}
        committed = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert built.keys() == committed.keys(), "to fix: make bundles"
        stale = [name for name in built if built[name] != committed[name]]
        assert not stale, f"{stale} differ from their sources; to fix: make bundles"
