"""AlignmentExplorer: representations side by side (Figures 2, 5, 6 and 7)."""

from repalign._support.bands import as_bands
from repalign.widgets._base import STATIC, Explorer, check_single_targets, rounded, traitlets


class AlignmentExplorer(Explorer):
    """Squared projections, singular values and alignment curves of several representations, with a
    threshold to move.

    Parameters
    ----------
    spectra : dict of str -> Spectrum
        One target each; up to four are told apart by colour and dash.
    nulls : dict of str -> (taus, low, high), optional
        For some of them, the band of alignment curves of shuffled labels: quantiles of what
        `permutation_null` returns.
    threshold : float, optional
        Default: a tenth of the largest singular value.
    normalized : bool
        Shares of ||y||^2 (default) or absolute values.
    shown : list of str, optional
        Names shown at first; default all.

    Raises
    ------
    ValueError
        No spectra, more than four, several targets in one, or a null without its representation.
    """

    _esm = STATIC / "alignment.js"
    representations = traitlets.List().tag(sync=True)
    threshold = traitlets.Float().tag(sync=True)
    normalized = traitlets.Bool(True).tag(sync=True)
    shown = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(self, spectra, *, nulls=None, **traits):
        spectra = check_single_targets(spectra)
        nulls = as_bands(nulls, spectra)
        largest = max(spec.singular_values[0] for spec in spectra.values())
        defaults = {
            "threshold": float(f"{0.1 * largest:.3g}"),
            "shown": list(spectra),
            "page_key": "alignment",
            "page_state": ["threshold", "normalized", "shown"],
        }
        super().__init__(
            representations=[_plain(name, spec, nulls.get(name)) for name, spec in spectra.items()],
            **defaults | traits,
        )


def _plain(name, spec, null):
    band = (
        dict(zip(("taus", "low", "high"), (rounded(array) for array in null), strict=True))
        if null
        else None
    )
    return {
        "name": name,
        "sigma": rounded(spec.singular_values),
        "power": rounded(spec.squared_projections),
        "residual": rounded(spec.residual),
        "n": spec.n_samples,
        "band": band,
    }
