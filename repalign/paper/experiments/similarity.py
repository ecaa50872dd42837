"""E9, Figure 14 and Table 1: a network trained on what resembles the target serves it better.

ImageNet, of which the paper takes 551 artificial and 449 natural classes, is too large to be trained on here. The
sources are two halves of CIFAR-100 instead, six of its superclasses each, 30 classes of 500 pictures:

artificial
    all six superclasses of man-made things: food containers, household electrical devices, household furniture, large
    man-made outdoor things, vehicles 1, vehicles 2. No class of CIFAR-10 is among them: its trucks exclude pickups.
natural
    six of fourteen, animals in about the proportion ImageNet has them, half of them mammals: large carnivores, large
    omnivores and herbivores, small mammals, reptiles, fish, insects. Chosen before anything was measured.

The targets are the paper's: all pairs of artificial and all pairs of natural classes of CIFAR-10.
"""

import hashlib
import json
from dataclasses import asdict, dataclass

import numpy as np

from repalign._extras import need
from repalign.paper import datasets
from repalign.paper.pictures import Recipe, fit
from repalign.paper.resnet import ResNet18

torch = need("torch", "torch")

TRAINING = Recipe(epochs=10)
KINDS = ("artificial", "natural")
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
TARGETS = {
    "artificial": ("airplane", "automobile", "ship", "truck"),
    "natural": ("bird", "cat", "deer", "dog", "frog", "horse"),
}


@dataclass(frozen=True)
class Source:
    """A network to be trained on one source: what its weights follow from, and nothing else."""

    seed: int
    kind: str
    width: int = 32
    n_per_class: int = 500
    recipe: Recipe = TRAINING

    def path(self, folder):
        """Where its weights are kept: the name follows from the source."""
        content = json.dumps(asdict(self), sort_keys=True)
        return folder / f"similarity-{self.kind}-{self.seed}-{hashlib.sha256(content.encode()).hexdigest()[:12]}.pth"

    def network(self):
        """The network before training, the same for both kinds."""
        return ResNet18(len(SOURCES[self.kind]), width=self.width, seed=self.seed)

    def data(self, data_dir=None):
        """Training pictures and labels, test pictures and labels: 0 to 29 in the order of `SOURCES`."""
        cifar = datasets.load("cifar100", data_dir=data_dir)
        return *chosen(cifar, SOURCES[self.kind], self.n_per_class), *chosen(cifar, SOURCES[self.kind], split="test")


def chosen(cifar, names, n_per_class=None, split="train"):
    """The first pictures of each class named, or all of them, and their labels, 0 for the first name."""
    images, labels = getattr(cifar, f"{split}_images"), getattr(cifar, f"{split}_labels")
    rows = [np.flatnonzero(labels == cifar.classes.tolist().index(name))[:n_per_class] for name in names]
    return images[np.concatenate(rows)], np.repeat(np.arange(len(names)), [len(own) for own in rows])


def trained(source, folder=None, *, data_dir=None, progress=lambda done, total: None):
    """The network after training, and the record of `repalign.paper.pictures.fit`; kept in `folder`, if one is named.

    Where it was trained before, it is only loaded.
    """
    network, (images, labels, *_) = source.network(), source.data(data_dir)
    path = folder and source.path(folder)
    return network, fit(network, images, labels, source.recipe, seed=source.seed, state_path=path, progress=progress)
