"""Networks trained on one kind of things, natural or artificial, and fine-tuned on the same or on
the other kind.

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

import hashlib
import json
from dataclasses import asdict, dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from repalign.paper import datasets
from repalign.paper.pictures import Recipe, fit
from repalign.paper.resnet import ResNet18, with_outputs

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
PAIRS = tuple((kind, *pair) for kind in KINDS for pair in combinations(TARGETS[kind], 2))
"""Kind and names of the 21 tasks of two classes: 6 artificial, then 15 natural ones."""

TRAINING = Recipe(epochs=7)
TUNING = Recipe(epochs=3, learning_rate=0.02)


@dataclass(frozen=True)
class Source:
    """A network to be trained on one kind: what its weights follow from, and nothing else."""

    seed: int
    kind: str
    width: int = 32
    n_per_class: int = 500
    recipe: Recipe = TRAINING

    def name(self):
        return f"{self.kind if self.recipe.epochs else 'start'}-{self.seed}"

    def start(self, folder=None, data_dir=None):
        """The network before training, the same for both kinds."""
        return ResNet18(len(SOURCES[self.kind]), width=self.width, seed=self.seed)

    def data(self, data_dir=None):
        """Training pictures and labels, test pictures and labels: 0 to 29 in the order of
        `SOURCES`."""
        cifar = datasets.load("cifar100", data_dir=data_dir)
        return *chosen(cifar, SOURCES[self.kind], self.n_per_class), *chosen(
            cifar, SOURCES[self.kind], split="test"
        )


@dataclass(frozen=True)
class Tuning:
    """The network of a source, with a new output layer, to be trained on one kind of CIFAR-10."""

    source: Source
    kind: str
    n_per_class: int = 1000
    recipe: Recipe = TUNING

    @property
    def seed(self):
        return self.source.seed

    def name(self):
        return f"{self.source.name()}-to-{self.kind}"

    def start(self, folder=None, data_dir=None):
        network, _ = trained(self.source, folder, data_dir=data_dir)
        return with_outputs(network, len(TARGETS[self.kind]), seed=self.seed)

    def data(self, data_dir=None):
        """Training pictures and labels, test pictures and labels, in the order of `TARGETS`."""
        cifar = datasets.load("cifar10", data_dir=data_dir)
        return *chosen(cifar, TARGETS[self.kind], self.n_per_class), *chosen(
            cifar, TARGETS[self.kind], split="test"
        )


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


def path_of(job, folder):
    """Where the weights of a Source or a Tuning are kept: the name follows from what it
    contains."""
    content = json.dumps(asdict(job), sort_keys=True)
    return (
        Path(folder)
        / f"similarity-{job.name()}-{hashlib.sha256(content.encode()).hexdigest()[:12]}.pth"
    )


def trained(job, folder=None, *, data_dir=None, progress=lambda done, total: None):
    """The network of a Source or a Tuning after training, and the record of
    `repalign.paper.pictures.fit`.

    Weights are kept in `folder`, if one is named: what was trained before is only loaded.
    """
    network, (images, labels, *_) = job.start(folder, data_dir), job.data(data_dir)
    path = folder and path_of(job, folder)
    return network, fit(
        network, images, labels, job.recipe, seed=job.seed, state_path=path, progress=progress
    )
