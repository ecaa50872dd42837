"""Made-up data sets and weights for tests: what they need of the real ones, in little."""

import numpy as np

from repalign.paper.datasets import kinds

CIFAR10 = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]


def write_pictures(folder, name, *, n_classes=4, n_train=30, n_test=12, seed=0):
    """<name>.npz with coloured textures of 32 x 32 pixels, each class with a colour of its own."""
    rng = np.random.default_rng(seed)
    colours = rng.uniform(60, 200, (n_classes, 3))

    def part(n):
        labels = rng.permutation(np.repeat(np.arange(n_classes), n))
        blocks = rng.normal(0, 45, (len(labels), 8, 8, 1)).repeat(4, axis=1).repeat(4, axis=2)
        noise = rng.normal(0, 15, (len(labels), 32, 32, 3))
        return np.clip(colours[labels][:, None, None] + blocks + noise, 0, 255).astype(
            np.uint8
        ), labels

    train, test = part(n_train), part(n_test)
    np.savez(
        folder / f"{name}.npz",
        train_images=train[0],
        train_labels=train[1],
        test_images=test[0],
        test_labels=test[1],
        classes=np.array([f"class {number}" for number in range(n_classes)]),
    )


def write_cifar(folder):
    """Both data sets, where classes are colours; as in what some machines have of CIFAR-10, its
    first two classes have more pictures."""
    classes = ["not used", *kinds.SOURCES["natural"], *kinds.SOURCES["artificial"]]
    _write_colours(folder / "cifar100.npz", classes, [6] * 61, 2)
    _write_colours(folder / "cifar10.npz", CIFAR10, [20, 20] + [12] * 8, 6)


def _write_colours(path, classes, n_train, n_test):
    rng = np.random.default_rng(0)
    colours, arrays = rng.integers(0, 200, (len(classes), 1, 1, 3)), {"classes": np.array(classes)}
    for split, numbers in (("train", n_train), ("test", n_test)):
        labels = rng.permutation(np.repeat(np.arange(len(classes)), numbers))
        images = colours[labels] + rng.integers(0, 56, (len(labels), 32, 32, 3))
        arrays |= {f"{split}_images": images.astype(np.uint8), f"{split}_labels": labels}
    np.savez(path, **arrays)


def seeded(name, seed):
    """A network of torchvision's with random weights."""
    import torch
    import torchvision

    with torch.random.fork_rng():
        torch.manual_seed(seed)
        return torchvision.models.get_model(name, weights=None)
