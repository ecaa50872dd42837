"""How alignment went during training: spectra of layers, step by step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from repalign._support.arrays import as_ascending, as_vector, as_whole
from repalign._support.check import as_dict, as_list, as_path
from repalign._support.files import load_arrays, save_arrays
from repalign._support.levels import SAID
from repalign._support.typing import Floats, StrPath
from repalign.decomposition import Spectrum
from repalign.measures import alignment_share, effective_rank

PARTS = tuple(field.name for field in fields(Spectrum))


@dataclass(frozen=True, eq=False)
class AlignmentHistory:
    """What an `AlignmentRecorder` has measured. Plain numbers: it can be pickled, and saved.

    Attributes
    ----------
    steps : array (t,) of integers
        Training steps taken before each measurement, ascending.
    spectra : dict of tuples of Spectrum, by layer
        One a measurement.
    seconds : array (t,)
        What each measurement took.

    Raises
    ------
    TypeError, ValueError
        Steps that do not ascend, numbers of spectra or seconds that differ from that of the steps,
        or other things than these.

    Examples
    --------
    >>> from repalign import spectrum
    >>> before, after = spectrum([[1.0], [2.0]], [2.0, 1.0]), spectrum([[2.0], [1.0]], [2.0, 1.0])
    >>> history = AlignmentHistory([0, 100], {"last": [before, after]}, [0.5, 0.5])
    >>> history.alignment()["last"].round(2)
    array([0.64, 1.  ])
    """

    steps: NDArray[np.int64]
    spectra: Mapping[str, Sequence[Spectrum]]
    seconds: Floats

    def __post_init__(self) -> None:
        steps = as_whole("steps", as_ascending("steps", self.steps))
        spectra = {
            layer: tuple(as_list(f"spectra[{layer!r}]", each, Spectrum))
            for layer, each in as_dict("spectra", self.spectra).items()
        }
        for layer, each in spectra.items():
            if len(each) != len(steps):
                raise ValueError(
                    f"spectra[{layer!r}] has {len(each)} entries for {len(steps)} steps; there "
                    "must be one for each"
                )
        seconds = as_vector("seconds", self.seconds, len(steps))
        for name, array in {"steps": np.array(steps), "seconds": np.array(seconds)}.items():
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        object.__setattr__(self, "spectra", spectra)

    def alignment(self, level: float = SAID) -> dict[str, Floats]:
        """The share of ||y||^2 in directions with sigma >= level * ||Phi||, an array (t,) a layer;
        the mean over targets where there are several."""
        return {
            layer: np.array([alignment_share(spec, level) for spec in each])
            for layer, each in self.spectra.items()
        }

    def table(self, level: float = SAID) -> dict[str, list[Any]]:
        """Columns by name, a row for each layer and step, as ``pandas.DataFrame`` takes them."""
        shares, specs = self.alignment(level), list(chain.from_iterable(self.spectra.values()))
        return {
            "layer": [layer for layer in shares for _ in self.steps],
            "step": self.steps.tolist() * len(shares),
            "alignment": np.concatenate(list(shares.values())).tolist(),
            "rank": [spec.rank for spec in specs],
            "effective rank": [effective_rank(spec) for spec in specs],
        }

    def save(self, path: StrPath) -> None:
        """Write to an .npz file, under a temporary name first, so that it is whole or not there."""
        spectra = enumerate(chain.from_iterable(self.spectra.values()))
        save_arrays(
            as_path("path", path),
            layers=np.array(list(self.spectra)),
            steps=self.steps,
            seconds=self.seconds,
            **{_key(part, i): getattr(spec, part) for i, spec in spectra for part in PARTS},
        )

    @classmethod
    def load(cls, path: StrPath) -> Self:
        """Read what `save` wrote; ValueError if the file holds something else."""
        path = as_path("path", path)
        head = load_arrays(path, ["layers", "steps", "seconds"])
        layers, t = [str(layer) for layer in np.ravel(head["layers"])], head["steps"].size
        indices = range(len(layers) * t)
        arrays: dict[str, Any] = load_arrays(
            path, [_key(part, i) for i in indices for part in PARTS]
        )
        # Numbers are stored as arrays ().
        spectra = [Spectrum(**{part: arrays[_key(part, i)][()] for part in PARTS}) for i in indices]
        by_layer = {layer: spectra[j * t : (j + 1) * t] for j, layer in enumerate(layers)}
        return cls(head["steps"], by_layer, head["seconds"])


def _key(part: str, index: int) -> str:
    return f"{part}_{index}"
