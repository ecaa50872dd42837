"""AlignmentExplorer on the Python side: what travels to the page, and what is refused."""

import numpy as np
import pytest
from spectra import some_spectrum

from repalign import Spectrum, spectrum

pytest.importorskip("anywidget")
from repalign.widgets import AlignmentExplorer


def test_alignment_explorer_sends_what_the_page_needs():
    spec = some_spectrum()
    taus = np.array([0.5, 1.0])
    explorer = AlignmentExplorer({"inputs": spec}, nulls={"inputs": (taus, taus / 2, taus * 2)})
    sent = explorer.representations[0]
    np.testing.assert_allclose(sent["sigma"], spec.singular_values, rtol=1e-6)
    np.testing.assert_allclose(sent["power"], spec.squared_projections, rtol=1e-6)
    assert sent["n"] == 30 and sent["band"] == {
        "taus": [0.5, 1.0],
        "low": [0.25, 0.5],
        "high": [1.0, 2.0],
    }


@pytest.mark.parametrize(
    ("spectra", "nulls", "message"),
    [
        ({}, None, "one to four spectra can be told apart; got 0"),
        (
            {str(i): some_spectrum(i) for i in range(5)},
            None,
            "one to four spectra can be told apart; got 5",
        ),
        ({"two": some_spectrum(k=2)}, None, "'two' holds 2 targets"),
        ({"a": some_spectrum()}, {"b": ([1], [0], [1])}, r"nulls for \['b'\]"),
        ({"zero": spectrum(np.zeros((3, 2)), [1, 2, 3])}, None, "'zero' has no singular value"),
    ],
)
def test_alignment_explorer_refuses(spectra, nulls, message):
    with pytest.raises(ValueError, match=message):
        AlignmentExplorer(spectra, nulls=nulls)


def test_spectrum_is_unchanged_by_the_explorer():
    spec = some_spectrum()
    before = Spectrum(spec.singular_values, spec.squared_projections, spec.residual, 30, 5)
    AlignmentExplorer({"a": spec})
    np.testing.assert_array_equal(spec.singular_values, before.singular_values)
