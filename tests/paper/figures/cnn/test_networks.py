"""Tables of networks and of scores, against the definition of what they say."""

import numpy as np
import pytest
from scipy import stats

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from repalign.paper import results
from repalign.paper.figures import cnn as figures
from repalign.paper.readings.cnn import ranking


def told(values, digits):
    low, high = stats.t.interval(0.95, len(values) - 1, np.mean(values), stats.sem(values))
    return f"{np.mean(values):.{digits}f} ±\xa0{(high - low) / 2:.{digits}f}"


def test_networks_stand_in_the_order_of_their_accuracy():
    stored, frame = results.load("cnn"), figures.by_accuracy().frame
    names = stored["representations"].tolist()
    assert frame["on ImageNet, %"].is_monotonic_increasing
    assert frame["network"][0] == "SqueezeNet 1.1"
    own = stored["ridge_test_accuracy"][:, names.index("efficientnet_lite2/imagenet")]
    assert frame["ridge, %"].iloc[-1] == told(100 * own.astype(float), 1)
    assert len(figures.steps_up().frame) == len(frame) - 1


def test_networks_at_random_have_their_spread_and_initialisation():
    stored, frame = results.load("initialisation"), figures.at_random().frame
    at = stored["representations"].tolist().index("resnet50/random+batch")
    row = frame.iloc[at]
    assert row["network: initialisation"] == "ResNet50: own, batch statistics"
    squares = np.square(stored["resnet50/random+batch.singular_values"])
    spread = 1 - squares[:, 0] / squares.sum(axis=1)
    assert row["spread"] == pytest.approx(spread.mean())
    assert row["right, %"] == pytest.approx(100 * stored["accuracy"][:, at].mean())


def test_scores_are_ranked_by_spearmans_correlation():
    stored = results.load("cnn")
    frame = figures.scores_and_descent().frame.set_index("score")
    found = ranking.correlations(stored, np.arange(18))["H-score", ranking.DESCENT]
    assert frame.loc["H-score", "all (18)"] == told(found, 2)
    steps = figures.scores_and_steps().frame.set_index("score")
    assert steps["100"].tolist() == frame["all (18)"].tolist()
    late = ranking.correlations(stored, np.arange(18))[ranking.LOGME, "1000000 steps"]
    assert steps.loc[ranking.LOGME, "1 000 000"] == told(late, 2)
    assert ranking.PROBE in frame.index
    assert ranking.PROBE not in figures.scores_and_ridge().frame["score"].tolist()
