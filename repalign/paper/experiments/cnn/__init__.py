"""E8, Figure 13: a pretrained CNN's last hidden layer is well aligned with classes it was never
trained on.

Two random classes of CIFAR-10 or CIFAR-100 are the task. Pixels, hand-made features (SIFT, HOG,
RBF) and layers of CNNs, at random initialisation and trained on ImageNet, are measured by their
spectra and by linear models on them.

Measured here are SqueezeNet 1.1, trained and at random, and MobileNetV2 and EfficientNet-Lite 0, 1
and 2, trained; more networks at random are in the experiment `initialisation`. The paper's own
networks with ImageNet weights are the same code, ``replace(config, networks=PAPER)``, and have not
been run here: torchvision downloads their weights.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from repalign import (
    alignment_curve,
    kernel_target_alignment,
    log_evidence,
    permutation_null,
    prepare,
)
from repalign.paper.datasets import pairs
from repalign.paper.experiments.cnn.summary import summarize as summarize
from repalign.paper.features import efficientnet_lite, handmade, mobilenet, named, pretrained
from repalign.paper.measures import probes, scores
from repalign.paper.measures.descent import steps_by_decade
from repalign.paper.measures.nulls import QUANTILES
from repalign.paper.readings import cnn as readings
from repalign.paper.results.arrays import spectrum_arrays, stacked

LAYERS = (*readings.LAYERS, pretrained.LAST)
SQUEEZENET = (("squeezenet1_1", "random", LAYERS), ("squeezenet1_1", "imagenet", LAYERS))
MOBILENET = (mobilenet.NAME, "imagenet", (pretrained.LAST,))
LITE = tuple((name, "imagenet", (pretrained.LAST,)) for name in efficientnet_lite.SIDES)
PAPER = tuple(
    (name, weights, (pretrained.LAST,))
    for name in ("vgg16", "resnet50", "resnet101")
    for weights in ("random", "imagenet")
)
BY_HAND = ("pixels", "sift", "hog", "rbf")
TAUS = np.concatenate([np.geomspace(0.05, 5, 25), np.geomspace(6, 30, 8)])


@dataclass(frozen=True)
class Config:
    """Section 7.2 of the paper. `seed` decides the classes, the pictures and the dictionary, and
    with the data set random networks.

    `networks` holds names, weights and layers as `pretrained.network` and `pretrained.extract` take
    them, maps over space averaged; pictures are resized to `size` (None: that of the weights, 224
    to 260, without torchvision's crop). `n_test` None is all test images of the two classes, 2000
    of CIFAR-10 or 200 of CIFAR-100. `steps` go to 10^6 for the squared error, in closed form, and
    to `logistic_steps` for the logistic loss, in a loop. EfficientNet-Lite computes in bfloat16,
    which takes half the time: on 200 pictures of CIFAR-100 alignment of Lite 0 at three thresholds
    differed from that of float32 by 0.003 of ||y||^2 at most.
    """

    dataset: str = "cifar100"
    seed: int = 0
    networks: tuple = SQUEEZENET
    by_hand: bool = True
    n_samples: int = 1000
    n_test: int | None = None
    size: int | None = None
    precision: str = "float32"
    words: int = 2048
    steps: int = 10**6
    logistic_steps: int = 2000
    n_permutations: int = 100

    def grid(self):
        """Numbers of steps: 0, and 8 a decade."""
        return steps_by_decade(self.steps, 8)

    def names(self):
        """Of the representations: pixels ..., or network/weights, and the layer where it is not the
        last."""
        layers = [
            name_of(name, weights, layer)
            for name, weights, layers in self.networks
            for layer in layers
        ]
        return [*(BY_HAND if self.by_hand else ()), *layers]


def name_of(network, weights, layer=pretrained.LAST):
    """What a layer's representation is called: "squeezenet1_1/imagenet",
    "squeezenet1_1/random/features.2"."""
    return "/".join([network, weights, *([layer] if layer != pretrained.LAST else [])])


DATASETS = ("cifar100", "cifar10")
N_TEST = {"cifar100": 200, "cifar10": 400}
CONFIGS = tuple(
    Config(dataset, seed, n_test=N_TEST[dataset], **options)
    for seed in range(5)
    for dataset in DATASETS
    for options in (
        {"networks": (*SQUEEZENET, MOBILENET)},
        {"networks": LITE, "by_hand": False, "precision": "bfloat16"},
    )
)
QUICK = tuple(
    Config(
        dataset,
        n_samples=40,
        n_test=20,
        size=64,
        words=50,
        steps=1000,
        logistic_steps=20,
        n_permutations=5,
        networks=tuple((*net[:2], LAYERS[-2:]) for net in SQUEEZENET),
    )
    for dataset in DATASETS
)


def pair(config, data_dir=None):
    """The two classes and their pictures."""
    return pairs.draw(
        config.dataset,
        config.seed,
        n_samples=config.n_samples,
        n_test=config.n_test,
        data_dir=data_dir,
    )


def data(config, data_dir=None):
    """Pictures and labels, to train on and held out."""
    own = pair(config, data_dir)
    return own.images, own.y, own.test_images, own.y_test


def run(config, *, data_dir=None, state_path=None, progress=lambda done, total: None):
    """Extract and measure; arrays by name.

    Parameters
    ----------
    config : Config
    data_dir : path, optional
    state_path : path, optional
        Beside it, in a folder ``features``, what networks say of pictures is kept and read again: a
        kill costs that of 200 pictures, and another analysis of the same pictures has it at once.
        The folder may be removed.
    progress : callable (representations done, representations in all)

    Returns
    -------
    dict of arrays
        R representations (``representations``, names), T steps, L of them walked by the logistic
        loss, t thresholds. A spectrum under the name of each representation. ``alignment`` (R, t),
        shares of ||y||^2, and ``null`` (R, 3, t), its quantiles for shuffled labels;
        ``log_evidence``, ``kernel_target_alignment``, ``h_score`` (R,), ``ncti`` (R, 3), of
        `repalign.paper.measures.scores`; ``squared_`` and ``logistic_`` with
        ``train_error``, ``test_error``, ``train_accuracy``, ``test_accuracy`` (R, T) or (R, L) and
        ``factor`` (R,), of `repalign.paper.measures.probes`; ``ridge_`` with ``penalty``,
        ``test_accuracy``, ``test_error`` (R,); ``least_squares_`` with ``residual``, ``accuracy``,
        ``weight_norm`` (R,). ``classes`` (2,) names, ``numbers`` (2,); ``steps`` (T,),
        ``logistic_steps`` (L,), ``taus`` (t,), ``null_quantiles`` (3,).
    """
    for name, weights, _ in config.networks:
        if weights == "imagenet" and name in named.IN_PACKAGES:
            pretrained.weights_path(name)  # says what is not installed before anything is measured
    own = pair(config, data_dir)
    measured, names = [], config.names()
    folder = state_path and Path(state_path).parent / "features"
    for name, phi, phi_test in _representations(config, own, data_dir, folder):
        measured.append(_measure(config, name, prepare(phi), own.y, prepare(phi_test), own.y_test))
        progress(len(measured), len(names))
    spectra, others = zip(*measured, strict=True)
    return {
        "dataset": np.array(config.dataset),
        "seed": np.array(config.seed),
        "representations": np.array(names),
        "classes": own.classes,
        "numbers": own.numbers,
        "steps": config.grid(),
        "logistic_steps": _walked(config),
        "taus": TAUS,
        "null_quantiles": np.array(QUANTILES),
        **{key: value for arrays in spectra for key, value in arrays.items()},
        **stacked(others),
    }


def _walked(config):
    return config.grid()[config.grid() <= config.logistic_steps]


def _representations(config, own, data_dir, folder):
    """Name, training and test features, one representation after the other."""
    if config.by_hand:
        flat, flat_test = (
            images.reshape(len(images), -1) / 255 for images in (own.images, own.test_images)
        )
        yield "pixels", flat, flat_test
        yield (
            "sift",
            *handmade.bag_of_words(
                own.images, own.test_images, words=config.words, seed=config.seed
            ),
        )
        yield "hog", handmade.hog(own.images), handmade.hog(own.test_images)
        yield "rbf", handmade.rbf(flat, flat), handmade.rbf(flat_test, flat)
    seed = pairs.network_seed(config.dataset, config.seed)
    for name, weights, layers in config.networks:
        net = pretrained.network(name, weights, seed=seed, data_dir=data_dir)
        options = {"layers": layers, "size": config.size, "precision": config.precision}
        train, test = (
            pretrained.extract_kept(net, name, images, folder, **options)
            for images in (own.images, own.test_images)
        )
        for layer in layers:
            yield name_of(name, weights, layer), train[layer], test[layer]


def _measure(config, name, phi, y, phi_test, y_test):
    """The arrays of the spectrum, and those of one representation that `run` stacks."""
    own = probes.task(phi, y, phi_test, y_test)
    spec = own.spectrum
    parts = {
        "squared": probes.squared_curves(own, config.grid()),
        "logistic": probes.logistic_curves(own, _walked(config)),
        "ridge": probes.ridge(own),
        "least_squares": probes.least_squares(phi, y),
    }
    null = permutation_null(
        own.train, y, TAUS, n_permutations=config.n_permutations, rng=config.seed
    ) / len(y)
    return spectrum_arrays(name, spec), {
        "alignment": alignment_curve(spec, TAUS, normalized=True),
        "null": np.quantile(null, QUANTILES, axis=0),
        "log_evidence": np.array(log_evidence(spec)),
        "kernel_target_alignment": np.array(kernel_target_alignment(spec)),
        "h_score": np.array(scores.h_score(phi, y)),
        "ncti": scores.ncti(phi, y),
        **{
            f"{part}_{key}": value
            for part, values in parts.items()
            for key, value in values.items()
        },
    }
