"""Where numbers come from: what a run records beside them."""

import hashlib
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from repalign._support.extras import need


def environment():
    """Versions, threads, processor and commit, now, as JSON-ready values."""
    return {
        "python": platform.python_version(),
        **{package: _version(package) for package in ("numpy", "scipy", "torch")},
        "threads": need("torch", "torch").get_num_threads(),
        "platform": platform.platform(),
        "cpu": _cpu(),
        "commit": _commit(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def digest(arrays):
    """SHA-256 of the arrays' types, shapes and bytes, in order."""
    total = hashlib.sha256()
    for array in map(np.ascontiguousarray, arrays):
        total.update(f"{array.dtype.str}{array.shape}".encode())
        total.update(array)
    return total.hexdigest()


def _version(package):
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _cpu():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")),
        platform.machine(),
    )


def _commit():
    """The commit of the checkout this file lies in, with "+" where tracked files differ; None
    outside of one."""
    here = Path(__file__).parents[1]
    try:
        commit = _git(here, "rev-parse", "HEAD")
        return commit + (
            "+" if _git(here, "status", "--porcelain", "--untracked-files=no", ".") else ""
        )
    except (OSError, subprocess.CalledProcessError):
        return None


def _git(folder, *arguments):
    return subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    ).stdout.strip()
