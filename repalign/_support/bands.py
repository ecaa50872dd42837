"""The bands of shuffled labels that plots and explorers draw beside alignment curves."""

from collections.abc import Iterable

from repalign._support.arrays import as_vector
from repalign._support.check import as_dict, as_list, shown
from repalign._support.typing import Floats


def as_bands(nulls: object, spectra: Iterable[str]) -> dict[str, list[Floats]]:
    """Arrays (taus, low, high) of one length, for some of the spectra by name."""
    bands = {} if nulls is None else as_dict("nulls", nulls, empty=True)
    if unknown := sorted(set(bands) - set(spectra)):
        raise ValueError(f"nulls for {unknown}, which are not among the spectra {sorted(spectra)}")
    return {name: _band(f"the null of {name!r}", band) for name, band in bands.items()}


def _band(name: str, band: object) -> list[Floats]:
    arrays = [as_vector(name, array) for array in as_list(name, band)]
    if len(arrays) != 3 or len({len(array) for array in arrays}) != 1:
        raise ValueError(
            f"{name} must be three vectors of one length, taus, low and high; got {shown(band)}"
        )
    return arrays
