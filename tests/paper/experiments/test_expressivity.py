"""Figures 1 and 5 on made-up slices, and what is stored of them."""

import numpy as np
import pytest
from oracles import descend

from repalign import alignment_curve, max_step_size, prepare
from repalign.paper import results
from repalign.paper.experiments import expressivity
from repalign.paper.results.arrays import stacked

QUICK, *BY_PATIENT = expressivity.QUICK
NAMES = expressivity.REPRESENTATIONS
INPUTS, NETWORK, RBF, SPARSE, WIDE = range(len(NAMES))


@pytest.fixture(scope="module")
def quick(made_up_ct_dir):
    return expressivity.run(QUICK, data_dir=made_up_ct_dir)


@pytest.fixture(scope="module")
def stored():
    return results.load("expressivity")


def seeds(stored):
    return range(len(stored["train"]))


def share(stored, name, seed, taus):
    return alignment_curve(stored.spectrum(name, seed), taus, normalized=True)


def chosen(stored, curves, choice):
    """The curves (S, R, T) of the step sizes chosen."""
    return np.take_along_axis(stored[curves], stored[choice][:, :, None, None], axis=2)[:, :, 0]


def steps_to(stored, goal, choice):
    """Steps until a share of the training loss is left, (S, R)."""
    train = chosen(stored, "train", choice)
    return stored["steps"][(train <= goal * train[..., :1]).argmax(axis=-1)]


def test_shapes_are_those_documented(quick):
    R, T, M = len(NAMES), len(QUICK.grid()), len(quick["measured_steps"])
    assert quick["train"].shape == quick["test"].shape == (R, 6, T)
    assert quick["measured_train"].shape == quick["measured_test"].shape == (R, M)
    assert quick["measured_steps"][-1] == QUICK.measured_steps
    assert quick["null"].shape == (R, 3, len(expressivity.TAUS))
    assert quick["rbf_network.losses"].shape == (2, 1)
    assert quick["steps"][-1] == QUICK.steps


def test_curves_of_the_inputs_are_those_of_the_oracle(quick, made_up_ct_dir):
    X, y, X_test, y_test = expressivity.data(QUICK, made_up_ct_dir)
    phi, phi_test = prepare(X), prepare(X_test)
    weights = descend(phi, y, 100, 0.1 / len(y))[quick["measured_steps"]]
    curves = {"train": (phi, y), "test": (phi_test, y_test)}
    for name, (features, target) in curves.items():
        expected = np.square(weights @ features.T - target).mean(axis=1)
        np.testing.assert_allclose(quick[name][INPUTS, 1][: len(expected)], expected, rtol=1e-10)


def test_loop_walks_as_foreseen(quick):
    M = len(quick["measured_steps"])
    for index in range(len(NAMES)):
        for curve in ("train", "test"):
            foreseen = quick[curve][index, quick["best"][index], :M]
            np.testing.assert_allclose(
                quick[f"measured_{curve}"][index], foreseen, rtol=1e-8, atol=1e-14
            )


def test_step_sizes_beyond_the_limit_end_at_infinity_and_are_not_chosen(quick):
    assert not np.isnan(quick["train"]).any()
    both = results.Results(stacked([quick, quick]), {})
    for index, name in enumerate(NAMES):
        etas = quick["step_sizes"][index]
        limit = max_step_size(both.spectrum(name, 1))
        np.testing.assert_allclose(etas[4:], np.array(expressivity.SHARES) * limit)
        for choice in ("best", "best_of_paper"):
            assert etas[quick[choice][index]] < limit


def test_summary_has_an_entry_a_seed(quick, made_up_ct_dir):
    halves = [expressivity.run(config, data_dir=made_up_ct_dir) for config in BY_PATIENT]
    both = expressivity.summarize([quick, *halves, quick, *halves])
    assert both["train"].shape == (2, *quick["train"].shape)
    assert both["steps"].shape == quick["steps"].shape
    assert both["network.residual"].shape == (2,)
    for half, run in enumerate(halves):
        for number, best in enumerate(run["best"]):
            for part in ("train", "test"):
                stored = both[f"{part}_by_patient"][1, half, number]
                np.testing.assert_array_equal(stored, run[part][number, best])


def test_all_but_the_inputs_fit_exactly(stored):
    """Least squares; the inputs have fewer features than 1024 and miss a little."""
    assert stored["least_squares"][:, NETWORK:].max() < 1e-6


def test_closed_form_is_what_the_loop_does(stored):
    M = len(stored["measured_steps"])
    assert stored["measured_steps"][-1] == 10_000
    for curve in ("train", "test"):
        foreseen = chosen(stored, curve, "best")[..., :M]
        np.testing.assert_allclose(stored[f"measured_{curve}"], foreseen, rtol=1e-8, atol=1e-20)


def test_figure_5_alignment_falls_from_network_to_rbf_to_sparse_coding(stored):
    """Summed over thresholds, and nowhere the other way by more than a thirtieth of ||y||^2."""
    for seed in seeds(stored):
        network, rbf, sparse = (
            share(stored, name, seed, stored["taus"])
            for name in ("network", "rbf_network", "sparse_coding")
        )
        assert network.sum() > rbf.sum() > sparse.sum()
        assert (network - rbf).min() > -1 / 30
        assert (rbf - sparse).min() > -1 / 30


def test_figure_5_network_holds_most_at_8(stored):
    """8 of 1000 samples; sigma grows like sqrt(n)."""
    n = stored["network.shape"][0]
    for seed in seeds(stored):
        assert share(stored, "network", seed, [8 * np.sqrt(n / 1000)])[0] > 0.8
        assert share(stored, "sparse_coding", seed, [8 * np.sqrt(n / 1000)])[0] < 0.01


def test_alignment_of_every_representation_beats_chance_at_the_top(stored):
    index = np.searchsorted(stored["taus"], 1.0)
    for seed in seeds(stored):
        for number, name in enumerate(NAMES):
            spec = stored.spectrum(name, seed)
            own = alignment_curve(spec, stored["taus"])[index]
            assert own > 1.5 * stored["null"][seed, number, 2, index]


def test_figure_1_network_has_a_far_lower_test_error_than_sparse_coding(stored):
    for curve in (
        chosen(stored, "test", "best")[..., -1],
        chosen(stored, "test", "best").min(axis=-1),
    ):
        assert (curve[:, NETWORK] < curve[:, SPARSE] / 30).all()


def test_figure_1_rbf_network_has_the_higher_test_error_only_if_it_is_narrow(stored):
    """Against the paper's figure: with half the median distance it ends below the ReLU network in
    every draw."""
    last = chosen(stored, "test", "best")[..., -1]
    narrow = stored["rbf_network.scale"] < 0.5
    assert narrow.any()
    np.testing.assert_array_equal(last[:, NETWORK] < last[:, RBF], narrow)
    assert (last[:, WIDE] < last[:, NETWORK]).all()


def test_figure_1_network_is_faster_than_the_rbf_networks(stored):
    steps = steps_to(stored, 0.01, "best")
    assert (steps[:, [NETWORK]] < steps[:, [RBF, WIDE]]).all()


def test_sparse_codes_are_slow_only_at_the_papers_step_sizes(stored):
    """Against the paper's figure: their sigmas are small but alike, and a step size ten times as
    large is stable; within a factor of two of the network there."""
    paper, own = (steps_to(stored, 0.01, choice) for choice in ("best_of_paper", "best"))
    assert (paper[:, NETWORK] < paper[:, SPARSE]).all()
    assert (own[:, SPARSE] < 2 * own[:, NETWORK]).all()
    etas = stored["step_sizes"][:, SPARSE] * stored["sparse_coding.shape"][0]
    assert (etas[:, -1] > 50).all()


def test_stored_spectra_are_whole(stored):
    for seed in seeds(stored):
        for name in NAMES:
            spec = stored.spectrum(name, seed)
            assert np.square(spec.singular_values).sum() == pytest.approx(spec.n_samples, rel=1e-6)
