"""The explorer of chapter 6 on what the experiment `cnn` stored, however many networks and pairs
that are."""

from repalign.paper import results
from repalign.widgets import CnnExplorer
from repalign.widgets.cnn import Layer, Measured, Task

DATASETS = {"cifar100": "CIFAR-100", "cifar10": "CIFAR-10"}
NETWORKS = {
    "squeezenet1_1": "SqueezeNet 1.1",
    "vgg16": "VGG16",
    **{f"resnet{depth}": f"ResNet{depth}" for depth in (18, 34, 50, 101, 152)},
}
# States that the chapter links to, for notebooks where a click on prose does not reach an explorer.
LINKS = {
    "RBF and ImageNet weights after a billion steps": "shown=%5B%22rbf%22%2C%22after%22%5D&step=1000000000",
    "after 1000 steps": "step=1000",
}


def cnn(**traits):
    """Networks, layers and hand-made features on all pairs (Figure 13)."""
    stored = results.load("cnn")
    rows = sorted(
        range(len(stored["seeds"])), key=lambda p: (list(DATASETS).index(stored["datasets"][p]), p)
    )
    networks = _networks(stored["representations"].tolist())
    return CnnExplorer([_task(stored, p) for p in rows], networks, **{"links": LINKS} | traits)


def _task(stored, p):
    there = [
        (r, str(name))
        for r, name in enumerate(stored["representations"])
        if stored["measured"][p, r]
    ]
    measured = {
        name: Measured(
            stored.spectrum(name, p),
            stored["least_squares_residual"][p, r],
            stored["ridge_test_accuracy"][p, r],
        )
        for r, name in there
    }
    return Task(
        DATASETS[str(stored["datasets"][p])], tuple(stored["classes"][p].tolist()), measured
    )


def _networks(names):
    """Layers of each network that was measured: dict of text -> list of Layer."""
    known = {
        network: [name for name in names if name.startswith(f"{network}/random")]
        for network in _order(names)
    }
    return {
        NETWORKS.get(network, network): [_layer(name, names) for name in own]
        for network, own in known.items()
        if own
    }


def _order(names):
    """Networks, those with a text first."""
    return dict.fromkeys([*NETWORKS, *(name.partition("/")[0] for name in names)])


def _layer(name, names):
    after = name.replace("/random", "/imagenet")
    return Layer(
        "/".join(name.split("/")[2:]) or "last hidden layer",
        name,
        after if after in names else None,
    )
