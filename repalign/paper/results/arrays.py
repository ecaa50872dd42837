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


def by_patient(runs, pick, *, shared):
    """`stacked` of the runs on slices of all patients, whose ``half`` is -1; of those trained on
    one half of the patients or on the other, 0 or 1, what `pick(run)` names, as
    ``<name>_by_patient`` (S, 2, ...)."""
    whole, *halves = ([run for run in runs if run["half"] == half] for half in (-1, 0, 1))
    pairs = zip(*halves, strict=True)
    own = stacked([stacked([pick(run) for run in pair]) for pair in pairs])
    kept = stacked(whole, shared=shared)
    del kept["half"]
    return kept | {f"{name}_by_patient": values for name, values in own.items()}


def in_float32(arrays):
    """The same by name, with half of the bytes where they are float64: enough for what is shown."""
    return {
        name: np.asarray(values, np.float32) if np.asarray(values).dtype == float else values
        for name, values in arrays.items()
    }
