"""Neural collapse against its definition, written out with d x d matrices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from repalign.paper.measures.collapse import within_class_variability


def by_definition(features, labels):
    """tr(W pinv(B)) / k of Papyan et al. for classes weighted by their size."""
    centre, n = features.mean(axis=0), len(features)
    W = B = np.zeros((features.shape[1],) * 2)
    for label in np.unique(labels):
        own = features[labels == label]
        W = W + (own - own.mean(axis=0)).T @ (own - own.mean(axis=0)) / n
        B = B + len(own) / n * np.outer(own.mean(axis=0) - centre, own.mean(axis=0) - centre)
    return np.trace(W @ np.linalg.pinv(B, rcond=1e-10)) / len(np.unique(labels))


@given(st.integers(2, 5), st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_it_is_the_trace_of_its_definition(k, d, seed):
    rng = np.random.default_rng(seed)
    labels = np.concatenate([np.arange(k), rng.integers(k, size=20)])
    features = rng.standard_normal((len(labels), d)) + 3 * rng.standard_normal((k, d))[labels]
    assert within_class_variability(features, labels) == pytest.approx(
        by_definition(features, labels), rel=1e-6
    )


def test_it_knows_neither_scale_nor_origin_nor_rotation():
    rng = np.random.default_rng(0)
    labels = np.arange(60) % 3
    features = rng.standard_normal((60, 6)) + 2 * rng.standard_normal((3, 6))[labels]
    rotation = np.linalg.qr(rng.standard_normal((6, 6)))[0]
    assert within_class_variability(features @ rotation * 1e6 + 7, labels) == pytest.approx(
        within_class_variability(features, labels), rel=1e-9
    )


def test_classes_of_one_point_each_have_collapsed_and_equal_means_never_do():
    points = np.array([[0.0, 1], [2, 3], [5, 1]])
    labels = np.arange(30) % 3
    assert within_class_variability(points[labels], labels) == pytest.approx(0, abs=1e-25)
    assert within_class_variability(np.array([[1.0], [-1], [1], [-1]]), [0, 0, 1, 1]) == np.inf


@pytest.mark.parametrize(
    ("features", "labels", "message"),
    [
        (np.zeros((3, 2)), [1, 1, 1], "at least two classes; all are of class 1"),
        (np.zeros((3, 2)), [1, 2], r"shapes \(3, 2\) and \(2,\)"),
        (np.zeros(3), [1, 2, 1], r"shapes \(3,\)"),
    ],
)
def test_bad_input_is_named(features, labels, message):
    with pytest.raises(ValueError, match=message):
        within_class_variability(features, labels)
