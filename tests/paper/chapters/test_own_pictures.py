"""A reader's own pictures and weights."""

import numpy as np
import pytest

pytest.importorskip("torch")
from PIL import Image

from repalign.paper import datasets
from repalign.paper.chapters import own_pictures
from repalign.paper.features import pretrained


@pytest.fixture
def folder(tmp_path):
    """A red picture wider than high of one class; two blue ones, one without colours to say so, of
    the other."""
    for name, mode, size, colour in (
        ("cats/wide.png", "RGB", (40, 20), (255, 0, 0)),
        ("dogs/a.jpg", "RGB", (20, 20), (0, 0, 255)),
        ("dogs/b.PNG", "L", (20, 30), 128),
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        Image.new(mode, size, colour).save(tmp_path / name)
    (tmp_path / "dogs/notes.txt").write_text("no picture")
    (tmp_path / "empty").mkdir()
    return tmp_path


def test_pictures_of_a_folder_are_square_and_named(folder):
    images, labels = own_pictures.pictures(folder, side=8)
    assert images.shape == (3, 8, 8, 3) and images.dtype == np.uint8
    assert labels.tolist() == ["cats", "dogs", "dogs"]
    assert (images[0] == [255, 0, 0]).all() and (images[2] == 128).all()


def test_what_sticks_out_of_the_square_is_cut_off(folder):
    stripes = np.zeros((20, 40, 3), dtype=np.uint8)
    stripes[:, 10:30] = 255
    Image.fromarray(stripes).save(folder / "cats/wide.png")
    assert (
        own_pictures.pictures(folder, side=8)[0][0, :, 1:-1] == 255
    ).all()  # scaling blends the outermost columns


def test_a_damaged_picture_is_named(folder):
    path = folder / "dogs/b.PNG"
    whole = path.read_bytes()
    for content in (b"", b"no picture", whole[:-40], whole.replace(b"IDAT", b"IDOT")):
        path.write_bytes(content)
        with pytest.raises(
            ValueError,
            match=r"dogs/b\.PNG cannot be read as a picture: .*; remove it or replace it",
        ):
            own_pictures.pictures(folder, side=8)


def test_a_folder_of_other_than_two_classes_is_refused(folder):
    with pytest.raises(ValueError, match="there is no folder"):
        own_pictures.pictures(folder / "nowhere")
    with pytest.raises(ValueError, match="two folders with pictures, a class each; got 0: none"):
        own_pictures.pictures(folder / "cats")


def test_weights_at_hand_are_those_that_need_no_download(tmp_path, monkeypatch):
    monkeypatch.setattr(pretrained.torch.hub, "get_dir", lambda: str(tmp_path / "hub"))
    monkeypatch.setattr(datasets, "cache", lambda: tmp_path / "cache")
    monkeypatch.delenv("REPALIGN_DATA", raising=False)
    assert (
        own_pictures.weights_at_hand("resnet18")
        == own_pictures.weights_at_hand("squeezenet1_1")
        == "random"
    )
    pretrained.weights_path("resnet18").parent.mkdir(parents=True)
    pretrained.weights_path("resnet18").touch()
    assert own_pictures.weights_at_hand("resnet18") == "imagenet"
    (tmp_path / "squeezenet1_1_imagenet_features.pth").touch()
    assert own_pictures.weights_at_hand("squeezenet1_1", data_dir=tmp_path) == "imagenet"
    assert own_pictures.weights_at_hand("squeezenet1_1") == "random"


def test_weights_of_an_unknown_network():
    with pytest.raises(ValueError, match="there is no network 'resnet19'"):
        own_pictures.weights_at_hand("resnet19")


def test_digits_stand_in_for_pictures_in_batches_that_a_network_takes():
    images, labels = own_pictures.digits(3, 8, most=7)
    assert images.shape == (7, 8, 8, 3) and images.dtype == np.uint8 and images.max() == 255
    assert (images[..., 0] == images[..., 2]).all() and set(labels) == {3, 8}
    batches = [*own_pictures.batches(images, labels, "resnet18", size=5)]
    assert [len(own) for own, _ in batches] == [5, 2]
    assert np.concatenate([own for _, own in batches]).tolist() == labels.tolist()
    assert (batches[0][0] == pretrained.preprocess(images[:5], "resnet18")).all()
