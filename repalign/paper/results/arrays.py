"""Arrays of runs as `repalign.paper.results` keeps and reads them."""

import numpy as np


def spectrum_arrays(name, spec):
    """A Spectrum under the names that ``Results.spectrum(name)`` reads, padded with zeros to min(n,
    d) directions."""
    pad = (0, min(spec.n_samples, spec.n_features) - spec.rank)
    targets = [(0, 0)] * spec.residual.ndim
    return {
        f"{name}.singular_values": np.pad(spec.singular_values, pad),
        f"{name}.squared_projections": np.pad(spec.squared_projections, [pad, *targets]),
        f"{name}.residual": spec.residual,
        f"{name}.shape": np.array([spec.n_samples, spec.n_features]),
    }


def picked(arrays, name, new, pick=lambda values: values):
    """A spectrum's arrays under another name, and of each but the shape what `pick` takes of it."""
    parts = {
        key.removeprefix(f"{name}."): values
        for key, values in arrays.items()
        if key.startswith(f"{name}.")
    }
    return {
        f"{new}.{part}": values if part == "shape" else pick(values)
        for part, values in parts.items()
    }


def stacked(runs, *, shared=()):
    """The arrays of all runs along a new first axis; once only those `shared` by all, and the
    shapes of spectra."""
    once = {name for name in runs[0] if name in shared or name.endswith(".shape")}
    return {
        name: runs[0][name] if name in once else np.stack([run[name] for run in runs])
        for name in runs[0]
    }


def in_float32(arrays):
    """The same by name, with half of the bytes where they are float64: enough for what is shown."""
    return {
        name: np.asarray(values, np.float32) if np.asarray(values).dtype == float else values
        for name, values in arrays.items()
    }
