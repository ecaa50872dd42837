"""Figure 7 and the tables of layers: what is painted is what is stored."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from repalign import alignment
from repalign.paper import results
from repalign.paper.figures import layers as figures
from repalign.paper.readings.common import LEVELS


@pytest.fixture(scope="module")
def stored():
    return results.load("layers")


def mean_share(stored, level, *index):
    specs = [stored.spectrum("mnist_train_ends", index[0], s, index[1]) for s in range(5)]
    return np.mean([alignment(each, level * np.sqrt(each.n_samples)) for each in specs]) / (
        specs[0].target_norm_sq
    )


def test_a_panel_of_figure_7(stored):
    axes = Figure().subplots()
    figures.curves_of_layers().paints[1](ax=axes)
    assert axes.get_title(loc="left") == "MNIST"
    lines = dict(zip(*axes.get_legend_handles_labels()[::-1], strict=True))
    assert list(lines) == ["inputs", "layer 1", "layer 2", "layer 3", "pale: before"]
    k = 25
    assert lines["layer 2"].get_ydata()[k] == pytest.approx(mean_share(stored, LEVELS[k], 1, 1))
    pale = axes.get_lines()[3]  # after the inputs and both of layer 1
    assert pale.get_ydata()[k] == pytest.approx(mean_share(stored, LEVELS[k], 0, 1))


def test_shares_layer_by_layer(stored):
    frame = figures.shares(levels=[0.1]).frame.set_index("samples")
    row = frame.loc["MNIST, before"]
    for layer in range(3):
        assert row[f"layer {layer + 1}"] == pytest.approx(mean_share(stored, 0.1, 0, layer))
    assert row["in order"] == "5 of 5" and row["τ/√n"] == 0.1


def test_collapse_is_that_of_the_first_and_of_the_last_checkpoint(stored):
    frame = figures.collapse().frame.set_index(["data", "layer"])
    row, collapse = frame.loc["CIFAR-10", 3], stored["cifar10_train_collapse"]
    assert row["NC1 before"] == pytest.approx(collapse[0, :, 2].mean())
    assert row["NC1 after"] == pytest.approx(collapse[-1, :, 2].mean())
    assert row["first two after"] > 0.5
