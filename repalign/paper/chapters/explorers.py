"""The book's explorers on stored results: for chapters and for the front page."""

import numpy as np

from repalign import max_step_size
from repalign.paper import readings, results
from repalign.paper.chapters import links
from repalign.paper.datasets.kinds import TITLES
from repalign.paper.datasets.samples import DATASETS
from repalign.paper.readings.cnn import NETWORKS
from repalign.paper.readings.peaks import few_samples
from repalign.widgets import (
    AlignmentExplorer,
    Checkpoint,
    CnnExplorer,
    DescentExplorer,
    EmergenceExplorer,
    LayersExplorer,
    NetworksExplorer,
    PeaksExplorer,
    SimilarityExplorer,
    Source,
)
from repalign.widgets.cnn import Layer, Measured, Task
from repalign.widgets.descent import OWN_DIRECTIONS, PUZZLES, extremes
from repalign.widgets.layers import LayerHistory
from repalign.widgets.networks import Samples, Setting

BEFORE_AND_AFTER = {"random": "before", "imagenet": "after"}
SAMPLES = {"train": "training samples", "test": "test samples"}


def emergence_inputs(**traits):
    """MNIST inputs with true and shuffled labels, between the null's quantiles (Figure 2a, b)."""
    stored = results.load("emergence")
    low, _, high = stored["inputs_null"][0]
    spectra = {name: stored.spectrum(f"inputs_{name}", 0) for name in ("true", "shuffled")}
    return AlignmentExplorer(
        {f"{name} labels": spec for name, spec in spectra.items()},
        nulls={f"{name} labels": (stored["taus"], low, high) for name in spectra},
        **{"page_key": "inputs"} | traits,
    )


def emergence(**traits):
    """The final hidden layer over the training on shuffled labels, from its start, first seed
    (Figure 2c, d)."""
    stored = results.load("emergence")
    checkpoints = [
        Checkpoint(
            epoch=int(epoch),
            spectrum=stored.spectrum("final_layer", 0, c),
            loss=stored["loss"][0, c],
            accuracy=stored["accuracy"][0, c],
            null=stored["final_layer_null"][0, c, [0, 2]],
        )
        for c, epoch in enumerate(stored["epochs"])
    ]
    return EmergenceExplorer(
        checkpoints,
        taus=stored["taus"],
        **{"checkpoint": 0, "links": links.EMERGENCE} | traits,
    )


def networks(**traits):
    """Every setting of the five sweeps on three data sets (Figure 6 and Appendix A)."""
    stored = results.load("networks")
    sweeps = {
        text: _labelled(readings.networks.of_sweep(stored, sweep))
        for sweep, text in readings.networks.SWEEPS.items()
    }
    data = {
        TITLES[name]: {said: _samples(stored, name, split) for split, said in SAMPLES.items()}
        for name in DATASETS
    }
    defaults = {"dataset": DATASETS.index("cifar10"), "level": 0.1, "links": links.NETWORKS}
    return NetworksExplorer(readings.common.LEVELS, data, sweeps, **defaults | traits)


def _labelled(settings):
    return {
        readings.networks.label(value): readings.networks.label(name)
        for value, name in settings.items()
    }


def _samples(stored, dataset, split):
    names = [str(name) for name in stored["setting"][stored["dataset"] == dataset]]
    return Samples(
        stored[f"{dataset}.{split}.shape"][0],
        readings.common.curve(stored.spectrum(f"{dataset}.{split}")),
        {readings.networks.label(name): _setting(stored, dataset, name, split) for name in names},
    )


def _setting(stored, dataset, name, split):
    run = readings.networks.run_index(stored, dataset, name)
    return Setting(
        *readings.common.curves(stored, f"{dataset}.{name}.{split}"),
        readings.networks.null_curve(stored, dataset, name, split),
        stored[f"{split}_accuracy"][run].mean(),
        stored["epochs"][run],
    )


def layers(**traits):
    """Every hidden layer of one network while it trains, on three data sets (Figure 7)."""
    stored = results.load("layers")
    data = {
        TITLES[name]: (
            stored[f"{name}_epochs"],
            {said: _history(stored, name, split) for split, said in SAMPLES.items()},
        )
        for name in DATASETS
    }
    return LayersExplorer(
        readings.common.LEVELS,
        data,
        **{"dataset": DATASETS.index("cifar10"), "level": 0.1} | traits,
    )


def _history(stored, dataset, split):
    prefix = f"{dataset}_{split}"
    collapse = stored.get(f"{prefix}_collapse")
    inputs = stored.spectrum(f"{prefix}_inputs")
    return LayerHistory(
        inputs.n_samples,
        readings.common.curve(inputs),
        readings.common.curves(stored, f"{prefix}_layers"),
        stored[f"{prefix}_accuracy"][:, 0],
        None if collapse is None else collapse[:, 0],
    )


def descent(**traits):
    """The target of the CT slices and three other label vectors on one representation, and
    puzzles."""
    stored = results.load("convergence")
    target = stored.spectrum("target", 0)
    spectra = {"the target": target, "shuffled": stored.spectrum("shuffled", 0), **extremes(target)}
    return DescentExplorer(
        spectra, **{"own": OWN_DIRECTIONS, "puzzles": PUZZLES, "links": links.DESCENT} | traits
    )


def figure9(**traits):
    """The two label vectors of Figure 9, at the step size of the stored run."""
    stored = results.load("convergence")
    spectra = {name: stored.spectrum(name, 0) for name in ("y1", "y2")}
    ratio = round(float(stored["step_size"][0] / max_step_size(spectra["y1"])), 3)
    fixed = {"page_key": "figure9", "max_steps": 10_000, "links": links.FIGURE9}
    return DescentExplorer(spectra, **fixed | {"ratio": ratio} | traits)


def peaks(**traits):
    """Sources with a related and an unrelated peaks function each, one hidden layer (Figures 10 and
    11)."""
    stored = results.load("peaks")
    return _peaks(stored, "one_layers", len(stored["few_factor"]), few_samples, **traits)


def peaks_layers(**traits):
    """The same with three hidden layers to choose from (Figure 12)."""
    stored = results.load("peaks")
    runs = len(stored["three_layers.residual"])
    return _peaks(stored, "three_layers", runs, **{"page_key": "layers"} | traits)


def _peaks(stored, name, runs, few=None, **traits):
    """Of as many runs as all was stored of, each with a source of its own."""
    sources = [_source(stored, name, run, few) for run in range(runs)]
    return PeaksExplorer(readings.peaks.TASKS, sources, stored["epochs"], **traits)


def _source(stored, name, run, few):
    _, checkpoints, depth, tasks = stored[f"{name}.residual"].shape
    layers = [
        [stored.spectrum(name, run, c, layer) for layer in range(depth)] for c in range(checkpoints)
    ]
    transfer = [[few(stored, run, r, k) for r in range(3)] for k in range(tasks)] if few else ()
    functions = stored["functions"][run].tolist()
    return Source(functions, stored.spectrum("inputs", run), layers, transfer)


def similarity(**traits):
    """Two sources, four layers and 21 tasks (Figure 14, Appendix D); both runs."""
    stored = results.load("similarity")
    taus = readings.similarity.LEVELS
    low, high = stored["null_difference"].mean(axis=0)[:, [0, -1]].swapaxes(0, 1)
    start, *null = (
        readings.common.at(taus, stored["taus"], curves)
        for curves in (stored["start_curve"].mean(axis=0), low, high)
    )
    return SimilarityExplorer(
        taus,
        readings.similarity.layer_names(stored),
        readings.similarity.task_names(stored),
        readings.similarity.shares(stored, taus),
        start,
        np.stack(null, axis=1),
        **{"links": links.SIMILARITY} | traits,
    )


def cnn(**traits):
    """Networks, layers and hand-made features on all pairs (Figure 13)."""
    stored = results.load("cnn")
    rows = np.argsort(stored["datasets"] != "cifar100", kind="stable")
    networks = _networks(stored["representations"].tolist())
    return CnnExplorer([_task(stored, p) for p in rows], networks, **{"links": links.CNN} | traits)


def _task(stored, p):
    there = [
        (r, str(name))
        for r, name in enumerate(stored["representations"])
        if stored["measured"][p, r]
    ]
    measured = {
        name: Measured(
            stored.spectrum(name, p),
            stored["least_squares_residual"][p, r],
            stored["ridge_test_accuracy"][p, r],
        )
        for r, name in there
    }
    return Task(TITLES[str(stored["datasets"][p])], tuple(stored["classes"][p].tolist()), measured)


def _networks(names):
    """Layers of each network that was measured: dict of text -> list of Layer."""
    own = [name for name in names if "/" in name]
    networks = sorted(dict.fromkeys(name.partition("/")[0] for name in own), key=_order)
    return {NETWORKS.get(network, network): _layers(network, own) for network in networks}


def _order(network):
    """Networks with a text first, as they stand there."""
    return [*NETWORKS, network].index(network)


def _layers(network, names):
    found = {}
    for name in names:
        own, weights, layer = f"{name}/".split("/")[:3]
        if own == network:
            found.setdefault(layer, {})[BEFORE_AND_AFTER[weights]] = name
    return [Layer(layer or "last hidden layer", **kinds) for layer, kinds in found.items()]
