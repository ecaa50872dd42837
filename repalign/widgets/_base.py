"""What all explorers share: their bundles, their state on a page, and numbers small enough to travel."""

from pathlib import Path

import numpy as np

from repalign._extras import need

anywidget = need("anywidget", "widgets")
traitlets = need("traitlets", "widgets")

STATIC = Path(__file__).parent / "static"
NOT_RUN = "An interactive figure: run the cell in a notebook to move it."


class Explorer(anywidget.AnyWidget):
    """An anywidget with the package's style sheet.

    On a page of the book, ``page_key`` names the explorer in the address and ``page_state`` the traits that a link to
    it carries, as in ``#circle?direction=135``. In a notebook such links lead there too; where its prose is out of an
    output's reach, as in Colab, ``links``, such as ``{"labelling B": "direction=135"}``, are buttons beneath.
    """

    _css = STATIC / "explorers.css"
    page_key = traitlets.Unicode().tag(sync=True)
    page_state = traitlets.List(traitlets.Unicode()).tag(sync=True)
    links = traitlets.Dict(key_trait=traitlets.Unicode(), value_trait=traitlets.Unicode()).tag(sync=True)

    def __repr__(self):
        # Without an address in memory, so that a notebook's output is the same from run to run.
        state = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.page_state)
        return f"{type(self).__name__}({state})"

    def _repr_mimebundle_(self, **kwargs):
        # What a front end shows that does not run the explorer, and a notebook whose cell has not been run.
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | {"text/plain": f"{NOT_RUN} {self!r}"}, metadata


def rounded(array, digits=7):
    """Nested lists with `digits` significant digits; ValueError for NaN and inf, which a page would get as strings."""
    array = np.asarray(array, dtype=np.float64)
    if not np.isfinite(array).all():
        raise ValueError(f"{np.count_nonzero(~np.isfinite(array))} values of {array.size} are NaN or infinite")
    short = [float(f"{value:.{digits}g}") for value in array.ravel()]
    return np.array(short).reshape(array.shape).tolist()


def per_mille(shares):
    """Shares as whole thousandths, for curves that are many: nested lists of int; ValueError for NaN and inf."""
    return np.rint(1000 * np.array(rounded(shares))).astype(int).tolist()


def check_single_targets(spectra):
    """ValueError unless there are one to four spectra of one target each, none without a direction."""
    if not 1 <= len(spectra) <= 4:
        raise ValueError(f"one to four spectra can be told apart; got {len(spectra)}")
    for name, spec in spectra.items():
        if np.ndim(spec.residual) != 0:
            raise ValueError(f"{name!r} holds {len(spec.residual)} targets; pass one, with spec.target(index)")
        if spec.rank == 0:
            raise ValueError(f"{name!r} has no singular value above zero, so there is nothing to show")
