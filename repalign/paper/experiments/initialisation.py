"""E8 once more, at random initialisation (section 7.2): what depth, the initialisation and
BatchNorm each do to the last hidden layer.

In evaluation mode BatchNorm uses the mean and variance that it was given at the start, 0 and 1: it
has seen no data, and normalises nothing. Networks are measured so ("resnet50/random") and with the
statistics of the pictures themselves ("resnet50/random+batch"), with the initialisation of their
own code, with PyTorch's default of every layer, and with that of Glorot and Bengio.
"""

from dataclasses import dataclass

import numpy as np

from repalign import prepare
from repalign.paper.datasets import pairs
from repalign.paper.features import pretrained
from repalign.paper.measures import probes
from repalign.paper.measures.nulls import with_shuffled
from repalign.paper.readings.common import height_of
from repalign.paper.results.arrays import in_float32, spectrum_arrays, stacked
from repalign.paper.results.tables import TaskTable

BATCH = "+batch"
OWN, OTHERS = ("random", "random" + BATCH), ("layer", "glorot")
NETWORKS = (
    *((name, OWN + OTHERS) for name in ("resnet18", "resnet50", "resnet101")),
    ("vgg16", ("random", *OTHERS)),
    ("efficientnet_lite0", OWN),
)
DATASETS = ("cifar100", "cifar10")


@dataclass(frozen=True)
class Config:
    """`seed` decides the two classes and the pictures, which the experiment `cnn` has too, and with
    the data set the weights.

    `networks` holds names, and weights as `pretrained.network` takes them; what ends with "+batch"
    has the statistics of these pictures. Other weights than the code's own are left out with them:
    BatchNorm takes back the scale of what it normalises, which is what those differ in. Pictures
    are resized to `size`, half a side of what the networks are made for, in a quarter of the time.
    On one pair of CIFAR-100 no height differed by more than 0.007 from that in float32.
    """

    dataset: str = "cifar100"
    seed: int = 0
    networks: tuple = NETWORKS
    n_samples: int = 160
    size: int = 112
    precision: str = "bfloat16"
    n_permutations: int = 20

    def names(self):
        """Of the representations: pixels, network/weights."""
        return [
            "pixels",
            *(f"{name}/{weights}" for name, all_ in self.networks for weights in all_),
        ]


CONFIGS = tuple(Config(dataset, seed) for seed in range(5) for dataset in DATASETS)
QUICK = tuple(
    Config(dataset, networks=(("resnet18", OWN + OTHERS),), n_samples=20, size=64, n_permutations=2)
    for dataset in DATASETS
)


def data(config, data_dir=None):
    """Pictures and labels."""
    own = _pair(config, data_dir)
    return own.images, own.y


def _pair(config, data_dir):
    return pairs.draw(
        config.dataset, config.seed, n_samples=config.n_samples, n_test=2, data_dir=data_dir
    )


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Extract and measure; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
    state_path : path, optional
        Not used: a run takes minutes.
    progress : callable (representations done, representations in all)

    Returns
    -------
    dict of arrays
        R representations (``representations``, names). A spectrum under the name of each.
        ``shuffled_height`` (R,), the height of the curve for shuffled labels, mean; ``accuracy``
        (R,), of ridge regression, cross-validated. ``classes`` (2,) names.
    """
    own = _pair(config, data_dir)
    names, spectra, others = config.names(), {}, []
    for name in names:
        phi = prepare(_features(name, own.images, config))
        spec, shuffled = with_shuffled(phi, own.y, config.n_permutations, config.seed)
        spectra |= spectrum_arrays(name, spec)
        others.append(
            {
                "shuffled_height": height_of(shuffled),
                "accuracy": probes.cross_validated(phi, own.y),
            }
        )
        progress(len(others), len(names))
    return {
        "dataset": np.array(config.dataset),
        "seed": np.array(config.seed),
        "representations": np.array(names),
        "classes": own.classes,
        **spectra,
        **stacked(others),
    }


def _features(name, images, config):
    network, _, weights = name.partition("/")
    if network == "pixels":
        return images.reshape(len(images), -1) / 255
    options = {"size": config.size, "precision": config.precision}
    seed = pairs.network_seed(config.dataset, config.seed)
    net = pretrained.network(network, weights.removesuffix(BATCH), seed=seed)
    if weights.endswith(BATCH):
        net = pretrained.with_batch_statistics(net, network, images, **options)
    return pretrained.extract(net, network, images, **options)[pretrained.LAST]


def summarize(runs):
    """What the book keeps of all runs: arrays by name.

    Parameters
    ----------
    runs : list of what `run` returned

    Returns
    -------
    dict of arrays
        P pairs of classes, by data set and seed. ``datasets``, ``seeds`` (P,), ``classes`` (P, 2),
        ``representations`` (R,), names; a spectrum (P,) under the name of each;
        ``shuffled_height``, ``accuracy`` (P, R).
    """
    table = TaskTable.of(runs)
    kept = {key: table.rows(key) for key in ("shuffled_height", "accuracy")}
    for name in table.names:
        kept |= table.spectrum(name)
    return in_float32(kept) | {
        "datasets": np.array([dataset for dataset, _ in table.tasks]),
        "seeds": np.array([seed for _, seed in table.tasks]),
        "classes": table.shared("classes"),
        "representations": np.array(table.names),
    }
