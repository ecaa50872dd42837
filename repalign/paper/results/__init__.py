"""What the experiments measured, as the package brings it: `load` needs numpy only."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

from repalign._check import as_dict, require_index, shown
from repalign._files import load_arrays, replacing, save_arrays
from repalign.spectrum import Spectrum

FOLDER = Path(__file__).parent
PARTS = ("singular_values", "squared_projections", "residual")


class Results(Mapping):
    """Read-only arrays of an experiment by name, and their provenance.

    Names and shapes are those that the experiment's ``summarize`` documents. `provenance` holds under "runs" one
    record a configuration: parameters, versions, threads, processor, digest of the data, seconds, date.
    """

    def __init__(self, arrays, provenance):
        for array in as_dict("arrays", arrays, np.ndarray, empty=True).values():
            array.flags.writeable = False
        self._arrays = MappingProxyType(dict(arrays))
        self.provenance = provenance

    def __getitem__(self, name):
        return self._arrays[name]

    def __iter__(self):
        return iter(self._arrays)

    def __len__(self):
        return len(self._arrays)

    def spectrum(self, name, *index):
        """The Spectrum stored as ``<name>.singular_values`` and so on, at an index of its leading axes.

        Examples
        --------
        >>> from repalign.paper import results
        >>> results.load("emergence").spectrum("inputs_true", 0).n_samples
        10000
        """
        if not isinstance(name, str) or f"{name}.shape" not in self:
            stored = sorted(key.removesuffix(".shape") for key in self if key.endswith(".shape"))
            raise ValueError(f"no spectrum {shown(name)} is stored; stored: {', '.join(stored)}")
        axes = self[f"{name}.singular_values"].shape[:-1]
        if len(index) != len(axes):
            raise ValueError(f"{name} needs an index for each of its axes {axes}; got {index}")
        for i, n in zip(index, axes, strict=True):
            require_index("index", i, n)
        sigma, power, residual = (self[f"{name}.{part}"][index] for part in PARTS)
        rank = np.count_nonzero(sigma)  # the rest is padding
        return Spectrum(sigma[:rank], power[:rank], residual, *self[f"{name}.shape"])


def load(experiment):
    """The stored `Results` of an experiment; ValueError lists those there are."""
    stored = sorted(path.stem for path in FOLDER.glob("*.npz"))
    if not isinstance(experiment, str) or experiment not in stored:
        raise ValueError(f"no results of {shown(experiment)} are stored; stored: {', '.join(stored) or 'none'}")
    provenance = json.loads((FOLDER / f"{experiment}.json").read_text(encoding="utf-8"))
    return Results(load_arrays(FOLDER / f"{experiment}.npz"), provenance)


def save(experiment, arrays, provenance):
    """Replace the stored results of an experiment."""
    save_arrays(FOLDER / f"{experiment}.npz", **arrays)
    with replacing(FOLDER / f"{experiment}.json") as partial:
        partial.write_text(json.dumps(provenance, indent=1) + "\n", encoding="utf-8")
