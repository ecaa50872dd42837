"""What all explorers share: their bundles, their state on a page, and numbers small enough to
travel."""

import json
from pathlib import Path

import numpy as np

from repalign._support import palette
from repalign._support.arrays import as_real
from repalign._support.check import LARGEST_COUNT, as_dict, require_direction, require_type, shown
from repalign._support.extras import need
from repalign.decomposition import Spectrum

anywidget = need("anywidget", "widgets")
traitlets = need("traitlets", "widgets")

LARGEST_SHARE = 1000  # far above any: only what overflows must be kept out
STATIC = Path(__file__).parent / "static"
NOT_RUN = "An interactive figure: run the cell in a notebook to move it."


class StateError(traitlets.TraitError, ValueError):
    """A trait was given what it, or a page, cannot hold."""


class Explorer(anywidget.AnyWidget):
    """An anywidget with the package's style sheet.

    On a page of the book, ``page_key`` names the explorer in the address and ``page_state`` the
    traits that a link to it carries, as in ``#circle?direction=135``. In a notebook such links lead
    there too; where its prose is out of an output's reach, as in Colab, ``links``, such as
    ``{"labelling B": "direction=135"}``, are buttons beneath.

    Raises
    ------
    TypeError
        A keyword that names no trait.
    StateError
        A ValueError: a trait is given what it cannot hold, now or later.
    """

    _css = (
        palette.style(".repalign")
        + palette.lines(".repalign")
        + (STATIC / "explorers.css").read_text(encoding="utf-8")
    )
    page_key = traitlets.Unicode().tag(sync=True)
    page_state = traitlets.List(traitlets.Unicode()).tag(sync=True)
    links = traitlets.Dict(key_trait=traitlets.Unicode(), value_trait=traitlets.Unicode()).tag(
        sync=True
    )

    def __init__(self, **traits):
        if unknown := [name for name in traits if not self.has_trait(name)]:
            known = ", ".join(
                name for name in type(self).class_traits(sync=True) if not name.startswith("_")
            )
            raise TypeError(
                f"{type(self).__name__} has no trait {', '.join(unknown)}; it has: {known}"
            )
        super().__init__(**traits)

    def __setattr__(self, name, value):
        if isinstance(value, int | float | list | tuple | dict) and self.has_trait(name):
            self._require_plain(name, value)
        try:
            super().__setattr__(name, value)
        except traitlets.TraitError as error:
            raise StateError(str(error)) from error

    def _require_plain(self, name, value):
        """StateError for what JSON, or a number of JavaScript, cannot hold."""
        try:
            json.dumps(value, allow_nan=False)
        except (TypeError, ValueError, RecursionError) as error:
            raise StateError(
                f"{name} of {type(self).__name__} cannot travel to a page: {error}; got "
                f"{shown(value)}"
            ) from error
        if isinstance(value, int) and abs(value) > LARGEST_COUNT:
            raise StateError(
                f"{name} of {type(self).__name__} must lie within 2^53 of 0; got {shown(value)}"
            )

    @traitlets.validate("page_state")
    def _known_traits(self, proposal):
        if unknown := [name for name in proposal["value"] if not self.has_trait(name)]:
            raise StateError(
                f"page_state must name traits of {type(self).__name__}; got {', '.join(unknown)}"
            )
        return proposal["value"]

    def __repr__(self):
        # Without an address in memory, so that a notebook's output is the same from run to run.
        state = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.page_state)
        return f"{type(self).__name__}({state})"

    def _repr_mimebundle_(self, **kwargs):
        # What a front end shows that does not run the explorer, and a notebook whose cell has not
        # been run.
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | {"text/plain": f"{NOT_RUN} {self!r}"}, metadata


def rounded(array, digits=7):
    """Nested lists with `digits` significant digits; ValueError for NaN and inf, which a page would
    get as strings."""
    array = as_real("what an explorer shows", array)
    short = [float(f"{value:.{digits}g}") for value in array.ravel()]
    return np.array(short).reshape(array.shape).tolist()


def per_mille(shares):
    """Shares as whole thousandths, for curves that are many: nested lists of int; ValueError for
    NaN and inf."""
    return whole_parts(shares, 1000)


def differences(whole):
    """Whole numbers along the last axis, each less the one before it: short to write where they
    change little. The page adds them up (``summed`` of ``parts/math.js``)."""
    return np.diff(np.array(whole, dtype=int), prepend=0).tolist()


def whole_parts(shares, parts_of_one):
    """Shares as whole numbers of such parts; ValueError for NaN, inf and what is no share."""
    shares = np.array(rounded(shares))
    if np.abs(shares).max(initial=0) > LARGEST_SHARE:
        raise ValueError(
            f"shares are fractions, about 0 to 1; got one of {np.abs(shares).max():.3g}"
        )
    return np.rint(parts_of_one * shares).astype(int).tolist()


def check_single_targets(spectra):
    """A dict of one to four spectra of one target each, none without a direction; else TypeError or
    ValueError."""
    spectra = as_dict("spectra", spectra, Spectrum, empty=True)
    if not 1 <= len(spectra) <= 4:
        raise ValueError(f"one to four spectra can be told apart; got {len(spectra)}")
    for name, spec in spectra.items():
        require_directions(name, spec)
    return spectra


def require_directions(name, spec):
    """TypeError or ValueError unless spec is a Spectrum of one target that has a direction."""
    return require_direction(name, require_type(name, spec, Spectrum))
