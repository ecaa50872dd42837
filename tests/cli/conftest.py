"""What tests of the command line share."""

import pytest


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Write {name: bytes} to the working folder; their names."""
    monkeypatch.chdir(tmp_path)

    def write(contents):
        for name, content in contents.items():
            (tmp_path / name).write_bytes(content)
        return list(contents)

    return write
