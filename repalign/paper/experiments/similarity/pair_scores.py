"""What the last layers of a network, and pixels, say of the 21 pairs of classes of one kind of
CIFAR-10."""

from itertools import chain

import numpy as np

from repalign import (
    alignment_curve,
    kernel_target_alignment,
    log_evidence,
    prepare,
    spectrum,
    spectrum_from_kernel,
)
from repalign.activations import representations
from repalign.paper.datasets.kinds import PAIRS, TARGETS, chosen
from repalign.paper.measures import probes
from repalign.paper.measures.nulls import with_shuffled
from repalign.paper.measures.scores import h_score, ncti
from repalign.paper.readings.common import height_of
from repalign.paper.results.arrays import spectrum_arrays, stacked
from repalign.paper.training.pictures import as_inputs

LAYERS = ("blocks.4", "blocks.5", "blocks.6", "blocks.7")
TAUS = np.geomspace(0.01, 50, 75)  # with unit rows no sigma exceeds sqrt(2000) = 44.7
SCORE_TAUS = (0.5, 2.0, 8.0)
DESCENT_STEPS = (10, 100, 1000)
BATCH = 500


def layers_on_pairs(network, cifar, *, n_per_class, n_permutations, seed):
    """Spectra and scores of the last four blocks of a `ResNet18`, averaged over places, with bias
    and unit rows.

    Parameters
    ----------
    network : ResNet18
    cifar : Images
        CIFAR-10. Spectra and linear models are of training pictures, accuracies of all test
        pictures of the pair.
    n_per_class, n_permutations, seed : int
        The seed decides how labels are shuffled: alike for all networks.

    Returns
    -------
    dict of arrays
        L layers `LAYERS`, P pairs `PAIRS`, t thresholds `TAUS`, m shuffles. A spectrum (P,) under
        each layer's name; ``curve`` (L, P, t), ``null`` (L, P, m, t) of shuffled labels,
        ``alignment`` (L, P, 3) at `SCORE_TAUS`: shares of ||y||^2; ``kernel_target_alignment``,
        ``log_evidence``, ``h_score``, ``cross_validated`` and ``probe_accuracy``, on test pictures,
        of ridge regression (L, P); ``ncti`` (L, P, 3), its parts; ``descent_accuracy`` (L, P, 3)
        after `DESCENT_STEPS`, at the best of three step sizes.
    """
    names = [*chain(*TARGETS.values())]
    parts = [
        (block_features(network, images, LAYERS), labels)
        for images, labels in (
            chosen(cifar, names, n_per_class),
            chosen(cifar, names, split="test"),
        )
    ]
    spectra, scores = {}, []
    for layer in LAYERS:
        pairs = []
        for index, (_, *pair) in enumerate(PAIRS):
            numbers = [names.index(name) for name in pair]
            task = chain(*(_of_pair(phi[layer], labels, numbers) for phi, labels in parts))
            pairs.append(_scores(layer, *task, n_permutations, [seed, index]))
        spectra |= stacked([own for own, _ in pairs])
        scores.append(stacked([own for _, own in pairs]))
    return spectra | stacked(scores)


def heights_on_pairs(network, cifar, n_per_class):
    """`height_of` the alignment curve of the last four blocks with each pair: array (L, P)."""
    names = [*chain(*TARGETS.values())]
    images, labels = chosen(cifar, names, n_per_class)
    phi = block_features(network, images, LAYERS)
    tasks = [[names.index(name) for name in pair] for _, *pair in PAIRS]
    found = [
        [height_of(spectrum(*_of_pair(phi[layer], labels, task))) for task in tasks]
        for layer in LAYERS
    ]
    return np.array(found)


def pixels_on_pairs(cifar, n_per_class):
    """Alignment of the pixels themselves, with bias and unit rows, with each pair: shares of
    ||y||^2 (P, t)."""
    curves = []
    for _, *pair in PAIRS:
        images, labels = chosen(cifar, pair, n_per_class)
        phi = prepare(images.reshape(len(images), -1) / 255)
        # There are more pixels than pictures.
        curves.append(
            alignment_curve(
                spectrum_from_kernel(phi @ phi.T, 2.0 * labels - 1), TAUS, normalized=True
            )
        )
    return np.array(curves)


def block_features(network, images, layers):
    """Layers of a `ResNet18`, averaged over places, with bias and unit rows: dict of arrays (n,
    channels + 1) by layer."""
    batches = np.array_split(images, -(-len(images) // BATCH))
    # Labels are not needed here.
    loader = ((as_inputs(batch), np.zeros(len(batch))) for batch in batches)
    chunks = [phi for phi, _ in representations(network, loader, layers, pool="mean")]
    return {layer: np.concatenate([phi[layer] for phi in chunks]) for layer in layers}


def _of_pair(phi, labels, pair):
    """Rows of two classes, and their labels of -1 and +1."""
    rows = [np.flatnonzero(labels == label) for label in pair]
    return phi[np.concatenate(rows)], np.repeat([-1.0, 1.0], [len(own) for own in rows])


def _scores(layer, phi, y, phi_test, y_test, n_permutations, seed):
    """The spectrum of a layer and a pair, and all else that is measured of them: two dicts of
    arrays."""
    own, null = with_shuffled(phi, y, n_permutations, seed)
    task = probes.task(phi, y, phi_test, y_test)
    return spectrum_arrays(layer, own), {
        "curve": alignment_curve(own, TAUS, normalized=True),
        "null": alignment_curve(null, TAUS, normalized=True).T,
        "alignment": alignment_curve(own, SCORE_TAUS, normalized=True),
        "kernel_target_alignment": np.array(kernel_target_alignment(own)),
        "log_evidence": np.array(log_evidence(own)),
        "h_score": np.array(h_score(phi, y)),
        "ncti": ncti(phi, y),
        "cross_validated": np.array(probes.cross_validated(phi, y)),
        "probe_accuracy": probes.ridge(task)["test_accuracy"],
        "descent_accuracy": probes.squared_curves(task, np.array(DESCENT_STEPS))["test_accuracy"],
    }
