"""All 120 functions as targets: what each layer says of them, and what it does for them."""

import numpy as np

from repalign import alignment_curve, effective_rank, prepare, spectrum
from repalign._support.extras import need
from repalign.paper.datasets.peaks import PEAKS, peaks, peaks_inputs, peaks_variables
from repalign.paper.measures.transfer import first_below, held_out_losses, probe
from repalign.paper.networks import hidden_layers

torch = need("torch", "torch")

# Of gradient descent, from none; steps to a goal are found on this grid.
STEPS = np.unique(np.geomspace(1, 1e5, 150).round().astype(int)) - 1
LEVELS = np.array([0.01, 0.02, 0.04, 0.08])  # thresholds over sqrt(n): 1 to 8 of 10000 samples
GOALS = (0.8, 0.6)  # shares of the held-out loss; the inputs cannot go below 0.5
SCOUTED = 0.02  # the threshold at which few labels are looked at
IDLE = 0.01  # of the samples: units active on fewer are hardly ever active


def drawn(config, kind, n):
    """Variables of every member's samples, (S, n, 6); a kind of samples has streams of its own."""
    return np.stack(
        [peaks_variables(n, np.random.default_rng([kind, seed])) for seed in config.seeds()]
    )


def trained_on(config, y):
    """Labels of every member's source, (S, n), shuffled among its samples if the configuration says
    so."""
    if not config.shuffled:
        return y
    rngs = (np.random.default_rng([4, seed]) for seed in config.seeds())
    return np.stack([rng.permutation(own) for rng, own in zip(rngs, y, strict=True)])


def labels(names, variables, centre=None):
    """Peaks functions of the samples, less their mean over `centre` (the samples themselves): array
    (n, k)."""
    values, reference = (
        np.column_stack([peaks(name, samples) for name in names])
        for samples in (variables, variables if centre is None else centre)
    )
    return values - reference.mean(axis=0)


def hidden(network, variables):
    """What the hidden layers put out: list of L arrays (n, width)."""
    return hidden_layers(network, torch.tensor(peaks_inputs(variables), dtype=torch.float32))


def measured(config, variables, fresh, test, first, last):
    """Alignment with all functions, and transfer to them, of a network before and after training.

    Parts of the samples that know nothing of each other: alignment, effective rank and reach are
    those of the training samples, whose labels of other tasks no network has seen; what few labels
    foretell (alignment and a probe) is read off the first `n_scouts` of the fresh samples; linear
    models are trained on the rest, the first `n_few` of it or all, and tested on the test samples.

    Parameters
    ----------
    config : Config
    variables, fresh, test : arrays (n, 6)
    first, last : networks with L hidden layers

    Returns
    -------
    dict of arrays
        Representations R = 1 + 3 L: the inputs, the layers before training, those after it, and
        those before it without the units that training left idle. ``alignment`` (R,
        120, levels) and ``scouted`` (R, 120), shares of ||y||^2; ``reach`` (R, 120), the share that
        a linear model can reach at all; ``probe`` (R, 120), R^2; ``rank`` (R,); ``lowest`` (R,
        120, 2), the lowest held-out loss as a share of its start after few samples and many;
        ``steps`` (R, 120, goals) with many; ``activity`` (2, L, width), the share of samples on
        which a unit is active.
    """
    active = np.array(
        [[(phi > 0).mean(axis=0) for phi in hidden(net, variables)] for net in (first, last)]
    )
    scouts, rest = np.split(fresh, [config.n_scouts])
    parts = (variables, scouts, rest, test)
    y = [labels(PEAKS, part, variables) for part in parts]
    each = zip(*(_representations(part, first, last, active[1]) for part in parts), strict=True)
    rows = [_row(config.n_few, phi, y) for phi in each]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]} | {"activity": active}


def _representations(variables, first, last, active):
    before, after = hidden(first, variables), hidden(last, variables)
    pruned = [phi[:, share >= IDLE] for phi, share in zip(before, active, strict=True)]
    return [prepare(phi) for phi in (peaks_inputs(variables), *before, *after, *pruned)]


def _row(n_few, phi, y):
    """One representation of the four parts of the samples, and all targets."""
    (known, scouts, rest, test), (y_known, y_scouts, y_rest, y_test) = phi, y
    spec = spectrum(known, y_known)
    few, many = (
        held_out_losses(rest[:n], y_rest[:n], test, y_test, STEPS) for n in (n_few, len(rest))
    )
    return {
        "alignment": _shares(spec, LEVELS).T,
        "reach": 1 - spec.residual / spec.target_norm_sq,
        "scouted": _shares(spectrum(scouts, y_scouts), np.array([SCOUTED]))[0],
        "probe": probe(scouts, y_scouts),
        "rank": effective_rank(spec),
        "lowest": np.stack([few.min(axis=0), many.min(axis=0)], axis=-1),
        "steps": first_below(many, GOALS, STEPS),
    }


def _shares(spec, levels):
    """Of ||y||^2: array (t, 120)."""
    return alignment_curve(spec, np.sqrt(spec.n_samples) * levels, normalized=True)
