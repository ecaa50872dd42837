"""EmergenceExplorer: alignment growing over training (Figure 2, c to d)."""

from typing import NamedTuple

import numpy as np

from repalign._support.arrays import as_ascending, as_shaped, as_whole
from repalign._support.check import as_list
from repalign.decomposition import Spectrum
from repalign.measures import alignment_curve
from repalign.widgets._base import (
    STATIC,
    Explorer,
    differences,
    per_mille,
    require_directions,
    rounded,
    traitlets,
    whole_parts,
)

DIRECTIONS = 100  # drawn one by one; curves count them all
TOP = 10
FINE, FINEST = (
    10_000,
    100_000,
)  # parts of one: of curves, read to a hundredth of a per cent; of dots


class Checkpoint(NamedTuple):
    """A moment of training: the Spectrum of a layer with the training labels, mean loss and
    accuracy.

    ``null`` is (low, high), each (t,): the band of alignment curves of labels shuffled anew,
    absolute, at the explorer's thresholds.
    """

    epoch: int
    spectrum: Spectrum
    loss: float
    accuracy: float
    null: tuple | None = None


class EmergenceExplorer(Explorer):
    """Scrub or play through training and see the directions of a layer turn towards the labels.

    Parameters
    ----------
    checkpoints : sequence of Checkpoint
        In the order of their epochs.
    taus : array (t,), optional
        Ascending positive thresholds of the curves; default 81 up to the largest singular value, in
        equal ratios.
    checkpoint : int, optional
        Shown at first; default the last.
    threshold : float, optional
        One of `taus`, or the nearest is taken; default the middle one.

    Raises
    ------
    ValueError
        No checkpoints, epochs that do not ascend, or numbers that are not finite.
    """

    _esm = STATIC / "emergence.js"
    epochs = traitlets.List().tag(sync=True)
    loss = traitlets.List().tag(sync=True)
    accuracy = traitlets.List().tag(sync=True)
    reaching = traitlets.List().tag(sync=True)
    top = traitlets.List().tag(sync=True)
    share = traitlets.List().tag(sync=True)
    taus = traitlets.List().tag(sync=True)
    curves = traitlets.List().tag(sync=True)
    bands = traitlets.List().tag(sync=True)
    n_samples = traitlets.Int().tag(sync=True)
    checkpoint = traitlets.Int(min=0).tag(sync=True)
    threshold = traitlets.Float().tag(sync=True)

    def __init__(self, checkpoints, *, taus=None, **traits):
        checkpoints = as_list("checkpoints", checkpoints, Checkpoint)
        epochs = as_whole("epochs", [checkpoint.epoch for checkpoint in checkpoints])
        if not epochs or np.any(np.diff(epochs) <= 0):
            raise ValueError(
                "checkpoints must be at least one, in the order of their epochs; "
                f"got epochs {epochs}"
            )
        spectra = [require_directions(f"checkpoint {c.epoch}", c.spectrum) for c in checkpoints]
        taus = rounded(_thresholds(spectra) if taus is None else as_ascending("taus", taus), 5)
        curves = [alignment_curve(spec, taus, normalized=True) for spec in spectra]
        shares = [spec.squared_projections / spec.target_norm_sq for spec in spectra]
        defaults = {
            "checkpoint": len(epochs) - 1,
            "threshold": taus[len(taus) // 2],
            "page_key": "emergence",
            "page_state": ["checkpoint", "threshold"],
        }
        super().__init__(
            epochs=epochs,
            loss=rounded([checkpoint.loss for checkpoint in checkpoints], 4),
            accuracy=rounded([checkpoint.accuracy for checkpoint in checkpoints], 5),
            reaching=[_reaching(spec.singular_values[:DIRECTIONS], taus) for spec in spectra],
            top=[rounded(each[:TOP].sum()) for each in shares],
            share=[whole_parts(each[:DIRECTIONS], FINEST) for each in shares],
            taus=taus,
            curves=differences(whole_parts(curves, FINE)),
            bands=[_band(c, len(taus)) for c in checkpoints if c.null is not None],
            n_samples=spectra[0].n_samples,
            **defaults | traits,
        )


def _thresholds(spectra):
    largest = max(spec.singular_values[0] for spec in spectra)
    return np.geomspace(1e-4 * largest, largest, 81)


def _band(checkpoint, t):
    null = as_shaped(f"the null of checkpoint {checkpoint.epoch}", checkpoint.null, (2, t))
    return differences(per_mille(null / checkpoint.spectrum.target_norm_sq))


def _reaching(sigma, taus):
    """How many of the directions that are drawn reach each threshold."""
    return differences(np.sum(sigma >= np.array(taus)[:, None], axis=1))
