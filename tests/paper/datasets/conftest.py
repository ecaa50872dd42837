import pytest

from repalign.paper import datasets


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache, and no other folder."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(datasets.sys, "platform", "linux")
    monkeypatch.delenv("REPALIGN_DATA", raising=False)
    return tmp_path / "cache" / "repalign"
