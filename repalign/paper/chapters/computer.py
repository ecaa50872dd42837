"""Whether this computer runs the chapters: what they need, what is here, and what to do where it
is not enough."""

import os
import shutil
import sys
from importlib import import_module, metadata
from itertools import starmap
from pathlib import Path
from typing import NamedTuple

from repalign._support.extras import need
from repalign.paper import datasets, results

GB = 2**30
# The hungriest chapter, the sixth, took 1.5 GB, and 80 MB of data where nothing was there.
MEMORY, DISK = 2 * GB, GB // 2
MODULES = {
    "opencv-python-headless": "cv2",
    "scikit-image": "skimage",
    "scikit-learn": "sklearn",
}  # that are not named as what is installed
OPENS = "jupyterlab"  # notebooks, as Colab and others do too

ALL = 'Packages all at once, in a clone: make env-test, or pip install -e ".[chapters]"'


class Finding(NamedTuple):
    """What is needed, what is here, and what to do; nothing where it is enough."""

    what: str
    here: str
    remedy: str = ""


def check():
    """Print what is found, and under it what to do about it; whether chapters will run."""
    found = findings()
    width = max(len(each.what) for each in found)
    for each in found:
        print(f"{'TO DO' if each.remedy else 'fine':5}  {each.what:{width}}  {each.here}")
        if each.remedy:
            print(f"       {each.remedy}")
    lacking = sum(bool(each.remedy) for each in found)
    print()
    print(f"To do: {lacking}. {ALL}" if lacking else "This computer runs the chapters.")
    return not lacking


def findings():
    """A `Finding` for Python, each package, memory, room on the disk, stored results and data."""
    packages = starmap(_package, sorted(requirements("chapters").items()))
    return [_python(), *packages, _memory(), _disk(), _results(), _data()]


def requirements(extra):
    """{name: versions that will do} of an extra of repalign and the extras that it names, read off
    the installed package."""
    requirement = need("packaging.requirements", "chapters").Requirement
    found = {}
    for line in metadata.requires("repalign"):
        each = requirement(line)
        if each.marker is None or each.marker.evaluate({"extra": extra}):
            if each.name == "repalign":
                for named in each.extras:
                    found |= requirements(named)
            else:
                found[each.name] = each.specifier
    found.pop(OPENS, None)
    return found


def _python():
    specifiers = need("packaging.specifiers", "chapters")
    version = ".".join(map(str, sys.version_info[:3]))
    needed = metadata.metadata("repalign")["Requires-Python"]
    fits = specifiers.SpecifierSet(needed).contains(version)
    return Finding("Python", version, "" if fits else f"install a Python {needed}")


def _package(name, needed):
    module = MODULES.get(name, name.replace("-", "_"))
    install = f"pip install '{name}{needed}'"
    try:
        import_module(module)
    except Exception as error:  # a package half installed fails in any way
        return Finding(name, f"does not import: {type(error).__name__}", install)
    # Which of several that bring a module is here does not matter, as with OpenCV.
    [by, *_] = metadata.packages_distributions().get(module, [name])
    version = metadata.version(by)
    fits = needed.contains(version, prereleases=True)
    return Finding(name, version, "" if fits else install)


def _memory():
    free = need("psutil", "chapters").virtual_memory().available
    free = min(free, int(os.environ.get("MEM_LIMIT", free)))  # of the container, on Binder
    short = f"needs {_gb(MEMORY)}: close programs, and shut down other notebooks' kernels"
    return Finding("memory free", _gb(free), short if free < MEMORY else "")


def _disk():
    folder = next(each for each in (datasets.cache(), *datasets.cache().parents) if each.exists())
    free = shutil.disk_usage(folder).free
    short = f"needs {_gb(DISK)} for data: make room in {folder}"
    return Finding("disk free", _gb(free), short if free < DISK else "")


def _results():
    names = sorted(path.stem for path in Path(results.FOLDER).glob("*.npz"))
    try:
        for name in names:
            results.load(name)
    except (ValueError, OSError) as error:
        return Finding("stored results", f"{type(error).__name__}", str(error))
    again = "" if names else "install repalign again: its results did not come with it"
    return Finding("stored results", f"{len(names)}, all whole", again)


def _data():
    here = [name for name in datasets.SOURCES if datasets.find(name)]
    said = f"{', '.join(here) or 'none'}; others are downloaded when first asked for"
    return Finding("data sets", said)


def _gb(size):
    return f"{size / GB:.1f} GB"
