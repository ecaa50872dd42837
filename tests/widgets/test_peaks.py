"""PeaksExplorer on the Python side: what travels to the page, and what is refused."""

import numpy as np
import pytest
from spectra import some_spectrum

from repalign import spectrum

pytest.importorskip("anywidget")
from repalign.generalisation import held_out
from repalign.widgets import PeaksExplorer


def some_peaks(**changes):
    rng = np.random.default_rng(0)
    phi, y = rng.standard_normal((20, 3)), rng.standard_normal((20, 2))
    both = held_out(phi[:10], y[:10, 0], phi[10:], y[10:, 0])
    parts = {
        "tasks": ["S", "T"],
        "inputs": spectrum(phi, y),
        "layers": [[spectrum(phi, y)], [spectrum(phi + 1, y)]],
        "epochs": [0, 5],
        "transfer": [[both] * 3] * 2,
    }
    return PeaksExplorer(**parts | changes)


def test_peaks_explorer_sends_every_task_and_the_triangle_alone():
    explorer = some_peaks()
    assert np.shape(explorer.inputs["power"]) == (2, 3)
    assert [len(row) for row in explorer.transfer[0][0]["factor"]] == [3, 2, 1]
    assert explorer.checkpoint == 1 and some_peaks(transfer=()).transfer == []


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"tasks": ["S"]}, "1 targets, one a task"),
        ({"epochs": [0, 0]}, "one entry an epoch, ascending"),
        ({"transfer": [[]]}, "for each of 2 tasks"),
    ],
)
def test_peaks_explorer_refuses(changes, message):
    with pytest.raises(ValueError, match=message):
        some_peaks(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"layers": []}, "every checkpoint must have the same layers"),
        ({"inputs": some_spectrum()}, r"every Spectrum must hold 2 targets, one a task; got \(\)"),
        ({"epochs": [0, 2.5]}, "epochs must hold whole numbers"),
    ],
)
def test_peaks_explorer_refuses_what_does_not_fit(changes, message):
    with pytest.raises(ValueError, match=message):
        some_peaks(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"layers": None}, "layers must be a sequence; got None"),
        ({"transfer": [[None] * 3] * 2}, r"transfer\[0\] must be a HeldOut; got None"),
    ],
)
def test_peaks_explorer_says_what_it_is_of(changes, message):
    with pytest.raises(TypeError, match=message):
        some_peaks(**changes)
