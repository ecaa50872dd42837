"""What is read off alignment with all classes, layer by layer: the stored experiments `fine_tuning`
and `tunnel`.

Values of `fine_tuning` are (S, N, K, C, K, L), seeds, networks, targets, checkpoints, kinds of
classes and layers; those of `tunnel` (S, N, J, L), with J tasks.
"""

import numpy as np

from repalign.paper.datasets.kinds import ARTIFICIAL, KINDS, NATURAL

SOURCES = [ARTIFICIAL, NATURAL]
START = len(SOURCES)
"""The order of networks in both experiments: both sources, and their start."""
LENIENT, STRICT = 0.01, 0.1
"""Thresholds over the root of the number of pictures: a direction at the second carries a hundredth
of Phi."""
ROLES = ("own classes", "classes of the other source", "targets of its kind", "other targets")
OWN, OTHER_HALF, SAME_KIND, OTHER_KIND = range(len(ROLES))
FOREIGN = slice(OTHER_HALF, None)
SHALLOW, MIDDLE, LAST = 4, 6, 8
"""Layers of `tunnel`, of which the stem is the first: fourth, sixth and eighth block, each the last
one of its width."""


def height(stored):
    """The curve in one number from 0 to 1: its mean over thresholds from a hundredth of sqrt(n) to
    sqrt(n)."""
    return stored["share"].mean(axis=-1, dtype=np.float64)


def share_at(level):
    """Share of ||Y||_F^2 at the stored threshold next to `level`, over sqrt(n)."""
    return lambda stored: stored["share"][..., np.abs(stored["levels"] - level).argmin()]


def log_collapse(stored):
    """log10 of NC1."""
    return np.log10(stored["collapse"], dtype=np.float64)


def log_rank(stored):
    """log10 of the effective rank."""
    return np.log10(stored["effective_rank"], dtype=np.float64)


def in_tuning(stored, measure, foreign=False):
    """A measure of the layers against the classes a network is tuned on, or those of the other
    kind: array (S, N, K, C, L)."""
    values, kinds = measure(stored), np.arange(len(KINDS))
    by_target = values[:, :, kinds, :, 1 - kinds if foreign else kinds]
    return np.moveaxis(by_target, 0, 2)


def rise(measure, foreign=False):
    """The measure after fine-tuning less before, of either trained source, target and layer: reader
    of (S, 2 K L)."""
    return lambda stored: _flat(_risen(stored, measure, foreign))


def last_rises_more(measure, foreign=False, of_room=False):
    """The rise in the last layer less that in each before: reader of (S, 2 K (L - 1)); or of what
    each had left to rise to 1."""

    def read(stored):
        risen = _risen(stored, measure, foreign, of_room)
        return _flat(risen[..., -1:] - risen[..., :-1])

    return read


def apart(checkpoint):
    """How far the heights with both sources lie apart at a checkpoint, of each target and layer:
    reader of (S, K L)."""
    return lambda stored: _flat(np.abs(_ahead(in_tuning(stored, height)[:, :, :, checkpoint])))


def layer_names(stored):
    """Of the stored layers: "stem", and "block 8" for ``blocks.7``."""
    parts = [str(layer).rpartition(".") for layer in stored["layers"]]
    return [f"block {int(last) + 1}" if dot else last for _, dot, last in parts]


def tuning_cases(layers=slice(None)):
    """Names of the cases of `rise`, and of `last_rises_more` for all layers but the last."""
    return lambda stored: [
        f"{source} to {target}, {layer}"
        for source in stored["networks"][SOURCES]
        for target in stored["kinds"]
        for layer in layer_names(stored)[layers]
    ]


def apart_cases(stored):
    return [f"{kind} classes, {name}" for kind in stored["kinds"] for name in layer_names(stored)]


def in_tunnel(stored, measure, start=False):
    """A measure of both sources' layers against tasks in their `ROLES`; with `start`, of the start
    against the same tasks: array (S, 2, 4, L)."""
    values = measure(stored)
    roles = [
        values[:, START if start else own, [own, other, 2 + own, 2 + other]]
        for own, other in (SOURCES, SOURCES[::-1])
    ]
    return np.stack(roles, axis=1)


def deep(measure, roles, start=False, since=MIDDLE):
    """The measure in the last block less that in the sixth, or another, of either source and role:
    reader of (S, 2 R)."""
    return lambda stored: _flat(_deep(stored, measure, start, since)[:, :, roles])


def deep_less_shallow(measure, start=False):
    """For own classes, the same less what was gained from the fourth block to the sixth: reader of
    (S, 2)."""

    def read(stored):
        own = in_tunnel(stored, measure, start)[:, :, OWN]
        return own[..., LAST] - 2 * own[..., MIDDLE] + own[..., SHALLOW]

    return read


def same_less_other_kind(measure):
    """`deep` for targets of the source's kind less for the other targets: reader of (S, 3), of
    either source and of their mean."""

    def read(stored):
        values = _deep(stored, measure)
        more = values[:, :, SAME_KIND] - values[:, :, OTHER_KIND]
        return np.column_stack([more, more.mean(axis=1)])

    return read


def tunnel_cases(roles):
    """Names of the cases of `deep`."""
    return lambda stored: [
        f"{source}, {role}" for source in stored["networks"][SOURCES] for role in ROLES[roles]
    ]


def source_cases(stored):
    return [f"{source} source" for source in stored["networks"][SOURCES]]


def _risen(stored, measure, foreign, of_room=False):
    values = in_tuning(stored, measure, foreign)[:, SOURCES]
    before, after = values[:, :, :, 0], values[:, :, :, -1]
    return (after - before) / (1 - before if of_room else 1)


def _deep(stored, measure, start=False, since=MIDDLE):
    values = in_tunnel(stored, measure, start)
    return values[..., LAST] - values[..., since]


def _ahead(values):
    """The artificial source less the natural one: (S, N, ...) to (S, ...)."""
    return values[:, ARTIFICIAL] - values[:, NATURAL]


def _flat(values):
    return np.reshape(values, (len(values), -1))
