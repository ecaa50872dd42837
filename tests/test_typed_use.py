"""What mypy and pyright are promised in typed_use.py holds when it runs."""

import numpy as np
import pytest
import typed_use


def test_measures():
    spec = typed_use.measured()
    typed_use.measures(spec)
    typed_use.nulls()
    with pytest.raises(ValueError, match="tau must hold real numbers"):
        typed_use.refused(spec)


def test_files_and_networks(tmp_path):
    typed_use.chunks(tmp_path)
    typed_use.networks(tmp_path)


def test_pipelines():
    typed_use.pipelines(np.random.default_rng(0).normal(size=(20, 3)))


def test_figures():
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.switch_backend("agg")
    typed_use.figures(typed_use.measured())
    pyplot.close("all")
