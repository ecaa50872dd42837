"""What layers of a network say of all classes of a task at once."""

import numpy as np

from repalign import alignment_curve, effective_rank, one_hot, spectrum
from repalign._support.levels import round_levels
from repalign.paper.experiments.similarity.pair_scores import block_features
from repalign.paper.measures.collapse import within_class_variability
from repalign.paper.results.arrays import stacked

LEVELS = round_levels(-40, 0)[::2]
"""Thresholds in units of sqrt(n), so that tasks of different sizes can be compared; with unit rows
no singular value exceeds 1 of them."""


def layers_on_classes(network, images, labels, layers):
    """Alignment of layers of a `ResNet18` with all k classes of a task, and what is said beside it.

    The target Y (n, k) is one-hot with its columns centred: else the mean of the labels, which the
    bias fits, would count as alignment. A layer is averaged over places, with bias and unit rows.

    Parameters
    ----------
    network : ResNet18
    images : uint8 array (n, h, w, 3)
    labels : array (n,)
    layers : sequence of L str

    Returns
    -------
    dict of arrays
        ``share`` (L, t): part of ||Y||_F^2 at `LEVELS`, the sum over columns of alignment;
        ``collapse`` (L,), `within_class_variability`; ``effective_rank`` (L,).
    """
    phi = block_features(network, images, layers)
    return stacked([_of_layer(phi[layer], labels) for layer in layers])


def _of_layer(phi, labels):
    own = spectrum(phi, one_hot(labels) - one_hot(labels).mean(axis=0))
    columns = alignment_curve(own, LEVELS * np.sqrt(len(phi)))
    return {
        "share": columns.sum(axis=1) / own.target_norm_sq.sum(),
        "collapse": np.array(within_class_variability(phi, labels)),
        "effective_rank": np.array(effective_rank(own)),
    }
