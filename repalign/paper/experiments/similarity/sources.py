"""Networks trained on one kind of things, natural or artificial, and fine-tuned on the same or on
the other kind: `repalign.paper.datasets.kinds` says which things, and why not the paper's."""

from dataclasses import asdict, dataclass

from repalign._support import once
from repalign.paper import datasets
from repalign.paper.datasets.kinds import MIXED, SOURCES, TARGETS, chosen
from repalign.paper.networks import ResNet18, with_outputs
from repalign.paper.training.pictures import Recipe, fit_classes

CLASSES = SOURCES | MIXED
TRAINING = Recipe(epochs=20)
TUNING = Recipe(epochs=8, learning_rate=0.02)


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
        return ResNet18(len(CLASSES[self.kind]), width=self.width, seed=self.seed)

    def data(self, data_dir=None):
        """Training pictures and labels, test pictures and labels: 0 to 29 in the order of
        `CLASSES`."""
        cifar = datasets.load("cifar100", data_dir=data_dir)
        return *chosen(cifar, CLASSES[self.kind], self.n_per_class), *chosen(
            cifar, CLASSES[self.kind], split="test"
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


def path_of(job, folder):
    """Where the weights of a Source or a Tuning are kept: the name follows from what it
    contains."""
    return once.path_of(f"similarity-{job.name()}", asdict(job), folder, ".pth")


def trained(job, folder=None, *, data_dir=None, progress=lambda done, total: None):
    """The network of a Source or a Tuning after training, and the record of
    `repalign.paper.training.pictures.fit_classes`.

    Weights are kept in `folder`, if one is named: what was trained before is only loaded.
    """
    network, (images, labels, *_) = job.start(folder, data_dir), job.data(data_dir)
    path = folder and path_of(job, folder)
    return network, fit_classes(
        network, images, labels, job.recipe, seed=job.seed, state_path=path, progress=progress
    )


def all_trained(jobs, folder, *, data_dir, progress):
    """One job after the other `trained`: list of (job, network, record); progress is of all
    together."""
    total, before, done = sum(job.recipe.epochs for job in jobs), 0, []
    for job in jobs:
        shown = lambda epochs, _, before=before: progress(before + epochs, total)  # noqa: E731
        done.append((job, *trained(job, folder, data_dir=data_dir, progress=shown)))
        before += job.recipe.epochs
    return done
