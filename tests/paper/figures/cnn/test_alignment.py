"""Figure 13a and b and their tables: what is painted and written is what is stored."""

import numpy as np
import pytest

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from matplotlib.figure import Figure

from repalign import alignment
from repalign.paper import results
from repalign.paper.figures import cnn as figures


def share(name, pair, tau):
    spec = results.load("cnn").spectrum(name, pair)
    return alignment(spec, tau) / spec.target_norm_sq


def pairs(dataset):
    return np.flatnonzero(results.load("cnn")["datasets"] == dataset)


@pytest.mark.parametrize(
    ("make", "names"),
    [
        (
            figures.learnt,
            {
                "ImageNet weights": "squeezenet1_1/imagenet",
                "random weights": "squeezenet1_1/random",
                "pixels": "pixels",
            },
        ),
        (
            figures.by_hand,
            {
                "ImageNet weights": "squeezenet1_1/imagenet",
                "SIFT": "sift",
                "HOG": "hog",
                "RBF": "rbf",
            },
        ),
    ],
)
def test_curves_are_means_over_the_pairs_of_a_data_set(make, names):
    for paint, dataset in zip(make().paints, ("cifar100", "cifar10"), strict=True):
        ax = Figure().subplots()
        paint(ax=ax)
        lines = {line.get_label(): line for line in ax.lines}
        assert list(lines) == list(names)
        for label, name in names.items():
            tau = lines[label].get_xdata()[60]
            expected = np.mean([share(name, pair, tau) for pair in pairs(dataset)])
            assert lines[label].get_ydata()[60] == pytest.approx(expected)


def test_every_network_with_imagenet_weights_has_a_line():
    ax = Figure().subplots()
    figures.trained().paints[0](ax=ax)
    assert [line.get_label() for line in ax.lines] == [
        "SqueezeNet 1.1",
        "MobileNetV2",
        *(f"EfficientNet-Lite {number}" for number in range(3)),
    ]


def test_tables_of_shares_and_of_what_they_are_behind():
    sift = np.array([share("sift", pair, 2.0) for pair in pairs("cifar10")])
    best = np.array([share("squeezenet1_1/imagenet", pair, 2.0) for pair in pairs("cifar10")])
    frame = figures.shares().frame.set_index(["data set", "features"])
    assert frame.loc[("CIFAR-10", "SIFT"), "τ = 2"] == pytest.approx(sift.mean())
    frame = figures.behind().frame.set_index(["data set", "features"])
    error = np.std(best - sift, ddof=1) / np.sqrt(len(sift))
    expected = f"{(best - sift).mean():.2f} ({error:.2f})"
    assert frame.loc[("CIFAR-10", "SIFT"), "τ = 2"] == expected


def test_orders_are_counted_pair_by_pair():
    names = ("squeezenet1_1/imagenet", "sift", "hog", "rbf")
    each = [[share(name, pair, 0.5) for name in names] for pair in range(10)]
    frame = figures.orders().frame
    assert frame["τ = 0.5"][1] == sum(best > max(others) for best, *others in each)
    assert frame["of pairs"].tolist() == [10, 10]


def test_layers_stand_from_the_first_to_the_last():
    frame = figures.layers().frame.set_index("layer")
    own = [share("squeezenet1_1/imagenet/features.5", pair, 2.0) for pair in range(10)]
    cell = f"{np.mean(own):.3f} ({np.std(own, ddof=1) / np.sqrt(10):.3f})"
    assert frame.loc["features.5", "ImageNet weights"] == cell
    assert frame.index[-1] == "last hidden layer"


def test_each_pair_is_listed_with_its_data_set():
    assert "sea and wardrobe" in figures.pairs().frame["CIFAR-100"].tolist()
