"""What is drawn of representations, against loops over the draws."""

import numpy as np
import pytest
from scipy.stats import t

from repalign.paper import results

pytest.importorskip("matplotlib")
pytest.importorskip("pandas")
from matplotlib.figure import Figure

from repalign.paper.figures import expressivity
from repalign.paper.readings.expressivity import HIDDEN_LAYERS, REPRESENTATIONS

STORED, RANDOM = results.load("expressivity"), results.load("random_features")
DRAWS = range(5)


def painted(picture, panel):
    """Values of a panel's lines by their label."""
    ax = Figure().subplots()
    picture.paints[panel](ax=ax)
    return {line.get_label(): line.get_ydata() for line in ax.lines}


def of(part, name, choice):
    r = REPRESENTATIONS.index(name)
    return np.array([STORED[part][s, r, STORED[choice][s, r]] for s in DRAWS])


@pytest.mark.parametrize(("panel", "part"), [(0, "train"), (1, "test")])
def test_figure_1_draws_means_at_the_best_of_the_papers_step_sizes(panel, part):
    drawn = painted(expressivity.learning(), panel)
    expected = of(part, "sparse_coding", "best_of_paper").mean(axis=0)[1:]
    np.testing.assert_allclose(drawn["sparse coding"], expected)
    assert len(drawn) == 4


def test_figure_5_has_the_share_within_the_features_at_threshold_0():
    drawn = painted(expressivity.curves(), 0)
    for name, label in expressivity.NAMES.items():
        spec = STORED.spectrum(name, 0)
        within = spec.squared_projections.sum() / spec.target_norm_sq
        assert drawn[label][0] == pytest.approx(within, rel=1e-5)  # stored as float32
    tau = 8 * np.sqrt(STORED["network.shape"][0] / 1000)
    assert f"τ = {tau:.2f}, paper's 8" in drawn


def test_representations_in_a_row_each():
    table = expressivity.representations().frame.set_index("features")
    shares, tau = [], 8 * np.sqrt(STORED["network.shape"][0] / 1000)
    for s in DRAWS:
        own = STORED.spectrum("rbf_network", s)
        above = own.singular_values >= tau
        shares.append(own.squared_projections[above].sum() / own.target_norm_sq)
    row = table.loc["RBF network"]
    assert row["share"] == pytest.approx(np.mean(shares))
    assert row["test error"] == pytest.approx(of("test", "rbf_network", "best").min(axis=1).mean())
    train = of("train", "rbf_network", "best_of_paper")
    steps = [STORED["steps"][np.flatnonzero(own <= own[0] / 100)[0]] for own in train]
    assert row["steps, paper's sizes"] == f"{min(steps)} to {max(steps)}"


def test_factors_of_test_errors_are_geometric_means():
    lowest = [of("test", name, "best").min(axis=1) for name in ("sparse_coding", "network")]
    factor = np.prod(lowest[0] / lowest[1]) ** (1 / 5)
    table = expressivity.test_errors().frame.set_index("features")
    assert table.loc["sparse coding", "other slices"] == pytest.approx(factor)


def test_random_networks_by_data_set():
    deep = RANDOM["curves"][1, :, HIDDEN_LAYERS.index("random_deep")]
    drawn = painted(expressivity.random_networks(), 1)["random, deep"]
    np.testing.assert_allclose(drawn, deep.mean(axis=0))
    heights = deep.mean(axis=1)
    half = t.ppf(0.975, 4) * heights.std(ddof=1) / np.sqrt(5)
    table = expressivity.random_heights().frame.set_index("layer")
    assert table.loc["random deep", "MNIST"] == f"{heights.mean():.3f} ±\xa0{half:.3f}"
    outside = RANDOM["outside"][2, :, 0].mean()
    reach = expressivity.out_of_reach().frame.set_index("layer")
    assert reach.loc["inputs", "peaks function"] == pytest.approx(outside)
