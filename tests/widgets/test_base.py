"""All explorers on the Python side."""

import numpy as np
import pytest
from spectra import some_spectrum

pytest.importorskip("anywidget")
from repalign.widgets import AlignmentExplorer, Checkpoint, DescentExplorer, EmergenceExplorer
from repalign.widgets._base import rounded


def test_nan_never_reaches_a_page():
    with pytest.raises(ValueError, match="1 entries that are NaN or infinite"):
        rounded([1.0, np.nan])
    with pytest.raises(ValueError, match="NaN"):
        EmergenceExplorer([Checkpoint(0, some_spectrum(), float("nan"), 0.5)])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: AlignmentExplorer(None), "spectra must be a dict by name; got None"),
        (lambda: AlignmentExplorer({"a": 5}), r"spectra\['a'\] must be a Spectrum; got 5"),
        (lambda: EmergenceExplorer(5), "checkpoints must be a sequence; got 5"),
        (
            lambda: EmergenceExplorer([(0, some_spectrum(), 0.5, 0.9)]),
            r"checkpoints\[0\] must be a Checkpoint",
        ),
        (lambda: DescentExplorer({"a": some_spectrum()}, own=5), "own must be a sequence; got 5"),
    ],
)
def test_explorers_say_what_they_are_of(make, message):
    with pytest.raises(TypeError, match=message):
        make()
