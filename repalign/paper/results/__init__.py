"""What the experiments measured, as the package brings it: `load` needs numpy only."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import numpy as np

from repalign._support.check import as_dict, require_index, shown
from repalign._support.files import load_arrays, replacing, save_arrays
from repalign.decomposition import Spectrum

FOLDER = Path(__file__).parent
SUMS = "SHA256SUMS"  # of all files, as sha256sum writes them
SUFFIXES = (".npz", ".json")
PARTS = ("singular_values", "squared_projections", "residual")


class Results(Mapping):
    """Read-only arrays of an experiment by name, and their provenance.

    Names and shapes are those that the experiment's ``summarize`` documents. `provenance` holds
    under "runs" one record a configuration: parameters, versions, threads, processor, digest of the
    data, seconds, date.
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
        """The Spectrum stored as ``<name>.singular_values`` and so on, at an index of its leading
        axes.

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
    """The stored `Results` of an experiment; ValueError lists those there are, or names a damaged
    file."""
    stored = sorted(path.stem for path in FOLDER.glob("*.npz"))
    if not isinstance(experiment, str) or experiment not in stored:
        raise ValueError(
            f"no results of {shown(experiment)} are stored; stored: {', '.join(stored) or 'none'}"
        )
    data, record = (_verified(_path(experiment, suffix)) for suffix in SUFFIXES)
    return Results(load_arrays(data), json.loads(record.read_text(encoding="utf-8")))


def save(experiment, arrays, provenance):
    """Replace the stored results of an experiment."""
    data, record = (_path(experiment, suffix) for suffix in SUFFIXES)
    save_arrays(data, **arrays)
    with replacing(record) as partial:
        partial.write_text(json.dumps(provenance, indent=1) + "\n", encoding="utf-8", newline="\n")
    sums = _sums() | {path.name: _digest(path) for path in (data, record)}
    with replacing(FOLDER / SUMS) as partial:
        partial.write_text(
            "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)), newline="\n"
        )


def _path(experiment, suffix):
    return FOLDER / f"{experiment}{suffix}"


def _verified(path):
    """The path; ValueError where the file is not what `save` wrote."""
    if _sums().get(path.name) != _digest(path):
        raise ValueError(
            f"{path} is damaged: its SHA-256 is not that in {SUMS} beside it. Install repalign "
            "again; where it was changed on purpose, write the sums anew: sha256sum *.json *.npz "
            f"> {SUMS}"
        )
    return path


def _sums():
    """SHA-256 by name of the file."""
    path = FOLDER / SUMS
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()
