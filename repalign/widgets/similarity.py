"""SimilarityExplorer: by how much a similar source is ahead, layer by layer and task by task
(Figure 14)."""

from repalign._support.arrays import as_real, as_shaped, as_vector
from repalign._support.check import as_dict, as_list
from repalign.widgets._base import (
    STATIC,
    Explorer,
    differences,
    rounded,
    traitlets,
    whole_parts,
)

PARTS_OF_ONE = 10_000
"""Shares travel as whole numbers, small enough and fine enough for differences of a thousandth."""


class SimilarityExplorer(Explorer):
    """Scrub through the layers of two networks, and see on which tasks that from the similar source
    is ahead.

    Parameters
    ----------
    taus : array (t,)
        Ascending thresholds of all curves.
    layers : sequence of L str
    pairs : dict of P names of tasks -> str
        The kind of each.
    shares : array (2, S, L, P, t)
        Normalised alignment curves of S runs, with the similar and with the dissimilar source.
    start : array (L, P, t)
        The same before training, mean over the runs.
    null : array (L, 2, t)
        Between what labels without meaning leave the mean of the differences.
    threshold : float, optional
        One of `taus`, or the nearest is taken; default 2.

    Raises
    ------
    ValueError
        Shapes that do not fit each other.
    """

    _esm = STATIC / "similarity.js"
    taus = traitlets.List().tag(sync=True)
    layers = traitlets.List(traitlets.Unicode()).tag(sync=True)
    pairs = traitlets.List(traitlets.Unicode()).tag(sync=True)
    kinds = traitlets.List(traitlets.Unicode()).tag(sync=True)
    similar = traitlets.List().tag(sync=True)
    dissimilar = traitlets.List().tag(sync=True)
    start = traitlets.List().tag(sync=True)
    null = traitlets.List().tag(sync=True)
    layer = traitlets.Int(min=0).tag(sync=True)
    pair = traitlets.Int(min=0).tag(sync=True)
    threshold = traitlets.Float(2.0, min=0).tag(sync=True)

    def __init__(self, taus, layers, pairs, shares, start, null, **traits):
        taus, layers = as_vector("taus", taus), as_list("layers", layers, str)
        pairs = as_dict("pairs", pairs, str, empty=True)
        _check(taus, layers, pairs, {"shares": shares, "start": start, "null": null})
        defaults = {
            "layer": len(layers) - 1,
            "page_key": "similarity",
            "page_state": ["layer", "pair", "threshold"],
        }
        super().__init__(
            taus=rounded(taus, 5),
            layers=layers,
            pairs=list(pairs),
            kinds=list(pairs.values()),
            **{
                name: _whole(curves)
                for name, curves in zip(("similar", "dissimilar"), shares, strict=True)
            },
            start=_whole(start),
            null=_whole(null),
            **defaults | traits,
        )


def _whole(shares):
    return differences(whole_parts(shares, PARTS_OF_ONE))


def _check(taus, layers, pairs, arrays):
    if not len(taus) or not layers or not pairs:
        raise ValueError(
            f"nothing to show: {len(taus)} thresholds, {len(layers)} layers, {len(pairs)} pairs"
        )
    runs = as_real("shares", arrays["shares"]).shape[1:2]
    expected = {
        "shares": (2, *runs, len(layers), len(pairs), len(taus)),
        "start": (len(layers), len(pairs), len(taus)),
        "null": (len(layers), 2, len(taus)),
    }
    for name, shape in expected.items():
        as_shaped(name, arrays[name], shape)
