"""Samples of the data sets; drawn from small files made here, of known content."""

import numpy as np
import pytest

from repalign._support.files import save_arrays
from repalign.paper.datasets import samples


@pytest.fixture
def folder(tmp_path):
    """CIFAR-10 in small: 20 training and 8 test images of each of three classes, whose pixels say
    class and number."""
    labels, test_labels = np.repeat([0, 1, 2], 20), np.repeat([0, 1, 2], 8)
    images, test_images = (
        np.zeros((len(these), 32, 32, 3), np.uint8) for these in (labels, test_labels)
    )
    images[:, 0, 0, 0], images[:, 0, 0, 1] = labels, np.arange(60)
    test_images[:, 0, 0, 0], test_images[:, 0, 0, 1] = test_labels, 100 + np.arange(24)
    save_arrays(
        tmp_path / "cifar10.npz",
        train_images=images,
        train_labels=labels.astype(np.int64),
        test_images=test_images,
        test_labels=test_labels.astype(np.int64),
        classes=np.array(list("abc")),
    )
    return tmp_path


def test_pictures_are_as_many_of_the_first_two_classes_and_none_twice(folder):
    X, y, X_test, y_test = samples.split("cifar10", 10, 6, data_dir=folder)
    assert X.shape == (10, 3072) and X_test.shape == (6, 3072)
    for inputs, labels in ((X, y), (X_test, y_test)):
        assert (labels == 1).sum() == (labels == -1).sum()
        np.testing.assert_array_equal(
            np.sign(inputs[:, 0] - 0.5 / 255), labels
        )  # the class stands in the first pixel
    numbers = np.concatenate([X, X_test])[:, 1] * 255
    assert len(set(numbers.round())) == 16
    assert numbers[:10].max() < 60 and numbers[10:].min() >= 100 - 1e-9


def test_the_seed_draws_and_too_many_are_all_there_are(folder):
    first, again, other = (
        samples.split("cifar10", 10, 6, seed=seed, data_dir=folder)[0] for seed in (0, 0, 1)
    )
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()
    assert len(samples.split("cifar10", 1000, 6, data_dir=folder)[1]) == 40


def test_an_unknown_data_set_is_named():
    with pytest.raises(ValueError, match=r"'cifar11'.*ct_slices, mnist, cifar10"):
        samples.split("cifar11", 10, 6)
