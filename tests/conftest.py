"""What tests share: the oracles on the path, and real data where this machine has it."""

import faulthandler
import os
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import hypothesis
import numpy as np
import pytest

from repalign.paper import datasets

sys.path.insert(0, str(Path(__file__).parent))

MOST_MEMORY = 8 * 2**30  # bytes; no test comes near it


def pytest_configure():
    """A test that takes the whole machine's memory says which it is, before the system kills what
    it likes."""
    if Path("/proc/self/statm").exists():
        threading.Thread(target=_watch_memory, args=(os.dup(2),), daemon=True).start()


def _watch_memory(errors):
    page = os.sysconf("SC_PAGE_SIZE")
    while int(Path("/proc/self/statm").read_text().split()[1]) * page < MOST_MEMORY:
        time.sleep(0.2)
    os.write(errors, f"\nOUT OF MEMORY: {os.environ.get('PYTEST_CURRENT_TEST')}\n".encode())
    faulthandler.dump_traceback(errors)
    os._exit(1)


hypothesis.settings.register_profile("repalign", deadline=None, max_examples=50, derandomize=True)
hypothesis.settings.load_profile("repalign")


@pytest.fixture(scope="session")
def uv():
    """The program that the Makefile installs with: beside this interpreter, or on PATH."""
    return shutil.which(
        "uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """What git has or would take of this checkout, with no history, and so without an origin."""
    root = Path(__file__).parent.parent
    folder = tmp_path_factory.mktemp("copy") / "checkout"
    listed = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(
        listed, cwd=root, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for source in filter(Path.is_file, map(root.joinpath, names)):
        target = folder / source.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    return folder


@pytest.fixture(scope="session")
def torch():
    """PyTorch, for a test of the core that has to do with tensors: the core is tested without it
    too."""
    return pytest.importorskip("torch")


@pytest.fixture(scope="session")
def mnist_dir():
    """A folder with the real mnist.npz."""
    return _folder_with("mnist.npz")


@pytest.fixture(scope="session")
def cifar100_dir():
    """A folder with the real cifar100.npz."""
    return _folder_with("cifar100.npz")


@pytest.fixture(scope="session")
def ct_dir():
    """A folder with the real ct_slices.npz, or the part of it that this machine has."""
    return _folder_with("ct_slices.npz")


@pytest.fixture(scope="session")
def all_data_dir():
    """A folder with all real data sets and weights, or the parts of them that this machine has."""
    folders = {_folder_with(filename) for filename, *_ in datasets.SOURCES.values()}
    return folders.pop()


@pytest.fixture(scope="session")
def made_up_ct_dir(tmp_path_factory):
    """CT slices of 130 made-up samples: 384 features from a few causes, a target that depends on
    them, bent."""
    folder, rng = tmp_path_factory.mktemp("ct"), np.random.default_rng(0)
    causes = rng.standard_normal((130, 12))
    features = np.tanh(
        causes @ rng.standard_normal((12, 384)) + 0.3 * rng.standard_normal((130, 384))
    )
    features[:, 0] = 0  # some features of the real data are constant
    target = 40 + 10 * np.tanh(causes[:, 0]) + causes[:, 1]
    np.savez(
        folder / "ct_slices.npz", features=features, target=target, patient=np.repeat([0, 1], 65)
    )
    return folder


@pytest.fixture(scope="session")
def made_up_dir(made_up_ct_dir):
    """The made-up CT slices, and digits and pictures of two made-up classes that differ in
    brightness, and a third."""
    rng = np.random.default_rng(0)
    for name, shape in (("mnist", (28, 28)), ("cifar10", (32, 32, 3))):
        labels = rng.permutation(np.repeat([0, 1, 2], 60))
        images = rng.integers(0, 100, (180, *shape)) + 50 * labels.reshape(-1, *[1] * len(shape))
        halves = {"train": slice(90), "test": slice(90, None)}
        arrays = {f"{half}_images": images[part].astype(np.uint8) for half, part in halves.items()}
        arrays |= {f"{half}_labels": labels[part] for half, part in halves.items()}
        np.savez(made_up_ct_dir / f"{name}.npz", **arrays, classes=np.array(list("012")))
    return made_up_ct_dir


def _folder_with(name):
    folder = Path(os.environ.get("REPALIGN_DATA", "no such folder"))
    if not (folder / name).exists():
        reason = f"needs real data: name a folder with {name} in REPALIGN_DATA"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return folder
