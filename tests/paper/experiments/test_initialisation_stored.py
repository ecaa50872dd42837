"""Random networks on the stored runs, beside a trial."""

import numpy as np
import pytest

from repalign.paper import results
from repalign.paper.readings.cnn import initialisation as read
from repalign.paper.readings.common import height


@pytest.fixture(scope="module")
def stored():
    return results.load("initialisation")


def test_pairs_are_those_of_the_experiment_cnn(stored):
    other = results.load("cnn")
    for key in ("datasets", "seeds", "classes"):
        assert stored[key].tolist() == other[key].tolist()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("resnet18/random", 0.09),
        ("resnet50/random", 0.01),
        ("resnet101/random", 0.0),
        ("resnet18/random+batch", 0.27),
        ("resnet50/random+batch", 0.22),
        ("resnet101/random+batch", 0.20),
        ("vgg16/random", 0.158),
        ("vgg16/glorot", 0.033),
        ("vgg16/layer", 0.0),
        ("pixels", 0.22),
    ],
)
def test_heights_are_those_of_a_trial_with_other_code(stored, name, expected):
    """Of the first pair of either data set."""
    first = height(name)(stored)[stored["seeds"] == 0]
    assert first.mean() == pytest.approx(expected, abs=0.04)


def test_spread_depends_on_depth_in_evaluation_mode_only(stored):
    spreads = {
        weights: [read.spread(f"{name}/{weights}")(stored).mean() for name in read.RESNETS]
        for weights in (read.EVALUATION, read.BATCH)
    }
    assert spreads[read.EVALUATION][0] > 50 * spreads[read.EVALUATION][2]
    np.testing.assert_allclose(spreads[read.BATCH], spreads[read.BATCH][0], rtol=0.2)


def test_stored_results_are_small():
    assert (results.FOLDER / "initialisation.npz").stat().st_size < 0.3e6
