"""PeaksExplorer on the Python side: what travels to the page, and what is refused."""

import json

import numpy as np
import pytest
from spectra import some_spectrum

import repalign
from repalign import Spectrum, alignment_curve, max_step_size, spectrum

pytest.importorskip("anywidget")
from repalign.generalisation import HeldOut, held_out
from repalign.paper import results
from repalign.paper.chapters import explorers
from repalign.paper.readings.peaks import few_samples
from repalign.widgets import PeaksExplorer
from repalign.widgets.peaks import Source

TASKS = ["source", "related"]
STEPS = np.unique(np.geomspace(1, 10_000, 60).round().astype(int))


def some_source(**changes):
    rng = np.random.default_rng(0)
    phi, y = rng.standard_normal((20, 3)), rng.standard_normal((20, 2))
    both = held_out(phi[:10], y[:10, 0], phi[10:], y[10:, 0])
    parts = {
        "functions": ("ABC", "CBA"),
        "inputs": spectrum(phi, y),
        "layers": [[spectrum(phi, y)], [spectrum(phi + 1, y)]],
        "transfer": [[both] * 3] * 2,
    }
    return Source(**parts | changes)


def some_peaks(source=None, **changes):
    parts = {"tasks": TASKS, "sources": [source or some_source()], "epochs": [0, 5]}
    return PeaksExplorer(**parts | changes)


def shares(sent):
    """Curves, of the differences of thousandths that travel."""
    return np.cumsum(sent, axis=-1) / 1000


def unpacked(representation, task):
    """The HeldOut of a task that the page computes with."""
    sigma, unit = np.array(representation["sigma"]), np.array(representation["unit"])
    own = representation["tasks"][task]
    factor = np.zeros((len(representation["factor"]), len(sigma)))
    for q, row in enumerate(representation["factor"]):
        factor[q, q:] = row * unit[q:]
    power = np.square(own["coefficients"])
    return HeldOut(
        Spectrum(sigma, power, own["residual"], 10_000, len(sigma)),
        own["coefficients"],
        factor,
        own["target"],
        own["outside"],
        10_000,
    )


def error_of(both, ratio):
    """Squared errors on the test samples, as shares of that at the start."""
    eta = ratio * max_step_size(both.spectrum)
    start, *errors = repalign.test_error(both, [0, *STEPS], step_size=eta) ** 2
    return np.array(errors) / start


def test_peaks_explorer_sends_a_curve_a_task_and_the_triangle_alone():
    source = some_source()
    explorer = some_peaks(source)
    expected = alignment_curve(source.layers[1][0], explorer.taus, normalized=True).T
    np.testing.assert_allclose(shares(explorer.layers[0][1][0]), expected, atol=5.01e-4)
    assert [len(row) for row in explorer.transfer[0][0]["factor"]] == [3, 2, 1]
    assert len(explorer.transfer[0]) == 3 and len(explorer.transfer[0][0]["tasks"]) == 2
    assert explorer.checkpoint == 1 and explorer.source == 0
    assert some_peaks(some_source(transfer=())).transfer == [[]]


def test_sources_are_numbered_and_their_functions_named():
    explorer = some_peaks(sources=[some_source(), some_source(functions=("DEF", "FED"))])
    assert explorer.functions == [["ABC", "CBA"], ["DEF", "FED"]]
    assert np.shape(explorer.inputs)[0] == len(explorer.layers) == len(explorer.transfer) == 2


@pytest.mark.parametrize(
    ("source", "changes", "message"),
    [
        ({}, {"tasks": ["S"]}, "1 targets, one a task"),
        ({}, {"epochs": [0, 0]}, "one entry an epoch, ascending"),
        ({}, {"sources": []}, "there must be sources, and positive thresholds"),
        ({}, {"taus": [0.0, 1.0]}, "thresholds from 0"),
        ({"transfer": [[]]}, {}, "for each of 2 tasks"),
        ({"layers": []}, {}, "every checkpoint must have the same layers"),
        ({"inputs": some_spectrum()}, {}, r"every Spectrum must hold 2 targets, .* got \(\)"),
        ({}, {"epochs": [0, 2.5]}, "epochs must hold whole numbers"),
        ({"functions": ("ABC", "ABB")}, {}, "functions must name a peaks function"),
        ({"functions": ("ABC",)}, {}, "for each of 2 tasks"),
    ],
)
def test_peaks_explorer_refuses(source, changes, message):
    with pytest.raises(ValueError, match=message):
        some_peaks(some_source(**source), **changes)


def test_sources_must_be_alike():
    with pytest.raises(ValueError, match="every source must have the same layers, and transfer or"):
        some_peaks(sources=[some_source(), some_source(transfer=())])


def test_tasks_are_trained_on_the_same_samples():
    rng = np.random.default_rng(1)
    phi, y = rng.standard_normal((20, 3)), rng.standard_normal(20)
    other = held_out(phi[:10], y[:10], phi[10:], y[10:])
    with pytest.raises(ValueError, match="from the same samples to the same samples"):
        some_peaks(some_source(transfer=[some_source().transfer[0], [other] * 3]))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ({"layers": None}, "layers must be a sequence; got None"),
        ({"transfer": [[None] * 3] * 2}, r"transfer\[0\] must be a HeldOut; got None"),
    ],
)
def test_peaks_explorer_says_what_it_is_of(source, message):
    with pytest.raises(TypeError, match=message):
        some_peaks(some_source(**source))


# ---- on what is stored


def test_every_source_with_linear_models_can_be_chosen():
    stored, explorer = results.load("peaks"), explorers.peaks()
    assert explorer.functions == stored["functions"][: len(stored["few_factor"])].tolist()
    assert explorers.peaks_layers().functions == explorer.functions


def test_what_travels_is_small_and_generalises_as_what_is_stored():
    stored, explorer = results.load("peaks"), explorers.peaks()
    assert len(json.dumps(explorer.transfer)) < 150_000
    for source, representation, task in np.ndindex(len(explorer.functions), 3, 3):
        exact = few_samples(stored, source, representation, task)
        page = unpacked(explorer.transfer[source][representation], task)
        for ratio in (0.1, 0.5, 0.95):
            np.testing.assert_allclose(error_of(page, ratio), error_of(exact, ratio), atol=0.001)
