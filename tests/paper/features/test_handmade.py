"""SIFT, HOG and RBF features against closed forms and what they are made for."""

import numpy as np
import pytest

from repalign import prepare, spectrum
from repalign.paper.features import handmade
from repalign.paper.measures import probes

rng = np.random.default_rng(0)
TEXTURES = rng.integers(0, 256, (12, 8, 8, 3), dtype=np.uint8).repeat(4, axis=1).repeat(4, axis=2)
BLANK = np.full((1, 32, 32, 3), 128, np.uint8)


def test_sift_finds_nothing_on_a_blank_picture_and_its_histogram_is_zero():
    assert [own.shape for own in handmade.descriptors(BLANK)] == [(0, 128)]
    train, test = handmade.bag_of_words(TEXTURES, BLANK, words=20)
    assert test.shape == (1, 20) and not test.any()
    np.testing.assert_allclose(
        prepare(test), [[1] + [0] * 20]
    )  # the bias alone is left, and the row is not zero
    assert train.any()


def test_every_keypoint_is_counted_for_one_word():
    train, test = handmade.bag_of_words(TEXTURES[:8], TEXTURES[8:], words=20)
    counts = [len(own) for own in handmade.descriptors(TEXTURES)]
    np.testing.assert_array_equal(np.concatenate([train, test]).sum(axis=1), counts)


def test_words_are_the_nearest_centres_and_equal_pictures_have_equal_counts():
    train, test = handmade.bag_of_words(TEXTURES, TEXTURES[3:4], words=20)
    np.testing.assert_array_equal(test[0], train[3])
    assert len(np.unique(train, axis=0)) == len(TEXTURES)


def test_a_dictionary_needs_as_many_keypoints_as_words():
    with pytest.raises(ValueError, match=r"keypoints of 12 pictures cannot make 5000 words"):
        handmade.bag_of_words(TEXTURES, BLANK, words=5000)


def test_hog_of_cifar_pictures_has_nine_blocks_of_four_cells_of_nine_orientations():
    assert handmade.hog(TEXTURES).shape == (12, 3 * 3 * 4 * 9)


def test_hog_sees_the_direction_of_a_gradient():
    """Brightness rising to the right: all blocks say the same one of nine orientations, and nothing
    on a blank."""
    ramp = np.broadcast_to(np.arange(32, dtype=np.uint8)[None, :, None] * 8, (32, 32, 3))
    sideways, down = handmade.hog(np.stack([ramp, ramp.transpose(1, 0, 2)])).reshape(2, 9, 4, 9)
    for own in (sideways, down):
        assert (np.argmax(own, axis=-1) == np.argmax(own[0, 0])).all()
    assert np.argmax(sideways[0, 0]) != np.argmax(down[0, 0])
    assert not handmade.hog(BLANK).any()


def test_hog_needs_a_block():
    with pytest.raises(ValueError, match="16 x 16 pixels; got pictures of"):
        handmade.hog(TEXTURES[:, :8])


def test_rbf_is_a_gaussian_of_the_distance_between_unit_vectors():
    X, centres = rng.normal(size=(5, 7)), rng.normal(size=(3, 7))
    unit = [Z / np.linalg.norm(Z, axis=1, keepdims=True) for Z in (X, centres)]
    expected = [[np.exp(-np.sum((x - c) ** 2) / (2 * 0.7**2)) for c in unit[1]] for x in unit[0]]
    np.testing.assert_allclose(handmade.rbf(X, centres, bandwidth=0.7), expected, rtol=1e-12)
    np.testing.assert_allclose(handmade.rbf(9 * X, centres), handmade.rbf(X, centres))


def test_rbf_features_at_the_samples_fit_any_labels_exactly():
    """A Gaussian kernel of distinct points has full rank: least squares leaves nothing, though
    descent does."""
    images = rng.integers(0, 256, (80, 32, 32, 3), dtype=np.uint8)
    phi, y = prepare(handmade.rbf(images, images)), rng.choice([-1.0, 1.0], 80)
    fit = probes.least_squares(phi, y)
    assert fit["residual"] < 1e-20 and fit["accuracy"] == 1
    assert spectrum(phi, y).rank == 80
    curves = probes.squared_curves(probes.task(phi, y, phi, y), [0, 1000])
    assert curves["train_error"][-1] > 0.5


def test_a_black_picture_has_no_direction():
    with pytest.raises(ValueError, match=r"images \[0\] are zero everywhere"):
        handmade.rbf(np.zeros((1, 4)), np.ones((2, 4)))
