"""Pairs of classes, from made-up pictures."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up import write_pictures

from repalign.paper import datasets
from repalign.paper.datasets import pairs


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pictures")
    write_pictures(folder, "cifar10")
    return folder


def test_a_pair_is_balanced_and_its_pictures_are_of_its_classes(folder):
    data = datasets.load("cifar10", data_dir=folder)
    for seed in range(4):
        own = pairs.draw("cifar10", seed, n_samples=20, n_test=6, data_dir=folder)
        for images, y, source, labels, n in (
            (own.images, own.y, data.train_images, data.train_labels, 20),
            (own.test_images, own.y_test, data.test_images, data.test_labels, 6),
        ):
            assert len(images) == n and y.sum() == 0
            for image, sign in zip(images, y, strict=True):
                (index,) = np.flatnonzero((source == image).all(axis=(1, 2, 3)))
                assert labels[index] == own.numbers[int(sign > 0)]
        assert own.classes.tolist() == data.classes[own.numbers].tolist()
        assert len(np.unique(own.images, axis=0)) == 20


def test_all_test_pictures_are_taken_unless_told(folder):
    assert len(pairs.draw("cifar10", 0, n_samples=4, data_dir=folder).y_test) == 24


def test_the_seed_decides_the_pair_and_the_training_pictures_do_not_depend_on_the_test_ones(folder):
    first, again = (
        pairs.draw("cifar10", 1, n_samples=20, n_test=n, data_dir=folder) for n in (4, 8)
    )
    np.testing.assert_array_equal(first.images, again.images)
    drawn = {tuple(numbers_of(seed, folder)) for seed in range(20)}
    assert len(drawn) > 3


def numbers_of(seed, folder):
    return pairs.draw("cifar10", seed, n_samples=2, data_dir=folder).numbers


@settings(max_examples=20, deadline=None)
@given(n_classes=st.integers(2, 40), block=st.integers(0, 3))
def test_pairs_of_a_block_of_seeds_share_no_class(n_classes, block):
    """As many pairs as the classes give; of an odd number one class is left."""
    with TemporaryDirectory() as folder:
        write_pictures(Path(folder), "cifar10", n_classes=n_classes, n_train=1, n_test=1)
        seeds = range(block * (n_classes // 2), (block + 1) * (n_classes // 2))
        taken = np.concatenate([numbers_of(seed, folder) for seed in seeds])
    assert len(np.unique(taken)) == 2 * (n_classes // 2)


def test_a_pair_that_shares_no_class_with_smaller_seeds_is_the_first_that_its_generator_draws(
    tmp_path,
):
    write_pictures(tmp_path, "cifar10", n_classes=30, n_train=1, n_test=1)
    taken = set()
    for seed in range(15):
        first = np.random.default_rng(seed).choice(30, 2, replace=False)
        found = numbers_of(seed, tmp_path).tolist()
        if not taken & set(first.tolist()):
            assert found == sorted(first)
        taken |= set(found)


def test_no_two_pairs_share_random_weights():
    tasks = [(name, seed) for name in ("cifar10", "cifar100") for seed in range(10)]
    assert len({pairs.network_seed(*task) for task in tasks}) == len(tasks)


@pytest.mark.parametrize("n", [7, 62, 0])
def test_more_pictures_than_there_are_or_an_odd_number_is_an_error(folder, n):
    with pytest.raises(
        ValueError, match=f"{n} pictures of two classes must be an even number, at most 60"
    ):
        pairs.draw("cifar10", 0, n_samples=n, data_dir=folder)


@pytest.mark.parametrize(
    "images",
    [
        np.zeros((2, 3, 32, 32), np.uint8),
        np.zeros((2, 32, 32), np.uint8),
        np.zeros((2, 32, 32, 3)),
        np.zeros((0, 32, 32, 3), np.uint8),
    ],
)
def test_what_is_no_picture_is_named_with_its_type_and_shape(images):
    with pytest.raises(
        ValueError,
        match=rf"uint8 of shape \(n, height, width, 3\).* got {images.dtype} \({len(images)}, ",
    ):
        pairs.as_pictures(images)
