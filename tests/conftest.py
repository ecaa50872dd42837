"""What tests share: the oracles on the path, and real data where this machine has it."""

import os
import sys
from pathlib import Path

import hypothesis
import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

hypothesis.settings.register_profile("repalign", deadline=None, max_examples=50, derandomize=True)
hypothesis.settings.load_profile("repalign")


@pytest.fixture(scope="session")
def mnist_dir():
    """A folder with the real mnist.npz."""
    return _folder_with("mnist.npz")


@pytest.fixture(scope="session")
def ct_dir():
    """A folder with the real ct_slices.npz, or the part of it that this machine has."""
    return _folder_with("ct_slices.npz")


@pytest.fixture(scope="session")
def made_up_ct_dir(tmp_path_factory):
    """CT slices of 130 made-up samples: 384 features from a few causes, a target that depends on them, bent."""
    folder, rng = tmp_path_factory.mktemp("ct"), np.random.default_rng(0)
    causes = rng.standard_normal((130, 12))
    features = np.tanh(causes @ rng.standard_normal((12, 384)) + 0.3 * rng.standard_normal((130, 384)))
    features[:, 0] = 0  # some features of the real data are constant
    target = 40 + 10 * np.tanh(causes[:, 0]) + causes[:, 1]
    np.savez(folder / "ct_slices.npz", features=features, target=target, patient=np.repeat([0, 1], 65))
    return folder


def _folder_with(name):
    folder = Path(os.environ.get("REPALIGN_DATA", "no such folder"))
    if not (folder / name).exists():
        reason = f"needs real data: name a folder with {name} in REPALIGN_DATA"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return folder
