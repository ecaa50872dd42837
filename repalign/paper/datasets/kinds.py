"""What data sets are called, and the kinds of things in CIFAR: two sources and two targets for E9.

ImageNet, of which the paper takes 551 artificial and 449 natural classes, is too large to be
trained on here. The sources are two parts of CIFAR-100 instead, six of its superclasses each, 30
classes of 500 pictures:

artificial
    all six superclasses of man-made things: food containers, household electrical devices,
    household furniture, large man-made outdoor things, vehicles 1, vehicles 2. No class of CIFAR-10
    is among them: its trucks exclude pickups.
natural
    six of fourteen, animals in about the proportion ImageNet has them, half of them mammals: large
    carnivores, large omnivores and herbivores, small mammals, reptiles, fish, insects. Chosen
    before anything was measured.

The targets are the paper's: the artificial and the natural classes of CIFAR-10.
"""

from itertools import combinations

import numpy as np

TITLES = {
    "ct_slices": "CT slices",
    "mnist": "MNIST",
    "cifar10": "CIFAR-10",
    "cifar100": "CIFAR-100",
}
"""Data sets as readers know them."""

KINDS = ("artificial", "natural")
ARTIFICIAL, NATURAL = range(len(KINDS))
SOURCES = {
    "artificial": (
        *("bottle", "bowl", "can", "cup", "plate"),
        *("clock", "keyboard", "lamp", "telephone", "television"),
        *("bed", "chair", "couch", "table", "wardrobe"),
        *("bridge", "castle", "house", "road", "skyscraper"),
        *("bicycle", "bus", "motorcycle", "pickup_truck", "train"),
        *("lawn_mower", "rocket", "streetcar", "tank", "tractor"),
    ),
    "natural": (
        *("bear", "leopard", "lion", "tiger", "wolf"),
        *("camel", "cattle", "chimpanzee", "elephant", "kangaroo"),
        *("hamster", "mouse", "rabbit", "shrew", "squirrel"),
        *("crocodile", "dinosaur", "lizard", "snake", "turtle"),
        *("aquarium_fish", "flatfish", "ray", "shark", "trout"),
        *("bee", "beetle", "butterfly", "caterpillar", "cockroach"),
    ),
}
MIXED = {
    f"mixed_{half}": tuple(
        name
        for names in SOURCES.values()
        for first in range(5 * half, len(names), 10)
        for name in names[first : first + 5]
    )
    for half in (0, 1)
}
"""Two sources of neither kind: every other superclass of both, 30 classes each."""
TARGETS = {
    "artificial": ("airplane", "automobile", "ship", "truck"),
    "natural": ("bird", "cat", "deer", "dog", "frog", "horse"),
}
PAIRS = tuple((kind, *pair) for kind in KINDS for pair in combinations(TARGETS[kind], 2))
"""Kind and names of the 21 tasks of two classes: 6 artificial, then 15 natural ones."""


def chosen(cifar, names, n_per_class=None, split="train"):
    """The first pictures of each class named and their labels, 0 for the first name.

    As many of each class as asked, or as the smallest class has; all of every class if no number is
    asked.
    """
    images, labels = getattr(cifar, f"{split}_images"), getattr(cifar, f"{split}_labels")
    rows = [np.flatnonzero(labels == cifar.classes.tolist().index(name)) for name in names]
    if n_per_class:
        rows = [own[: min(n_per_class, *map(len, rows))] for own in rows]
    return images[np.concatenate(rows)], np.repeat(
        np.arange(len(names)), [len(own) for own in rows]
    )
