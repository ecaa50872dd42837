"""Networks by name, whole as their code builds them, and how their pictures were prepared."""

from difflib import get_close_matches

from repalign._support.extras import need
from repalign.paper import datasets
from repalign.paper.datasets import weights as weight_files
from repalign.paper.features import efficientnet_lite, mobilenet

torch, models = need("torch", "torch"), need("torchvision.models", "torch")

LITE = efficientnet_lite.SIDES
IN_PACKAGES = (mobilenet.NAME, *LITE)
"""Whose ImageNet weights a package of the registry brings."""


def build(name, weights, seed):
    """A network with its classifier: with ImageNet weights where torchvision has them and they are
    asked for, else at random.

    Raises
    ------
    ValueError
        An unknown name; ImageNet weights that are damaged.
    DataNotFoundError
        torchvision has not downloaded them before, and cannot now.
    """
    _require_known(name)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        if name in LITE:
            return efficientnet_lite.build(name)
        if weights == "imagenet" and by_torchvision(name):
            return _trained(name)
        return models.get_model(name, weights=None)


def by_torchvision(name):
    """Whether its ImageNet weights are torchvision's to load."""
    return name not in ("squeezenet1_1", *IN_PACKAGES)


def headless(net):
    """The network without its last linear layer; of SqueezeNet, without its convolutional
    classifier."""
    if isinstance(net, models.SqueezeNet):
        net.classifier = torch.nn.AdaptiveAvgPool2d(1)
        return net
    last = [name for name, module in net.named_modules() if isinstance(module, torch.nn.Linear)][-1]
    parent, _, leaf = last.rpartition(".")
    setattr(net.get_submodule(parent), leaf, torch.nn.Identity())
    return net


def recipe(name):
    """How pictures were prepared: pixels of a side, mean and deviation of each colour."""
    if name in LITE:
        return LITE[name], [efficientnet_lite.MEAN] * 3, [efficientnet_lite.DEVIATION] * 3
    transforms = _entry(name).transforms()
    return transforms.crop_size[0], transforms.mean, transforms.std


def weights_path(name):
    """Where the ImageNet weights of a network are once torchvision has downloaded them, or a
    package brought them."""
    if name in LITE:
        return efficientnet_lite.path(name)
    return mobilenet.path() if name == mobilenet.NAME else weight_files.cached(_entry(name).url)


def _entry(name):
    """torchvision's record of the ImageNet weights: where they are and how pictures were
    prepared."""
    _require_known(name)
    entries = models.get_model_weights(name)
    return getattr(entries, "IMAGENET1K_V1", entries.DEFAULT)


def _require_known(name):
    known = [*LITE, *models.list_models(module=models)]
    if name not in known:
        near = get_close_matches(str(name), known, n=3, cutoff=0.3) or known[:3]
        raise ValueError(
            f"there is no network {name!r:.80}; near it: {', '.join(near)}; all: "
            f"{', '.join(LITE)}, torchvision.models.list_models()"
        )


def _trained(name):
    entry = _entry(name)
    weight_files.require_digest(entry.url)
    try:
        return models.get_model(name, weights=entry)
    except (OSError, RuntimeError) as error:  # no network, most likely, or it came damaged
        path = weights_path(name)
        raise datasets.DataNotFoundError(
            f"{path.name}, the ImageNet weights of {name}, is not in {path.parent}, and "
            f"downloading it failed ({error}). Put it there, from {entry.url}, or take "
            "weights='random'"
        ) from error
