"""Figure 6 and the tables of its sweeps: what is painted is what is stored."""

import numpy as np
import pytest
from matplotlib.figure import Figure
from scipy.stats import t as student

from repalign import alignment
from repalign.paper import results
from repalign.paper.figures import networks as figures
from repalign.paper.readings.common import LEVELS
from repalign.paper.readings.networks import DATASETS


@pytest.fixture(scope="module")
def stored():
    return results.load("networks")


@pytest.fixture
def axes():
    return Figure().subplots()


def share(spec, level):
    return alignment(spec, level * np.sqrt(spec.n_samples)) / spec.target_norm_sq


def named(axes):
    """Lines by their name in the legend."""
    return dict(zip(*axes.get_legend_handles_labels()[::-1], strict=True))


def test_a_panel_of_figure_6(stored, axes):
    pictures = figures.sweeps()
    assert len(pictures.paints) == 15
    pictures.paints[1](ax=axes)
    assert axes.get_title(loc="left") == "MNIST, depth"
    lines, k = named(axes), 30
    assert list(lines) == ["inputs", "1", "2", "4", "8", "pale: before"]
    inputs = share(stored.spectrum("mnist.train"), LEVELS[k])
    assert lines["inputs"].get_ydata()[k] == pytest.approx(inputs)
    pale = axes.get_lines()[1].get_ydata()[k]
    for when, found in enumerate([pale, lines["1"].get_ydata()[k]]):
        specs = [stored.spectrum("mnist.depth 1.train", when, s) for s in range(5)]
        assert found == pytest.approx(np.mean([share(spec, LEVELS[k]) for spec in specs]))


def test_dots_of_all_settings(stored, axes):
    pictures = figures.settings()
    pictures.paints[4](ax=axes)
    assert axes.get_title(loc="left") == "CIFAR-10, τ/√n = 0.2"
    names = [text.get_text() for text in axes.get_yticklabels()]
    assert len(names) == 14 and names[4:7] == ["width 32", "width 512", "SGD"]
    before = axes.get_lines()[2].get_xdata()
    specs = [stored.spectrum("cifar10.width 32.train", 0, s) for s in range(5)]
    assert before[4] == pytest.approx(np.mean([share(spec, 0.2) for spec in specs]))


def test_numbers_of_settings_are_counted_by_student(stored):
    frame = figures.counts_at([0.3, 0.5]).frame
    assert len(frame) == len(DATASETS) * 2 * 2
    row = frame.query("data == 'CT slices' and samples == 'test' and `τ/√n` == 0.3").iloc[0]
    inputs, clear = share(stored.spectrum("ct_slices.test"), 0.3), []
    for name in stored["setting"][stored["dataset"] == "ct_slices"]:
        own = [share(stored.spectrum(f"ct_slices.{name}.test", 1, s), 0.3) for s in range(5)]
        reach = student.ppf(0.975, 4) * np.std(own, ddof=1) / np.sqrt(5)
        clear.append(np.sign(np.mean(own) - inputs) * (abs(np.mean(own) - inputs) > reach))
    assert row["above inputs"] == clear.count(1) and row["below inputs"] == clear.count(-1)


def test_counts_over_thresholds_are_those_of_the_table(axes):
    figures.counts().paints[1](ax=axes)
    frame = figures.counts_at(LEVELS).frame.query("data == 'CT slices' and samples == 'test'")
    for name, line in named(axes).items():
        np.testing.assert_array_equal(line.get_ydata(), frame[name])


def test_what_was_trained(stored):
    frame = figures.trained().frame.set_index("data")
    own = stored["dataset"] == "mnist"
    row = frame.loc["MNIST"]
    assert row["reached it"] == f"{stored['converged'][own].sum()} of 14"
    assert row["epochs"].startswith(f"{stored['epochs'][own].min()}")
    assert row["right signs"] == min(stored["train_accuracy"][own].mean(axis=1))


def test_learning_rates_stand_in_the_row_of_their_setting(stored):
    frame = figures.learning_rates().frame.set_index("setting")
    where = (stored["dataset"] == "mnist") & (stored["setting"] == "optimizer sgd")
    assert [frame.loc["optimiser SGD", "MNIST"]] == stored["learning_rate"][where]


def test_first_directions_of_the_ct_slices(stored):
    frame = figures.first_directions(count=40).frame
    own = stored["ct_slices.train.squared_projections"]
    total = own.sum() + stored["ct_slices.train.residual"]
    np.testing.assert_allclose(frame["inputs: share"], own[:40] / total)
    assert (np.diff(frame["trained: σ/√n"]) <= 0).all() and frame["trained: σ/√n"][0] < 1


def test_edges_have_a_row_an_activation_and_a_column_a_network():
    frame = figures.edges().frame.set_index("activation")
    assert list(frame.index) == ["ReLU", "tanh", "PReLU", "LeakyReLU"]
    assert (frame.loc["ReLU"] <= round(np.sqrt(0.5), 3)).all()  # no negative cosine


def test_networks_of_ones_own(axes):
    curves = np.linspace(1, 0, len(LEVELS))
    picture = figures.compared({"training": (curves, np.stack([curves / 2] * 3), curves[None])})
    (paint,) = picture.paints
    paint(ax=axes)
    assert axes.get_title(loc="left") == "training samples"
    assert list(named(axes)) == ["inputs", "before training", "after"]
    assert len(axes.get_lines()) == 1 + 3 + 1
