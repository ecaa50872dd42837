"""The experiment on toy configurations with made-up pictures."""

from dataclasses import replace
from functools import partial

import dying_run
import numpy as np
import oracles
import pytest

from repalign import prepare
from repalign._support.files import load_arrays
from repalign.activations import measure
from repalign.paper import datasets
from repalign.paper.datasets import kinds
from repalign.paper.experiments import similarity
from repalign.paper.experiments.similarity import pair_scores, sources
from repalign.paper.measures.nulls import QUANTILES
from repalign.paper.results import Results
from repalign.paper.training.pictures import as_inputs

QUICK = similarity.QUICK[0]


@pytest.fixture(scope="module")
def quick(data_dir, kept):
    return similarity.run(QUICK, data_dir=data_dir, state_path=kept / "quick.state")


@pytest.fixture(scope="module")
def runs(quick, data_dir):
    return [quick, similarity.run(replace(QUICK, seed=1), data_dir=data_dir)]


@pytest.fixture(scope="module")
def summary(runs):
    return Results(similarity.summarize(runs), {})


def test_weights_are_named_by_what_they_follow_from(tmp_path):
    jobs = [similarity.QUICK[0].source(name) for name in similarity.NETWORKS]
    jobs += [job for both in QUICK.tunings() for job in both]
    jobs += [
        replace(jobs[0], seed=1),
        replace(jobs[0], n_per_class=5),
        replace(jobs[3], n_per_class=5),
    ]
    assert len({sources.path_of(job, tmp_path) for job in jobs}) == len(jobs)
    assert len({job.name() for job in jobs[:9]}) == 9


def test_a_run_measures_what_it_says(quick):
    assert quick["blocks.7.squared_projections"].shape == (3, 21, 16)
    assert quick["curve"].shape == (3, 4, 21, len(pair_scores.TAUS))
    assert quick["tuned_accuracy"].shape == (3, 2) and quick["tuned_pairs"].shape == (3, 21)
    assert quick["source_loss"].shape == (2, 3) and quick["tuned_loss"].shape == (3, 2, 2)
    assert quick["n_tested"].tolist() == [24, 36]
    for layer in pair_scores.LAYERS:
        np.testing.assert_allclose(
            np.square(quick[f"{layer}.singular_values"]).sum(axis=-1), 16
        )  # unit rows
    assert (quick["probe_accuracy"][:, 0] > 0.8).mean() > 0.8  # colours are easy


def test_spectra_are_those_that_measure_finds_in_the_kept_network(quick, kept, data_dir):
    """Another path to the same: one pair, through `repalign.activations.measure`."""
    cifar = datasets.load("cifar10", data_dir=data_dir)
    network, _ = sources.trained(QUICK.source("natural"), kept, data_dir=data_dir)
    for index in (0, 20):
        images, labels = kinds.chosen(cifar, kinds.PAIRS[index][1:], QUICK.n_per_class)
        spectra = measure(network, [(as_inputs(images), labels)], pair_scores.LAYERS, pool="mean")
        for layer, spec in spectra.items():
            sigma = quick[f"{layer}.singular_values"][1, index]
            np.testing.assert_allclose(
                sigma[: spec.rank], spec.singular_values, rtol=1e-4, atol=1e-5
            )
            residual = quick[f"{layer}.residual"][1, index]
            assert residual == pytest.approx(float(spec.residual), rel=1e-2, abs=1e-3)


def test_pixels_are_those_of_the_oracle(quick, data_dir):
    cifar = datasets.load("cifar10", data_dir=data_dir)
    images, labels = kinds.chosen(cifar, kinds.PAIRS[3][1:], QUICK.n_per_class)
    phi = prepare(images.reshape(16, -1) / 255)
    expected = oracles.alignment(phi, 2.0 * labels - 1, pair_scores.TAUS) / 16
    np.testing.assert_allclose(quick["pixel_curve"][3], expected, atol=1e-6)


def test_the_start_is_the_same_for_both_sources():
    artificial, natural, start = map(QUICK.source, similarity.NETWORKS)
    weights = [
        job.start().state_dict()["blocks.7.residual.0.weight"]
        for job in (artificial, natural, start)
    ]
    assert (weights[0] == weights[1]).all() and (weights[1] == weights[2]).all()


def test_differences_are_similar_minus_dissimilar(runs, summary):
    """One by one from the curves: the artificial source is the similar one of the first six
    pairs."""
    for seed, run in enumerate(runs):
        for layer in range(4):
            for pair in range(21):
                artificial, natural, _ = run["curve"][:, layer, pair]
                expected = artificial - natural if pair < 6 else natural - artificial
                np.testing.assert_allclose(
                    summary["difference"][seed, layer, pair], expected, atol=1e-6
                )


def test_null_differences_are_quantiles_of_means_over_pairs(runs, summary):
    null = runs[1]["null"][:, 2]  # (network, pair, shuffle, tau)
    sign = np.where(np.arange(21) < 6, 1, -1)[:, None, None]
    means = (sign * (null[0] - null[1])).mean(axis=0)
    expected = np.quantile(means, QUANTILES, axis=0)
    np.testing.assert_allclose(summary["null_difference"][1, 2], expected, atol=1e-6)


def test_the_summary_keeps_what_was_measured(runs, summary):
    for seed, run in enumerate(runs):
        np.testing.assert_allclose(
            summary["tuned_accuracy"][seed], run["tuned_accuracy"], rtol=1e-6
        )
        np.testing.assert_allclose(summary["start_curve"][seed], run["curve"][2], rtol=1e-6)
        spec = summary.spectrum("blocks.6", seed, 1, 13)
        power = run["blocks.6.squared_projections"][1, 13]
        np.testing.assert_allclose(spec.squared_projections, power[: spec.rank], rtol=1e-6)
        assert spec.target_norm_sq == pytest.approx(16)
    assert summary["log_evidence"].shape == (2, 3, 4, 21)
    assert summary["networks"].tolist() == ["artificial", "natural", "start"]
    assert (
        summary["pairs"][0].tolist() == ["airplane", "automobile"]
        and summary["pair_kinds"][-1] == 1
    )


def test_the_accuracy_on_a_pair_counts_its_two_classes_only():
    outputs = np.array([[3.0, 9, 1], [0, 9, 1], [5, 0, 4], [0, 1, 0]])
    assert similarity._pair_accuracy(outputs, np.array([0, 2, 2, 1]), 0, 2) == pytest.approx(2 / 3)


def test_a_run_killed_and_taken_up_measures_the_same(tmp_path, data_dir):
    start = partial(dying_run.start, "similarity", data_dir)
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert start(whole) == 0
    assert start(killed, die_at=9) == dying_run.KILLED  # on the way through the fine-tuning
    assert not (killed / "out").exists()
    assert start(killed, die_at=8) == 0  # it goes on after epoch 9 and never comes by epoch 8
    whole, killed = (load_arrays(folder / "out") for folder in (whole, killed))
    for name in set(whole) - {"training"}:  # which holds seconds
        np.testing.assert_array_equal(whole[name], killed[name])
