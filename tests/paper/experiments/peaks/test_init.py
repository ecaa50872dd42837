"""The experiment on toy configurations, and what the stored results claim."""

from dataclasses import replace
from functools import partial
from itertools import combinations, pairwise

import dying_run
import numpy as np
import pytest

from repalign import alignment, alignment_curve, held_out, prepare, spectrum
from repalign.generalisation import test_error as held_out_error
from repalign.paper import results
from repalign.paper.datasets.peaks import PEAKS, peaks_inputs, shared
from repalign.paper.experiments import peaks
from repalign.paper.experiments.peaks.targets import IDLE, STEPS, hidden, labels, measured
from repalign.paper.measures.transfer import learning_curves
from repalign.paper.networks import mlp
from repalign.paper.readings.peaks import few_samples
from repalign.paper.readings.peaks.targets import DEPTHS
from repalign.paper.results import Results
from repalign.paper.statistics import paired_difference

ONE, THREE, ONE_SHUFFLED, THREE_SHUFFLED = peaks.QUICK
S, T1, T2 = range(3)
INPUTS, INIT, TRAINED = range(3)


@pytest.fixture(scope="module")
def quick():
    return [peaks.run(config) for config in peaks.QUICK]


@pytest.fixture(scope="module")
def summary(quick):
    return Results(peaks.summarize(quick), {})


def test_source_and_related_share_their_variables_and_the_unrelated_has_none_of_them():
    for seed in range(50):
        source, related, unrelated = peaks.functions(seed)
        assert {source, related, unrelated} <= set(PEAKS)
        assert shared(source, related) == 3 and source != related
        assert shared(source, unrelated) == 0
    assert len({peaks.functions(seed) for seed in range(50)}) > 40


def test_labels_are_centred_on_the_training_samples():
    variables, test, _ = (arrays[0] for arrays in peaks.data(ONE))
    names = peaks.functions(0)
    np.testing.assert_allclose(labels(names, variables).mean(axis=0), 0, atol=1e-15)
    moved = labels(names, test, variables) - labels(names, test)
    np.testing.assert_allclose(moved.std(axis=0), 0, atol=1e-15)
    assert (np.abs(moved.mean(axis=0)) > 0).all()


def test_every_member_has_samples_of_its_own_that_its_seed_decides():
    first, shifted = peaks.data(ONE), peaks.data(replace(ONE, seed=1))
    assert first[0].shape == (3, 500, 6) and first[1].shape == (3, 100, 6)
    assert not np.array_equal(first[0][0], first[0][1])
    for part, other in combinations([arrays[0] for arrays in first], 2):
        assert not np.isin(part, other).any()
    np.testing.assert_array_equal(first[0][1:], shifted[0][:-1])


def test_a_run_trains_and_measures(quick):
    for config, run, layers in zip(peaks.QUICK, quick, (1, 3, 1, 3), strict=True):
        C = len(config.checkpoints())
        assert run["layers.squared_projections"].shape == (C, 3, layers, 61, 3)
        assert (run["loss"][-1] < run["loss"][0]).all()
        assert run["epoch_loss"].shape == (25, 3)
        np.testing.assert_allclose(np.square(run["layers.singular_values"]).sum(axis=-1), 500)
        assert run["targets_lowest"].shape == (3, 1 + 3 * layers, 120, 2)
        assert not np.isnan(run["targets_steps"]).any()


def test_a_shuffled_source_differs_in_its_labels_alone(quick):
    one, _, shuffled, _ = quick
    for name in ("inputs.squared_projections", "functions"):
        np.testing.assert_array_equal(one[name], shuffled[name])
    np.testing.assert_array_equal(
        one["layers.singular_values"][0], shuffled["layers.singular_values"][0]
    )
    assert (one["loss"][-1] < shuffled["loss"][-1] / 2).all()


def test_what_is_measured_of_all_targets_is_what_the_tool_says_of_one():
    variables, test, fresh = (arrays[0] for arrays in peaks.data(ONE))
    first, last = (mlp(60, (60,), seed=seed) for seed in (0, 1))
    found = measured(ONE, variables, fresh, test, first, last)
    rest = fresh[ONE.n_scouts :]
    active = hidden(last, variables)[0] > 0
    kept = active.mean(axis=0) >= IDLE
    np.testing.assert_allclose(found["activity"][1, 0], active.mean(axis=0))
    name, column = "CAF", PEAKS.index("CAF")
    for row, network, units in ((1, first, slice(None)), (2, last, slice(None)), (3, first, kept)):
        phi = [prepare(hidden(network, part)[0][:, units]) for part in (variables, rest, test)]
        y = [labels([name], part, variables)[:, 0] for part in (variables, rest, test)]
        spec = spectrum(phi[0], y[0])
        share = alignment(spec, 0.04 * np.sqrt(500)) / spec.target_norm_sq
        assert found["alignment"][row, column, 2] == pytest.approx(share)
        assert found["reach"][row, column] == pytest.approx(1 - spec.residual / (y[0] @ y[0]))
        for size, n in enumerate((ONE.n_few, len(rest))):
            both = held_out(phi[1][:n], y[1][:n], phi[2], y[2])
            step_size = 1 / both.spectrum.singular_values[0] ** 2
            errors = held_out_error(both, STEPS, step_size=step_size)
            lowest = np.square(errors).min() / (y[2] @ y[2])
            assert found["lowest"][row, column, size] == pytest.approx(lowest, rel=1e-6)


def test_spectra_of_the_inputs_are_those_of_the_data(summary):
    variables = peaks.data(ONE)[0]
    for member in range(3):
        y = labels(summary["functions"][member], variables[member])
        expected = spectrum(prepare(peaks_inputs(variables[member])), y)
        stored = summary.spectrum("inputs", member)
        np.testing.assert_allclose(stored.singular_values, expected.singular_values, rtol=1e-6)
        np.testing.assert_allclose(stored.target_norm_sq, np.square(y).sum(axis=0), rtol=1e-6)


def test_the_summary_keeps_what_was_measured(quick, summary):
    one, three, _, shuffled = quick
    for member in range(3):
        for checkpoint in range(len(summary["epochs"])):
            power = one["layers.squared_projections"][checkpoint, member, 0]
            spec = summary.spectrum("one_layers", member, checkpoint, 0)
            np.testing.assert_allclose(spec.squared_projections, power[: spec.rank], rtol=1e-6)
        for layer in range(3):
            sigma = three["layers.singular_values"][-1, member, layer]
            spec = summary.spectrum("three_ends", member, 1, layer)
            np.testing.assert_allclose(spec.singular_values, sigma[: spec.rank], rtol=1e-6)
    assert summary["one_loss"].shape == (3, len(summary["epochs"]))
    assert summary["few_test"].shape == (3, 3, 3, len(peaks.STEPS))
    assert summary["few_factor"].shape == (1, 3, 61, 61)
    np.testing.assert_allclose(
        summary["shuffled_three_alignment"], shuffled["targets_alignment"][:, 4:7], rtol=1e-6
    )
    np.testing.assert_allclose(
        summary["shuffled_three_lowest"], shuffled["targets_lowest"][:, 4:], rtol=1e-6
    )


def test_stored_linear_models_give_the_stored_curves(summary):
    """What the page computes in float64 from float32 is what was computed."""
    for representation in (INPUTS, INIT, TRAINED):
        for target in (S, T1, T2):
            index = (0, representation, target)
            train, test, weights, factor = learning_curves(
                few_samples(summary, *index), summary["steps"]
            )
            np.testing.assert_allclose(train, summary["few_train"][index], rtol=1e-3, atol=1e-7)
            np.testing.assert_allclose(test, summary["few_test"][index], rtol=1e-3)
            np.testing.assert_allclose(weights, summary["few_weights"][index], rtol=1e-3)
            assert factor == pytest.approx(summary["few_step"][index])


def test_a_run_killed_and_resumed_ends_with_the_same_bytes(tmp_path):
    start = partial(dying_run.start, "peaks", tmp_path)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert start(whole) == 0
    assert start(killed, die_at=23) == dying_run.KILLED
    assert (killed / "out.state").exists()
    assert start(killed, die_at=10) == 0  # it goes on after epoch 20 and never comes by epoch 10
    assert (killed / "out").read_bytes() == (whole / "out").read_bytes()


# What the paper claims, on the stored runs.


@pytest.fixture(scope="module")
def stored():
    return results.load("peaks")


TAUS = np.linspace(2, 4, 21)


def shares(stored, name, *index, taus=TAUS):
    """Of ||y||^2, for every member: (members, taus, 3)."""
    members = range(len(stored["functions"]))
    return np.array(
        [alignment_curve(stored.spectrum(name, m, *index), taus, normalized=True) for m in members]
    )


def surely(first, second):
    """Whether first is above second beyond two standard errors over the members, at each
    threshold."""
    mean, error = paired_difference(first, second)
    return mean > 2 * error


def test_figure_10_related_gains_and_unrelated_loses(stored):
    """Claims of section 7.1, at thresholds from 2 to 4, against the inputs and against the layer at
    the start."""
    assert len(stored["functions"]) == 10
    trained = shares(stored, "one_layers", -1, 0)
    for before in (shares(stored, "inputs"), shares(stored, "one_layers", 0, 0)):
        assert surely(trained[..., S], before[..., S]).all()
        assert surely(trained[..., T1], before[..., T1]).all()
        assert surely(before[..., T2], trained[..., T2]).all()


def test_figure_10_does_not_hold_at_every_threshold(stored):
    """At thresholds from 7 to 9 the inputs hold more of T1 than the trained layer does."""
    taus = np.linspace(7, 9, 5)
    trained, inputs = (
        shares(stored, "one_layers", -1, 0, taus=taus),
        shares(stored, "inputs", taus=taus),
    )
    assert surely(inputs[..., T1], trained[..., T1]).all()


def test_training_had_converged_by_the_documented_rule(stored):
    for name in DEPTHS:
        assert (stored[f"{name}_loss"][:, -1] < 0.01 / 12).all()  # labels have variance 1/12


def test_figure_12_layers_are_monotone_on_the_source_and_reversed_on_the_related(stored):
    """At thresholds from 1 to 15."""
    layers = [shares(stored, "three_ends", 1, layer, taus=np.arange(1, 16)) for layer in range(3)]
    for lower, upper in pairwise(layers):
        assert surely(upper[..., S], lower[..., S]).all()
        assert surely(lower[..., T1], upper[..., T1]).all()


def test_the_last_of_three_layers_is_no_better_for_the_related_than_the_inputs(stored):
    last, inputs = shares(stored, "three_ends", 1, 2), shares(stored, "inputs")
    assert surely(inputs[..., T1], last[..., T1]).all()


def test_figure_11_errors_mirror_alignment(stored):
    """The lowest test error on the way: trained best on T1, worst on T2."""
    best = stored["few_test"].min(axis=-1)
    for other in (INPUTS, INIT):
        assert surely(best[:, other, T1], best[:, TRAINED, T1])
        assert surely(best[:, TRAINED, T2], best[:, other, T2])


def test_stored_peaks_are_small():
    assert (results.FOLDER / "peaks.npz").stat().st_size < 1.5e6
