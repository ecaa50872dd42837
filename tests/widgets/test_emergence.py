"""EmergenceExplorer on the Python side: what travels to the page, and what is refused."""

import numpy as np
import pytest
from spectra import some_spectrum

from repalign import alignment_curve

pytest.importorskip("anywidget")
from repalign.widgets import Checkpoint, EmergenceExplorer


def test_emergence_explorer_sends_shares_and_curves():
    checkpoints = [Checkpoint(epoch, some_spectrum(epoch), 0.5, 0.9) for epoch in (0, 3)]
    explorer = EmergenceExplorer(checkpoints)
    spec = checkpoints[1].spectrum
    shares = spec.squared_projections / spec.target_norm_sq
    np.testing.assert_array_equal(
        np.cumsum(explorer.curves[1]),
        np.rint(1e4 * alignment_curve(spec, explorer.taus, normalized=True)),
    )
    np.testing.assert_array_equal(explorer.share[1], np.rint(1e5 * shares))
    assert explorer.top[1] == pytest.approx(shares[:10].sum(), abs=1e-6)
    reaching = [np.sum(spec.singular_values >= tau) for tau in explorer.taus]
    np.testing.assert_array_equal(np.cumsum(explorer.reaching[1]), reaching)
    assert explorer.epochs == [0, 3] and explorer.checkpoint == 1 and explorer.bands == []


@pytest.mark.parametrize("epochs", [(), (3, 3), (5, 2)])
def test_emergence_explorer_refuses_epochs_out_of_order(epochs):
    with pytest.raises(ValueError, match="order of their epochs"):
        EmergenceExplorer([Checkpoint(epoch, some_spectrum(), 0.5, 0.9) for epoch in epochs])
