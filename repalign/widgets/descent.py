"""DescentExplorer: gradient descent along each direction (Proposition 1, Figures 1, 8 and 9)."""

import numpy as np

from repalign._support.arrays import as_matrix, as_rng, as_targets
from repalign._support.check import as_list, require_positive, shown
from repalign.decomposition import spectrum
from repalign.widgets._base import STATIC, Explorer, check_single_targets, rounded, traitlets

OWN = "your own"
OWN_DIRECTIONS = ((10.0, 1.0), (6.0, 2.0), (3.0, 7.0), (1.0, 90.0))
PUZZLES = ("faster", "crossing", "lighter")


class DescentExplorer(Explorer):
    """Learning curves for any step size and, below, every direction as a process of its own.

    Parameters
    ----------
    spectra : dict of str -> Spectrum
        One to four, one target each.
    ratio : float
        Step size in units of each representation's own limit 2 / sigma_1^2; beyond 1 descent
        diverges.
    step : int
        Step that is shown.
    max_steps : int
        Last step of the curves.
    focus : str, optional
        Name whose directions are shown; default the first.
    shown : list of str, optional
        Default all.
    own : list of (sigma, squared projection), optional
        Two to eight directions that the reader may drag; shown as "your own".
    puzzles : list of {"faster", "crossing", "lighter"}
        About `own`, checked by the page.

    Raises
    ------
    ValueError
        As `AlignmentExplorer`; puzzles without `own`, or unknown ones.
    """

    _esm = STATIC / "descent.js"
    curves = traitlets.List().tag(sync=True)
    ratio = traitlets.Float(0.5, min=0.0).tag(sync=True)
    step = traitlets.Int(10, min=1).tag(sync=True)
    max_steps = traitlets.Int(100_000, min=2).tag(sync=True)
    focus = traitlets.Unicode().tag(sync=True)
    shown = traitlets.List(traitlets.Unicode()).tag(sync=True)
    own = traitlets.List().tag(sync=True)
    own_start = traitlets.List().tag(sync=True)
    puzzles = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, spectra, *, own=(), puzzles=(), **traits):
        spectra = check_single_targets(spectra)
        own = [_direction(pair) for pair in as_list("own", own)]
        puzzles = as_list("puzzles", puzzles, str)
        _check_puzzles(own, puzzles)
        names = [*spectra, OWN] if own else list(spectra)
        defaults = {
            "shown": names,
            "focus": names[0],
            "page_key": "descent",
            "page_state": ["ratio", "step", "focus", "shown", "own"],
        }
        super().__init__(
            curves=[_plain(name, spec) for name, spec in spectra.items()],
            own=own,
            own_start=own,
            puzzles=puzzles,
            **defaults | traits,
        )

    @classmethod
    def from_features(cls, phi, y, *, rng=0, **traits):
        """One representation with four label vectors: the true ones, shuffled, on top and on bottom
        directions.

        Parameters
        ----------
        phi : array (n, d)
        y : array (n,)
        rng : numpy Generator, or seed for one
        **traits
            As of `DescentExplorer`.
        """
        phi = as_matrix("phi", phi)
        y = as_targets(y, len(phi))
        if y.ndim != 1:
            raise ValueError(f"y must be a vector, one target; got shape {y.shape}")
        return cls(label_choices(phi, y, rng=rng), **traits)


def label_choices(phi, y, *, rng=0):
    """Spectra of phi with y, with y shuffled, and with vectors of y's length on its top and bottom
    five directions.

    Returns
    -------
    dict of str -> Spectrum
    """
    shuffled = as_rng("rng", rng).permutation(y)
    true, chance = (spectrum(phi, labels) for labels in (y, shuffled))
    return {"true labels": true, "shuffled labels": chance, **extremes(true)}


def extremes(spec, few=5):
    """The same features with labels of the same length, evenly on the first or on the last few
    directions.

    Returns
    -------
    dict of str -> Spectrum
    """
    few = min(few, spec.rank)
    return {
        "top directions": _on(spec, slice(few)),
        "bottom directions": _on(spec, slice(-few, None)),
    }


def _on(spec, where):
    power = np.zeros(spec.rank)
    power[where] = 1.0
    return type(spec)(
        spec.singular_values,
        power * spec.target_norm_sq / power.sum(),
        0.0,
        spec.n_samples,
        spec.n_features,
    )


def _plain(name, spec):
    return {
        "name": name,
        "sigma": rounded(spec.singular_values),
        "power": rounded(spec.squared_projections),
        "residual": rounded(spec.residual),
    }


def _direction(pair):
    numbers = as_list("own", pair)
    if len(numbers) != 2:
        raise ValueError(
            f"own must hold pairs (singular value, squared projection); got {shown(pair)}"
        )
    return [require_positive("own", number) for number in numbers]


def _check_puzzles(own, puzzles):
    if own and not 2 <= len(own) <= 8:
        raise ValueError(f"own must hold two to eight directions; got {len(own)}")
    unknown = [name for name in puzzles if name not in PUZZLES]
    if unknown or (puzzles and not own):
        raise ValueError(
            f"puzzles are {', '.join(PUZZLES)} and need own directions; got {list(puzzles)} with "
            f"own={own}"
        )
