import pytest
from made_up import write_cifar


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory):
    """Made-up CIFAR-10 and CIFAR-100."""
    folder = tmp_path_factory.mktemp("data")
    write_cifar(folder)
    return folder


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Where the weights of sources are kept."""
    return tmp_path_factory.mktemp("weights")
