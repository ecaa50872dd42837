"""What tests share: the oracles on the path, and real data where this machine has it."""

import os
import sys
from pathlib import Path

import hypothesis
import pytest

sys.path.insert(0, str(Path(__file__).parent))

hypothesis.settings.register_profile("repalign", deadline=None, max_examples=50, derandomize=True)
hypothesis.settings.load_profile("repalign")


@pytest.fixture(scope="session")
def mnist_dir():
    """A folder with the real mnist.npz."""
    folder = Path(os.environ.get("REPALIGN_DATA", "no such folder"))
    if not (folder / "mnist.npz").exists():
        reason = "needs real MNIST: name a folder with mnist.npz in REPALIGN_DATA"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    return folder
