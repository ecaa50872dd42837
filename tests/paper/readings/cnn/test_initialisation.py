"""Readings of random networks on made-up results."""

import numpy as np
import pytest

from repalign.paper.readings.cnn import initialisation as read
from repalign.paper.readings.common import height
from tests.paper.readings.cnn.made_up_cnn import results

NAMES = [
    "pixels",
    *(
        f"resnet{depth}/{weights}"
        for depth in (18, 50, 101)
        for weights in ("random", "random+batch")
    ),
    *(f"vgg16/{weights}" for weights in ("random", "layer", "glorot")),
]


@pytest.fixture(scope="module")
def stored():
    return results(NAMES, 4, shuffled_height=np.random.default_rng(0).random((4, len(NAMES))))


def test_networks_by_their_weights(stored):
    assert read.networks(stored, read.EVALUATION) == [*read.RESNETS, "vgg16"]
    assert read.networks(stored, read.BATCH) == [*read.RESNETS]
    assert read.network_names(read.EVALUATION, read.BATCH)(stored) == [
        "ResNet18",
        "ResNet50",
        "ResNet101",
    ]


def test_each_less_pixels_and_less_the_same_network_with_other_weights(stored):
    found = read.less(height, read.EVALUATION, "pixels")(stored)
    expected = height("vgg16/random")(stored) - height("pixels")(stored)
    assert found.shape == (4, 4)
    np.testing.assert_allclose(found[:, 3], expected)
    found = read.less(height, read.BATCH, "{network}/random")(stored)
    expected = height("resnet50/random+batch")(stored) - height("resnet50/random")(stored)
    np.testing.assert_allclose(found[:, 1], expected)
    found = read.own_less_others(height, "vgg16")(stored)
    expected = height("vgg16/random")(stored) - height("vgg16/glorot")(stored)
    np.testing.assert_allclose(found[:, 1], expected)


def test_deeper_less_shallower(stored):
    found = read.deeper(read.beyond_shuffled, read.BATCH)(stored)
    levels = [
        height(f"{name}/random+batch")(stored)
        - stored["shuffled_height"][:, NAMES.index(f"{name}/random+batch")]
        for name in read.RESNETS
    ]
    np.testing.assert_allclose(found, np.column_stack(np.diff(levels, axis=0)))
    assert read.deeper_names()(stored) == ["ResNet50 over ResNet18", "ResNet101 over ResNet50"]


def test_spread_is_what_is_not_on_the_first_direction(stored):
    sigma = stored["pixels.singular_values"]
    np.testing.assert_allclose(
        read.spread("pixels")(stored),
        np.square(sigma[:, 1:]).sum(axis=1) / np.square(sigma).sum(axis=1),
    )
