"""Figure 13c and d, and what linear models come to."""

import numpy as np
import pytest

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from matplotlib.figure import Figure

from repalign import max_step_size, training_error
from repalign.paper import results
from repalign.paper.figures import cnn as figures


@pytest.fixture
def stored():
    return results.load("cnn")


@pytest.mark.parametrize("loss", ["squared", "logistic"])
def test_learning_curves_are_means_over_pairs(loss, stored):
    make = {"squared": figures.squared_error, "logistic": figures.logistic_loss}[loss]
    parts = ("train_error", "test_error", "train_accuracy", "test_accuracy")
    rows, rbf = stored["datasets"] == "cifar10", stored["curves"].tolist().index("rbf")
    for paint, part in zip(make(dataset="cifar10").paints, parts, strict=True):
        ax = Figure().subplots()
        paint(ax=ax)
        assert [line.get_label() for line in ax.lines] == ["ImageNet weights", "SIFT", "HOG", "RBF"]
        expected = stored[f"{loss}_{part}"][rows, rbf, 1:].mean(axis=0)
        np.testing.assert_allclose(ax.lines[3].get_ydata(), expected, rtol=1e-5)


def test_linear_models_stop_together(stored):
    frame = figures.linear_models().frame.set_index(["data set", "features"])
    rows, hog = stored["datasets"] == "cifar100", stored["curves"].tolist().index("hog")
    last = stored["steps"].tolist().index(stored["logistic_steps"][-1])
    values = 100 * stored["squared_test_accuracy"][rows, hog, last].astype(float)
    cell = f"{values.mean():.1f} ({np.std(values, ddof=1) / np.sqrt(len(values)):.1f})"
    assert frame.loc[("CIFAR-100", "HOG"), "right, squared error, %"] == cell


def test_ridge_beyond_pixels_is_paired(stored):
    names = stored["representations"].tolist()
    right = 100 * stored["ridge_test_accuracy"].astype(float)
    each = right[:, names.index("rbf")] - right[:, names.index("pixels")]
    first = figures.ridge().frame.iloc[0]
    assert first["features"] == "RBF"
    assert first["mean"] == pytest.approx(each.mean())
    assert first["standard error"] == pytest.approx(np.std(each, ddof=1) / np.sqrt(len(each)))


def test_steps_are_the_first_at_which_so_much_is_left(stored):
    frame = figures.exact_and_descent().frame.set_index("features")
    needed = []
    for pair in np.flatnonzero(stored["datasets"] == "cifar100"):
        spec = stored.spectrum("sift", pair)
        left = training_error(spec, np.arange(400), step_size=0.5 * max_step_size(spec)) ** 2
        needed.append(np.flatnonzero(left <= 0.1 * spec.target_norm_sq)[0])
    assert frame.loc["SIFT", "to one tenth"] == np.median(needed)
    assert np.isinf(frame.loc["HOG", "to one tenth"])
