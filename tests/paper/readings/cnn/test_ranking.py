"""Which scores rank, on made-up results."""

import numpy as np
import pytest
from scipy import stats

from repalign.paper.measures.scores import combined
from repalign.paper.readings.cnn import ranking as read
from repalign.paper.readings.common import height
from tests.paper.readings.cnn.made_up_cnn import results

NAMES = [
    "pixels",
    "squeezenet1_1/random",
    "squeezenet1_1/imagenet/features.2",
    "squeezenet1_1/imagenet",
    "efficientnet_lite2/imagenet",
    "efficientnet_lite0/imagenet",
]
PAIRS = 5


@pytest.fixture(scope="module")
def stored():
    rng = np.random.default_rng(2)
    keys = ("log_evidence", "kernel_target_alignment", "h_score", "ridge_test_accuracy")
    return results(
        NAMES,
        PAIRS,
        measured=np.ones((PAIRS, len(NAMES)), bool),
        ncti=rng.random((PAIRS, len(NAMES), 3)),
        squared_at=np.array([10, 100]),
        logistic_at=np.array([10, 100]),
        squared_at_test_accuracy=rng.random((PAIRS, len(NAMES), 2)),
        logistic_at_test_accuracy=rng.random((PAIRS, len(NAMES), 2)),
        **{key: rng.random((PAIRS, len(NAMES))) for key in keys},
    )


def test_groups_are_of_what_they_say(stored):
    assert [columns.tolist() for columns in read.groups(stored).values()] == [
        [0, 1, 2, 3, 4, 5],
        [3, 4, 5],
        [1, 2, 3],
    ]


def test_the_table_has_means_over_pairs_and_halves_of_students_intervals(stored):
    columns = np.array([3, 4, 5])
    found = read.table(stored)["networks with ImageNet weights"]
    assert (read.PROBE, read.RIDGE) not in found and (read.PROBE, read.DESCENT) in found
    ends = stored["squared_at_test_accuracy"][:, columns, 1]
    for score, values in (
        ("H-score", stored["h_score"][:, columns]),
        (read.NCTI, combined(stored["ncti"][:, columns])),
        (read.HEIGHT, np.column_stack([height(NAMES[c])(stored) for c in columns])),
    ):
        own = [stats.spearmanr(*each)[0] for each in zip(values, ends, strict=True)]
        low, high = stats.t.interval(0.95, PAIRS - 1, np.mean(own), stats.sem(own))
        assert found[score, read.DESCENT] == pytest.approx((np.mean(own), (high - low) / 2))


def test_equal_scores_rank_nothing(stored):
    same = results(
        NAMES,
        PAIRS,
        **{
            key: value
            for key, value in stored.items()
            if "." not in key and key != "representations"
        }
        | {"h_score": np.ones((PAIRS, len(NAMES)))},
    )
    assert (read.correlations(same, np.arange(6))["H-score", read.RIDGE] == 0).all()


def test_better_is_paired(stored):
    found = read.correlations(stored, np.arange(6))
    ends, others = (read.DESCENT, read.RIDGE), ("effective rank", "H-score")
    expected = [found[read.HEIGHT, end] - found[name, end] for end in ends for name in others]
    difference = read.better(read.HEIGHT, ends, others)(stored)
    np.testing.assert_allclose(difference, np.transpose(expected))


def test_networks_stand_in_the_order_of_their_accuracy_on_imagenet(stored):
    assert read.by_accuracy(stored) == [NAMES[3], NAMES[5], NAMES[4]]
    assert read.step_names(stored) == [
        "EfficientNet-Lite 0 over SqueezeNet 1.1",
        "EfficientNet-Lite 2 over EfficientNet-Lite 0",
    ]
    np.testing.assert_allclose(
        read.steps_up(height)(stored)[:, 1], height(NAMES[4])(stored) - height(NAMES[5])(stored)
    )
    levels = np.column_stack([height(name)(stored) for name in read.by_accuracy(stored)])
    expected = [stats.spearmanr([0, 1, 2], each)[0] for each in levels]
    np.testing.assert_allclose(read.accuracy_and(height)(stored), expected)
