"""The book's explorers on stored results: for chapters and for the front page."""

import numpy as np

from repalign import max_step_size
from repalign.paper import results, similar_sources, sweep_curves
from repalign.paper.transfer import few_samples
from repalign.widgets import (
    AlignmentExplorer,
    Checkpoint,
    DescentExplorer,
    EmergenceExplorer,
    LayersExplorer,
    NetworksExplorer,
    PeaksExplorer,
    SimilarityExplorer,
)
from repalign.widgets.descent import OWN_DIRECTIONS, PUZZLES, extremes
from repalign.widgets.layers import LayerHistory
from repalign.widgets.networks import Samples, Setting

SAMPLES = {"train": "training samples", "test": "test samples"}

# States that the chapters link to, for notebooks where a click on prose does not reach an explorer.
EMERGENCE_LINKS = {"checkpoint 30": "checkpoint=30"}
NETWORKS_LINKS = {
    "test samples": "split=1",
    "MNIST": "dataset=1",
    "CT slices at 0.1": "dataset=0&level=0.1",
    "CT slices at 0.4": "dataset=0&level=0.4",
}
DESCENT_LINKS = {"your own points at step 20": "focus=your+own&step=20"}
SIMILARITY_LINKS = {"airplanes or automobiles": "layer=3&pair=0", "cats or dogs": "layer=3&pair=12"}


def emergence_inputs(**traits):
    """MNIST inputs with true and with shuffled labels, between the null's quantiles (Figure 2a,
    b)."""
    stored = results.load("emergence")
    low, _, high = stored["inputs_null"][0]
    spectra = {name: stored.spectrum(f"inputs_{name}", 0) for name in ("true", "shuffled")}
    return AlignmentExplorer(
        {f"{name} labels": spec for name, spec in spectra.items()},
        nulls={f"{name} labels": (stored["taus"], low, high) for name in spectra},
        **{"page_key": "inputs"} | traits,
    )


def emergence(**traits):
    """The final hidden layer over the training on shuffled labels, first seed (Figure 2c, d)."""
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
        checkpoints, taus=stored["taus"], **{"links": EMERGENCE_LINKS} | traits
    )


def networks(**traits):
    """Every setting of the five sweeps on three data sets (Figure 6 and Appendix A)."""
    stored = results.load("networks")
    sweeps = {
        text: _labelled(sweep_curves.of_sweep(stored, sweep))
        for sweep, text in sweep_curves.SWEEPS.items()
    }
    data = {
        text: {said: _samples(stored, name, split) for split, said in SAMPLES.items()}
        for name, text in sweep_curves.DATASETS.items()
    }
    defaults = {"dataset": list(data).index("CIFAR-10"), "level": 0.1, "links": NETWORKS_LINKS}
    return NetworksExplorer(sweep_curves.LEVELS, data, sweeps, **defaults | traits)


def _labelled(settings):
    return {sweep_curves.label(value): sweep_curves.label(name) for value, name in settings.items()}


def _samples(stored, dataset, split):
    names = [str(name) for name in stored["setting"][stored["dataset"] == dataset]]
    return Samples(
        stored[f"{dataset}.{split}.shape"][0],
        sweep_curves.curve(stored.spectrum(f"{dataset}.{split}")),
        {sweep_curves.label(name): _setting(stored, dataset, name, split) for name in names},
    )


def _setting(stored, dataset, name, split):
    run = sweep_curves.run_index(stored, dataset, name)
    return Setting(
        *sweep_curves.curves(stored, f"{dataset}.{name}.{split}"),
        sweep_curves.null_curve(stored, dataset, name, split),
        stored[f"{split}_accuracy"][run].mean(),
        stored["epochs"][run],
    )


def layers(**traits):
    """Every hidden layer of one network while it trains, on three data sets (Figure 7)."""
    stored = results.load("layers")
    data = {
        text: (
            stored[f"{name}_epochs"],
            {said: _history(stored, name, split) for split, said in SAMPLES.items()},
        )
        for name, text in sweep_curves.DATASETS.items()
    }
    return LayersExplorer(
        sweep_curves.LEVELS,
        data,
        **{"dataset": list(data).index("CIFAR-10"), "level": 0.1} | traits,
    )


def _history(stored, dataset, split):
    prefix = f"{dataset}_{split}"
    collapse = stored.get(f"{prefix}_collapse")
    inputs = stored.spectrum(f"{prefix}_inputs")
    return LayerHistory(
        inputs.n_samples,
        sweep_curves.curve(inputs),
        sweep_curves.curves(stored, f"{prefix}_layers"),
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
        spectra, **{"own": OWN_DIRECTIONS, "puzzles": PUZZLES, "links": DESCENT_LINKS} | traits
    )


def figure9(**traits):
    """The two label vectors of Figure 9, at the step size of the stored run."""
    stored = results.load("convergence")
    spectra = {name: stored.spectrum(name, 0) for name in ("y1", "y2")}
    ratio = round(float(stored["step_size"][0] / max_step_size(spectra["y1"])), 3)
    return DescentExplorer(
        spectra, **{"page_key": "figure9", "ratio": ratio, "max_steps": 10_000} | traits
    )


def peaks(member=0, **traits):
    """A source, a related and an unrelated peaks function, one hidden layer (Figures 10 and 11)."""
    stored = results.load("peaks")
    return PeaksExplorer(
        _tasks(stored, member),
        stored.spectrum("inputs", member),
        [[stored.spectrum("one_layers", member, c, 0)] for c in range(len(stored["epochs"]))],
        stored["epochs"],
        [[few_samples(stored, member, r, k) for r in range(3)] for k in range(3)],
        **traits,
    )


def peaks_layers(member=0, **traits):
    """The same with three hidden layers to choose from (Figure 12)."""
    stored = results.load("peaks")
    depth = stored["three_layers.residual"].shape[2]
    return PeaksExplorer(
        _tasks(stored, member),
        stored.spectrum("inputs", member),
        [
            [stored.spectrum("three_layers", member, c, layer) for layer in range(depth)]
            for c in range(len(stored["epochs"]))
        ],
        stored["epochs"],
        **{"page_key": "layers"} | traits,
    )


def similarity(**traits):
    """Two sources, four layers and 21 tasks (Figure 14, Appendix D); both runs."""
    stored = results.load("similarity")
    taus = similar_sources.LEVELS
    low, high = stored["null_difference"].mean(axis=0)[:, [0, -1]].swapaxes(0, 1)
    start, *null = (
        similar_sources.at(taus, stored["taus"], curves)
        for curves in (stored["start_curve"].mean(axis=0), low, high)
    )
    return SimilarityExplorer(
        taus,
        similar_sources.layer_names(stored),
        similar_sources.task_names(stored),
        similar_sources.shares(stored, taus),
        start,
        np.stack(null, axis=1),
        **{"links": SIMILARITY_LINKS} | traits,
    )


def _tasks(stored, member):
    kinds = ("source", "related", "unrelated")
    return [f"{kind} {name}" for kind, name in zip(kinds, stored["functions"][member], strict=True)]
