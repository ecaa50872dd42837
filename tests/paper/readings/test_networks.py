"""Stored sweeps as curves: against alignment at single thresholds, on made-up results of a known
order."""

import numpy as np
import pytest

from repalign import alignment, spectrum
from repalign.paper.readings import networks
from repalign.paper.results import Results
from repalign.paper.results.arrays import spectrum_arrays, stacked

SETTINGS = {
    "base": {},
    "depth 1": {"depth": 1},
    "depth 8": {"depth": 8},
    "optimizer sgd": {"optimizer": "sgd"},
}
BASE = {
    "dataset": "mnist",
    "depth": 4,
    "width": 128,
    "optimizer": "adam",
    "activation": "relu",
    "batch_size": 128,
}


def some_spectrum(seed, n=40):
    rng = np.random.default_rng(seed)
    phi = rng.standard_normal((n, 6))
    return spectrum(phi / np.linalg.norm(phi, axis=1, keepdims=True), rng.choice([-1.0, 1.0], n))


@pytest.fixture
def spectra():
    """Of each setting, at the start and trained, two networks."""
    return {
        name: [[some_spectrum(100 * i + 10 * when + s) for s in range(2)] for when in range(2)]
        for i, name in enumerate(SETTINGS)
    }


@pytest.fixture
def stored(spectra):
    arrays = {
        "dataset": np.array(["mnist"] * 4),
        "setting": np.array(list(SETTINGS)),
        "taus": np.geomspace(0.01, 100, 5),
        "train_loss": np.zeros((4, 2, 1)),
    }
    arrays["train_null"] = (
        np.arange(4)[:, None, None] + np.array([0.0, 0.2])[:, None] + np.linspace(0.1, 0, 5)
    )
    arrays |= spectrum_arrays("mnist.train", some_spectrum(999))
    for name, both in spectra.items():
        each = [
            stacked([spectrum_arrays(f"mnist.{name}.train", spec) for spec in specs])
            for specs in both
        ]
        arrays |= stacked(each)
    return Results(arrays, {"runs": [{"config": BASE | changes} for changes in SETTINGS.values()]})


def test_values_of_a_sweep_ascend_and_the_base_stands_among_them(stored):
    assert list(networks.of_sweep(stored, "depth").items()) == [
        (1, "depth 1"),
        (4, "base"),
        (8, "depth 8"),
    ]
    assert networks.of_sweep(stored, "optimizer") == {"adam": "base", "sgd": "optimizer sgd"}
    assert networks.of_sweep(stored, "width") == {128: "base"}


def test_curves_are_alignment_at_levels_times_the_root_of_n(stored, spectra):
    found = networks.curves(stored, "mnist.depth 8.train", [0.1, 0.4])
    assert found.shape == (2, 2, 2)
    for when, s, t in np.ndindex(2, 2, 2):
        expected = alignment(spectra["depth 8"][when][s], [0.1, 0.4][t] * np.sqrt(40)) / 40
        assert found[when, s, t] == pytest.approx(expected, abs=1e-12)


def test_the_null_is_the_mean_over_networks_and_linear_between_thresholds(stored):
    # At level 10 / sqrt(40) the threshold is 10, halfway from 10^-2 to 10^2 but for one of the
    # stored steps of 10.
    found = networks.null_curve(
        stored, "mnist", "depth 1", "train", np.array([1.0, np.sqrt(10)]) / np.sqrt(40)
    )
    np.testing.assert_allclose(found, [1 + 0.1 + 0.05, 1 + 0.1 + 0.0375], rtol=1e-12)


def test_the_least_share_of_any_setting_and_that_of_the_inputs(stored, spectra):
    tau = 0.5 * np.sqrt(1000 / 40)
    each = [[alignment(spec, 0.5) / 40 for spec in both[1]] for both in spectra.values()]
    np.testing.assert_allclose(networks.least_share("mnist", tau)(stored), np.min(each, axis=0))
    inputs = alignment(some_spectrum(999), 0.5) / 40
    np.testing.assert_allclose(networks.inputs_share("mnist", tau)(stored), [inputs, inputs])


def test_a_setting_that_is_not_stored(stored):
    with pytest.raises(
        ValueError,
        match=r"no setting 'depth 3' of 'mnist' is stored; stored: mnist: base, mnist: depth 1",
    ):
        networks.run_index(stored, "mnist", "depth 3")


def test_settings_that_missed_their_goal(stored):
    converged = {"converged": np.array([True, False, True, False])}
    both = Results({**stored, **converged}, stored.provenance)
    assert networks.missed(both, "mnist") == ["depth 1", "optimizer sgd"]
    assert networks.missed(both, "cifar10") == []


@pytest.mark.parametrize("cosine", [0.0, 0.5, 0.9])
def test_the_edge_of_collapsed_classes(cosine):
    # Two points of length one: the labels lie on sigma^2 = n (1 - cosine) / 2.
    points = np.array([[1.0, 0.0], [cosine, np.sqrt(1 - cosine**2)]])
    collapsed = spectrum(np.repeat(points, 20, axis=0), np.repeat([1.0, -1.0], 20))
    both = stacked([stacked([spectrum_arrays("mnist.base.train", collapsed)] * 2)] * 2)
    found = networks.edges(Results({**both, "train_loss": np.zeros((1, 2))}, {}), "mnist", "base")
    np.testing.assert_allclose(found, [np.sqrt((1 - cosine) / 2)] * 2)


def test_a_comparison_holds_every_setting_once_in_the_order_of_the_sweeps(stored, spectra):
    every = networks.comparison(stored, "mnist", "train", [0.3])
    assert every.settings == ["depth 1", "base", "depth 8", "optimizer sgd"]
    trained = [alignment(spec, 0.3 * np.sqrt(40)) / 40 for spec in spectra["base"][1]]
    np.testing.assert_allclose(every.trained[1, :, 0], trained, atol=1e-12)
    np.testing.assert_allclose(every.null[:, 0] // 1, [1, 0, 2, 3])


def test_counts_of_a_comparison_by_hand():
    # Means after training 0.9, 0.5, 0.3, 0.5 with standard errors 0, 0.1, 0, 0.007; inputs 0.4;
    # before 0.6, 0.4, 0.4, 0.6. Student's quantile for two networks is 12.7.
    trained = np.array([[0.9, 0.9], [0.4, 0.6], [0.3, 0.3], [0.493, 0.507]])[..., None]
    start = np.array([[0.6, 0.6], [0.4, 0.4], [0.4, 0.4], [0.6, 0.6]])[..., None]
    every = networks.Comparison([*"abcd"], np.array([0.4]), start, trained, np.zeros((4, 1)))
    assert every.after_start().tolist() == [2]
    assert [each.tolist() for each in every.beyond_inputs()] == [[2], [1]]


def test_levels_are_round_numbers_up_to_one():
    assert {0.01, 0.1, 0.2, 0.4, 1.0} <= set(networks.LEVELS) and (
        np.diff(networks.LEVELS) > 0
    ).all()
    assert networks.LEVELS[-1] == 1 and networks.label("batch_size 32") == "batch size 32"
